"""The GRU cell in its two conventions: its weights, one step, and the step backwards."""

from __future__ import annotations  # np.random is loaded where it is used, not for a type

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lstm_ref.activations import sigmoid
from lstm_ref.weights import draw


def gru_shapes(D: int, H: int, reset_after: bool = True) -> dict[str, tuple[int, ...]]:
    """Give the shape of each weight of a GRU with `D` inputs and `H` hidden units.

    Args:
        D: number of input features.
        H: number of hidden units.
        reset_after: whether the reset gate meets the product of U_h and h (PyTorch, Keras by default) rather than
            h itself; there is a bias more then, `d_h` (H,), inside what is reset.

    Returns:
        The shapes by name: `W_z` (H, D), `U_z` (H, H), `b_z` (H,), and so on for r and h.
    """
    shapes = {"W": (H, D), "U": (H, H), "b": (H,)}
    named = {f"{letter}_{gate}": shapes[letter] for gate in "zrh" for letter in shapes}
    return named | {"d_h": (H,)} if reset_after else named


def gru_weights(D: int, H: int, rng: np.random.Generator, reset_after: bool = True) -> dict[str, NDArray]:
    """Draw random GRU weights, small enough that no gate saturates.

    Args:
        D: number of input features.
        H: number of hidden units.
        rng: where the random numbers come from.
        reset_after: whether there is a bias `d_h` inside what is reset; see `gru_shapes`.

    Returns:
        The weights by name, in the shapes of `gru_shapes`.
    """
    return draw(gru_shapes(D, H, reset_after), rng)


def gru_step(x: NDArray, h: NDArray, p: Mapping[str, NDArray]) -> NDArray:
    """Take a GRU one step further, with the reset before the product, as it was published.

    Args:
        x: the input of this step, shape (D,), or (N, D) for a batch.
        h: the hidden state of the step before, shape (H,), or (N, H).
        p: the weights by name, as `gru_weights(D, H, rng, reset_after=False)` makes them.

    Returns:
        The new hidden state, the shape of `h`.

    Source: Cho et al. (2014), equations 5 to 8. z keeps the old state here as there; in Chung et al. (2014) it lets go.
    """
    z = sigmoid(x @ p["W_z"].T + h @ p["U_z"].T + p["b_z"])  # (1) how much to keep
    r = sigmoid(x @ p["W_r"].T + h @ p["U_r"].T + p["b_r"])  # (2) how much of the past to look at
    h_tilde = np.tanh(x @ p["W_h"].T + (r * h) @ p["U_h"].T + p["b_h"])  # (3) what to write
    return z * h + (1 - z) * h_tilde  # (4) keep and write


def gru_step_backward(
    dh: NDArray, x: NDArray, h: NDArray, p: Mapping[str, NDArray]
) -> tuple[NDArray, NDArray, dict[str, NDArray]]:
    """Take the gradient of a loss back through one `gru_step`; each line undoes the equation of its number.

    Args:
        dh: the gradient of the loss with respect to the new hidden state, shape (H,), or (N, H).
        x: the input of this step, as `gru_step` had it, shape (D,), or (N, D).
        h: the hidden state of the step before, as `gru_step` had it, the shape of `dh`.
        p: the weights by name.

    Returns:
        The gradients with respect to `x`, to `h`, and to the weights by name (summed over a batch).

    Source: the chain rule, applied to equations 5 to 8 of Cho et al. (2014).
    """
    z, r = (sigmoid(x @ p[f"W_{gate}"].T + h @ p[f"U_{gate}"].T + p[f"b_{gate}"]) for gate in "zr")
    h_tilde = np.tanh(x @ p["W_h"].T + (r * h) @ p["U_h"].T + p["b_h"])

    dz, dh_tilde = dh * (h - h_tilde), dh * (1 - z)  # (4) to the gate, and to what is written
    da_h = dh_tilde * (1 - h_tilde**2)  # (3) tanh' from the activated value
    d_reset = da_h @ p["U_h"]  # (3) to r * h
    dr = d_reset * h  # (3)
    da_r = dr * r * (1 - r)  # (2) σ' from the activated value
    da_z = dz * z * (1 - z)  # (1)

    dx = da_z @ p["W_z"] + da_r @ p["W_r"] + da_h @ p["W_h"]  # (1) (2) (3)
    dh_prev = dh * z + d_reset * r + da_r @ p["U_r"] + da_z @ p["U_z"]  # (4) (3) (2) (1)
    dp = {}
    for gate, da, past in (("z", da_z, h), ("r", da_r, h), ("h", da_h, r * h)):
        da, x, past = np.atleast_2d(da, x, past)  # one row a sequence: the weights are shared by all
        dp |= {f"W_{gate}": da.T @ x, f"U_{gate}": da.T @ past, f"b_{gate}": da.sum(axis=0)}
    return dx, dh_prev, dp


