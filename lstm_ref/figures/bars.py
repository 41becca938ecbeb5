"""Figures of gates at work: vectors as rows of bars, entry under entry, all to one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.arguments import vectors
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import C_TILDE, C, F, H, O

LEFT, WIDTH = 210, 560

TANH = [(r"$\tanh($", INK), letter("c"), ("$)$", INK)]
ODOT = (r"$\;\odot\;$", INK)


@dataclass(frozen=True)
class Row:
    """A vector as a row of bars: its formula, what it is in words, and what it was before a gate, as an outline."""

    formula: Sequence[tuple[str, str]]
    words: str
    values: NDArray
    colour: str
    before: NDArray | None = None
    range: tuple[float, float] | None = None
    sign: str = ""


@drawn_once
def gated_memory(c: ArrayLike, f: ArrayLike) -> Picture:
    """Draw a memory, a gate, and what the gate leaves of the memory: f ⊙ c.

    Args:
        c: the memory, shape (H,).
        f: the gate, shape (H,).

    Raises:
        ValueError: where one is not a vector, or their lengths differ.
    """
    c, f = vectors(c=c, f=f)
    rows = [
        Row([letter("c")], "before", c, C),
        Row([letter("f")], "the gate", f, F, range=(0, 1)),
        Row([letter("f"), ODOT, letter("c")], "after", f * c, C, before=c),
    ]
    return _bars(rows).picture(
        f"Three rows of bars. Before: c = {_list(c)}. The gate: f = {_list(f)}. After: f ⊙ c = {_list(f * c)}.",
        "Each entry of f scales the entry of c above it: 1 keeps all, 0 keeps nothing. The outlines show c.",
    )


@drawn_once
def cell_update(c: ArrayLike, f: ArrayLike, i: ArrayLike, c_tilde: ArrayLike) -> Picture:
    """Draw how a cell state is made: what is kept, f ⊙ c, plus what is written, i ⊙ c̃.

    Args:
        c: the cell state of the step before, shape (H,).
        f: the forget gate, shape (H,).
        i: the input gate, shape (H,).
        c_tilde: the candidate, shape (H,).

    Raises:
        ValueError: where one is not a vector, or their lengths differ.
    """
    c, f, i, c_tilde = vectors(c=c, f=f, i=i, c_tilde=c_tilde)
    new = f * c + i * c_tilde
    rows = [
        Row([letter("f"), ODOT, letter("c", "t-1")], "kept", f * c, C, before=c),
        Row([letter("i"), ODOT, letter("c_tilde")], "written", i * c_tilde, C_TILDE, before=c_tilde, sign="+"),
        Row([letter("c", "t")], "the new cell state", new, C, sign="="),
    ]
    return _bars(rows).picture(
        f"Three rows of bars. Kept: f ⊙ c = {_list(f * c)}. Written: i ⊙ c̃ = {_list(i * c_tilde)}. "
        f"Their sum, the new cell state: c = {_list(new)}.",
        "What is kept and what is written add up, entry by entry. The outlines show c and c̃ before their gates.",
    )


@drawn_once
def two_states(c: ArrayLike, o: ArrayLike) -> Picture:
    """Draw a cell state against the hidden state that is shown of it: h = o ⊙ tanh(c).

    Args:
        c: the cell state, shape (H,).
        o: the output gate, shape (H,).

    Raises:
        ValueError: where one is not a vector, or their lengths differ.
    """
    c, o = vectors(c=c, o=o)
    squashed = np.tanh(c)
    h = o * squashed
    rows = [
        Row([letter("c")], "cell state, any size", c, C),
        Row(TANH, "squashed", squashed, C, range=(-1, 1)),
        Row([letter("o")], "output gate", o, O, range=(0, 1)),
        Row(
            [letter("h"), (r"$\;=\;$", INK), letter("o"), ODOT, *TANH],
            "hidden state",
            h,
            H,
            before=squashed,
            range=(-1, 1),
        ),
    ]
    return _bars(rows).picture(
        f"Four rows of bars. The cell state: c = {_list(c)}. Squashed: tanh(c) = {_list(squashed)}. The output gate: "
        f"o = {_list(o)}. The hidden state: h = o ⊙ tanh(c) = {_list(h)}.",
        "The cell state can grow to any size; the hidden state stays between −1 and 1 and shows what o lets through.",
    )


def _bars(rows: Sequence[Row]) -> Sheet:
    """Draw the rows one under another, to one scale."""
    largest = max(np.abs(values).max() for row in rows for values in (row.values, row.before) if values is not None)
    unit = 72 / max(1, largest)
    entries = len(rows[0].values)
    column = min(76, WIDTH / entries)
    spans = [_span(row) for row in rows]
    sheet = Sheet(LEFT + column * entries + 60, 34 + sum(52 + unit * (high - low) for low, high in spans))
    for k in range(entries) if column >= 34 else ():
        sheet.words(LEFT + (k + 0.5) * column, 16, f"entry {k}" if column >= 60 else f"{k}", size=12, faint=True)
    y = 34
    for row, (low, high) in zip(rows, spans, strict=True):
        _row(sheet, row, y + 24 + unit * high, unit, column)
        y += 52 + unit * (high - low)
    return sheet


def _row(sheet: Sheet, row: Row, zero: float, unit: float, column: float) -> None:
    """Draw one row of bars up and down from the height `zero`."""
    right = LEFT + column * len(row.values)
    sheet.phrase(LEFT - 34, zero - 9, row.formula, size=18, align="right")
    sheet.words(LEFT - 34, zero + 14, row.words, size=12.5, align="right")
    sheet.words(LEFT - 190, zero, row.sign, size=22, align="left")
    for value in row.range or ():
        y = zero - unit * value
        sheet.line((LEFT, y), (right, y), width=1, dashed=True, faint=True)
        sheet.words(right + 8, y, number(value), size=11.5, align="left", faint=True)
    for k, value in enumerate(row.values):
        x, width = LEFT + (k + 0.2) * column, 0.6 * column
        if row.before is not None:
            _bar(sheet, x, zero, width, unit * row.before[k], row.colour, fill=0, edge=1, dashed=True)
        _bar(sheet, x, zero, width, unit * value, row.colour, fill=0.55, edge=1.5)
        if column >= 34:
            # at the foot, where neither an outline nor the lines of a range can run through it
            down = value < 0 or (value == 0 and row.before is not None and row.before[k] < 0)
            sheet.words(x + width / 2, zero + (-12 if down else 12), number(value), size=12.5)
    sheet.line((LEFT, zero), (right, zero), width=1.2)


def _bar(sheet: Sheet, x: float, zero: float, width: float, height: float, colour: str, **look: float) -> None:
    sheet.box(x, zero - max(height, 0), width, abs(height), colour, **look)


def _span(row: Row) -> tuple[float, float]:
    """The lowest and the highest that a row reaches, 0 among them."""
    reached = [0.0, *row.values, *(row.range or ()), *(() if row.before is None else row.before)]
    return min(reached), max(reached)


def number(value: float) -> str:
    """Write a number to two places, where they are needed; "1.00" is nearly 1, "1" is 1."""
    rounded = round(float(value), 2) + 0.0  # never −0
    return (f"{rounded:g}" if abs(rounded - value) < 1e-9 else f"{rounded:.2f}").replace("-", "−")


def _list(values: NDArray) -> str:
    return f"[{', '.join(number(value) for value in values)}]"
