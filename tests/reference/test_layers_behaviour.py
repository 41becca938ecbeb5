"""What a layer promises beside its numbers: calls, weights, padding, memory, quiet, and errors that teach."""

import os
import tracemalloc

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_ref import gru_weights, lstm_weights, rnn_weights
from lstm_ref.convert import keras as layout
from lstm_ref.layers import GRU, LSTM, RNN, Bidirectional, Dense, Stack, lengths_of, reverse
from lstm_ref.layers.recurrent import COLUMNS, EVERY
from lstm_ref.losses import cross_entropy, softmax

D, H = 3, 4


def draw(cell, rng, D=D, H=H):
    return {
        "rnn": lambda: RNN(rnn_weights(D, H, rng)),
        "lstm": lambda: LSTM(lstm_weights(D, H, rng)),
        "peephole": lambda: LSTM(lstm_weights(D, H, rng, peepholes=True)),
        "projected": lambda: LSTM(lstm_weights(D, H, rng, projection=2)),
        "gru after": lambda: GRU(gru_weights(D, H, rng)),
        "gru before": lambda: GRU(gru_weights(D, H, rng, reset_after=False)),
        "both ways": lambda: Bidirectional(draw("lstm", rng, D, H), draw("gru after", rng, D, 2)),
        "stack": lambda: Stack([draw("both ways", rng, D, H), draw("rnn", rng, H + 2, 5)]),
    }[cell]()


CELLS = ["rnn", "lstm", "peephole", "projected", "gru after", "gru before"]
LAYERS = [*CELLS, "both ways", "stack"]


def leaves(state):
    return [leaf for part in state for leaf in (leaves(part) if isinstance(part, tuple) else [part])]


def like(state, rng):
    """Random numbers in the form of a state."""
    return tuple(like(part, rng) if isinstance(part, tuple) else rng.standard_normal(part.shape) for part in state)


@pytest.mark.parametrize("name", LAYERS)
def test_a_call_answers_as_keras_does(name):
    rng = np.random.default_rng(1)
    layer, x, lengths = draw(name, rng), rng.standard_normal((3, 6, D)), np.array([6, 2, 4])
    run = layer.forward(x, lengths=lengths)
    np.testing.assert_array_equal(layer(x, lengths=lengths, return_sequences=True), run.hs)
    y, *state = layer(x, lengths=lengths, return_state=True)
    assert len(state) == len(run.state)
    for one, other in zip(leaves(tuple(state)), leaves(run.state), strict=True):
        np.testing.assert_array_equal(one, other)
    ends = run.hs[np.arange(3), lengths - 1]
    if name == "both ways":  # the backward layer has read all at step 0
        ends[:, H:] = run.hs[:, 0, H:]
    np.testing.assert_array_equal(y, ends)
    np.testing.assert_array_equal(layer(x, lengths=lengths), y)
    assert not np.array_equal(y, run.hs[:, -1])


