"""Olah's picture of the LSTM, and others: one matrix a gate, which meets [h, x] or [x, h]."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lstm_ref.convert.canonical import require_lstm
from lstm_ref.lstm import GATES


def concatenate(W: NDArray, U: NDArray, order: str = "hx") -> NDArray:
    """Put the weights on the input and those on the hidden state side by side, for one product.

    `concatenate(W, U) @ np.concatenate([h, x])` equals `W @ x + U @ h`.

    Args:
        W: the weights on the input, shape (H, D).
        U: the weights on the hidden state, shape (H, H).
        order: "hx" for a product with [h, x], as Olah draws it; "xh" for [x, h], as TensorFlow 1 keeps it.

    Returns:
        One matrix of shape (H, H + D), its blocks of columns in the given order.

    Raises:
        ValueError: where a shape or the order cannot be.
    """
    _require_order(order)
    if U.ndim != 2 or U.shape[0] != U.shape[1]:
        raise ValueError(
            f"U must be square, (H, H): every unit hears every unit. Got {U.shape}. Are W and U exchanged?"
        )
    H = len(U)
    if W.ndim != 2 or len(W) != H:
        turned = " Transposed? Keras keeps (D, H)." if W.ndim == 2 and W.shape[1] == H else ""
        raise ValueError(f"W must be (H, D) with H = {H}, as U has it, got {W.shape}.{turned}")
    return np.hstack([U, W] if order == "hx" else [W, U])


def split(W_hx: NDArray, H: int, order: str = "hx") -> tuple[NDArray, NDArray]:
    """Take a concatenated matrix apart; the inverse of `concatenate`.

    Args:
        W_hx: weights on [h, x] or on [x, h], shape (H, H + D).
        H: number of hidden units.
        order: "hx" where the columns of h come first, "xh" where those of x do.

    Returns:
        W (H, D) on the input and U (H, H) on the hidden state, as views of `W_hx`.

    Raises:
        ValueError: where a shape or the order cannot be.
    """
    _require_order(order)
    if W_hx.ndim != 2 or len(W_hx) != H or W_hx.shape[1] <= H:
        turned = " Transposed?" if W_hx.ndim == 2 and W_hx.shape[1] == H < len(W_hx) else ""
        raise ValueError(f"The matrix must be (H, H + D) = ({H}, {H} + D) with D at least 1, got {W_hx.shape}.{turned}")
    if order == "hx":
        return W_hx[:, H:], W_hx[:, :H]
    return W_hx[:, :-H], W_hx[:, -H:]


def from_lstm(weights: Mapping[str, NDArray], order: str = "hx") -> dict[str, NDArray]:
    """Take the weights of an LSTM whose matrices meet [h, x], as Olah draws it.

    Args:
        weights: `W_f` (H, H + D), `b_f` (H,), and so on for i, c (Olah: C) and o.
        order: "hx" where the columns of h come first, "xh" where those of x do.

    Returns:
        `W_f` (H, D), `U_f` (H, H), `b_f` (H,), and so on.

    Raises:
        ValueError: where a weight is lacking, or a shape or the order cannot be.
    """
    names = [f"{letter}_{gate}" for gate in GATES for letter in "Wb"]
    if lacking := [name for name in names if name not in weights]:
        raise ValueError(f"The weights are {', '.join(names)}; there is no {', '.join(lacking)}.")
    p = {}
    for gate in GATES:
        bias = np.asarray(weights[f"b_{gate}"])
        W, U = split(np.asarray(weights[f"W_{gate}"]), bias.size, order)
        p |= {f"W_{gate}": W.copy(), f"U_{gate}": U.copy(), f"b_{gate}": bias.copy()}
    require_lstm(p, "Olah's LSTM")
    return p


def to_lstm(p: Mapping[str, NDArray], order: str = "hx") -> dict[str, NDArray]:
    """Give `W_f` (H, H + D) on [h, x] or on [x, h], `b_f` (H,), and so on for i, c and o.

    Raises:
        ValueError: where `p` is not an LSTM's, or has peepholes or a projection, or the order cannot be.
    """
    require_lstm(p, "Olah's LSTM")
    together = {f"W_{gate}": concatenate(p[f"W_{gate}"], p[f"U_{gate}"], order) for gate in GATES}
    return together | {f"b_{gate}": p[f"b_{gate}"].copy() for gate in GATES}


def _require_order(order: str) -> None:
    if order not in ("hx", "xh"):
        raise ValueError(f'order must be "hx", for [h, x], or "xh", for [x, h], got {order!r}.')
