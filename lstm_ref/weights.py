"""Random weights to start from: the same draw for every cell."""

from __future__ import annotations  # np.random is loaded where it is used, not for a type

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def draw(shapes: Mapping[str, tuple[int, ...]], rng: np.random.Generator) -> dict[str, NDArray]:
    """Draw random weights, small enough that no unit saturates: no two alike, so that no two can be exchanged unseen.

    Args:
        shapes: the shape of each weight by name: matrices (out, in), vectors (out,).
        rng: where the random numbers come from.

    Returns:
        Normal numbers by name, of standard deviation 1 / √in in a matrix and 0.5 in a vector.
    """
    return {
        name: (1 / np.sqrt(shape[1]) if len(shape) == 2 else 0.5) * rng.standard_normal(shape)
        for name, shape in shapes.items()
    }