@pytest.mark.parametrize("N", [1, 3])
@pytest.mark.parametrize("name", CELLS)
def test_a_long_call_in_chunks_answers_as_one_run(name, N):
    rng = np.random.default_rng(15)
    T = 9 * COLUMNS // N
    layer, x, lengths = draw(name, rng), rng.standard_normal((N, T, D)), np.array([T // 2, T, 0])[:N]
    state = like(layer.forward(x[:, :1]).state, rng)
    run = layer.forward(x, state, lengths)
    hs, *last = layer(x, state, lengths, return_sequences=True, return_state=True)
    np.testing.assert_allclose(hs, run.hs, atol=1e-13)
    np.testing.assert_allclose(layer(x, state), layer.forward(x, state).hs[:, -1], atol=1e-13)
    for one, other in zip(last, run.state, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-13)


@pytest.mark.parametrize("name", LAYERS)
def test_the_gradient_of_the_last_output_goes_back_as_that_of_its_place(name):
    rng = np.random.default_rng(2)
    layer, x, lengths = draw(name, rng), rng.standard_normal((3, 6, D)), np.array([6, 2, 4])
    run = layer.forward(x, lengths=lengths)
    dy = rng.standard_normal(layer.last(run.state).shape)
    dhs = np.zeros_like(run.hs)
    dhs[np.arange(3), lengths - 1] = dy
    if name == "both ways":
        dhs[np.arange(3), lengths - 1, H:] = 0
        dhs[:, 0, H:] = dy[:, H:]
    one, other = layer.backward(run, dstate=layer.last_backward(dy)), layer.backward(run, dhs)
    np.testing.assert_allclose(one.dx, other.dx, atol=1e-14)
    for key in layer.weights:
        np.testing.assert_allclose(one.weights[key], other.weights[key], atol=1e-13)


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")
@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize(
    ("engine", "ours", "read"),
    [
        (keras.layers.SimpleRNN, RNN, layout.from_rnn),
        (keras.layers.LSTM, LSTM, layout.from_lstm),
        (keras.layers.GRU, GRU, layout.from_gru),
    ],
)
def test_masked_keras_layers_give_the_same_valid_steps_and_last_states(engine, ours, read, both):
    rng = np.random.default_rng(3)
    theirs = engine(H, return_sequences=True, return_state=True)
    if both:
        theirs = keras.layers.Bidirectional(theirs)
    theirs.build((None, None, D))
    arrays = [0.4 * rng.standard_normal(tuple(one.shape)).astype("float32") for one in theirs.weights]
    theirs.set_weights(arrays)
    halves = np.split(np.arange(len(arrays)), 1 + both)
    layers = [ours(read([arrays[k] for k in half])) for half in halves]
    layer = Bidirectional(*layers) if both else layers[0]
    x = rng.standard_normal((4, 7, D)).astype("float32")
    mask = np.arange(7) < np.array([[7], [1], [3], [6]])
    hs, *state = (part.detach().numpy() for part in theirs(x, mask=keras.ops.convert_to_tensor(mask)))
    run = layer.forward(x, lengths=lengths_of(mask))
    np.testing.assert_allclose(run.hs[mask], hs[mask], atol=1e-6)
    assert not run.hs[~mask].any()
    for one, other in zip(run.state, state, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.parametrize("name", LAYERS)
def test_named_weights_are_the_layer(name):
    rng = np.random.default_rng(4)
    layer, x = draw(name, rng), rng.standard_normal((2, 5, D))
    for key, weight in layer.weights.items():
        before = layer(x)
        weight += 0.1 * rng.standard_normal(weight.shape)
        assert not np.array_equal(layer(x), before), key
        with pytest.raises(TypeError):
            layer.weights[key] = weight


@pytest.mark.parametrize(("layer", "draw_weights"), [(RNN, rnn_weights), (LSTM, lstm_weights), (GRU, gru_weights)])
def test_the_arrays_that_a_layer_is_made_of_stay_the_callers(layer, draw_weights):
    p = draw_weights(D, H, np.random.default_rng(5))
    before = {name: weight.copy() for name, weight in p.items()}
    weights = layer(p).weights
    assert list(weights) == list(p)
    for weight in weights.values():
        weight += 1
    for name, weight in p.items():
        np.testing.assert_array_equal(weight, before[name])


@pytest.mark.parametrize("N", [1, 3])
@pytest.mark.parametrize("name", LAYERS)
def test_arguments_stay_as_they_are_and_a_run_can_be_taken_back_twice(name, N):
    rng = np.random.default_rng(6)
    layer, x, lengths = draw(name, rng), rng.standard_normal((N, 20, D)), rng.integers(1, 19, N)
    state = like(layer.forward(x).state, rng)
    dhs = rng.standard_normal((N, 20, layer.output_size))
    arguments = [x, dhs, *leaves(state)]
    before = [array.copy() for array in arguments]
    run = layer.forward(x, state, lengths)
    kept = run.hs.copy()
    first = layer.backward(run, dhs, state)
    first.dx[:] = np.nan
    run.hs[:] = np.nan
    x[:] = np.nan
    again = layer.backward(run, dhs, state)
    x[:] = before[0]
    np.testing.assert_array_equal(layer.forward(x, state, lengths).hs, kept)
    for key, gradient in first.weights.items():
        np.testing.assert_array_equal(gradient, again.weights[key])
    for array, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("filling", [np.nan, np.inf, 1e300])
@pytest.mark.parametrize("name", LAYERS)
def test_what_padding_holds_does_not_matter(name, filling):
    rng = np.random.default_rng(7)
    layer, x, lengths = draw(name, rng), rng.standard_normal((3, 6, D)), np.array([0, 4, 6])
    dhs = rng.standard_normal((3, 6, layer.output_size))
    clean = layer.forward(x, lengths=lengths)
    late = np.arange(6) >= lengths[:, None]
    expected = layer.backward(clean, dhs, like(clean.state, np.random.default_rng(0)))
    x[late], dhs[late] = filling, filling
    run = layer.forward(x, lengths=lengths)
    gradients = layer.backward(run, dhs, like(run.state, np.random.default_rng(0)))
    np.testing.assert_array_equal(run.hs, clean.hs)
    np.testing.assert_array_equal(gradients.dx, expected.dx)
    assert not run.hs[late].any()
    assert not gradients.dx[late].any()
    for key in layer.weights:
        np.testing.assert_array_equal(gradients.weights[key], expected.weights[key])


@settings(deadline=None, max_examples=30)
@given(name=st.sampled_from(CELLS), T=st.integers(1, 30), S=st.integers(1, 30), seed=st.integers(0, 2**32 - 1))
def test_a_sequence_is_its_beginning_then_the_rest_from_that_state(name, T, S, seed):
    rng = np.random.default_rng(seed)
    layer, x = draw(name, rng), rng.standard_normal((2, T + S, D))
    whole, first = layer.forward(x), layer.forward(x[:, :T])
    second = layer.forward(x[:, T:], first.state)
    np.testing.assert_allclose(whole.hs, np.concatenate([first.hs, second.hs], axis=1), atol=1e-13)
    dhs = rng.standard_normal(whole.hs.shape)
    later = layer.backward(second, dhs[:, T:])
    earlier = layer.backward(first, dhs[:, :T], later.state)
    gradients = layer.backward(whole, dhs)
    np.testing.assert_allclose(gradients.dx, np.concatenate([earlier.dx, later.dx], axis=1), atol=1e-12)
    for key, gradient in gradients.weights.items():
        np.testing.assert_allclose(gradient, earlier.weights[key] + later.weights[key], atol=1e-10)


@settings(deadline=None, max_examples=20)
@given(N=st.integers(1, 5), T=st.integers(1, 9), seed=st.integers(0, 2**32 - 1))
def test_the_backward_layer_is_reverse_run_reverse(N, T, seed):
    rng = np.random.default_rng(seed)
    ahead, back, x = draw("rnn", rng), draw("gru after", rng), rng.standard_normal((N, T, D))
    lengths = rng.integers(0, T + 1, N)
    both = Bidirectional(ahead, back)(x, lengths=lengths, return_sequences=True)
    for n, length in enumerate(lengths):
        if length:
            alone = back(x[n : n + 1, :length][:, ::-1], return_sequences=True)[:, ::-1]
            np.testing.assert_allclose(both[n, :length, H:], alone[0], atol=1e-13)
    np.testing.assert_array_equal(reverse(reverse(x, lengths), lengths), x)


VANISHING = {"rnn": ["U", "W", "b"], "lstm": ["b_f"], "peephole": ["b_f"], "gru after": ["b_z"], "gru before": ["b_z"]}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", VANISHING)
def test_a_long_vanishing_run_is_quiet_and_holds_no_number_below_the_smallest_normal_one(name, dtype):
    rng = np.random.default_rng(8)
    layer = draw(name, rng)
    weights = {key: (0.5 * weight).astype(dtype) for key, weight in layer.weights.items()}
    for key in weights:
        if key.startswith("b") or key == "d_h":
            weights[key] *= 0  # so that a state without input fades to nothing
    layer = type(layer)(weights)
    x = np.zeros((2, 6000, D), dtype)
    x[:, :2] = rng.standard_normal((2, 2, D))
    with np.errstate(all="raise"):
        run = layer.forward(x)
        dhs = np.zeros_like(run.hs)
        dhs[:, -1] = rng.standard_normal((2, H))
        gradients = layer.backward(run, dhs)
    assert run.hs[0, 0].all()
    assert not run.hs[:, -1].any()
    assert gradients.dx[:, -1].all()
    assert not gradients.dx[:, 0].any()
    tiny = np.finfo(dtype).tiny
    for array in (run.hs, gradients.dx, *(part.transpose(2, 0, 1) for part in run.tape.states)):
        below = (array != 0) & (np.abs(array) < tiny)
        assert below.any(axis=(0, 2)).sum() <= EVERY, "they are passed at once, not lived with"


def faint(state):
    """A state so small that a gate takes it below the smallest normal number."""
    return tuple(faint(part) if isinstance(part, tuple) else np.full_like(part, 1e-300) for part in state)


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_is_said_even_where_every_warning_is_an_error(name):
    rng = np.random.default_rng(9)
    layer = draw(name, rng)
    for weight in layer.weights.values():
        weight *= 200  # saturated: tanh and σ at their ends
    x = 1e-200 * rng.standard_normal((2, 40, D))
    x[:, ::3] *= 1e203
    with np.errstate(all="raise"):
        run = layer.forward(x, faint(layer.forward(x).state))
        gradients = layer.backward(run, 1e-160 * rng.standard_normal(run.hs.shape), like(run.state, rng))
    assert np.isfinite(gradients.dx).all()


@pytest.mark.parametrize(("name", "rows"), [("rnn", 1), ("lstm", 7), ("gru after", 5)])
def test_memory_is_little_beside_what_must_be_kept_and_a_call_keeps_nothing(name, rows):
    rng = np.random.default_rng(10)
    N, T, D, H = 32, 400, 16, 64
    layer = draw(name, rng, D, H)
    x, dhs = rng.standard_normal((N, T, D)), rng.standard_normal((N, T, H))
    kept = 8 * N * T * (D + rows * H)  # the steps, and what a cell has computed at each
    outputs = 8 * N * T * H  # these and dx belong to the caller
    assert peak(lambda: layer.backward(layer.forward(x), dhs)) - outputs - x.nbytes < 1.5 * kept
    assert peak(lambda: layer(x)) - outputs < 0.4 * kept


def peak(call):
    tracemalloc.start()
    call()
    bytes_used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return bytes_used


def test_dense_gradients_are_those_of_small_steps():
    rng = np.random.default_rng(11)
    for activation in (None, "relu", "tanh", "softmax"):
        layer = Dense({"V": rng.standard_normal((5, H)), "c": rng.standard_normal(5)}, activation)
        h, dy = rng.standard_normal((2, 3, H)), rng.standard_normal((2, 3, 5))
        gradients = layer.backward(layer.forward(h), dy)
        for array, gradient in ((h, gradients.dx), *((layer.weights[key], gradients.weights[key]) for key in "Vc")):
            for index in np.ndindex(array.shape):
                values, middle = [], array[index]
                for by in (1e-6, -1e-6):
                    array[index] = middle + by
                    values.append((layer(h) * dy).sum())
                array[index] = middle
                np.testing.assert_allclose(gradient[index], (values[0] - values[1]) / 2e-6, atol=1e-7)


def test_a_dense_run_keeps_what_it_needs_to_itself():
    rng = np.random.default_rng(14)
    V, c, h, dy = (rng.standard_normal(shape) for shape in ((5, H), (5,), (2, H), (2, 5)))
    layer = Dense({"V": V, "c": c}, "tanh")
    run, copy = layer.forward(h), layer.forward(h.copy())
    for array in (h, run.hs):
        array[:] = np.nan
    for name, gradient in layer.backward(run, dy).weights.items():
        np.testing.assert_array_equal(gradient, layer.backward(copy, dy).weights[name])
    assert not np.shares_memory(layer.weights["V"], V)


def test_dense_gives_probabilities_one_answer_a_step_or_a_sequence():
    rng = np.random.default_rng(12)
    V, c, h = rng.standard_normal((5, H)), rng.standard_normal(5), rng.standard_normal((2, 3, H))
    y = Dense({"V": V, "c": c}, "softmax")(h)
    np.testing.assert_allclose(y, softmax(np.einsum("oh,nth->nto", V, h) + c), atol=1e-14)
    np.testing.assert_allclose(y.sum(axis=-1), 1)
    np.testing.assert_allclose(Dense({"V": V, "c": c}, "softmax")(h[:, 0]), y[:, 0])
    assert cross_entropy(np.log(y), y.argmax(axis=-1))[0] < cross_entropy(np.log(y), y.argmin(axis=-1))[0]


P = lstm_weights(80, 12, np.random.default_rng(13))
LSTM_80_12 = LSTM(P)
X = np.zeros((2, 5, 80))
BOTH = Bidirectional(LSTM_80_12, LSTM_80_12)


def changed(**weights):
    return {name: weight for name, weight in (P | weights).items() if weight is not None}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: LSTM(changed(W_i=np.zeros((80, 12)))), r"W_i must be \(12, 80\).*got \(80, 12\)\. Transposed\? Keras"),
        (lambda: LSTM(changed(U_o=np.zeros((12, 80)))), r"U_o must be \(12, 12\), .* got \(12, 80\)\.$"),
        (lambda: LSTM(changed(b_o=None)), r"LSTM takes the weights W_f, .*; missing: b_o\.$"),
        (lambda: LSTM(changed(kernel=np.zeros(3))), r"not known: kernel\.$"),
        (lambda: LSTM(changed(v_f=np.zeros(12))), r"missing: v_i, v_o\.$"),
        (lambda: LSTM({"kernel": np.zeros((80, 48))}), r"W_f is missing among kernel\.$"),
        (lambda: LSTM(changed(W_f=np.zeros(80))), r"W_f must be \(H, D\), got shape \(80,\)\.$"),
        (lambda: RNN({}), r"U is missing among none\.$"),
        (lambda: GRU(P), r"GRU takes weights by name; W_z is missing among W_f"),
        (lambda: Dense({"V": np.zeros((3, 4)), "c": np.zeros(4)}), r"V must be \(4, 4\), .* got \(3, 4\)"),
        (lambda: Dense({"V": np.zeros((3, 4)), "c": np.zeros(3)}, "sigmoid"), r"one of None, 'relu'.* got 'sigmoid'"),
        (lambda: Dense({"V": np.zeros((3, 4)), "c": np.zeros(3)})(np.zeros((2, 3))), r"with H = 4, got \(2, 3\)"),
        (lambda: LSTM_80_12(X[0]), r"x must be \(N, T, D\) with D = 80, got \(5, 80\)\. One sequence\? x\[None\]"),
        (lambda: LSTM_80_12(X[:, :, :3]), r"with D = 80, got \(2, 5, 3\)\.$"),
        (lambda: LSTM_80_12(X[:, :0]), r"x has no steps: \(N, T, D\) = \(2, 0, 80\)"),
        (lambda: LSTM_80_12(X, np.zeros((2, 2, 12))), r"state must be a tuple \(h, c\), got ndarray"),
        (lambda: LSTM_80_12(X, (np.zeros((2, 12)),)), r"state must be a tuple \(h, c\), got 1 parts"),
        (
            lambda: LSTM_80_12(X, (None, np.zeros((12, 2)))),
            r"c in state must be \(N, units\) = \(2, 12\), got \(12, 2\)",
        ),
        (lambda: LSTM_80_12(X, lengths=[5]), r"lengths must be \(N,\) = \(2,\), .* got shape \(1,\)"),
        (lambda: LSTM_80_12(X, lengths=[5, 6]), r"between 0 and T = 5, got 5 to 6"),
        (lambda: LSTM_80_12(X, lengths=[-1, 3]), r"between 0 and T = 5, got -1 to 3"),
        (lambda: LSTM_80_12(X, lengths=[True, False]), r"got bool\. A mask\? lengths_of\(mask\)"),
        (lambda: LSTM_80_12(X, lengths=[1.0, 2.0]), r"whole numbers of steps, got float64\.$"),
        (lambda: lengths_of([[True, False, True]]), r"sequence 0 has a real step after padding"),
        (lambda: lengths_of([[1, 0]]), r"truth values, shape \(N, T\), got int64 of shape \(1, 2\)"),
        (lambda: LSTM_80_12.backward(LSTM_80_12.forward(X), X), r"dhs must be .* \(2, 5, 12\), got \(2, 5, 80\)"),
        (lambda: BOTH.backward(BOTH.forward(X), X), r"dhs must be .* \(2, 5, 24\), got \(2, 5, 80\)"),
        (lambda: BOTH(X, (None, None)), r"state must have 4 parts, those of the forward layer first, got 2"),
        (lambda: Bidirectional(LSTM_80_12, draw("rnn", np.random.default_rng(0))), r"takes 80 .* backward layer 3"),
        (lambda: Stack([]), r"at least one layer"),
        (lambda: Stack([LSTM_80_12, LSTM_80_12]), r"Layer 1 takes 80 numbers a step, but layer 0 gives 12"),
        (lambda: Stack([LSTM_80_12])(X, (None, None)), r"one part a layer, 1, got 2"),
        (
            lambda: Dense({"V": X[0], "c": X[0, :, 0]}).backward(Dense({"V": X[0], "c": X[0, :, 0]}).forward(X), X),
            "dy must",
        ),
    ],
)
def test_a_shape_that_cannot_be_is_explained_with_the_readers_own(call, said):
    with pytest.raises(ValueError, match=said):
        call()
