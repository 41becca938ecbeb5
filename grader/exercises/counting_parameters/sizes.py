"""Sizes to count, fresh for each draw, and the models that several exercises count."""

from collections.abc import Sequence

import numpy as np

PAGE = 126, [64, 128, 64], [64, 32]
"""The model of the page that the lesson counts: what it reads, its LSTM layers, its Dense layers but the last."""


def different(rng: np.random.Generator, count: int, low: int = 3, high: int = 30) -> list[int]:
    """Sizes of which no two are alike."""
    return [int(size) for size in rng.choice(np.arange(low, high), count, replace=False)]


def lstm(D: int, H: int) -> int:
    """The parameters of an LSTM with one bias a gate."""
    return 4 * H * (D + H + 1)


def dense(D: int, O: int) -> int:  # noqa: E741 - the letter of the equations
    """The parameters of a Dense layer."""
    return O * (D + 1)


def chain(D: int, units: Sequence[int], outputs: Sequence[int], lstm=lstm, dense=dense) -> list:
    """What `lstm` and `dense` give for each layer of a stack, from what it reads and its units."""
    given = []
    for count, sizes in ((lstm, units), (dense, outputs)):
        for size in sizes:
            given.append(count(D, size))
            D = size
    return given
