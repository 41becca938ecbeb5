"""The figure of a forecast: what was seen, what came next, and what was predicted."""

from collections.abc import Mapping
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

LEFT, TOP, WIDTH, HIGH = 60, 40, 560, 200
MOST = 200


@drawn_once
def forecast(seen: ArrayLike, coming: ArrayLike, predictions: Mapping[str, ArrayLike] | None = None) -> Picture:
    """Draw a sequence: dots for what was seen, a line for what came next, and lines for what was predicted.

    Args:
        seen: the values that were seen, shape (T,).
        coming: what came next, shape (K,), K at least 2; seen and coming together at most 200.
        predictions: up to seven, by the label in the legend, each of shape (K,).

    Raises:
        ValueError: where a shape is another, or there are too many values or predictions.
    """
    (seen,) = vectors("T", seen=seen)
    given = vectors("K", coming=coming, **(predictions or {}))
    coming, named = given[0], dict(zip(predictions or {}, given[1:], strict=True))
    if len(coming) < 2 or len(seen) + len(coming) > MOST:
        raise ValueError(f"coming needs 2 values or more, and {MOST} have room: got {len(seen)} and {len(coming)}")
    if len(named) > len(ORDER):
        raise ValueError(f"up to {len(ORDER)} predictions can be told apart: got {len(named)}")
    reach = max(np.abs(np.concatenate([seen, *given])).max(), 1e-9)
    last = len(seen) + len(coming) - 1

    def place(start: int, values: NDArray) -> list[tuple[float, float]]:
        return [
            (LEFT + WIDTH * (start + k) / last, float(TOP + HIGH * (0.5 - 0.5 * value / reach)))
            for k, value in enumerate(values)
        ]

    labels = ["what came next", *named]
    sheet = Sheet(LEFT + WIDTH + 70 + 1.15 * max(words_width(label, 13) for label in labels), TOP + HIGH + 50)
    for value in (-reach, 0, reach):
        ((_, y),) = place(0, np.array([value]))
        sheet.line((LEFT, y), (LEFT + WIDTH, y), width=1, faint=value != 0)
        sheet.words(LEFT - 10, y, number(value), align="right")
    now = place(len(seen) - 1, seen[-1:])[0][0] + 0.5 * WIDTH / last
    sheet.line((now, TOP), (now, TOP + HIGH), width=1, dashed=True)
    sheet.words(now, TOP - 18, "now")
    for x, y in place(0, seen):
        sheet.dot(x, y, 2.6, COLOURS["x"])
    sheet.words((LEFT + now) / 2, TOP + HIGH + 24, f"{len(seen)} steps seen")
    sheet.words((now + LEFT + WIDTH) / 2, TOP + HIGH + 24, f"{len(coming)} steps ahead")
    looks = zip(named.values(), ORDER, cycle(DASHES[1:]), strict=False)
    lines = [(coming, INK, ()), *((values, COLOURS[name], dashes) for values, name, dashes in looks)]
    for k, ((values, colour, dashes), label) in enumerate(zip(lines, labels, strict=True)):
        sheet.curve(place(len(seen), values), colour=colour, width=2.4, dashes=dashes)
        y = TOP + 24 + 24 * k
        sheet.curve([(LEFT + WIDTH + 20, y), (LEFT + WIDTH + 50, y)], colour=colour, width=2.4, dashes=dashes)
        sheet.words(LEFT + WIDTH + 58, y, label, colour=colour, align="left", bold=colour != INK)
    told = " ".join(
        f"{label}: mean squared error {number(((values - coming) ** 2).mean())}." for label, values in named.items()
    )
    return sheet.picture(
        f"{len(seen)} dots, from {number(seen[0])} to {number(seen[-1])}, and a line over the {len(coming)} steps that "
        f"came next, from {number(coming[0])} to {number(coming[-1])}. {told}".strip(),
        "The dots are all that a model gets. The line is what it should say.",
    )
