"""How good predictions are, and the four levels of each project: against two baselines, on data drawn from the seed.

Each project has one number, the smaller the better. The limits are those of the baselines on the same data.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader.exercises.capstone import baselines
from grader.exercises.declare import Call, Case, Level
from lstm_ref.data import encode, plain, signs, sines

TITLES = (
    ("better than the last step alone", 2),
    ("better than the second baseline", 3),
    ("well beyond both baselines", 3),
    ("far beyond both baselines", 2),
)
HELD_OUT = 400
PIECES, CONTEXT = 1000, 20
"""How many letters are asked for, and how many come before each."""


@cache
def _passage() -> NDArray:
    return encode(plain(Path(__file__).with_name("held_out.txt").read_text(encoding="utf-8")))


def held_out_letters(rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    """Cut the passage into pieces of 20 letters and the one that comes next, some of all: (1000, 20) and (1000,).

    No piece holds a letter that is asked for in another.
    """
    piece = CONTEXT + 1
    start = int(rng.integers(piece))
    count = (len(_passage()) - start) // piece
    pieces = rng.permutation(_passage()[start : start + count * piece].reshape(count, piece))[:PIECES]
    return pieces[:, :CONTEXT], pieces[:, CONTEXT]


def wrong_share(scores: NDArray, labels: NDArray) -> float:
    """The share of signs whose highest score is not the right one's."""
    return float((scores.argmax(axis=1) != labels).mean())


def perplexity(p: NDArray, labels: NDArray) -> float:
    """e to the mean of −log p of what came: among how many letters, all alike, one would have to guess."""
    with np.errstate(divide="ignore", over="ignore"):
        return float(np.exp(-np.log(p[np.arange(len(labels)), labels]).mean()))


def mean_square(y: NDArray, right: NDArray) -> float:
    """The mean squared error."""
    with np.errstate(over="ignore"):
        return float(((y - right) ** 2).mean())


def no_probabilities(p: NDArray) -> str:
    """Say why rows are no probabilities, or nothing."""
    with np.errstate(over="ignore"):
        sums = p.sum(axis=1)
    if p.min() < 0:
        return f"a probability is never below 0, and here the smallest number is {p.min():.3g}. Is there a softmax?"
    off = np.flatnonzero(~(np.abs(sums - 1) < 1e-3))
    if len(off):
        return f"the probabilities of a row add up to 1, and those of row {off[0]} to {sums[off[0]]:.3g}."
    return ""


def _levels(
    project: str, measure: Callable, right: NDArray, limits: Callable[[], tuple], said: Callable, odd: Callable
) -> list[Level]:
    """The four levels of a project, each reached where `measure` comes out below its limit.

    The limits are computed when they are first needed: often cases are drawn for their points alone.
    """
    once = cache(limits)

    def level(k: int) -> Level:
        def lacks(got: NDArray) -> str:
            if odd(got):
                return f"{project}: {odd(got)}"
            number, limit = measure(got, right), once()[k]
            wanted = "that" if said(number) == said(limit) else said(limit)
            return "" if number < limit else f"{project}: {said(number)}; this line asks for less than {wanted}."

        return Level(project, lacks)

    return [level(k) for k in range(len(TITLES))]


def _signs(rng: np.random.Generator) -> tuple[tuple, list[Level]]:
    x, labels = signs(HELD_OUT, rng)

    def limits() -> tuple:
        first, second = (wrong_share(baseline(x), labels) for baseline in (baselines.last_pose, baselines.all_poses))
        return first, second, second / 2, second / 4

    def said(share: float) -> str:
        return f"{100 * share:.1f} % of the signs wrong"

    return ("signs", x), _levels("signs", wrong_share, labels, limits, said, no_probabilities)


def _sine(rng: np.random.Generator) -> tuple[tuple, list[Level]]:
    x, right = sines(HELD_OUT, rng)

    def limits() -> tuple:
        simple = baselines.persistence(x, right.shape[1]), np.zeros_like(right)
        second = mean_square(baselines.linear(x), right)
        return min(mean_square(each, right) for each in simple), second, second / 2, second / 4

    said = "a mean squared error of {:.3g}".format
    return ("sine", x), _levels("sine", mean_square, right, limits, said, lambda y: "")


def _letters(rng: np.random.Generator) -> tuple[tuple, list[Level]]:
    x, labels = held_out_letters(rng)

    def limits() -> tuple:
        first, second = (perplexity(baseline(x), labels) for baseline in (baselines.bigram, baselines.trigram))
        return first, second, 0.95 * second, 0.9 * second

    def said(number: float) -> str:
        none = " (a letter that came was given a probability of 0)" if number == np.inf else ""
        return f"a perplexity of {number:.3g}{none}"

    return ("letters", x), _levels("letters", perplexity, labels, limits, said, no_probabilities)


def cases(rng: np.random.Generator) -> list[Case]:
    """One line a level, each reached by whichever project reaches it."""
    drawn = [draw(rng) for draw in (_signs, _sine, _letters)]
    return [
        Case(title, points, tuple(Call("predict", given, level=levels[k]) for given, levels in drawn))
        for k, (title, points) in enumerate(TITLES)
    ]
