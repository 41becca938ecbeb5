"""Sequences of unequal length in one array: padded on the right, with a length each."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def check_lengths(lengths: ArrayLike | None, N: int, T: int) -> NDArray:
    """Give the lengths as an array of integers, shape (N,), all T where `lengths` is None.

    Raises:
        ValueError: where they are not N whole numbers from 0 to T.
    """
    if lengths is None:
        return np.full(N, T)
    lengths = np.asarray(lengths)
    if lengths.shape != (N,):
        raise ValueError(f"lengths must be (N,) = ({N},), one a sequence, got shape {lengths.shape}.")
    if lengths.dtype.kind not in "iu":
        hint = " A mask? lengths_of(mask) counts." if lengths.dtype.kind == "b" else ""
        raise ValueError(f"lengths must be whole numbers of steps, got {lengths.dtype}.{hint}")
    if N and not (lengths.min() >= 0 and lengths.max() <= T):
        raise ValueError(f"lengths must lie between 0 and T = {T}, got {lengths.min()} to {lengths.max()}.")
    return lengths.astype(np.intp)


def lengths_of(mask: ArrayLike) -> NDArray:
    """Count the real steps of each sequence.

    Args:
        mask: true at real steps, false at padding, shape (N, T); the padding on the right.

    Returns:
        The lengths, shape (N,).

    Raises:
        ValueError: where the mask is no (N, T) of truth values or a real step comes after padding.
    """
    mask = np.asarray(mask)
    if mask.ndim != 2 or mask.dtype != bool:
        raise ValueError(f"mask must be truth values, shape (N, T), got {mask.dtype} of shape {mask.shape}.")
    wrong = (mask[:, 1:] > mask[:, :-1]).any(axis=1)
    if wrong.any():
        raise ValueError(f"Padding goes on the right, but sequence {wrong.argmax()} has a real step after padding.")
    return mask.sum(axis=1)


def reverse(x: NDArray, lengths: NDArray) -> NDArray:
    """Turn every sequence round within its own length: the last real step comes first, padding stays where it is.

    Args:
        x: the sequences, shape (N, T, D).
        lengths: how many steps of each are real, shape (N,).

    Returns:
        The turned sequences, shape (N, T, D), in an array of their own. Reversing twice gives `x` back.
    """
    steps = np.arange(x.shape[1])
    ends = lengths[:, None]
    return np.take_along_axis(x, np.where(steps < ends, ends - 1 - steps, steps)[:, :, None], axis=1)
