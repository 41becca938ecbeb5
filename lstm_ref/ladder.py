"""Times taken fairly: calls in turns, the rate at which this machine multiplies, and the parts of an LSTM alone."""

import gc
import time
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import DTypeLike, NDArray

from lstm_ref.activations import sigmoid

BLOCK = 1e-3
"""Seconds. What is over sooner is called so often in a row that one measurement takes this long, after one call more
that does not count: whose turn it was before has filled the caches."""


def in_turns(calls: Mapping[str, Callable[[], object]], seconds: float = 0.3, least: int = 9) -> dict[str, float]:
    """Time calls in turns, so that a machine that grows slower or faster meanwhile does so for all of them.

    Each is called once before anything counts. What gives the dots of a blank answer is left out.

    Args:
        calls: what is timed, by name.
        seconds: how long all of it may take; in any case each is timed `least` times.
        least: the fewest measurements of each.

    Returns:
        For each name the seconds of its fastest call: what else the machine does can only make a call slower.
    """
    first = {name: _first(call) for name, call in calls.items()}
    going = {name: calls[name] for name, took in first.items() if took is not None}
    number = {name: max(1, int(BLOCK / first[name])) for name in going}
    times: dict[str, list[float]] = {name: [] for name in going}
    rng, end = np.random.default_rng(0), time.perf_counter() + seconds
    was_on = gc.isenabled()
    gc.disable()
    try:
        rounds = 0
        while going and (rounds < least or time.perf_counter() < end):
            for k in rng.permutation(len(going)):
                name = list(going)[k]
                if number[name] > 1:
                    going[name]()
                times[name].append(_seconds(going[name], number[name]))
            rounds += 1
    finally:
        if was_on:
            gc.enable()
    return {name: min(taken) for name, taken in times.items()}


def multiplication_rate(size: int = 512, dtype: DTypeLike = np.float32, seconds: float = 0.1) -> float:
    """Measure how many multiplications a second one large matrix product of NumPy makes, at its fastest.

    Args:
        size: the matrices are (size, size), so a product has size³ multiplications, each with its addition.
        dtype: the kind of number.
        seconds: how long to try.
    """
    a, b = np.random.default_rng(0).standard_normal((2, size, size)).astype(dtype)
    out = np.empty_like(a)
    np.matmul(a, b, out=out)
    fastest, end = np.inf, time.perf_counter() + seconds
    while time.perf_counter() < end or not np.isfinite(fastest):
        fastest = min(fastest, _seconds(lambda: np.matmul(a, b, out=out)))
    return size**3 / fastest


def products(x: NDArray, p: Mapping[str, NDArray]) -> Callable[[], None]:
    """Give a call that makes the matrix products of an LSTM over a batch and nothing else, on arrays that lie ready.

    One product with all inputs, and one a step with the hidden state, each for all four gates.

    Args:
        x: the batch, shape (N, T, D); only its shape and dtype count.
        p: the weights by name, as `lstm_weights` makes them.
    """
    (N, T, D), H, rng = x.shape, len(p["b_f"]), np.random.default_rng(0)
    W, U, inputs, states = (
        rng.standard_normal(shape).astype(x.dtype) for shape in ((4 * H, D), (4 * H, H), (D, T * N), (T, H, N))
    )
    z, past = np.empty((4 * H, T * N), x.dtype), np.empty((4 * H, N), x.dtype)

    def run() -> None:
        np.matmul(W, inputs, out=z)
        for h in states:
            np.matmul(U, h, out=past)

    return run


def squashing(x: NDArray, p: Mapping[str, NDArray]) -> Callable[[], None]:
    """Give a call that squashes what an LSTM over a batch squashes and does nothing else: at each step σ of three
    gates, tanh of the candidate and of the cell state.

    Args:
        x: the batch, shape (N, T, D); only its shape and dtype count.
        p: the weights by name, as `lstm_weights` makes them.
    """
    (N, T, _), H = x.shape, len(p["b_f"])
    z = np.random.default_rng(0).standard_normal((T, N, 4 * H)).astype(x.dtype)

    def run() -> None:
        for step in z:
            sigmoid(step[:, : 3 * H])
            np.tanh(step[:, 3 * H :])
            np.tanh(step[:, :H])

    return run


def _first(call: Callable[[], object]) -> float | None:
    """Say how long the first call takes that is not the very first, or None where a blank answer was called."""
    if call() is ...:
        return None
    return max(_seconds(call), 1e-9)


def _seconds(call: Callable[[], object], number: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(number):
        call()
    return (time.perf_counter() - start) / number
