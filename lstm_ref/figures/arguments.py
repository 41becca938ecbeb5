"""Check what figures are asked to draw, and say what is wrong in the reader's own shapes."""

from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike, NDArray


def sizes(**given: int) -> list[int]:
    """Give the sizes back as integers.

    Raises:
        ValueError: where one is not a whole number of at least 1.
    """
    for name, size in given.items():
        if not isinstance(size, Integral) or size < 1:
            raise ValueError(f"{name} counts things: expected a whole number of at least 1, got {size!r}")
    return [int(size) for size in given.values()]


def vectors(axis: str = "H", /, **given: ArrayLike) -> list[NDArray]:
    """Give the arrays back as vectors that meet entry by entry, along an axis that messages call `axis`.

    Raises:
        ValueError: where one is not a vector of numbers, or their lengths differ.
    """
    arrays = {name: np.asarray(values, dtype=float) for name, values in given.items()}
    for name, array in arrays.items():
        if array.ndim != 1 or not array.size:
            raise ValueError(f"{name} must be a vector, of shape ({axis},), got shape {array.shape}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} has entries that are not finite numbers: {array}")
    if len({array.shape for array in arrays.values()}) > 1:
        shapes = ", ".join(f"{name} has shape {array.shape}" for name, array in arrays.items())
        raise ValueError(f"entry meets entry, so all must have the same length: {shapes}")
    return list(arrays.values())
