"""Keras 3: `layer.get_weights()`, matrices (in, out) with the gates side by side, and one bias."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.convert.canonical import require_gru, require_lstm, require_rnn
from lstm_ref.convert.layout import (
    Weights,
    apart,
    free_side,
    gru_biases_apart,
    gru_biases_together,
    read_wide,
    together,
)

LSTM_GATES, GRU_GATES = "ifco", "zrh"
NAMES = ("kernel", "recurrent_kernel", "bias")


def from_rnn(arrays: Sequence[ArrayLike]) -> Weights:
    """Take the weights of a Keras `SimpleRNN`.

    Args:
        arrays: kernel (D, H), recurrent_kernel (H, H), bias (H,); with `use_bias=False` the first two.

    Returns:
        `U` (H, D), `W` (H, H), `b` (H,).

    Raises:
        ValueError: where the arrays are not a SimpleRNN's.
    """
    U, W, b = read_wide(arrays, NAMES, 1)
    return {"U": U.copy(), "W": W.copy(), "b": b.copy()}


def to_rnn(p: Mapping[str, NDArray]) -> list[NDArray]:
    """Give kernel (D, H), recurrent_kernel (H, H) and bias (H,) for `SimpleRNN.set_weights`.

    Raises:
        ValueError: where `p` is not a plain RNN's.
    """
    require_rnn(p)
    return [p["U"].T.copy(), p["W"].T.copy(), p["b"].copy()]


def from_lstm(arrays: Sequence[ArrayLike]) -> Weights:
    """Take the weights of a Keras `LSTM`.

    Args:
        arrays: kernel (D, 4H), recurrent_kernel (H, 4H), bias (4H,), gates in the order i, f, c, o; with
            `use_bias=False` the first two.

    Returns:
        `W_f` (H, D), `U_f` (H, H), `b_f` (H,), and so on for i, c and o. The forget bias, 1 at the start, is in `b_f`.

    Raises:
        ValueError: where the arrays are not an LSTM's.
    """
    W, U, b = read_wide(arrays, NAMES, 4)
    return apart("W", W, LSTM_GATES) | apart("U", U, LSTM_GATES) | apart("b", b, LSTM_GATES)


def to_lstm(p: Mapping[str, NDArray]) -> list[NDArray]:
    """Give kernel (D, 4H), recurrent_kernel (H, 4H) and bias (4H,) for `LSTM.set_weights`.

    Raises:
        ValueError: where `p` is not an LSTM's, or has peepholes or a projection, which Keras does not have.
    """
    require_lstm(p, "Keras' LSTM")
    return [together(p, "W", LSTM_GATES).T, together(p, "U", LSTM_GATES).T, together(p, "b", LSTM_GATES)]


def from_gru(arrays: Sequence[ArrayLike], reset_after: bool = True) -> Weights:
    """Take the weights of a Keras `GRU`.

    Args:
        arrays: kernel (D, 3H), recurrent_kernel (H, 3H), and the bias, (2, 3H) with `reset_after` and (3H,) without;
            gates in the order z, r, h; with `use_bias=False` the first two.
        reset_after: as the layer was made; True is the default of Keras too.

    Returns:
        `W_z` (H, D), `U_z` (H, H), `b_z` (H,), and so on for r and h; with `reset_after` also `d_h` (H,).

    Raises:
        ValueError: where the arrays are not such a GRU's.
    """
    if len(arrays) == 3 and np.ndim(arrays[2]) == (1 if reset_after else 2):
        form, other = ("(3H,)", False) if reset_after else ("(2, 3H)", True)
        raise ValueError(
            f"A bias of shape {np.shape(arrays[2])}, {form}, is that of a GRU made with reset_after={other}: say so."
        )
    W, U, b = read_wide(arrays, NAMES, 3, bias_rows=2 if reset_after else 1)
    biases = gru_biases_apart(*b, GRU_GATES) if reset_after else apart("b", b, GRU_GATES)
    return apart("W", W, GRU_GATES) | apart("U", U, GRU_GATES) | biases


def to_gru(p: Mapping[str, NDArray], reset_after: bool = True) -> list[NDArray]:
    """Give kernel (D, 3H), recurrent_kernel (H, 3H) and bias, (2, 3H) or (3H,), for `GRU.set_weights`.

    Args:
        p: the weights by name, with `d_h` for `reset_after`, without it otherwise.
        reset_after: as the layer was made; True is the default of Keras too.

    Raises:
        ValueError: where `p` is not a GRU's, or resets at the other place.
    """
    require_gru(p, f"Keras' GRU with reset_after={reset_after}", reset_after)
    bias = np.stack(gru_biases_together(p, GRU_GATES)) if reset_after else together(p, "b", GRU_GATES)
    return [together(p, "W", GRU_GATES).T, together(p, "U", GRU_GATES).T, bias]


def from_bidirectional(
    arrays: Sequence[ArrayLike], one: Callable[[Sequence[ArrayLike]], Weights]
) -> tuple[Weights, Weights]:
    """Take the weights of a Keras `Bidirectional` layer: those of the forward layer, then those of the backward one.

    Args:
        arrays: `layer.get_weights()`.
        one: what takes the weights of one direction, `from_lstm` for instance.

    Returns:
        The weights of the forward and of the backward direction.

    Raises:
        ValueError: where the arrays cannot be halved, or a half is not what `one` takes.
    """
    if len(arrays) % 2:
        raise ValueError(f"Two directions have as many arrays each, got {len(arrays)}.")
    half = len(arrays) // 2
    return one(arrays[:half]), one(arrays[half:])


def to_bidirectional(
    directions: tuple[Mapping[str, NDArray], Mapping[str, NDArray]], one: Callable[[Mapping], list[NDArray]]
) -> list[NDArray]:
    """Give the weights of both directions, `to_lstm` of each for instance, for `Bidirectional.set_weights`."""
    forward, backward = directions
    return one(forward) + one(backward)


def from_dense(arrays: Sequence[ArrayLike]) -> Weights:
    """Take kernel (H, O) and bias (O,) of a Keras `Dense` layer as `V` (O, H) and `c` (O,).

    Raises:
        ValueError: where the arrays are not those of a dense layer.
    """
    kernel, *rest = map(np.asarray, arrays)
    bias = rest[0] if rest else np.zeros(kernel.shape[-1:], kernel.dtype)
    free_side("kernel", kernel, "(H, O)", "O", bias.size, 1, "torch")
    return {"V": kernel.T.copy(), "c": bias.copy()}


def to_dense(p: Mapping[str, NDArray]) -> list[NDArray]:
    """Give `V` (O, H) and `c` (O,) as kernel (H, O) and bias (O,) for `Dense.set_weights`."""
    return [p["V"].T.copy(), p["c"].copy()]
