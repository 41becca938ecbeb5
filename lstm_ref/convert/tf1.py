"""TensorFlow 1: BasicRNNCell, BasicLSTMCell and GRUCell of `tf.nn.rnn_cell`, one kernel that meets [x, h].

The LSTM adds its `forget_bias`, 1 unless it was set, to what the forget gate receives, at every step: it is not in the
variables. States come back as (c, h), c first.
Source: tensorflow/python/ops/rnn_cell_impl.py.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.convert.canonical import require_gru, require_lstm, require_rnn
from lstm_ref.convert.layout import Weights, apart, free_side, require_shape, times, together

LSTM_GATES = "icfo"  # TensorFlow writes j where the course writes c


def from_rnn(arrays: Sequence[ArrayLike]) -> Weights:
    """Take the variables of a `BasicRNNCell`: kernel (D + H, H) and bias (H,).

    Returns:
        `U` (H, D), `W` (H, H), `b` (H,).

    Raises:
        ValueError: where the arrays are not such a cell's.
    """
    U, W, b = _read(arrays, 1)
    return {"U": U.copy(), "W": W.copy(), "b": b.copy()}


def to_rnn(p: Mapping[str, NDArray]) -> list[NDArray]:
    """Give kernel (D + H, H) and bias (H,) of a `BasicRNNCell`.

    Raises:
        ValueError: where `p` is not a plain RNN's.
    """
    require_rnn(p)
    return [np.hstack([p["U"], p["W"]]).T, p["b"].copy()]


def from_lstm(arrays: Sequence[ArrayLike], forget_bias: float = 1.0) -> Weights:
    """Take the variables of a `BasicLSTMCell`.

    Args:
        arrays: kernel (D + H, 4H) and bias (4H,), gates in the order i, j, f, o.
        forget_bias: as the cell was made; 1 is the default there too.

    Returns:
        `W_f` (H, D), `U_f` (H, H), `b_f` (H,), and so on for i, c and o; the forget bias is added to `b_f`.

    Raises:
        ValueError: where the arrays are not such a cell's.
    """
    W, U, b = _read(arrays, 4)
    p = apart("W", W, LSTM_GATES) | apart("U", U, LSTM_GATES) | apart("b", b, LSTM_GATES)
    return p | {"b_f": p["b_f"] + forget_bias}


def to_lstm(p: Mapping[str, NDArray], forget_bias: float = 1.0) -> list[NDArray]:
    """Give kernel (D + H, 4H) and bias (4H,) of a `BasicLSTMCell` that will add `forget_bias` itself.

    Raises:
        ValueError: where `p` is not an LSTM's, or has peepholes or a projection, which this cell does not have.
    """
    require_lstm(p, "TensorFlow's BasicLSTMCell")
    without = {**p, "b_f": p["b_f"] - forget_bias}
    kernel = np.hstack([together(p, "W", LSTM_GATES), together(p, "U", LSTM_GATES)]).T
    return [kernel, together(without, "b", LSTM_GATES)]


def from_gru(arrays: Sequence[ArrayLike]) -> Weights:
    """Take the variables of a `GRUCell`, which resets before the product and calls the update gate u.

    Args:
        arrays: gates/kernel (D + H, 2H) and gates/bias (2H,), in the order r, u; candidate/kernel (D + H, H), which
            meets [x, r ⊙ h], and candidate/bias (H,).

    Returns:
        `W_z` (H, D), `U_z` (H, H), `b_z` (H,), and so on for r and h.

    Raises:
        ValueError: where the arrays are not such a cell's.
    """
    if len(arrays) != 4:
        raise ValueError(f"Expected kernel and bias of the gates, then of the candidate, got {len(arrays)} arrays.")
    W, U, b = _read(arrays[:2], 2)
    W_h, U_h, b_h = _read(arrays[2:], 1)
    gates = apart("W", W, "rz") | apart("U", U, "rz") | apart("b", b, "rz")
    return gates | {"W_h": W_h.copy(), "U_h": U_h.copy(), "b_h": b_h.copy()}


def to_gru(p: Mapping[str, NDArray]) -> list[NDArray]:
    """Give kernel and bias of the gates and of the candidate of a `GRUCell`, as `from_gru` takes them.

    Raises:
        ValueError: where `p` is not a GRU's, or has `d_h`: this cell cannot reset after the product.
    """
    require_gru(p, "TensorFlow's GRUCell", reset_after=False)
    gates = np.hstack([together(p, "W", "rz"), together(p, "U", "rz")]).T
    return [gates, together(p, "b", "rz"), np.hstack([p["W_h"], p["U_h"]]).T, p["b_h"].copy()]


def _read(arrays: Sequence[ArrayLike], n: int) -> tuple[NDArray, NDArray, NDArray]:
    """The weights on x (nH, D), those on h (nH, H), and the bias (nH,)."""
    if len(arrays) != 2:
        raise ValueError(f"Expected kernel and bias, got {len(arrays)} arrays.")
    kernel, bias = map(np.asarray, arrays)
    H = bias.size // n
    require_shape("bias", bias, f"({times(n)},)", (n * H,))
    if free_side("kernel", kernel, f"(D + H, {times(n)})", times(n), n * H, 1, "torch") <= H:
        raise ValueError(
            f"kernel must be (D + H, {times(n)}), rows for x and below them {H} for h, got {kernel.shape}. "
            "A kernel for x alone is Keras': see convert.keras."
        )
    return kernel[:-H].T, kernel[-H:].T, bias
