"""What goes wrong with predictions, made from the course's own models; each is known by what it shows.

An answer here speaks for one project and leaves the others as dots, as a learner does.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.exercises.capstone import baselines, models
from grader.exercises.declare import Mistake
from lstm_ref.data import AHEAD
from lstm_ref.losses import softmax

CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def only(project: str, answer: Callable[[NDArray], Any]) -> Callable[[str, NDArray], Any]:
    """An answer for one project."""
    return lambda asked, x: answer(np.asarray(x)) if asked == project else ...


def _rows(got: NDArray, right: NDArray) -> bool:
    return got.shape == right.shape


def _sums(got: NDArray) -> NDArray:
    with np.errstate(over="ignore", invalid="ignore"):
        return got.sum(axis=-1)


def _labels(given: tuple, right: NDArray, got: NDArray) -> bool:
    whole = got.shape in (right.shape[:1], (len(right), 1)) and np.array_equal(got, np.round(got))
    return given[0] != "sine" and whole and got.min() >= 0 and got.max() < right.shape[1]


def _one_answer_for_all(given: tuple, right: NDArray, got: NDArray) -> bool:
    return _rows(got, right) and np.allclose(got, got[:1], **CLOSE)


def _before_softmax(given: tuple, right: NDArray, got: NDArray) -> bool:
    if given[0] == "sine" or not _rows(got, right) or _logarithms(given, right, got):
        return False
    return bool(got.min() < 0 and (got.argmax(axis=1) == right.argmax(axis=1)).mean() > 0.4)


def _logarithms(given: tuple, right: NDArray, got: NDArray) -> bool:
    small = given[0] != "sine" and _rows(got, right) and (got <= 1e-9).all()
    return bool(small and np.allclose(_sums(np.exp(got)), 1, atol=1e-3))


def _percent(given: tuple, right: NDArray, got: NDArray) -> bool:
    return (
        given[0] != "sine" and _rows(got, right) and bool((got >= 0).all()) and np.allclose(_sums(got), 100, atol=0.1)
    )


def _axes_exchanged(given: tuple, right: NDArray, got: NDArray) -> bool:
    return got.ndim == 2 and got.shape == right.shape[::-1] != right.shape


def _other_order(given: tuple, right: NDArray, got: NDArray) -> bool:
    """Whether the favourites are not the right ones, but would be under other names."""
    if given[0] == "sine" or not _rows(got, right):
        return False
    pairs = np.zeros((right.shape[1], right.shape[1]))
    np.add.at(pairs, (right.argmax(axis=1), got.argmax(axis=1)), 1)
    renamed = pairs.max(axis=0).sum() / pairs.sum()
    used = np.count_nonzero(pairs.sum(axis=0) > 0.01 * pairs.sum())
    names = len(np.unique(pairs.argmax(axis=0)[pairs.sum(axis=0) > 0.01 * pairs.sum()]))
    return bool(np.trace(pairs) < 0.3 * pairs.sum() and renamed > 0.5 and used > 3 and names >= used - 1)


def _blind(given: tuple, right: NDArray, got: NDArray) -> bool:
    """Whether signs are told no better than by chance: by the favourites of the course's own model, which are right."""
    if given[0] != "signs" or not _rows(got, right):
        return False
    return bool((got.argmax(axis=1) == right.argmax(axis=1)).mean() < 1 / right.shape[1] + 0.08)


def _letter_before(given: tuple, right: NDArray, got: NDArray) -> bool:
    if given[0] != "letters" or not _rows(got, right):
        return False
    return bool((got.argmax(axis=1) == np.asarray(given[1])[:, -1]).mean() > 0.5)


def _zeros(given: tuple, right: NDArray, got: NDArray) -> bool:
    share = given[0] == "letters" and _rows(got, right) and np.allclose(_sums(got), 1, atol=1e-3) and (got == 0).mean()
    return bool(share and share > 0.01)


def _softmax_twice(given: tuple, right: NDArray, got: NDArray) -> bool:
    """Whether the logarithms are themselves probabilities, and sure ones, once a number is taken off each row."""
    if given[0] != "letters" or not _rows(got, right) or got.min() <= 0 or not np.allclose(_sums(got), 1, atol=1e-3):
        return False
    scores = np.log(got)
    first = scores - (scores.sum(axis=1, keepdims=True) - 1) / right.shape[1]
    return bool(first.min() > -1e-4 and first.max(axis=1).mean() > 0.25)


def _last_value(given: tuple, right: NDArray, got: NDArray) -> bool:
    return given[0] == "sine" and _rows(got, right) and np.allclose(got, np.asarray(given[1])[:, -1], **CLOSE)


def _last_window(given: tuple, right: NDArray, got: NDArray) -> bool:
    return given[0] == "sine" and _rows(got, right) and np.allclose(got, np.asarray(given[1])[:, -AHEAD:, 0], **CLOSE)


def _better_as(change: Callable[[NDArray, NDArray], tuple[NDArray, NDArray]]) -> Callable[..., bool]:
    """Say that predictions, once changed, come far nearer to what the course's own model predicts."""

    def shows(given: tuple, right: NDArray, got: NDArray) -> bool:
        if given[0] != "sine" or not _rows(got, right):
            return False
        with np.errstate(over="ignore", invalid="ignore"):
            as_it_is = ((got - right) ** 2).mean()
            changed, wanted = change(got, right)
            return bool(as_it_is > 0.06 and ((changed - wanted) ** 2).mean() < 0.4 * as_it_is)

    return shows


