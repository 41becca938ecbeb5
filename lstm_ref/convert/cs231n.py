"""CS231n's assignments: Wx (D, 4H), Wh (H, 4H), b (4H,), with the LSTM's blocks in the order i, f, o, g."""

from collections.abc import Mapping, Sequence

from numpy.typing import ArrayLike, NDArray

from lstm_ref.convert.canonical import require_lstm, require_rnn
from lstm_ref.convert.layout import Weights, apart, read_wide, together

LSTM_GATES = "ifoc"
NAMES = ("Wx", "Wh", "b")


def from_rnn(arrays: Sequence[ArrayLike]) -> Weights:
    """Take `Wx` (D, H), `Wh` (H, H) and `b` (H,) as `U` (H, D), `W` (H, H) and `b`.

    Raises:
        ValueError: where a shape cannot be.
    """
    U, W, b = read_wide(arrays, NAMES, 1)
    return {"U": U.copy(), "W": W.copy(), "b": b.copy()}


def to_rnn(p: Mapping[str, NDArray]) -> list[NDArray]:
    """Give `Wx` (D, H), `Wh` (H, H) and `b` (H,).

    Raises:
        ValueError: where `p` is not a plain RNN's.
    """
    require_rnn(p)
    return [p["U"].T.copy(), p["W"].T.copy(), p["b"].copy()]


def from_lstm(arrays: Sequence[ArrayLike]) -> Weights:
    """Take `Wx` (D, 4H), `Wh` (H, 4H) and `b` (4H,) as `W_f` (H, D), `U_f` (H, H), `b_f` (H,), and so on.

    Raises:
        ValueError: where a shape cannot be.
    """
    W, U, b = read_wide(arrays, NAMES, 4)
    return apart("W", W, LSTM_GATES) | apart("U", U, LSTM_GATES) | apart("b", b, LSTM_GATES)


def to_lstm(p: Mapping[str, NDArray]) -> list[NDArray]:
    """Give `Wx` (D, 4H), `Wh` (H, 4H) and `b` (4H,).

    Raises:
        ValueError: where `p` is not an LSTM's, or has peepholes or a projection, which that LSTM does not have.
    """
    require_lstm(p, "CS231n's LSTM")
    return [together(p, "W", LSTM_GATES).T, together(p, "U", LSTM_GATES).T, together(p, "b", LSTM_GATES)]
