"""ONNX: the inputs W, R, B and P of the operators RNN, LSTM and GRU, with an axis of directions in front.

W is (directions, blocks, D), R (directions, blocks, H), B (directions, biases on the input then on the hidden state).
The functions take and give one direction, an axis of length 1; `from_bidirectional` and `to_bidirectional` do two.
Source: the operators of ONNX, opset 22.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.convert.canonical import require_gru, require_lstm, require_rnn
from lstm_ref.convert.layout import (
    Weights,
    apart,
    free_side,
    gru_biases_apart,
    gru_biases_together,
    hidden_size,
    require_shape,
    times,
    together,
)

LSTM_GATES, PEEPHOLES, GRU_GATES = "iofc", "iof", "zrh"


def from_rnn(arrays: Mapping[str, ArrayLike]) -> Weights:
    """Take the weights of an ONNX `RNN`.

    Args:
        arrays: `W` (1, H, D), `R` (1, H, H), and `B` (1, 2H) or none.

    Returns:
        `U` (H, D), `W` (H, H), and `b` (H,), the sum of both biases.

    Raises:
        ValueError: where the arrays are not those of one direction of an RNN.
    """
    U, W, b_w, b_r = _read(arrays, 1)
    return {"U": U.copy(), "W": W.copy(), "b": b_w + b_r}


def to_rnn(p: Mapping[str, NDArray]) -> Weights:
    """Give `W` (1, H, D), `R` (1, H, H), and `B` (1, 2H), whose second half is zeros.

    Raises:
        ValueError: where `p` is not a plain RNN's.
    """
    require_rnn(p)
    return _named(p["U"], p["W"], p["b"], np.zeros_like(p["b"]))


def from_lstm(arrays: Mapping[str, ArrayLike]) -> Weights:
    """Take the weights of an ONNX `LSTM`.

    Args:
        arrays: `W` (1, 4H, D), `R` (1, 4H, H), gates in the order i, o, f, c; `B` (1, 8H) or none; for peepholes `P`
            (1, 3H), in the order i, o, f.

    Returns:
        `W_f` (H, D), `U_f` (H, H), and `b_f` (H,), the sum of both biases, and so on for i, c and o; with `P` also
        `v_f`, `v_i` and `v_o` (H,).

    Raises:
        ValueError: where the arrays are not those of one direction of an LSTM.
    """
    W, U, b_w, b_r, *v = _read(arrays, 4)
    p = apart("W", W, LSTM_GATES) | apart("U", U, LSTM_GATES) | apart("b", b_w + b_r, LSTM_GATES)
    return p | apart("v", v[0], PEEPHOLES) if v else p


def to_lstm(p: Mapping[str, NDArray]) -> Weights:
    """Give `W` (1, 4H, D), `R` (1, 4H, H), `B` (1, 8H), whose second half is zeros, and `P` (1, 3H) for peepholes.

    Raises:
        ValueError: where `p` is not an LSTM's, or has a projection, which ONNX does not have.
    """
    require_lstm(p, "ONNX' LSTM", peepholes=True)
    b = together(p, "b", LSTM_GATES)
    arrays = _named(together(p, "W", LSTM_GATES), together(p, "U", LSTM_GATES), b, np.zeros_like(b))
    return arrays | {"P": together(p, "v", PEEPHOLES)[None]} if "v_f" in p else arrays


def from_gru(arrays: Mapping[str, ArrayLike], linear_before_reset: int = 0) -> Weights:
    """Take the weights of an ONNX `GRU`.

    Args:
        arrays: `W` (1, 3H, D), `R` (1, 3H, H), gates in the order z, r, h; `B` (1, 6H) or none.
        linear_before_reset: as the operator has it; 0, the default there too, resets before the product, 1 after it.

    Returns:
        `W_z` (H, D), `U_z` (H, H), `b_z` (H,), and so on for r and h; with `linear_before_reset=1` also `d_h` (H,).

    Raises:
        ValueError: where the arrays are not those of one direction of a GRU.
    """
    W, U, b_w, b_r = _read(arrays, 3)
    biases = gru_biases_apart(b_w, b_r, GRU_GATES) if linear_before_reset else apart("b", b_w + b_r, GRU_GATES)
    return apart("W", W, GRU_GATES) | apart("U", U, GRU_GATES) | biases


def to_gru(p: Mapping[str, NDArray], linear_before_reset: int = 0) -> Weights:
    """Give `W` (1, 3H, D), `R` (1, 3H, H) and `B` (1, 6H).

    Args:
        p: the weights by name, with `d_h` for `linear_before_reset=1`, without it otherwise.
        linear_before_reset: as the operator will have it.

    Raises:
        ValueError: where `p` is not a GRU's, or resets at the other place.
    """
    require_gru(p, f"ONNX' GRU with linear_before_reset={linear_before_reset}", reset_after=bool(linear_before_reset))
    b = together(p, "b", GRU_GATES)
    biases = gru_biases_together(p, GRU_GATES) if linear_before_reset else (b, np.zeros_like(b))
    return _named(together(p, "W", GRU_GATES), together(p, "U", GRU_GATES), *biases)


def from_bidirectional(
    arrays: Mapping[str, ArrayLike], one: Callable[[Mapping[str, ArrayLike]], Weights]
) -> tuple[Weights, Weights]:
    """Take the weights of an operator with `direction="bidirectional"`.

    Args:
        arrays: `W`, `R`, and `B` and `P` where there are, each with an axis of length 2 in front.
        one: what takes the weights of one direction, `from_lstm` for instance.

    Returns:
        The weights of the forward and of the backward direction.

    Raises:
        ValueError: where an axis of directions is not of length 2.
    """
    for name, array in arrays.items():
        if np.shape(array)[:1] != (2,):
            raise ValueError(f"{name} must have two directions in front, (2, …), got {np.shape(array)}.")
    forward, backward = ({name: np.asarray(array)[d : d + 1] for name, array in arrays.items()} for d in (0, 1))
    return one(forward), one(backward)


def to_bidirectional(
    directions: tuple[Mapping[str, NDArray], Mapping[str, NDArray]], one: Callable[[Mapping], Weights]
) -> Weights:
    """Give the weights of a forward and a backward direction, one behind the other; `one` is `to_lstm`, say."""
    forward, backward = map(one, directions)
    return {name: np.concatenate([forward[name], backward[name]]) for name in forward}


def _named(W: NDArray, R: NDArray, b_w: NDArray, b_r: NDArray) -> Weights:
    arrays = {"W": W, "R": R, "B": np.concatenate([b_w, b_r])}
    return {name: array[None].copy() for name, array in arrays.items()}


def _read(arrays: Mapping[str, ArrayLike], n: int) -> list[NDArray]:
    """W, R, both halves of B, and P where there is one: checked, and without the axis of directions."""
    if unknown := sorted(arrays.keys() - set("WRBP" if n == 4 else "WRB")):
        raise ValueError(f"An operator has W, R and B, and an LSTM also P; what is {', '.join(unknown)}?")
    if lacking := sorted({"W", "R"} - arrays.keys()):
        raise ValueError(f"There is no {' and no '.join(lacking)} among {', '.join(sorted(arrays)) or 'nothing'}.")
    one = {name: _one_direction(name, np.asarray(array)) for name, array in arrays.items()}
    H = hidden_size("R of one direction", one["R"], n, wide=False, other="keras")
    free_side("W of one direction", one["W"], f"({times(n)}, D)", times(n), n * H, 0, "keras")
    B = one.get("B", np.zeros(2 * n * H, one["W"].dtype))
    require_shape("B of one direction", B, f"({2 * n}H,)", (2 * n * H,))
    if "P" in one:
        require_shape("P of one direction", one["P"], "(3H,)", (3 * H,))
    return [one["W"], one["R"], *np.split(B, 2), *([one["P"]] if "P" in one else [])]


def _one_direction(name: str, array: NDArray) -> NDArray:
    if array.ndim != (3 if name in "WR" else 2) or len(array) != 1:
        hint = " Two: convert.onnx.from_bidirectional." if array.shape[:1] == (2,) else ""
        raise ValueError(f"{name} must have an axis of one direction in front, got {array.shape}.{hint}")
    return array[0]
