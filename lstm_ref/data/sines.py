"""Sines with noise: forty steps that are seen, and the thirty that come next, without the noise."""

from __future__ import annotations  # np.random is loaded where it is used, not for a type

import numpy as np
from numpy.typing import NDArray

SEEN, AHEAD = 40, 30


def sines(n: int, rng: np.random.Generator, noise: float = 0.3) -> tuple[NDArray, NDArray]:
    """Draw `n` sines, each with its own height (0.7 to 1.3), period (10 to 30 steps) and beginning.

    Args:
        n: how many.
        rng: where the random numbers come from.
        noise: the standard deviation of what is added to each step that is seen.

    Returns:
        What is seen, with noise, shape (n, 40, 1); and what comes next, without, shape (n, 30).
    """
    height, period = rng.uniform(0.7, 1.3, (n, 1)), rng.uniform(10, 30, (n, 1))
    begin = rng.uniform(0, 2 * np.pi, (n, 1))
    y = height * np.sin(2 * np.pi * np.arange(SEEN + AHEAD) / period + begin)
    return (y[:, :SEEN] + noise * rng.standard_normal((n, SEEN)))[..., None], y[:, SEEN:]
