"""What a model is compared with: two simple predictors a project."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lstm_ref.data import ALPHABET, SIGNS, alice, encode, signs, sines

FITTED_ON = 2000


def _linear(inputs: NDArray, wanted: NDArray) -> Callable[[NDArray], NDArray]:
    """Fit a linear map, with a constant, by least squares."""
    weights = np.linalg.lstsq(_with_one(inputs), wanted, rcond=1e-9)[0]
    return lambda x: _with_one(x) @ weights


def _with_one(x: NDArray) -> NDArray:
    x = x.reshape(len(x), -1)
    return np.concatenate([x, np.ones((len(x), 1))], axis=1)


@cache
def _signs_fit(last_only: bool) -> Callable[[NDArray], NDArray]:
    x, labels = signs(FITTED_ON, np.random.default_rng(1))
    return _linear(x[:, -1] if last_only else x, np.eye(len(SIGNS))[labels])


def last_pose(x: NDArray) -> NDArray:
    """Score each sign by a linear map of the last step: (N, signs)."""
    return _signs_fit(True)(x[:, -1])


def all_poses(x: NDArray) -> NDArray:
    """Score each sign by a linear map of all five steps: (N, signs)."""
    return _signs_fit(False)(x)


def persistence(x: NDArray, ahead: int) -> NDArray:
    """Say the last value again, for all steps ahead: (N, ahead)."""
    return np.repeat(x[:, -1], ahead, axis=1)


@cache
def _sine_fit() -> Callable[[NDArray], NDArray]:
    return _linear(*sines(FITTED_ON, np.random.default_rng(1)))


def linear(x: NDArray) -> NDArray:
    """Give the next values by a linear map of all that was seen: (N, 30)."""
    return _sine_fit()(x)


@cache
def letter_tables() -> tuple[NDArray, NDArray]:
    """Count pairs and triples of letters: probabilities by the last letter (35, 35), by the last two (35, 35, 35).

    Every pair is counted once more than it comes. A triple is counted with five more of what its pair says.
    """
    code, O = encode(alice()), len(ALPHABET)  # noqa: E741 - the letter of the lessons
    pairs, triples = np.ones((O, O)), np.zeros((O, O, O))
    np.add.at(pairs, (code[:-1], code[1:]), 1)
    np.add.at(triples, (code[:-2], code[1:-1], code[2:]), 1)
    by_one = pairs / pairs.sum(axis=-1, keepdims=True)
    by_two = (triples + 5 * by_one) / (triples.sum(axis=-1, keepdims=True) + 5)
    return by_one, by_two


def bigram(x: NDArray) -> NDArray:
    """Give the next letter's probabilities by the last letter: (N, 35)."""
    return letter_tables()[0][x[:, -1]]


def trigram(x: NDArray) -> NDArray:
    """Give the next letter's probabilities by the last two letters: (N, 35)."""
    return letter_tables()[1][x[:, -2], x[:, -1]]
