"""Figures of how good a model is: its error ahead, its loss while it learns, and what it takes for what."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.arguments import vectors
from lstm_ref.figures.bars import number
from lstm_ref.figures.gradients import DASHES, ORDER
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS

LEFT, TOP, WIDTH, HIGH = 80, 46, 470, 230
POINTS = 60
CELL = 54


@drawn_once
def error_ahead(curves: Mapping[str, ArrayLike]) -> Picture:
    """Draw errors against the number of steps ahead.

    Args:
        curves: up to seven, by the label at the line's end: the error one step ahead, two steps ahead, …, each of
            shape (K,), at least 0, with K at least 2.

    Raises:
        ValueError: where there is no curve or more than seven, shapes do not fit, or an error is below 0.
    """
    if not 1 <= len(curves) <= len(ORDER):
        raise ValueError(f"one to {len(ORDER)} curves can be told apart: got {len(curves)}")
    drawn = dict(zip(curves, vectors("K", **curves), strict=True))
    _require(drawn, 2)
    steps = len(next(iter(drawn.values())))
    top = _round_up(max(errors.max() for errors in drawn.values()))
    sheet = _sheet([*drawn], top, "mean squared error")
    _ticks(sheet, np.linspace(1, steps, steps), "steps ahead", every=5)
    ends = []
    for (label, errors), name, dashes in zip(drawn.items(), ORDER, cycle(DASHES), strict=False):
        line = _places(errors, top)
        sheet.curve(line, colour=COLOURS[name], width=2.6, dashes=dashes)
        ends.append((line[-1][1], label, COLOURS[name]))
    _labels(sheet, ends)
    told = " ".join(
        f"{label} goes from {number(e[0])} to {number(e[-1])}, mean {number(e.mean())}." for label, e in drawn.items()
    )
    return sheet.picture(
        f"Errors from 1 to {steps} steps ahead, on an axis from 0 to {number(top)}. {told}",
        "The lower, the better. A model that knows nothing of what comes is as far off at every step.",
    )


@drawn_once
def learning_curve(losses: ArrayLike, baselines: Mapping[str, float] | None = None) -> Picture:
    """Draw a loss while a model learns, with the losses of baselines.

    Args:
        losses: one a step of learning, at least 0, at least two; many are drawn as means of neighbours.
        baselines: a level line for each, by its label; at least 0.

    Raises:
        ValueError: where there are fewer than two losses, or one is below 0.
    """
    (losses,) = vectors("steps", losses=losses)
    marks = {label: float(value) for label, value in (baselines or {}).items()}
    _require({"losses": losses} | {label: np.array([value]) for label, value in marks.items()}, 2, "losses")
    means = np.array([part.mean() for part in np.array_split(losses, min(len(losses), POINTS))])
    top = _round_up(max(means.max(), *marks.values(), 0))
    sheet = _sheet(["the model", *marks], top, "loss")
    _ticks(sheet, np.linspace(0, len(losses), 5), "steps of learning")
    line = _places(means, top)
    sheet.curve(line, colour=COLOURS["h"], width=2.6)
    ends = [(line[-1][1], "the model", COLOURS["h"])]
    for label, value in marks.items():
        y = TOP + HIGH * (1 - value / top)
        sheet.line((LEFT, y), (LEFT + WIDTH, y), dashed=True)
        ends.append((y, label, INK))
    _labels(sheet, ends)
    told = " ".join(f"{label}: {number(value)}." for label, value in marks.items())
    return sheet.picture(
        f"The loss over {len(losses)} steps of learning: from {number(means[0])} to {number(means[-1])}, on an axis "
        f"from 0 to {number(top)}. Level lines: {told or 'none.'}",
        "The line is the model's loss on what it learns from. A dashed line is what a baseline reaches on new data.",
    )


@drawn_once
def confusion(counts: ArrayLike, names: Sequence[str]) -> Picture:
    """Draw what a model takes for what: a row for what it was, a column for what the model said.

    Args:
        counts: how often, shape (classes, classes), whole numbers, at most 10 classes.
        names: of the classes, in order.

    Raises:
        ValueError: where the shape is another, there are too many classes, or a count is no whole number from 0 up.
    """
    counts = np.asarray(counts)
    size = len(names)
    if counts.shape != (size, size) or not 2 <= size <= 10:
        raise ValueError(f"counts must be (classes, classes), with 2 to 10 names, got {counts.shape} for {size} names")
    if counts.dtype.kind not in "iu" or counts.min() < 0:
        raise ValueError("counts are whole numbers from 0 up")
    room = max(words_width(name, 13) for name in names)
    left, top = 40 + room, 74
    sheet = Sheet(left + size * CELL + 30, top + size * CELL + 16)
    sheet.words(left + size * CELL / 2, 14, "the model said", bold=True)
    sheet.words(12, top - 20, "it was", bold=True, align="left")
    for k, name in enumerate(names):
        # two lines, so that the names of neighbours do not touch
        sheet.words(left + (k + 0.5) * CELL, top - 36 + 20 * (k % 2), name, size=12)
        sheet.words(left - 14, top + (k + 0.5) * CELL, name, align="right")
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    for (row, column), share in np.ndenumerate(shares):
        colour = COLOURS["i"] if row == column else COLOURS["f"]
        x, y = left + column * CELL, top + row * CELL
        sheet.box(x + 1, y + 1, CELL - 2, CELL - 2, colour, fill=0.6 * float(share), edge=0.6 if share else 0)
        sheet.words(x + CELL / 2, y + CELL / 2, f"{counts[row, column]}", faint=not counts[row, column])
    wrong = [
        f"{names[row]} taken for {names[column]}: {counts[row, column]}."
        for row, column in sorted(np.argwhere(counts > 0).tolist(), key=lambda at: -counts[at[0], at[1]])
        if row != column
    ]
    right = ", ".join(f"{name} {counts[k, k]} of {counts[k].sum()}" for k, name in enumerate(names))
    return sheet.picture(
        f"What was taken for what. Right: {right}. {' '.join(wrong) or 'Nothing was mistaken.'}",
        "Each row is one sign. Its numbers lie on the diagonal where the model was right.",
    )


@drawn_once
def temperatures(rows: Mapping[str, ArrayLike], letters: str) -> Picture:
    """Draw the probabilities of the next letter at several temperatures, one row of bars each.

    Args:
        rows: probabilities by the label of their row, each of shape (len(letters),), up to five rows.
        letters: what the columns stand for.

    Raises:
        ValueError: where there is no row or more than five, shapes do not fit, or a number is no probability.
    """
    if not 1 <= len(rows) <= 5:
        raise ValueError(f"the figure has room for one to five rows: got {len(rows)}")
    drawn = dict(zip(rows, vectors("letters", **rows), strict=True))
    _require(drawn, 1)
    for label, p in drawn.items():
        if len(p) != len(letters) or p.max() > 1 + 1e-9:
            raise ValueError(f"{label} must hold {len(letters)} probabilities, one a letter, got {len(p)} numbers")
    room, wide, high = max(words_width(label, 13) for label in rows) + 34, 18, 74
    sheet = Sheet(room + wide * len(letters) + 14, len(rows) * (high + 10) + 40)
    foot = 0.0
    for k, (label, p) in enumerate(drawn.items()):
        foot = 10 + high + k * (high + 10)
        sheet.words(room - 18, foot - high / 2, label, align="right")
        sheet.line((room, foot), (room + wide * len(letters), foot), width=1)
        for j in np.flatnonzero(p > 0.002):
            tall = float((high - 12) * p[j])
            sheet.box(room + wide * j + 3, foot - tall, wide - 6, tall, COLOURS["h"], fill=0.5, edge=1)
    for j, sign in enumerate(letters):
        sheet.words(room + wide * (j + 0.5), foot + 18, "␣" if sign == " " else sign)
    told = " ".join(f"{label}: {_favourites(p, letters)}." for label, p in drawn.items())
    return sheet.picture(
        f"Probabilities of the next letter, a row of bars for each temperature. {told}",
        "The colder, the more the favourite takes all. The warmer, the more alike they become.",
    )


def _favourites(p: NDArray, letters: str) -> str:
    best = np.argsort(-p, kind="stable")[:3]
    return ", ".join(f"{'␣' if letters[j] == ' ' else letters[j]} {number(p[j])}" for j in best)


def _require(given: Mapping[str, NDArray], least: int, which: str = "") -> None:
    for label, values in given.items():
        if (not which or label == which) and len(values) < least:
            raise ValueError(f"{label} needs at least {least} numbers, got {len(values)}")
        if values.min() < 0:
            raise ValueError(f"{label} has numbers below 0: the axis begins at 0")


def _round_up(value: float) -> float:
    """The end of an axis: 1, 2 or 5 times a power of ten, divided by up to 4, and not below `value`."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(
        next(power * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if power * step >= value * (1 - 1e-9))
    )


