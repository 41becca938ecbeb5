"""Two variants of the LSTM step: gates that look at the cell state, and a hidden state that is projected."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lstm_ref.activations import sigmoid


def lstm_step_peephole(x: NDArray, h: NDArray, c: NDArray, p: Mapping[str, NDArray]) -> tuple[NDArray, NDArray]:
    """Take an LSTM with peepholes one step further: f and i look at the old cell state, o at the new one.

    Args:
        x: the input of this step, shape (D,), or (N, D) for a batch.
        h: the hidden state of the step before, shape (H,), or (N, H).
        c: the cell state of the step before, the shape of `h`.
        p: the weights by name, as `lstm_weights(D, H, rng, peepholes=True)` makes them.

    Returns:
        The new hidden state and the new cell state, each of the shape of `h`.

    Source: Gers, Schraudolph and Schmidhuber (2002).
    """
    f = sigmoid(x @ p["W_f"].T + h @ p["U_f"].T + p["v_f"] * c + p["b_f"])  # (1) how much to keep
    i = sigmoid(x @ p["W_i"].T + h @ p["U_i"].T + p["v_i"] * c + p["b_i"])  # (2) how much to write
    c_tilde = np.tanh(x @ p["W_c"].T + h @ p["U_c"].T + p["b_c"])  # (3) what to write
    c = f * c + i * c_tilde  # (4) keep and write
    o = sigmoid(x @ p["W_o"].T + h @ p["U_o"].T + p["v_o"] * c + p["b_o"])  # (5) how much to show, by the new c
    h = o * np.tanh(c)  # (6) show
    return h, c


def lstm_step_projected(x: NDArray, h: NDArray, c: NDArray, p: Mapping[str, NDArray]) -> tuple[NDArray, NDArray]:
    """Take an LSTM with a projection one step further: H units remember, P numbers are shown.

    Args:
        x: the input of this step, shape (D,), or (N, D) for a batch.
        h: the hidden state of the step before, shape (P,), or (N, P).
        c: the cell state of the step before, shape (H,), or (N, H).
        p: the weights by name, as `lstm_weights(D, H, rng, projection=P)` makes them.

    Returns:
        The new hidden state, the shape of `h`, and the new cell state, the shape of `c`.

    Source: Sak, Senior and Beaufays (2014).
    """
    f = sigmoid(x @ p["W_f"].T + h @ p["U_f"].T + p["b_f"])  # (1) how much to keep
    i = sigmoid(x @ p["W_i"].T + h @ p["U_i"].T + p["b_i"])  # (2) how much to write
    c_tilde = np.tanh(x @ p["W_c"].T + h @ p["U_c"].T + p["b_c"])  # (3) what to write
    c = f * c + i * c_tilde  # (4) keep and write
    o = sigmoid(x @ p["W_o"].T + h @ p["U_o"].T + p["b_o"])  # (5) how much to show
    h = (o * np.tanh(c)) @ p["P"].T  # (6) show, projected
    return h, c