def gru_step_reset_after(x: NDArray, h: NDArray, p: Mapping[str, NDArray]) -> NDArray:
    """Take a GRU one step further, with the reset after the product, as cuDNN, PyTorch and Keras have it.

    Args:
        x: the input of this step, shape (D,), or (N, D) for a batch.
        h: the hidden state of the step before, shape (H,), or (N, H).
        p: the weights by name, as `gru_weights` makes them, with `d_h`.

    Returns:
        The new hidden state, the shape of `h`.

    Source: the first version of Cho et al. (2014), arXiv 1406.1078v1; one product with h then serves all three blocks.
    """
    z = sigmoid(x @ p["W_z"].T + h @ p["U_z"].T + p["b_z"])  # (1) how much to keep
    r = sigmoid(x @ p["W_r"].T + h @ p["U_r"].T + p["b_r"])  # (2) how much of the past to look at
    h_tilde = np.tanh(x @ p["W_h"].T + p["b_h"] + r * (h @ p["U_h"].T + p["d_h"]))  # (3) what to write
    return z * h + (1 - z) * h_tilde  # (4) keep and write


def gru_step_reset_after_backward(
    dh: NDArray, x: NDArray, h: NDArray, p: Mapping[str, NDArray]
) -> tuple[NDArray, NDArray, dict[str, NDArray]]:
    """Take the gradient of a loss back through one `gru_step_reset_after`; each line undoes the equation of its number.

    Args:
        dh: the gradient of the loss with respect to the new hidden state, shape (H,), or (N, H).
        x: the input of this step, as the step had it, shape (D,), or (N, D).
        h: the hidden state of the step before, as the step had it, the shape of `dh`.
        p: the weights by name, with `d_h`.

    Returns:
        The gradients with respect to `x`, to `h`, and to the weights by name (summed over a batch).

    Source: the chain rule, applied to the equations of `gru_step_reset_after`.
    """
    z, r = (sigmoid(x @ p[f"W_{gate}"].T + h @ p[f"U_{gate}"].T + p[f"b_{gate}"]) for gate in "zr")
    past = h @ p["U_h"].T + p["d_h"]
    h_tilde = np.tanh(x @ p["W_h"].T + p["b_h"] + r * past)

    dz, dh_tilde = dh * (h - h_tilde), dh * (1 - z)  # (4) to the gate, and to what is written
    da_h = dh_tilde * (1 - h_tilde**2)  # (3) tanh' from the activated value
    dr, d_past = da_h * past, da_h * r  # (3) each factor gets the other one
    da_r = dr * r * (1 - r)  # (2) σ' from the activated value
    da_z = dz * z * (1 - z)  # (1)

    dx = da_z @ p["W_z"] + da_r @ p["W_r"] + da_h @ p["W_h"]  # (1) (2) (3)
    dh_prev = dh * z + d_past @ p["U_h"] + da_r @ p["U_r"] + da_z @ p["U_z"]  # (4) (3) (2) (1)
    dp = {}
    for gate, from_x, from_h in (("z", da_z, da_z), ("r", da_r, da_r), ("h", da_h, d_past)):
        from_x, from_h, x, h = np.atleast_2d(from_x, from_h, x, h)  # one row a sequence: all share the weights
        dp |= {f"W_{gate}": from_x.T @ x, f"U_{gate}": from_h.T @ h, f"b_{gate}": from_x.sum(axis=0)}
    dp["d_h"] = np.atleast_2d(d_past).sum(axis=0)
    return dx, dh_prev, dp
