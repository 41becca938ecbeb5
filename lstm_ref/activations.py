"""The squashing functions of recurrent networks."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def sigmoid(z: ArrayLike) -> NDArray:
    """Squash every entry of `z` into the open interval from 0 to 1.

    Written as σ(z) = (1 + tanh(z / 2)) / 2, which equals 1 / (1 + exp(-z)) and never overflows.

    Args:
        z: pre-activations, any shape.

    Returns:
        σ(z), the shape of `z`.
    """
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))
