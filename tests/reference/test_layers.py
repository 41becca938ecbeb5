"""The layers against PyTorch and its autograd, and against the clear tier, forwards and backwards."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import lstm_ref
from lstm_ref import gru_weights, lstm_weights, rnn_weights, unroll, unroll_backward
from lstm_ref.gradient_check import complex_step
from lstm_ref.layers import GRU, LSTM, RNN, Bidirectional, Stack
from lstm_ref.layers.recurrent import COLUMNS

TORCH = {
    "rnn": (RNN, rnn_weights, torch.nn.RNN, [("U", "W", "b")]),
    "lstm": (LSTM, lstm_weights, torch.nn.LSTM, [(f"W_{g}", f"U_{g}", f"b_{g}") for g in "ifco"]),
    "gru": (GRU, gru_weights, torch.nn.GRU, [(f"W_{g}", f"U_{g}", f"b_{g}") for g in "rzh"]),
}
"""The layer, its weights, PyTorch's layer, and the names of the weights, block by block in PyTorch's order."""


def gru_before_weights(D, H, rng):
    return gru_weights(D, H, rng, reset_after=False)


CLEAR = {
    "rnn": (RNN, rnn_weights, lstm_ref.rnn_step, lstm_ref.rnn_step_backward),
    "lstm": (LSTM, lstm_weights, lstm_ref.lstm_step, lstm_ref.lstm_step_backward),
    "gru after": (GRU, gru_weights, lstm_ref.gru_step_reset_after, lstm_ref.gru_step_reset_after_backward),
    "gru before": (GRU, gru_before_weights, lstm_ref.gru_step, lstm_ref.gru_step_backward),
}


class Pair:
    """One model twice: `ours`, of `count` layers in one or both directions, and `theirs`, of PyTorch."""

    def __init__(self, cell, count, both, rng, D=3, H=4, P=None):
        layer, weights, engine, self.blocks = TORCH[cell]
        options = {"proj_size": P} if P else {}
        self.theirs = engine(
            D, H, num_layers=count, bidirectional=both, batch_first=True, dtype=torch.float64, **options
        )
        self.ways, self.count, self.H, self.parts = 1 + both, count, H, 1 + (cell == "lstm")
        self.parameters, layers = {}, []  # PyTorch's, one dict a direction, by the prefix that our names have there
        for k in range(count):
            inputs = D if k == 0 else self.ways * (P or H)
            directions = [weights(inputs, H, rng, **({"projection": P} if P else {})) for _ in range(self.ways)]
            for p, way, end in zip(directions, ("forward.", "backward."), ("", "_reverse"), strict=False):
                prefix = (f"{k}." if count > 1 else "") + (way if both else "")
                self.parameters[prefix] = self.load(p, f"l{k}{end}")
            layers.append(Bidirectional(*map(layer, directions)) if both else layer(directions[0]))
        self.ours = Stack(layers) if count > 1 else layers[0]

    def load(self, p, end):
        fused = [np.concatenate([p[names[kind]] for names in self.blocks]) for kind in range(3)]
        second = np.zeros_like(fused[2])
        if "d_h" in p:
            second[-self.H :] = p["d_h"]
        arrays = dict(zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), (*fused, second), strict=True))
        if "P" in p:
            arrays["weight_hr"] = p["P"]
        found = {name: getattr(self.theirs, f"{name}_{end}") for name in arrays}
        with torch.no_grad():
            for name, array in arrays.items():
                found[name].copy_(torch.from_numpy(array))
        return found

    def weight_gradients(self):
        gradients = {}
        for prefix, found in self.parameters.items():
            fused = [found[name].grad.numpy() for name in ("weight_ih", "weight_hh", "bias_ih")]
            for k, names in enumerate(self.blocks):
                rows = slice(k * self.H, (k + 1) * self.H)
                gradients |= {prefix + name: part[rows] for name, part in zip(names, fused, strict=True)}
            if len(self.blocks) == 3:
                gradients[f"{prefix}d_h"] = found["bias_hh"].grad.numpy()[-self.H :]
            if "weight_hr" in found:
                gradients[f"{prefix}P"] = found["weight_hr"].grad.numpy()
        return gradients

    def nested(self, state):
        """PyTorch's (layers · directions, N, H) for h, and one for c, as our tuple."""
        layers = [
            tuple(np.asarray(part[k * self.ways + way]) for way in range(self.ways) for part in state)
            for k in range(self.count)
        ]
        return tuple(layers) if self.count > 1 else layers[0]

    def run_theirs(self, x, state, lengths):
        x = torch.tensor(x, requires_grad=True)
        start = None if state is None else [torch.tensor(part, requires_grad=True) for part in state]
        packed = x
        if lengths is not None:
            packed = pack_padded_sequence(x, torch.from_numpy(lengths), batch_first=True, enforce_sorted=False)
        hs, last = self.theirs(packed, start if start is None or self.parts == 2 else start[0])
        if lengths is not None:
            hs = pad_packed_sequence(hs, batch_first=True, total_length=x.shape[1])[0]
        return (x, *(start or ())), hs, last if self.parts == 2 else (last,)