def _places(values: NDArray, top: float) -> list[tuple[float, float]]:
    across = np.linspace(LEFT, LEFT + WIDTH, len(values))
    return [(float(x), float(TOP + HIGH * (1 - value / top))) for x, value in zip(across, values, strict=True)]


def _sheet(labels: Sequence[str], top: float, title: str) -> Sheet:
    """A sheet with the axis of heights, four lines from 0 to `top`."""
    sheet = Sheet(LEFT + WIDTH + 40 + 1.15 * max(words_width(label, 13) for label in labels), TOP + HIGH + 62)
    for k in range(5):
        y = TOP + HIGH * (1 - k / 4)
        sheet.line((LEFT, y), (LEFT + WIDTH, y), width=1, faint=k > 0)
        sheet.words(LEFT - 10, y, number(top * k / 4), align="right")
    sheet.words(LEFT - 46, TOP - 26, title, align="left")
    return sheet


def _ticks(sheet: Sheet, values: NDArray, title: str, every: int = 1) -> None:
    """The axis along the foot: a mark at the first value and at each `every`th."""
    for k, value in enumerate(values):
        if k == 0 or (k + (every > 1)) % every == 0:
            x = LEFT + WIDTH * k / (len(values) - 1)
            sheet.line((x, TOP + HIGH), (x, TOP + HIGH + 6), width=1)
            sheet.words(x, TOP + HIGH + 20, f"{value:.0f}")
    sheet.words(LEFT + WIDTH / 2, TOP + HIGH + 46, title)


def _labels(sheet: Sheet, ends: list[tuple[float, str, str]]) -> None:
    """Write each label at its line's end, moved where another one is in its way."""
    taken: list[float] = []
    for y, label, colour in sorted(ends, key=lambda end: -end[0]):
        y = min(y, *(other - 18 for other in taken), TOP + HIGH)
        taken.append(y)
        sheet.words(LEFT + WIDTH + 12, y, label, colour=colour, align="left", bold=colour != INK)
