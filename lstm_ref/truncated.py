"""Truncated backpropagation through time: long sequences in chunks, the state carried on, the gradient cut."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers.layer import Gradients, Layer
from lstm_ref.layers.lengths import check_lengths


def truncated_backward(
    layer: Layer,
    x: ArrayLike,
    loss: Callable[[NDArray, slice], tuple[float, NDArray]],
    k: int,
    state: tuple | None = None,
    lengths: ArrayLike | None = None,
) -> tuple[float, Gradients, tuple]:
    """Run a layer over sequences in chunks of `k` steps, and take the gradient back within each chunk only.

    The outputs are those of one run; memory is that of one chunk. What a step owes to steps before its chunk is left
    out of the gradient, so with k ≥ T it is the whole one.

    Args:
        layer: a layer that reads from left to right.
        x: the sequences, shape (N, T, D).
        loss: called as `loss(hs, steps)` with the outputs (N, k, H) of a chunk and its slice of the T steps; gives
            the chunk's part of the loss and the gradient for `hs`. The parts are added up.
        k: how many steps a chunk has; the last one may have fewer.
        state: where to start; zeros where it is None.
        lengths: how many steps of each sequence are real, shape (N,).

    Returns:
        The loss, the gradients, and the last state. The gradient for the first state is that of the first chunk.

    Raises:
        ValueError: where `k` is below 1, or the layer reads the future.

    Source: Williams and Peng (1990), with both lengths equal; Sutskever (2013), section 2.8.6.
    """
    if k < 1:
        raise ValueError(f"A chunk needs at least one step, got k = {k}.")
    if not layer.causal:
        raise ValueError("A bidirectional layer reads from the end too: there is no state to carry to the next chunk.")
    x = np.asarray(x)
    N, T = x.shape[:2]
    lengths = check_lengths(lengths, N, T)
    total, parts = 0.0, []
    for start in range(0, T, k):
        steps = slice(start, min(start + k, T))
        run = layer.forward(x[:, steps], state, np.clip(lengths - start, 0, steps.stop - start))
        part, dhs = loss(run.hs, steps)
        total, state = total + part, run.state
        parts.append(layer.backward(run, dhs))
    weights = {name: sum(part.weights[name] for part in parts) for name in parts[0].weights}
    dx = np.concatenate([part.dx for part in parts], axis=1)
    return total, Gradients(dx, weights, parts[0].state), state
