"""The plain recurrent cell: its weights, one step, and the step backwards."""

from __future__ import annotations  # np.random is loaded where it is used, not for a type

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lstm_ref.weights import draw


def rnn_shapes(D: int, H: int) -> dict[str, tuple[int, ...]]:
    """Give the shape of each of the three weights of an RNN with `D` inputs and `H` hidden units."""
    return {"U": (H, D), "W": (H, H), "b": (H,)}


def rnn_weights(D: int, H: int, rng: np.random.Generator) -> dict[str, NDArray]:
    """Draw random RNN weights, small enough that no unit saturates.

    Args:
        D: number of input features.
        H: number of hidden units.
        rng: where the random numbers come from.

    Returns:
        The weights by name: `U` (H, D) on the input, `W` (H, H) on the hidden state, `b` (H,).
    """
    return draw(rnn_shapes(D, H), rng)


def rnn_step(x: NDArray, h: NDArray, p: Mapping[str, NDArray]) -> NDArray:
    """Take an RNN one step further.

    Args:
        x: the input of this step, shape (D,), or (N, D) for a batch.
        h: the hidden state of the step before, shape (H,), or (N, H).
        p: the weights by name, as `rnn_weights` makes them.

    Returns:
        The new hidden state, the shape of `h`.

    Source: Elman (1990), in the letters of Goodfellow, Bengio and Courville (2016), equations 10.8 and 10.9.
    """
    z = x @ p["U"].T + h @ p["W"].T + p["b"]  # (1) what arrives: from the input, from the past, and the bias
    return np.tanh(z)  # (2) squash


def rnn_step_backward(
    dh: NDArray, x: NDArray, h: NDArray, p: Mapping[str, NDArray]
) -> tuple[NDArray, NDArray, dict[str, NDArray]]:
    """Take the gradient of a loss back through one `rnn_step`; each line undoes the equation of its number.

    Args:
        dh: the gradient of the loss with respect to the new hidden state, shape (H,), or (N, H).
        x: the input of this step, as `rnn_step` had it, shape (D,), or (N, D).
        h: the hidden state of the step before, as `rnn_step` had it, the shape of `dh`.
        p: the weights by name.

    Returns:
        The gradients with respect to `x`, to `h`, and to the weights by name (summed over a batch).

    Source: Werbos (1990), backpropagation through time, one step of it.
    """
    h_new = rnn_step(x, h, p)
    dz = dh * (1 - h_new**2)  # (2) tanh' from the activated value
    dx = dz @ p["U"]  # (1) to the input
    dh_prev = dz @ p["W"]  # (1) to the past
    dz, x, h = np.atleast_2d(dz, x, h)  # one row a sequence: the weights are shared by all
    dp = {"U": dz.T @ x, "W": dz.T @ h, "b": dz.sum(axis=0)}  # (1) to the weights
    return dx, dh_prev, dp