def flat(state):
    return [leaf for part in state for leaf in (flat(part) if isinstance(part, tuple) else [part])]


def close(ours, theirs, digits):
    ours, theirs = flat(ours), flat(theirs)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=digits, atol=digits)


def compare(pair, rng, N, T, started, padded, D=3):
    x = rng.standard_normal((N, T, D))
    sizes = [(pair.count * pair.ways, N, pair.theirs.proj_size or pair.H), (pair.count * pair.ways, N, pair.H)]
    state = [rng.standard_normal(size) for size in sizes[: pair.parts]] if started else None
    lengths = rng.integers(1, T + 1, N) if padded else None
    leaves, hs, last = pair.run_theirs(x, state, lengths)
    run = pair.ours.forward(x, None if state is None else pair.nested(state), lengths)
    close((run.hs, run.state), (hs.detach().numpy(), pair.nested([part.detach() for part in last])), 1e-12)

    dhs, dlast = rng.standard_normal(run.hs.shape), [rng.standard_normal(part.shape) for part in last]
    torch.autograd.backward((hs, *last), [torch.from_numpy(given) for given in (dhs, *dlast)])
    gradients = pair.ours.backward(run, dhs, pair.nested(dlast))
    close((gradients.dx,), (leaves[0].grad.numpy(),), 1e-10)
    if started:
        close(gradients.state, pair.nested([leaf.grad for leaf in leaves[1:]]), 1e-10)
    expected = pair.weight_gradients()
    assert list(gradients.weights) == list(pair.ours.weights)
    assert gradients.weights.keys() == expected.keys()
    for name, gradient in gradients.weights.items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-10, atol=1e-10, err_msg=name)


@pytest.mark.parametrize(("count", "both", "started", "padded"), list(itertools.product([1, 3], *[[False, True]] * 3)))
@pytest.mark.parametrize("cell", TORCH)
def test_a_layer_equals_pytorch_forwards_and_backwards(cell, count, both, started, padded):
    rng = np.random.default_rng([count, both, started, padded])
    compare(Pair(cell, count, both, rng), rng, 5, 7, started, padded)


@pytest.mark.parametrize(("count", "both", "padded"), list(itertools.product([1, 2], [False, True], [False, True])))
def test_a_projected_lstm_equals_pytorch(count, both, padded):
    rng = np.random.default_rng([count, both, padded])
    compare(Pair("lstm", count, both, rng, H=5, P=2), rng, 5, 7, True, padded)


