"""The LSTM cell: its weights, one step, each line one numbered equation of lesson 06, and the step backwards."""

from __future__ import annotations  # np.random is loaded where it is used, not for a type

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lstm_ref.activations import sigmoid
from lstm_ref.weights import draw

GATES = ("f", "i", "c", "o")
"""The four blocks in the order the course introduces them: forget, input, candidate, output."""


def lstm_shapes(D: int, H: int, peepholes: bool = False, projection: int | None = None) -> dict[str, tuple[int, ...]]:
    """Give the shape of each weight of an LSTM with `D` inputs and `H` hidden units.

    Args:
        D: number of input features.
        H: number of hidden units.
        peepholes: whether the gates look at the cell state, through `v_f`, `v_i` and `v_o`, each (H,).
        projection: the size P of the hidden state where `P` (P, H) projects it, None where nothing does.

    Returns:
        The shapes by name: `W_f` (H, D), `U_f` (H, H), `b_f` (H,), and so on for i, c and o; with a projection each U
        is (H, P).
    """
    shapes = {"W": (H, D), "U": (H, projection or H), "b": (H,)}
    named = {f"{letter}_{gate}": shapes[letter] for gate in GATES for letter in shapes}
    if peepholes:
        named |= {f"v_{gate}": (H,) for gate in "fio"}
    if projection:
        named["P"] = (projection, H)
    return named


def lstm_weights(
    D: int, H: int, rng: np.random.Generator, peepholes: bool = False, projection: int | None = None
) -> dict[str, NDArray]:
    """Draw random LSTM weights, small enough that no gate saturates.

    Args:
        D: number of input features.
        H: number of hidden units.
        rng: where the random numbers come from.
        peepholes: whether there are weights for gates that look at the cell state.
        projection: the size P of a projected hidden state, None where nothing is projected.

    Returns:
        The weights by name, in the shapes of `lstm_shapes`.
    """
    return draw(lstm_shapes(D, H, peepholes, projection), rng)


def lstm_step(x: NDArray, h: NDArray, c: NDArray, p: Mapping[str, NDArray]) -> tuple[NDArray, NDArray]:
    """Take an LSTM one step further.

    Args:
        x: the input of this step, shape (D,), or (N, D) for a batch.
        h: the hidden state of the step before, shape (H,), or (N, H).
        c: the cell state of the step before, the shape of `h`.
        p: the weights by name, as `lstm_weights` makes them.

    Returns:
        The new hidden state and the new cell state, each of the shape of `h`.

    Source: Hochreiter and Schmidhuber (1997), with the forget gate of Gers, Schmidhuber and Cummins (2000).
    """
    f = sigmoid(x @ p["W_f"].T + h @ p["U_f"].T + p["b_f"])  # (1) how much to keep
    i = sigmoid(x @ p["W_i"].T + h @ p["U_i"].T + p["b_i"])  # (2) how much to write
    c_tilde = np.tanh(x @ p["W_c"].T + h @ p["U_c"].T + p["b_c"])  # (3) what to write
    c = f * c + i * c_tilde  # (4) keep and write
    o = sigmoid(x @ p["W_o"].T + h @ p["U_o"].T + p["b_o"])  # (5) how much to show
    h = o * np.tanh(c)  # (6) show
    return h, c


def lstm_step_backward(
    dh: NDArray, dc: NDArray, x: NDArray, h: NDArray, c: NDArray, p: Mapping[str, NDArray]
) -> tuple[NDArray, NDArray, NDArray, dict[str, NDArray]]:
    """Take the gradient of a loss back through one `lstm_step`; each line undoes the equation of its number.

    Args:
        dh: the gradient of the loss with respect to the new hidden state, shape (H,), or (N, H).
        dc: the gradient that reaches the new cell state from later steps, the shape of `dh`; what reaches it through
            the new hidden state is added here.
        x: the input of this step, as `lstm_step` had it, shape (D,), or (N, D).
        h: the hidden state of the step before, as `lstm_step` had it, the shape of `dh`.
        c: the cell state of the step before, as `lstm_step` had it, the shape of `dh`.
        p: the weights by name.

    Returns:
        The gradients with respect to `x`, to `h`, to `c`, and to the weights by name (summed over a batch).

    Source: the chain rule, in full as in Graves and Schmidhuber (2005), not cut as in the paper of 1997.
    """
    f, i, o = (sigmoid(x @ p[f"W_{gate}"].T + h @ p[f"U_{gate}"].T + p[f"b_{gate}"]) for gate in "fio")
    c_tilde = np.tanh(x @ p["W_c"].T + h @ p["U_c"].T + p["b_c"])
    shown = np.tanh(f * c + i * c_tilde)

    do = dh * shown  # (6) to the gate
    dc = dc + dh * o * (1 - shown**2)  # (6) to the cell state, beside what comes from later steps
    df, di, dc_tilde = dc * c, dc * c_tilde, dc * i  # (4) each factor gets the other one
    dc_prev = dc * f  # (4) the carousel: nothing but f stands between two cell states
    dz = {"o": do * o * (1 - o)}  # (5) σ' from the activated value
    dz["c"] = dc_tilde * (1 - c_tilde**2)  # (3) tanh' from the activated value
    dz["i"] = di * i * (1 - i)  # (2)
    dz["f"] = df * f * (1 - f)  # (1)

    dx = sum(dz[gate] @ p[f"W_{gate}"] for gate in GATES)  # (1) (2) (3) (5) x and h went into all four
    dh_prev = sum(dz[gate] @ p[f"U_{gate}"] for gate in GATES)
    dp = {}
    for gate in GATES:
        rows, x, h = np.atleast_2d(dz[gate], x, h)  # one row a sequence: the weights are shared by all
        dp |= {f"W_{gate}": rows.T @ x, f"U_{gate}": rows.T @ h, f"b_{gate}": rows.sum(axis=0)}
    return dx, dh_prev, dc_prev, dp
