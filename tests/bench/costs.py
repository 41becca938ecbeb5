"""What a layer costs beside time in the tables: the memory of a training step, and a run that vanishes."""

import tracemalloc

import numpy as np
import sides
import torch
from clock import interleave, quartiles, seconds

ROWS = {"RNN": 1, "LSTM": 7, "GRU": 5}
"""Numbers that each unit must keep at each step for the way back: h; the LSTM four gates, c and tanh(c) too; the GRU
three gates and U_h h + d_h too."""


def memory(name: str, size: tuple[int, int, int, int], dtype: str) -> dict[str, int]:
    """Weigh forward and backward of a layer.

    Returns:
        In bytes: what must be `kept` (the input and what `ROWS` says), the `peak` of all that was allocated beside the
        arguments, and what was `given` to the caller of it (outputs, gradients of x and of the weights).
    """
    N, T, D, H = size
    task = sides.draw(name, size, dtype)
    layer = task.cell.layer(task.p)
    tracemalloc.start()
    run = layer.forward(task.x)
    gradients = layer.backward(run, task.dhs)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    given = run.hs.nbytes + gradients.dx.nbytes + sum(gradient.nbytes for gradient in gradients.weights.values())
    return {"kept": N * T * (D + ROWS[name] * H) * task.x.itemsize, "peak": peak, "given": given}


def vanishing(name: str, size: tuple[int, int, int, int], dtype: str, share: float) -> dict[str, list[float]]:
    """Time a run whose state and gradient fade away beside one of the same layer where they do not.

    Every step keeps 0.9 of the state, there is no input, and the numbers start 38 decades above the smallest normal
    one, so that most of a long run lies below it.

    Returns:
        By name, the quartiles of vanishing ÷ normal, forward and backward together.
    """
    N, T, D, H = size
    rng, tiny = np.random.default_rng(7), np.finfo(dtype).tiny
    p = fading(name, D, H, dtype)
    x, given = rng.standard_normal((N, T, D)).astype(dtype), rng.standard_normal((N, H)).astype(dtype)
    parts, calls = sides.CELLS[name].states, {}
    for label, inputs, scale in (("normal", x, 1), ("vanishing", 0 * x, tiny * 1e38)):
        end = (scale * given).astype(dtype)
        calls |= {(label, "fast"): fast_run(name, p, inputs, (end,) * parts)}
        calls |= {(label, "torch"): torch_run(name, p, inputs, (end,) * parts)}
    first = {key: seconds(call) for key, call in calls.items()}
    times = interleave(calls, dict.fromkeys(calls, share), dict.fromkeys(calls, 5), first)
    return {
        side: quartiles(
            [fading / usual for fading, usual in zip(times["vanishing", side], times["normal", side], strict=False)]
        )
        for side in ("fast", "torch")
    }


def fading(name: str, D: int, H: int, dtype: str) -> dict:
    """Draw weights that keep 0.9 of the state at each step: a rotation in the RNN, a gate at 0.9 in the others."""
    rng = np.random.default_rng(8)
    p = {key: 0.05 * weight * (weight.ndim == 2) for key, weight in sides.CELLS[name].weights(D, H, rng).items()}
    if name == "RNN":
        p["W"] = 0.9 * np.linalg.qr(rng.standard_normal((H, H)))[0]
    else:
        p[{"LSTM": "b_f", "GRU": "b_z"}[name]] += np.log(9)
    return {key: weight.astype(dtype) for key, weight in p.items()}


def fast_run(name, p, x, end):
    """Give a call that runs our layer from the state `end` and takes the gradient `end` of the last state back."""
    layer = sides.CELLS[name].layer(p)
    return lambda: layer.backward(layer.forward(x, end), None, end)


def torch_run(name, p, x, end):
    """Give a call that does the same with PyTorch's layer."""
    cell, (_, _, D), H = sides.CELLS[name], x.shape, end[0].shape[1]
    layer = cell.torch(D, H, batch_first=True).to(torch.from_numpy(x).dtype)
    layer.load_state_dict({key: torch.from_numpy(weight) for key, weight in cell.to_torch(p).items()})
    leaf, parts = torch.tensor(x, requires_grad=True), [torch.tensor(part[None]) for part in end]
    leaves = (leaf, *layer.parameters())

    def call():
        _, last = layer(leaf, tuple(parts) if len(parts) == 2 else parts[0])
        torch.autograd.grad(last, leaves, tuple(parts) if len(parts) == 2 else parts[0])

    return call