@pytest.mark.parametrize("N", [1, 3])
@pytest.mark.parametrize("cell", TORCH)
def test_a_sequence_of_several_blocks_equals_pytorch(cell, N):
    rng = np.random.default_rng(N)
    compare(Pair(cell, 1, False, rng), rng, N, 2 * COLUMNS // N + 5, True, True)


SIZE = st.integers(1, 6)


@st.composite
def batches(draw):
    """Sizes, and lengths where a sequence may even be empty."""
    N, T = draw(SIZE), draw(st.integers(1, 40))
    lengths = draw(st.none() | st.lists(st.integers(0, T), min_size=N, max_size=N).map(np.array))
    return N, T, draw(SIZE), draw(SIZE), lengths, draw(st.integers(0, 2**32 - 1))


def one_by_one(x, lengths):
    return enumerate([len(x[0])] * len(x) if lengths is None else lengths)


@pytest.mark.parametrize("cell", CLEAR)
@settings(deadline=None, max_examples=40)
@given(batch=batches(), layout=st.sampled_from(["C", "F", "strided", "reversed"]))
def test_a_layer_equals_the_clear_tier_sequence_by_sequence(cell, batch, layout):
    layer, weights, step, step_backward = CLEAR[cell]
    N, T, D, H, lengths, seed = batch
    rng = np.random.default_rng(seed)
    p = weights(D, H, rng)
    x, dhs = rng.standard_normal((N, T, D)), rng.standard_normal((N, T, H))
    state, dstate = (tuple(rng.standard_normal((1 + (layer is LSTM), N, H))) for _ in range(2))
    run = layer(p).forward(laid_out(x, layout), tuple(laid_out(part, layout) for part in state), lengths)
    gradients = layer(p).backward(run, laid_out(dhs, layout), dstate)
    total = {name: np.zeros_like(weight) for name, weight in p.items()}
    for n, length in one_by_one(x, lengths):
        one, end = tuple(part[n] for part in state), tuple(part[n] for part in dstate)
        hs, dx = np.zeros((T, H)), np.zeros((T, D))
        if length:
            hs[:length], last = unroll(step, x[n, :length], one, p)
            dx[:length], start, dp = unroll_backward(step, step_backward, x[n, :length], one, p, dhs[n, :length], end)
            total = {name: total[name] + gradient for name, gradient in dp.items()}
        else:
            last, start = one, end
        close(
            (
                run.hs[n],
                tuple(part[n] for part in run.state),
                gradients.dx[n],
                tuple(part[n] for part in gradients.state),
            ),
            (hs, tuple(last), dx, tuple(start)),
            1e-12,
        )
    for name, gradient in gradients.weights.items():
        np.testing.assert_allclose(gradient, total[name], rtol=1e-12, atol=1e-11, err_msg=name)


def laid_out(a, layout):
    """The same numbers, differently placed in memory."""
    if layout == "F":
        return np.asfortranarray(a)
    if layout == "reversed":
        return np.ascontiguousarray(a[..., ::-1])[..., ::-1]
    if layout == "strided":
        wide = np.full((*a.shape[:-1], 2 * a.shape[-1]), np.nan)
        wide[..., ::2] = a
        return wide[..., ::2]
    return a


@pytest.mark.parametrize(("N", "T", "D", "H"), [(1, 40, 3, 20), (8, 30, 20, 30), (3, 1, 1, 1)])
@pytest.mark.parametrize("cell", CLEAR)
def test_float32_stays_float32_and_is_near_the_clear_tier(cell, N, T, D, H):
    layer, weights, step, step_backward = CLEAR[cell]
    rng = np.random.default_rng([N, T])
    p = {name: weight.astype(np.float32) for name, weight in weights(D, H, rng).items()}
    x, dhs = (rng.standard_normal((N, T, size)).astype(np.float32) for size in (D, H))
    state, dstate = (tuple(rng.standard_normal((1 + (layer is LSTM), N, H)).astype(np.float32)) for _ in range(2))
    run = layer(p).forward(x, state)
    gradients = layer(p).backward(run, dhs, dstate)
    arrays = [run.hs, *run.state, gradients.dx, *gradients.state, *gradients.weights.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    p64 = {name: weight.astype(np.float64) for name, weight in p.items()}
    x64, state64, dhs64 = x.astype(np.float64), tuple(part.astype(np.float64) for part in state), dhs.astype(np.float64)
    hs, last = unroll(step, x64, state64, p64)
    dx, start, dp = unroll_backward(step, step_backward, x64, state64, p64, dhs64, dstate)
    for ours, theirs in zip(arrays, [hs, *last, dx, *start, *(dp[name] for name in p)], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=2e-6 * max(1, np.abs(theirs).max()))


@pytest.mark.parametrize(("peepholes", "P"), [(True, None), (False, 3), (True, 3)])
@settings(deadline=None, max_examples=15)
@given(batch=batches())
def test_gradients_of_lstm_variants_are_those_of_a_complex_step(peepholes, P, batch):
    N, T, D, H, lengths, seed = batch
    N, T, D, H, rng = min(N, 3), min(T, 6), min(D, 2), min(H, 3), np.random.default_rng(seed)
    lengths = None if lengths is None else np.minimum(lengths[:N], T)
    p = lstm_weights(D, H, rng, peepholes, P)
    arrays = {
        "x": rng.standard_normal((N, T, D)),
        "h": rng.standard_normal((N, P or H)),
        "c": rng.standard_normal((N, H)),
    } | p
    given = [rng.standard_normal(shape) for shape in ((N, T, P or H), (N, P or H), (N, H))]

    def outputs(a):
        hs, h, c = np.zeros((N, T, P or H), a["x"].dtype), np.array(a["h"]), np.array(a["c"])
        for n, length in one_by_one(arrays["x"], lengths):
            for t in range(length):
                hs[n, t], c[n] = variant_step(a["x"][n, t], h[n], c[n], a)
                h[n] = hs[n, t]
        return hs, h, c

    def loss(a):
        return sum((weight * output).sum() for weight, output in zip(given, outputs(a), strict=True))

    run = LSTM(p).forward(arrays["x"], (arrays["h"], arrays["c"]), lengths)
    close((run.hs, *run.state), outputs(arrays), 1e-12)
    gradients = LSTM(p).backward(run, given[0], tuple(given[1:]))
    ours = {"x": gradients.dx} | dict(zip("hc", gradients.state, strict=True)) | gradients.weights
    expected = complex_step(loss, arrays)
    assert ours.keys() == expected.keys()
    for name, gradient in ours.items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-12, atol=1e-12, err_msg=name)


def variant_step(x, h, c, p):
    """Peepholes first, then the projection, each where the weights have it: no step of the clear tier has both."""
    projected = {"P": np.eye(len(c))} | p
    return tuple(
        part if k else projected["P"] @ part
        for k, part in enumerate(lstm_ref.lstm_step_peephole(x, h, c, {f"v_{g}": 0 * c for g in "fio"} | p))
    )
