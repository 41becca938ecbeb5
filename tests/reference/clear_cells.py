"""The cells of the clear tier beside those of PyTorch, and the comparisons of the two that the tests share."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch

import lstm_ref
from lstm_ref.gradient_check import check, complex_step

SIZES = [(2, 5, 3, 4), (1, 1, 1, 1), (3, 2, 1, 5), (4, 6, 7, 2)]
"""N, T, D and H: ones, wide and narrow, and no two alike where two could be exchanged."""


@dataclass(frozen=True)
class Cell:
    """A cell of the clear tier, with all that a comparison calls, so that a faulty part can be plugged in."""

    step: Callable
    backward: Callable
    weights: Callable
    states: int
    engine: type[torch.nn.Module]
    blocks: tuple[tuple[str, str, str], ...]
    """The names of input weights, recurrent weights and bias, block by block in the order of PyTorch."""
    unroll: Callable = lstm_ref.unroll
    unroll_backward: Callable = lstm_ref.unroll_backward


def _blocks(gates):
    return tuple((f"W_{gate}", f"U_{gate}", f"b_{gate}") for gate in gates)


RNN = Cell(lstm_ref.rnn_step, lstm_ref.rnn_step_backward, lstm_ref.rnn_weights, 1, torch.nn.RNN, (("U", "W", "b"),))
LSTM = Cell(lstm_ref.lstm_step, lstm_ref.lstm_step_backward, lstm_ref.lstm_weights, 2, torch.nn.LSTM, _blocks("ifco"))
GRU_AFTER = Cell(
    lstm_ref.gru_step_reset_after,
    lstm_ref.gru_step_reset_after_backward,
    lstm_ref.gru_weights,
    1,
    torch.nn.GRU,
    _blocks("rzh"),
)
GRU_BEFORE = replace(
    GRU_AFTER,
    step=lstm_ref.gru_step,
    backward=lstm_ref.gru_step_backward,
    weights=partial(lstm_ref.gru_weights, reset_after=False),
)
"""No layer of PyTorch has it: for comparisons that need no engine, and with ONNX Runtime."""

LSTM_PEEPHOLE = replace(LSTM, step=lstm_ref.lstm_step_peephole, weights=partial(lstm_ref.lstm_weights, peepholes=True))
"""Forwards only, against ONNX Runtime: PyTorch has no peepholes."""

CELLS = {"rnn": RNN, "lstm": LSTM, "gru": GRU_AFTER}


def draw(cell, sizes, seed=0):
    """Draw weights, a sequence, a state to start from, and gradients that come from outside, for a batch."""
    N, T, D, H = sizes
    rng = np.random.default_rng([seed, *sizes])
    p = cell.weights(D, H, rng)
    x, dhs = rng.standard_normal((N, T, D)), rng.standard_normal((N, T, H))
    state, dstate = (tuple(rng.standard_normal((cell.states, N, H))) for _ in range(2))
    return p, x, state, dhs, dstate


def load(cell, p):
    """Give the layer of PyTorch the same weights; its second bias is zero but for what the GRU resets."""
    (D, H), projection = p[cell.blocks[0][0]].shape[::-1], p.get("P")
    options = {} if projection is None else {"proj_size": len(projection)}
    layer = cell.engine(D, H, batch_first=True, dtype=torch.float64, **options)
    fused = [np.concatenate([p[block[kind]] for block in cell.blocks]) for kind in range(3)]
    second = np.zeros_like(fused[2])
    if "d_h" in p:
        second[-H:] = p["d_h"]
    with torch.no_grad():
        for name, values in zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), (*fused, second), strict=True):
            getattr(layer, f"{name}_l0").copy_(torch.from_numpy(values))
        if projection is not None:
            layer.weight_hr_l0.copy_(torch.from_numpy(projection))
    return layer


def run_torch(layer, x, state):
    """Run the layer of PyTorch: the leaves x and state as tensors, the outputs, and the last state as a tuple."""
    x, *state = (torch.tensor(array, requires_grad=True) for array in (x, *state))
    first = tuple(part[None] for part in state)
    hs, last = layer(x, first if len(first) == 2 else first[0])
    return (x, *state), hs, tuple(part[0] for part in (last if isinstance(last, tuple) else (last,)))


def compare_forward(cell, sizes=SIZES, **how):
    """Assert that every hidden state and the last state equal those of PyTorch."""
    for size in sizes:
        p, x, state, *_ = draw(cell, size, **how)
        _, hs, last = run_torch(load(cell, p), x, state)
        ours, our_last = cell.unroll(cell.step, x, state, p)
        for one, other in zip((ours, *our_last), (hs, *last), strict=True):
            np.testing.assert_allclose(one, other.detach().numpy(), rtol=1e-12, atol=1e-12)


def compare_gradients(cell, sizes=SIZES):
    """Assert that the gradients of x, the first state and every weight equal those of PyTorch's autograd."""
    for size in sizes:
        p, x, state, dhs, dstate = draw(cell, size)
        layer = load(cell, p)
        leaves, hs, last = run_torch(layer, x, state)
        torch.autograd.backward((hs, *last), [torch.from_numpy(given) for given in (dhs, *dstate)])
        expected = {name: leaf.grad.numpy() for name, leaf in zip(("x", "h", "c"), leaves, strict=False)}
        expected |= _weight_gradients(cell, layer, p)
        ours = _gradients(cell, p, x, state, dhs, dstate)
        assert ours.keys() == expected.keys()
        for name, gradient in ours.items():
            np.testing.assert_allclose(gradient, expected[name], rtol=1e-10, atol=1e-10, err_msg=name)


def compare_with_complex_step(cell, sizes=SIZES):
    """Assert that the gradients are those of the cell's own forward, by a step along the imaginary axis."""
    for size in sizes:
        p, x, state, dhs, dstate = draw(cell, size)

        def loss(a, size=size, p=p, dhs=dhs, dstate=dstate):
            first = tuple(a[name] for name in ("h", "c")[: cell.states])
            hs, last = cell.unroll(cell.step, a["x"], first, {name: a[name] for name in p})
            return sum((given * got).sum() for given, got in zip((dhs, *dstate), (hs, *last), strict=True))

        arrays = dict(zip(("x", "h", "c"), (x, *state), strict=False)) | p
        report = check(loss, arrays, _gradients(cell, p, x, state, dhs, dstate), complex_step, tolerance=1e-12)
        assert report.ok, str(report)


def _gradients(cell, p, x, state, dhs, dstate):
    dx, dfirst, dp = cell.unroll_backward(cell.step, cell.backward, x, state, p, dhs, dstate)
    return dict(zip(("x", "h", "c"), (dx, *dfirst), strict=False)) | dp


def _weight_gradients(cell, layer, p):
    H, gradients = layer.hidden_size, {}
    for k, names in enumerate(cell.blocks):
        for name, fused in zip(names, (layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_ih_l0), strict=True):
            gradients[name] = fused.grad[k * H : (k + 1) * H].numpy()
    if "d_h" in p:
        gradients["d_h"] = layer.bias_hh_l0.grad[-H:].numpy()
    return gradients
