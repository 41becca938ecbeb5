"""The figure of hidden states: a column a letter, a bar a unit, one RNN above the other."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.bars import number
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.palette import INPUT_WEIGHTS, OUTPUT_WEIGHTS, RECURRENT_WEIGHTS, H, X

MANY = 12
"""Above this number of letters, the text alternative gives the last states, not all of them."""

LEFT, TOP, UNIT, BETWEEN = 168, 16, 46, 48
BAR = 18
"""How many pixels a bar of 1 is high."""


@drawn_once
def hidden_states(word: str, *states: ArrayLike, mark: str = "") -> Picture:
    """Draw the hidden state after each letter of a word, as a column of bars, one for each unit.

    Args:
        word: the T letters, in the order in which they are heard.
        states: the hidden states of an RNN, shape (T, H); then those of the one that stands on it, and so on.
        mark: letters whose columns are to stand out.

    Raises:
        ValueError: where there is no letter or no state, or states are not one for each letter, or leave −1 to 1.
    """
    layers = [_checked(word, layer) for layer in states]
    if not layers:
        raise ValueError("expected the hidden states of at least one RNN, got none")
    column = max(18, min(78, 700 / len(word)))
    heights = [UNIT * layer.shape[1] + 10 for layer in layers]
    sheet = Sheet(LEFT + column * len(word) + 24, TOP + sum(heights) + BETWEEN * len(layers) + 30)
    top = TOP + sum(heights) + BETWEEN * (len(layers) - 1)
    for t, each in enumerate(word):
        x = LEFT + (t + 0.5) * column
        sheet.words(x, top + BETWEEN + 10, _visible(each), size=17, colour=X, bold=True)
        sheet.arrow((x, top + BETWEEN - 4), (x, top), colour=INPUT_WEIGHTS, width=2.5 if column > 30 else 1)
    sheet.words(LEFT - 18, top + BETWEEN + 10, "letter", align="right", size=12.5)
    marked = [each in mark for each in word]
    for k, (layer, height) in enumerate(zip(layers, heights, strict=True)):
        top = TOP + sum(heights[k + 1 :]) + BETWEEN * (len(layers) - 1 - k)
        _layer(sheet, layer, top, column, marked, name=f"RNN {k + 1}" if len(layers) > 1 else "")
        for t in range(len(word)) if k else ():
            x = LEFT + (t + 0.5) * column
            ends = (x, top + height + BETWEEN), (x, top + height)
            sheet.arrow(*ends, colour=OUTPUT_WEIGHTS, width=2.5 if column > 30 else 1)
    names = [f"RNN {k + 1}, " if len(layers) > 1 else "" for k in range(len(layers))]
    said = " ".join(name + _said(word, layer) for name, layer in zip(names, layers, strict=True))
    standing = ", each RNN on the one before" if len(layers) > 1 else ""
    outs = " A brown arrow is the output of the RNN below." if len(layers) > 1 else ""
    return sheet.picture(
        f"Hidden states while the word {''.join(map(_visible, word))} is heard, letter by letter{standing}. {said}",
        f"Time goes to the right: a column for each letter, a bar from −1 to 1 for each unit.{outs}",
    )


def _checked(word: str, layer: ArrayLike) -> NDArray:
    values = np.asarray(layer, dtype=float)
    if values.ndim != 2 or len(values) != len(word) or not values.size:
        raise ValueError(
            f"states must be (T, H), one for each of the {len(word)} letters of {word!r}: got shape {values.shape}"
        )
    if not (np.abs(values) <= 1).all():
        raise ValueError(f"a hidden state comes out of tanh, so it stays between -1 and 1: got {values}")
    return values


def _layer(sheet: Sheet, layer: NDArray, top: float, column: float, marked: list[bool], name: str) -> None:
    """Draw the states of one RNN: a box a letter, a bar a unit, and the arrows from state to state."""
    T, units = layer.shape
    width, height = 0.72 * column, UNIT * units + 10
    for unit in range(units):
        sheet.words(LEFT - 18, top + 5 + (unit + 0.5) * UNIT, f"unit {unit}", align="right", size=12.5)
    if name:
        sheet.words(22, top + height / 2 - 10, name, align="left", bold=True)
    sheet.phrase(22, top + height / 2 + (12 if name else 0), [letter("h")], size=18, align="left")
    for t in range(T):
        x = LEFT + (t + 0.5) * column
        fill, edge = (0.24, 2.2) if marked[t] else (0.06, 1)
        sheet.box(x - width / 2, top, width, height, H, fill=fill, edge=edge, radius=min(8, width / 3))
        if t and column > 30:
            ends = (x - column + width / 2, top + height / 2), (x - width / 2, top + height / 2)
            sheet.arrow(*ends, colour=RECURRENT_WEIGHTS, width=2.5)
        for unit, value in enumerate(layer[t]):
            _bar(sheet, x, top + 5 + (unit + 0.5) * UNIT, value, width)


def _bar(sheet: Sheet, x: float, zero: float, value: float, width: float) -> None:
    """Draw one number as a bar up or down from the height `zero`, and the number itself where there is room."""
    half = 0.3 * width
    sheet.box(x - half, zero - BAR * max(value, 0), 2 * half, BAR * abs(value), H, fill=0.7, edge=0)
    sheet.line((x - half, zero), (x + half, zero), width=1)
    if width > 40:
        sheet.words(x, zero + (10 if value >= 0 else -10), number(value), size=11)


def _said(word: str, layer: NDArray) -> str:
    T, units = layer.shape
    steps = range(T) if T <= MANY else [T - 1]
    states = "; ".join(f"after {_visible(word[t])} [{', '.join(map(number, layer[t]))}]" for t in steps)
    return f"{units} {'unit' if units == 1 else 'units'}: {states}."


def _visible(each: str) -> str:
    """Write a letter so that blanks and ends of lines can be seen."""
    return each.replace(" ", "␣").replace("\n", "↵")
