"""The figure of an ablation: how much worse a network becomes by one change, task by task."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.figures.steps import WORDS
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS

TOP, ROW, BAR, WIDTH, BETWEEN = 62, 28, 16, 290, 66


@drawn_once
def ablation(losses: Mapping[str, Mapping[str, ArrayLike]]) -> Picture:
    """Draw by how much each change multiplies the loss of the first network of its task, on a logarithmic axis.

    Args:
        losses: for each task, and in it for each network by name, its losses, shape (seeds,). The first network of a
            task is what the others are compared with. A name that holds "forget gate", "input gate" or "output gate"
            has the colour of that gate.

    Raises:
        ValueError: where there is nothing to draw, tasks have different networks, or a loss is not above 0.
    """
    tasks = _checked(losses)
    names = list(next(iter(tasks.values())))
    times = {task: _times(row) for task, row in tasks.items()}
    every = np.concatenate([values.ravel() for row in times.values() for values in row.values()])
    low, high = int(np.floor(np.log2(every.min()))), int(np.ceil(np.log2(every.max())))
    high = max(high, low + 1)
    left = 24 + max(words_width(name, 13) for name in names)
    bottom = TOP + ROW * len(names)
    sheet = Sheet(left + len(times) * (WIDTH + BETWEEN) + 10, bottom + 54)
    for k, name in enumerate(names):
        sheet.words(left - 14, TOP + (k + 0.5) * ROW, name, align="right", bold=k == 0)
    for k, (task, row) in enumerate(times.items()):
        _panel(sheet, task, row, left + k * (WIDTH + BETWEEN), (low, high), bottom)
    said = " ".join(f"{task}: {_said(row)}." for task, row in times.items())
    return sheet.picture(
        f"The loss of {len(names)} networks on {len(times)} {'task' if len(times) == 1 else 'tasks'}, as a multiple of "
        f"that of the first, {names[0]}; means of the seeds. {said}",
        "To the right is worse: a bar ends at the mean of the seeds, a dot is one seed. Each line on the axis doubles "
        "the loss.",
    )


def _checked(losses: Mapping[str, Mapping[str, ArrayLike]]) -> dict[str, dict[str, NDArray]]:
    tasks = {
        task: {name: np.atleast_1d(np.asarray(values, dtype=float)) for name, values in row.items()}
        for task, row in losses.items()
    }
    if not tasks or not all(tasks.values()):
        raise ValueError("expected the losses of at least one network on at least one task")
    if len({tuple(row) for row in tasks.values()}) > 1:
        shown = "; ".join(f"{task} has {', '.join(row)}" for task, row in tasks.items())
        raise ValueError(f"every task must have the same networks, in the same order: {shown}")
    for task, row in tasks.items():
        for name, values in row.items():
            if values.ndim != 1 or not values.size or not (np.isfinite(values) & (values > 0)).all():
                raise ValueError(f"losses are vectors of finite numbers above 0: {task}, {name} has {values}")
    return tasks


def _times(row: Mapping[str, NDArray]) -> dict[str, NDArray]:
    """Each loss as a multiple of the first network's mean: the mean first, then the seeds, to two digits each."""
    whole = next(iter(row.values())).mean()
    found = {name: np.array([values.mean(), *values]) / whole for name, values in row.items()}
    return {name: np.array([float(f"{value:.2g}") for value in values]) for name, values in found.items()}


def _panel(
    sheet: Sheet, task: str, row: Mapping[str, NDArray], left: float, ends: tuple[int, int], bottom: float
) -> None:
    """Draw the bars of one task, from the line of the first network to the right, or to the left."""
    low, high = ends

    def place(value: float) -> float:
        return left + WIDTH * (np.log2(value) - low) / (high - low)

    sheet.words(left, 16, task, align="left", bold=True)
    for power in range(low, high + 1, -(-(high - low) // 6)):
        x = left + WIDTH * (power - low) / (high - low)
        sheet.line((x, TOP - 8), (x, bottom), width=1, faint=True)
        sheet.words(x, TOP - 20, f"×{2.0**power:g}", size=11, faint=True)
    sheet.line((place(1), TOP - 8), (place(1), bottom + 6), width=1.5)
    sheet.words(place(1), bottom + 20, "as the whole", size=11.5)
    for k, (name, values) in enumerate(row.items()):
        y, x = TOP + (k + 0.5) * ROW, place(values[0])
        colour = next((COLOURS[gate] for gate in "fio" if WORDS[gate] in name), INK)
        if values[0] != 1:
            sheet.box(min(x, place(1)), y - BAR / 2, abs(x - place(1)), BAR, colour, fill=0.4, edge=1.2)
        for value in values[1:]:
            sheet.dot(place(value), y, 2.6)


def _said(row: Mapping[str, NDArray]) -> str:
    return ", ".join(f"{name} ×{values[0]:g}" for name, values in row.items())