def _scaled(got: NDArray, right: NDArray) -> tuple[NDArray, NDArray]:
    square = (got**2).sum()
    factor = (got * right).sum() / square if square > 0 else 0.0
    return (factor * got if factor > 0.2 else got), right


def _shifted(by: int) -> Callable[[NDArray, NDArray], tuple[NDArray, NDArray]]:
    return lambda got, right: (got[:, by:], right[:, :-by]) if by > 0 else (got[:, :by], right[:, -by:])


def _renamed(p: NDArray) -> NDArray:
    return p[:, np.random.default_rng(3).permutation(p.shape[1])]


def _unsmoothed(x: NDArray) -> NDArray:
    by_one = np.where(baselines.letter_tables()[0] < 0.002, 0, baselines.letter_tables()[0])
    return (by_one / by_one.sum(axis=1, keepdims=True))[x[:, -1]]


def _of_project(project: str) -> Callable[[NDArray], NDArray]:
    return lambda x: models.predict(project, x)


SIGNS, SINE, LETTERS = map(_of_project, ("signs", "sine", "letters"))

MISTAKES = [
    Mistake(
        "the names of the classes, not their probabilities",
        only("signs", lambda x: SIGNS(x).argmax(axis=1)),
        "Leave the argmax out: what is asked for is the whole row of probabilities, one for each class.",
        _labels,
    ),
    Mistake(
        "the same answer whatever comes in",
        only("sine", lambda x: np.zeros((len(x), AHEAD))),
        "Does x get into the model at all, and did the training make a difference? Print the loss.",
        _one_answer_for_all,
    ),
    Mistake(
        "logarithms of probabilities",
        only("letters", lambda x: np.log(LETTERS(x))),
        "np.exp makes probabilities of them.",
        _logarithms,
    ),
    Mistake(
        "no softmax at the end",
        only("signs", lambda x: models.logits("signs", x)),
        "A dense layer gives any numbers. softmax makes probabilities of them: above 0, and 1 in all.",
        _before_softmax,
    ),
    Mistake(
        "per cent, where parts of 1 are meant",
        only("letters", lambda x: 100 * LETTERS(x)),
        "The probabilities of a row add up to 1, not to 100.",
        _percent,
    ),
    Mistake(
        "the two axes exchanged",
        only("letters", lambda x: LETTERS(x).T),
        "One row for each sequence, one column for each class or step.",
        _axes_exchanged,
    ),
    Mistake(
        "the letter that is there already, not the next one",
        only("letters", lambda x: 0.9 * models.one_hot(x[:, -1]) + 0.1 / 35),
        "Was the model trained on the same piece as input and as answer? The answer is the piece one letter later.",
        _letter_before,
    ),
    Mistake(
        "the classes in another order",
        only("signs", lambda x: _renamed(SIGNS(x))),
        "The columns follow SIGNS, or ALPHABET, in their order. Sorted names, or a set, have another.",
        _other_order,
    ),
    Mistake(
        "no better than blind guessing",
        only("signs", lambda x: softmax(models.bundled("signs")(x))),
        "Is x prepared in the answer just as in training? Centred there and not here, the model sees nothing it knows.",
        _blind,
    ),
    Mistake(
        "a probability of 0 for what never came before",
        only("letters", _unsmoothed),
        "What never came in the text may still come. Start all counts at 1, or end in a softmax.",
        _zeros,
    ),
    Mistake(
        "the last value again, at every step",
        only("sine", lambda x: baselines.persistence(x, AHEAD)),
        "That is the first baseline itself.",
        _last_value,
    ),
    Mistake(
        "what was seen last, once more",
        only("sine", lambda x: x[:, -AHEAD:, 0]),
        "The answer is about the thirty steps after x, not the last thirty of x.",
        _last_window,
    ),
    Mistake(
        "the future backwards in time",
        only("sine", lambda x: SINE(x)[:, ::-1]),
        "Column 0 is the step right after x, the last column the one furthest ahead.",
        _better_as(lambda got, right: (got[:, ::-1], right)),
    ),
    Mistake(
        "upside down",
        only("sine", lambda x: -SINE(x)),
        "A sign is lost somewhere: the predictions are the right ones times -1.",
        _better_as(lambda got, right: (-got, right)),
    ),
    Mistake(
        "too early or too late by some steps",
        only("sine", lambda x: np.concatenate([np.repeat(x[:, -1], 2, axis=1), SINE(x)[:, :-2]], axis=1)),
        "Column 0 is the step right after x. Is there a step between the two, or one of x among the answers?",
        lambda given, right, got: any(_better_as(_shifted(by))(given, right, got) for by in (1, 2, 3, -1, -2, -3)),
    ),
    Mistake(
        "in other units",
        only("sine", lambda x: 2.5 * SINE(x)),
        "The shape is right and the height is not. If what is right was scaled for the training, scale it back.",
        _better_as(_scaled),
    ),
    Mistake(
        "an answer at every step",
        only("letters", lambda x: np.repeat(LETTERS(x)[:, None], x.shape[1], axis=1)),
        "Only what comes after the last step is asked for: y[:, -1].",
        lambda given, right, got: got.ndim == 3 and (len(got), got.shape[2]) == right.shape,
    ),
    Mistake(
        "a last axis of 1",
        only("sine", lambda x: SINE(x)[:, :, None]),
        "Take that axis off: y[:, :, 0].",
        lambda given, right, got: got.shape == (*right.shape, 1),
    ),
    Mistake(
        "a softmax of a softmax",
        only("letters", lambda x: softmax(LETTERS(x))),
        "The second one makes all letters nearly alike. One softmax is enough.",
        _softmax_twice,
    ),
]
