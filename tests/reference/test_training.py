"""Losses, optimisers, clipping and truncated backpropagation: right one by one, and together they learn."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_ref import gru_weights, lstm_weights, rnn_weights
from lstm_ref.layers import GRU, LSTM, RNN, Bidirectional, Dense, Stack
from lstm_ref.losses import cross_entropy, mean_squared_error, softmax
from lstm_ref.optimise import SGD, Adam, clip_norm
from lstm_ref.truncated import truncated_backward

SHAPES = {"W": (4, 3), "b": (4,)}


def arrays(rng, shapes=SHAPES):
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


@pytest.mark.parametrize("shape", [(5, 3), (2, 4, 3), (1, 1)])
def test_cross_entropy_equals_pytorch(shape):
    rng = np.random.default_rng(1)
    logits, labels = 5 * rng.standard_normal(shape), rng.integers(0, shape[-1], shape[:-1])
    leaf = torch.tensor(logits, requires_grad=True)
    expected = torch.nn.functional.cross_entropy(leaf.reshape(-1, shape[-1]), torch.tensor(labels.reshape(-1)))
    expected.backward()
    loss, dlogits = cross_entropy(logits, labels)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(dlogits, leaf.grad.numpy(), atol=1e-15)


@pytest.mark.parametrize("shape", [(5,), (2, 4, 3)])
def test_mean_squared_error_equals_pytorch(shape):
    rng = np.random.default_rng(2)
    y, target = rng.standard_normal(shape), rng.standard_normal(shape)
    leaf = torch.tensor(y, requires_grad=True)
    expected = torch.nn.functional.mse_loss(leaf, torch.tensor(target))
    expected.backward()
    loss, dy = mean_squared_error(y, target)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-13)
    np.testing.assert_allclose(dy, leaf.grad.numpy(), atol=1e-15)


def test_losses_are_quiet_and_finite_at_the_ends_and_keep_float32():
    with np.errstate(all="raise"):
        loss, dlogits = cross_entropy([[1e4, -1e4, 0.0]], [1])
        np.testing.assert_allclose(softmax([[1e300, -1e300, 1e300]]), [[0.5, 0, 0.5]])
    assert loss == 2e4
    np.testing.assert_array_equal(dlogits, [[1, -1, 0]])
    logits = np.random.default_rng(3).standard_normal((3, 2)).astype(np.float32)
    assert cross_entropy(logits, [0, 1, 1])[1].dtype == np.float32
    assert mean_squared_error(logits, 2 * logits)[1].dtype == np.float32


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_gradient_descent_takes_the_steps_of_pytorch(momentum):
    compare_steps(
        lambda weights: SGD(weights, 0.05, momentum),
        lambda leaves: torch.optim.SGD(leaves, lr=0.05, momentum=momentum),
    )


def test_adam_takes_the_steps_of_pytorch():
    compare_steps(lambda weights: Adam(weights, 0.01), lambda leaves: torch.optim.Adam(leaves, lr=0.01))
    compare_steps(
        lambda weights: Adam(weights, 0.01, (0.5, 0.9), 1e-3),
        lambda leaves: torch.optim.Adam(leaves, lr=0.01, betas=(0.5, 0.9), eps=1e-3),
    )


def compare_steps(make_ours, make_theirs):
    rng = np.random.default_rng(4)
    weights = arrays(rng)
    leaves = {name: torch.tensor(weight.copy(), requires_grad=True) for name, weight in weights.items()}
    ours, theirs = make_ours(weights), make_theirs(leaves.values())
    for _ in range(7):
        gradients = arrays(rng)
        ours.step(gradients)
        for name, leaf in leaves.items():
            leaf.grad = torch.from_numpy(gradients[name])
        theirs.step()
    for name, leaf in leaves.items():
        np.testing.assert_allclose(weights[name], leaf.detach().numpy(), rtol=1e-12, atol=1e-12)


@given(limit=st.floats(1e-3, 1e3), size=st.floats(1e-6, 1e6), seed=st.integers(0, 2**32 - 1))
def test_clipping_keeps_the_direction_and_never_lengthens(limit, size, seed):
    gradients = {name: size * array for name, array in arrays(np.random.default_rng(seed)).items()}
    before = np.concatenate([array.ravel().copy() for array in gradients.values()])
    length = clip_norm(gradients, limit)
    after = np.concatenate([array.ravel() for array in gradients.values()])
    np.testing.assert_allclose(length, np.linalg.norm(before), rtol=1e-12)
    np.testing.assert_allclose(after, before * min(1, limit / length), rtol=1e-12)


def test_clipping_measures_what_squares_would_not_hold():
    for dtype, size in ((np.float32, 1e38), (np.float64, 1e307), (np.float32, 1e-37), (np.float64, 0)):
        with np.errstate(all="raise"):
            gradients = {"b": np.array([0.75, 1], dtype) * dtype(size)}
            np.testing.assert_allclose(clip_norm(gradients, 1), 5 * size / 4, rtol=1e-6)
        np.testing.assert_allclose(gradients["b"], np.array([0.6, 0.8]) * min(1, 5 * size / 4), rtol=1e-6)
        assert gradients["b"].dtype == dtype


def layers(rng):
    return {
        "rnn": RNN(rnn_weights(2, 3, rng)),
        "lstm": LSTM(lstm_weights(2, 3, rng)),
        "gru": GRU(gru_weights(2, 3, rng)),
        "stack": Stack([LSTM(lstm_weights(2, 4, rng)), GRU(gru_weights(4, 3, rng, reset_after=False))]),
    }


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru", "stack"])
@settings(deadline=None, max_examples=25)
@given(T=st.integers(1, 12), k=st.integers(1, 14), padded=st.booleans(), seed=st.integers(0, 2**32 - 1))
def test_truncated_is_whole_within_a_chunk_and_cut_at_the_seams(name, T, k, padded, seed):
    rng = np.random.default_rng(seed)
    layer, x, target = layers(rng)[name], rng.standard_normal((3, T, 2)), rng.standard_normal((3, T, 3))
    lengths = rng.integers(0, T + 1, 3) if padded else np.full(3, T)

    def loss(hs, steps):
        error = hs - target[:, steps]
        return 0.5 * (error**2).sum(), error

    value, gradients, state = truncated_backward(layer, x, loss, k, lengths=lengths)
    whole = layer.forward(x, lengths=lengths)
    np.testing.assert_allclose(value, loss(whole.hs, slice(None))[0], rtol=1e-12)
    for one, other in zip(np.ravel(state[-1]), np.ravel(whole.state[-1]), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)
    # by hand: each chunk from the state that the whole run had there, with no gradient from what comes after
    dx, total, first = [], dict.fromkeys(layer.weights, 0), None
    for start in range(0, T, k):
        steps = slice(start, start + k)
        before = layer.forward(x[:, :start], lengths=np.minimum(lengths, start)).state if start else None
        run = layer.forward(x[:, steps], before, np.clip(lengths - start, 0, len(x[0, steps])))
        part = layer.backward(run, loss(run.hs, steps)[1])
        first = part.state if first is None else first
        dx.append(part.dx)
        total = {key: total[key] + gradient for key, gradient in part.weights.items()}
    if k >= T:
        part = layer.backward(whole, loss(whole.hs, slice(None))[1])
        dx, total, first = [part.dx], part.weights, part.state
    np.testing.assert_allclose(gradients.dx, np.concatenate(dx, axis=1), atol=1e-12)
    np.testing.assert_allclose(np.ravel(gradients.state[-1]), np.ravel(first[-1]), atol=1e-12)
    for key, gradient in gradients.weights.items():
        np.testing.assert_allclose(gradient, total[key], atol=1e-11)


def test_truncation_leaves_out_what_crosses_a_seam():
    rng = np.random.default_rng(6)
    layer, x = layers(rng)["lstm"], rng.standard_normal((2, 8, 2))

    def last_step(hs, steps):
        dhs = np.zeros_like(hs)
        dhs[:, -1] = float(steps.stop == 8)
        return 0.0, dhs

    whole, cut = (truncated_backward(layer, x, last_step, k)[1] for k in (8, 5))
    assert whole.dx[:, :5].all()
    assert not cut.dx[:, :5].any()
    np.testing.assert_allclose(cut.dx[:, 5:], whole.dx[:, 5:], atol=1e-14)


def echo(rng, N, T=10):
    """The first symbol, out of four, is shown, then noise; at the end it is asked for."""
    labels = rng.integers(0, 4, N)
    x = 0.1 * rng.standard_normal((N, T, 5))
    x[:, 1:, 4] = 1
    x[np.arange(N), 0, labels] += 1
    return x, labels


@pytest.mark.parametrize("name", ["lstm", "gru", "both ways"])
def test_adam_learns_to_remember(name):
    rng = np.random.default_rng(7)
    layer, width = {
        "lstm": (LSTM(lstm_weights(5, 12, rng)), 12),
        "gru": (GRU(gru_weights(5, 12, rng)), 12),
        "both ways": (Bidirectional(RNN(rnn_weights(5, 8, rng)), LSTM(lstm_weights(5, 8, rng))), 16),
    }[name]
    head = Dense({"V": 0.3 * rng.standard_normal((4, width)), "c": np.zeros(4)})
    weights = {**layer.weights, **head.weights}
    optimiser = Adam(weights, 0.02)
    losses = []
    for _ in range(300):
        x, labels = echo(rng, 32)
        run = layer.forward(x)
        answer = head.forward(layer.last(run.state))
        loss, dlogits = cross_entropy(answer.hs, labels)
        of_head = head.backward(answer, dlogits)
        gradients = layer.backward(run, dstate=layer.last_backward(of_head.dx)).weights | of_head.weights
        clip_norm(gradients, 1.0)
        optimiser.step(gradients)
        losses.append(loss)
    baseline = np.log(4)  # what is lost by one who knows that there are four
    assert np.mean(losses[:5]) > 0.8 * baseline
    x, labels = echo(rng, 200)
    logits = head(layer(x))
    assert cross_entropy(logits, labels)[0] < 0.1 * baseline
    assert (logits.argmax(axis=-1) == labels).mean() > 0.97


def test_gradient_descent_with_truncation_learns_a_wave():
    rng = np.random.default_rng(8)
    layer = RNN(rnn_weights(1, 16, rng))
    head = Dense({"V": 0.1 * rng.standard_normal((1, 16)), "c": np.zeros(1)})
    optimiser = SGD({**layer.weights, **head.weights}, 0.02, 0.9)
    wave = np.sin(0.3 * np.arange(121) + rng.uniform(0, 6, (8, 1)))[:, :, None]
    x, target = wave[:, :-1], wave[:, 1:]

    def loss(hs, steps):
        answer = head.forward(hs)
        value, dy = mean_squared_error(answer.hs, target[:, steps])
        part = head.backward(answer, dy)
        of_head.append(part.weights)
        return value, part.dx

    for _ in range(150):
        of_head = []
        _, gradients, _ = truncated_backward(layer, x, loss, 20)
        total = gradients.weights | {name: sum(part[name] for part in of_head) for name in head.weights}
        clip_norm(total, 1.0)
        optimiser.step(total)
    baseline = mean_squared_error(x, target)[0]  # of one who says what there was a step before
    assert mean_squared_error(head(layer(x, return_sequences=True)), target)[0] < 0.1 * baseline


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cross_entropy(np.zeros((2, 3)), [0]), r"labels must be \(2,\) for logits \(2, 3\), got \(1,\)\.$"),
        (lambda: cross_entropy(np.zeros((2, 3)), np.eye(3)[:2]), r"got \(2, 3\)\. One-hot\? labels\.argmax"),
        (lambda: cross_entropy(np.zeros((2, 3)), [0, 3]), r"from 0 to 2, got int64, 0 to 3"),
        (lambda: cross_entropy(np.zeros((2, 3)), [-1, 0]), r"from 0 to 2, got int64, -1 to 0"),
        (lambda: cross_entropy(np.zeros((2, 3)), [0.0, 1.0]), r"got float64, 0\.0 to 1\.0"),
        (lambda: mean_squared_error(np.zeros((4, 1)), np.zeros(4)), r"the shape of y, \(4, 1\), got \(4,\)"),
        (lambda: clip_norm({"b": np.ones(2)}, 0), r"above 0, got 0"),
        (lambda: clip_norm({"U_f": np.array([1, np.nan])}, 1), r"gradient of U_f is not finite"),
        (lambda: Adam({"b": np.ones(2)}).step({}), r"b has no gradient"),
        (lambda: SGD({}, 1).step({"b": np.ones(2)}), r"b has a gradient but is no weight here"),
        (lambda: SGD({"b": np.ones(2)}, 1).step({"b": np.ones((2, 1))}), r"of b must be \(2,\), got \(2, 1\)"),
        (lambda: truncate(0), r"at least one step, got k = 0"),
        (lambda: truncate(3, both=True), r"bidirectional layer reads from the end too"),
    ],
)
def test_what_cannot_be_is_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def truncate(k, both=False):
    layer = layers(np.random.default_rng(9))["rnn"]
    layer = Stack([Bidirectional(layer, layer)]) if both else layer
    return truncated_backward(layer, np.zeros((1, 4, 2)), lambda hs, steps: (0.0, hs), k)
