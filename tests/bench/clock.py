"""Times taken in turns, so that a machine that grows slower or faster meanwhile does so for everyone."""

import gc
import time
from collections.abc import Callable

import numpy as np

BLOCK = 1e-3
"""Seconds. What is over sooner is called so often in a row that one repeat takes this long."""


def interleave(
    calls: dict[str, Callable], share: dict[str, float], least: dict[str, int], first: dict[str, float]
) -> dict[str, list[float]]:
    """Call everyone in turns, in a new order each round.

    Args:
        calls: what is measured, by name.
        share: seconds that each may spend; who has spent them stops.
        least: how many repeats each gets in any case.
        first: seconds that one call of each took before, to see how often it goes into a block.

    Returns:
        Seconds a call, repeat by repeat; the k-th repeats of two names belong to the same round.
    """
    rng, times = np.random.default_rng(0), {name: [] for name in calls}
    number = {name: max(1, int(BLOCK / first[name])) for name in calls}
    spent = dict.fromkeys(calls, 0.0)
    gc.collect()
    gc.disable()
    try:
        while going := [name for name in calls if spent[name] < share[name] or len(times[name]) < least[name]]:
            for name in [going[k] for k in rng.permutation(len(going))]:
                took = seconds(calls[name], number[name])
                times[name].append(took / number[name])
                spent[name] += took
    finally:
        gc.enable()
    return times


def seconds(call: Callable, number: int = 1) -> float:
    """Say how long it takes to call so often."""
    start = time.perf_counter()
    for _ in range(number):
        call()
    return time.perf_counter() - start


def quartiles(values: list[float]) -> list[float]:
    """Give the lower quartile, the median and the upper quartile, to four digits."""
    return [float(f"{value:.4g}") for value in np.percentile(values, [25, 50, 75])]
