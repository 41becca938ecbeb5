"""The figure of quantities over time: a row a quantity, a step a column."""

from collections.abc import Mapping, Sequence

from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.arguments import vectors
from lstm_ref.figures.bars import number
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter, words_width
from lstm_ref.palette import COLOURS

WORDS = {
    "x": "input",
    "h": "hidden state",
    "c": "cell state",
    "f": "forget gate",
    "i": "input gate",
    "c_tilde": "candidate",
    "o": "output gate",
}
MANY = 24
"""Above this number of steps, the text alternative gives ranges, not every value."""

STRIDES = (1, 2, 5, 10, 20, 50)
"""Every how many steps one is numbered: the first of these for which there is room."""

LEFT, TOP, HIGH, ROW = 194, 20, 46, 66


@drawn_once
def gates_over_time(gates: Mapping[str, ArrayLike], inputs: Sequence[object] | None = None) -> Picture:
    """Draw what one unit of an LSTM does over time: a row a quantity, time to the right.

    Args:
        gates: for each name of `lstm_ref.palette.COLOURS` to draw, in this order, its values, shape (T,).
        inputs: a label for each of the T steps, as the characters of a text; the numbers of the steps without.

    Raises:
        ValueError: where there is nothing to draw, a name is unknown, values are not vectors of one length, a gate
            leaves 0 to 1, or the labels are not one a step.
    """
    if not gates or not set(gates) <= set(COLOURS):
        raise ValueError(f"a row has the name of its quantity, of {', '.join(COLOURS)}: got {', '.join(gates) or None}")
    rows = dict(zip(gates, vectors("T", **gates), strict=True))
    for name, values in rows.items():
        if name in "fio" and (values.min() < 0 or values.max() > 1):
            raise ValueError(f"{name} is a gate, so it stays between 0 and 1: got {values.min():g} to {values.max():g}")
    T = len(next(iter(rows.values())))
    if inputs is not None and len(inputs) != T:
        raise ValueError(f"one label a step: got {len(inputs)} labels for {T} steps")
    labels = [_visible(label) for label in (range(T) if inputs is None else inputs)]
    room = max(words_width(label, 12.5) for label in labels) + 3
    column = max(min(56, 640 / T), 2 if inputs is None else room)
    every = next(step for step in STRIDES if step * column >= room)
    sheet = Sheet(LEFT + column * T + 40, TOP + ROW * len(rows) + 50)
    for k, (name, values) in enumerate(rows.items()):
        _row(sheet, name, values, TOP + k * ROW, column)
    below = TOP + ROW * len(rows) + 2
    for t in range(0, T, every):
        sheet.words(LEFT + (t + 0.5) * column, below, labels[t], size=12.5)
    sheet.words(LEFT - 60, below, "step" if inputs is None else "input", size=12.5, align="right")
    sheet.arrow((LEFT, below + 24), (LEFT + column * T, below + 24))
    sheet.words(LEFT - 60, below + 24, "time", size=12.5, align="right")
    said = " ".join(_said(name, values) for name, values in rows.items())
    told = "" if inputs is None else f" The steps are labelled {', '.join(labels)}."
    return sheet.picture(
        f"{'A row' if len(rows) == 1 else f'{len(rows)} rows'} over {T} {'step' if T == 1 else 'steps'}, time to the "
        f"right. {said}{told}",
        "Time goes to the right; a column is a step. Read down a column: what the unit did at that step.",
    )


def _row(sheet: Sheet, name: str, values: NDArray, top: float, column: float) -> None:
    """Draw the values of one quantity as a stepped line over its zero."""
    low, high = _range(name, values)
    heights = top + HIGH * (high - values) / (high - low)
    zero, right = top + HIGH * high / (high - low), LEFT + column * len(values)
    sheet.phrase(LEFT - 60, top + HIGH / 2 - 9, [letter(name)], size=18, align="right")
    sheet.words(LEFT - 60, top + HIGH / 2 + 12, WORDS[name], size=12.5, align="right")
    for value in sorted({low, 0, high}):
        y = top + HIGH * (high - value) / (high - low)
        sheet.line((LEFT, y), (right, y), width=1, faint=value != 0, dashed=value != 0)
        if value or min(high, -low) == 0 or HIGH * min(high, -low) > 13 * (high - low):
            sheet.words(LEFT - 8, y, number(value), size=11, align="right", faint=True)
    corners = [(LEFT + (t + side) * column, heights[t]) for t in range(len(values)) for side in (0, 1)]
    sheet.curve([(LEFT, zero), *corners, (right, zero)], colour=COLOURS[name], width=1.8, fill=0.3)


def _range(name: str, values: NDArray) -> tuple[float, float]:
    """The lowest and the highest value that a row has room for: a gate's, tanh's, or its own."""
    if name in "fio":
        return 0, 1
    if abs(values).max() <= 1:
        return -1, 1
    return min(0, float(values.min())), max(0, float(values.max()))


def _said(name: str, values: NDArray) -> str:
    what = f"{WORDS[name].capitalize()}, {name.replace('c_tilde', 'c̃')}"
    if len(values) > MANY:
        low, high, first, last = map(number, (values.min(), values.max(), values[0], values[-1]))
        return f"{what}: starts at {first}, ends at {last}, and stays between {low} and {high}."
    return f"{what}: [{', '.join(number(value) for value in values)}]."


def _visible(label: object) -> str:
    """Write a label so that blanks and ends of lines can be seen."""
    return str(label).replace(" ", "␣").replace("\n", "↵")
