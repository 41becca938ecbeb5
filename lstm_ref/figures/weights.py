"""Figures of the weights of a plain RNN: their shapes, one column, the wires between units, and other layouts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lstm_ref import palette
from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.shapes import THICK, Term, _block, _side, _term
from lstm_ref.figures.sheet import Sheet
from lstm_ref.figures.svg import INK

MOST_UNITS = 8


@drawn_once
def rnn_blocks(D: int, H: int, O: int) -> Picture:  # noqa: E741 - the letter of the equations
    """Draw h = tanh(U x + W h + b) and y = V h + c as blocks to scale.

    Args:
        D: number of input features.
        H: number of hidden units.
        O: number of outputs.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    D, H, O = sizes(D=D, H=H, O=O)  # noqa: E741
    unit = min(36, 400 / (D + H), 150 / H, 150 / O)
    wide, side, low, thick = _side(D, unit), _side(H, unit), _side(O, unit), max(unit, THICK)
    rooms = max(wide, 70), max(side, 70)
    first, second = 52 + thick, 52 + thick + side + 112 + thick
    sheet = Sheet(max(300 + sum(rooms) + 2 * thick, 470), second + low + 48)
    inputs = Term("U", "x", D, wide, palette.INPUT_WEIGHTS, palette.X)
    past = Term("W", "old h", H, side, palette.RECURRENT_WEIGHTS, palette.H)
    shown = Term("V", "new h", H, side, palette.OUTPUT_WEIGHTS, palette.H)
    x = _result(sheet, first, "new h", H, side, thick, r"$=\;\tanh\,($", 74, palette.H)
    x = _sum(sheet, x, first, ((inputs, rooms[0]), (past, rooms[1])), H, side, thick)
    _added(sheet, x, first, "b", H, side, thick)
    sheet.words(x + thick + 24, first + side / 2, ")", size=22)
    x = _result(sheet, second, "y", O, low, thick, "=", 28, INK)
    x = _sum(sheet, x, second, ((shown, rooms[1]),), O, low, thick)
    _added(sheet, x, second, "c", O, low, thick)
    return sheet.picture(
        f"Above, h = tanh(U x + W h + b), to scale: U has shape ({H}, {D}) and meets x, ({D},); W has shape ({H}, {H}) "
        f"and meets the h of the step before, ({H},); b and the new h have shape ({H},). Below, y = V h + c: V has "
        f"shape ({O}, {H}) and meets the new h, ({H},); c and y have shape ({O},).",
        "A matrix is as wide as what lies above it, which it meets, and as high as what comes out on the left. "
        "The marked row belongs to one unit, or to one output. A vector has one axis; the picture lays it down or "
        "stands it up as is handy.",
    )


@drawn_once
def one_column(T: int, t: int, H: int) -> Picture:
    """Draw a matrix (H, T) that meets a vector of T zeros with x[t] in place t: column t alone takes part.

    Args:
        T: number of steps.
        t: the step, from 0.
        H: number of hidden units.

    Raises:
        ValueError: where a size is not a whole number of at least 1, or there is no step `t`.
    """
    T, H = sizes(T=T, H=H)
    if t not in range(T):
        raise ValueError(f"steps are counted from 0: expected t from 0 to {T - 1}, got {t!r}")
    unit = min(44, 440 / T, 220 / H)
    width, height, thick = _side(T, unit), _side(H, unit), max(unit, THICK)
    left, gap = 150, 40
    top = 50 + thick + gap
    each, at = width / T, left + t * width / T
    result = left + width + 110
    sheet = Sheet(result + thick + 130, top + height + 48)

    sheet.words(left - 16, 50 + thick / 2, f"({T}, 1)", align="right")
    sheet.words(min(max(at + each / 2, left + 20), left + width - 20), 26, f"x[{t}]", colour=palette.X, bold=True)
    _grid(sheet, left, 50, width, thick, 1, T, INK)
    if each >= 18:
        for other in set(range(T)) - {t}:
            sheet.words(left + (other + 0.5) * each, 50 + thick / 2, "0", faint=True)
    sheet.box(at, 50, each, thick, palette.X, fill=0.6, edge=1.5)
    for x in (at, at + each):
        sheet.line((x, 50 + thick + 4), (x, top - 4), colour=palette.X, dashed=True)
    _grid(sheet, left, top, width, height, H, T, INK)
    sheet.box(at, top, each, height, palette.X, fill=0.6, edge=1.5)
    sheet.words(left - 16, top + height / 2, f"U ({H}, {T})", align="right")
    sheet.words(left + width / 2, top + height + 24, f"only column {t} of {T} takes part")
    y = top + height / 2
    sheet.arrow((left + width + 14, y), (result - 14, y))
    sheet.box(result, top, thick, height, palette.X, fill=0.3, edge=1.8)
    sheet.words(result + thick + 14, y - 9, f"x[{t}] times", align="left")
    sheet.words(result + thick + 14, y + 9, f"column {t}", align="left")
    return sheet.picture(
        f"U, of shape ({H}, {T}), to scale, and above it a vector of {T} entries, one above each column. All are 0 but "
        f"entry {t}, which holds x[{t}]. So of the {T} columns only column {t} takes part: the result is x[{t}] times "
        f"column {t} of U.",
        "A number meets the column under it. The zeros take all other columns out of the sum.",
    )


@drawn_once
def wires(W: ArrayLike, unit: int | None = None) -> Picture:
    """Draw a matrix (H, H) as what it is: a wire from each unit of the step before to each unit of this step.

    Args:
        W: the recurrent weights, of shape (H, H) with H up to 8; 0 is no wire.
        unit: the unit whose row and incoming wires are marked, or None for all of them.

    Raises:
        ValueError: where W is not such a matrix, or there is no such unit.
    """
    W = np.asarray(W, dtype=float)
    H = len(W) if W.ndim else 0
    if W.shape != (H, H) or not 1 <= H <= MOST_UNITS:
        raise ValueError(f"W must be (H, H) with H from 1 to {MOST_UNITS}, got shape {W.shape}")
    if unit is not None and unit not in range(H):
        raise ValueError(f"units are counted from 0: expected unit from 0 to {H - 1}, got {unit!r}")
    step, top, before, after, grid, cell = 56, 84, 60, 250, 400, 46
    sheet = Sheet(grid + cell * H + 50, top + step * H + 10)
    places = [top + (k + 0.5) * step for k in range(H)]
    marked = range(H) if unit is None else [unit]

    sheet.words(before, 34, "step before", align="center")
    sheet.words(after, 34, "this step", align="center")
    for k in sorted(range(H), key=lambda k: k in marked):
        for j in np.flatnonzero(W[k]):
            look = {"colour": palette.RECURRENT_WEIGHTS, "width": 2} if k in marked else {"width": 1.2, "faint": True}
            sheet.line((before + 17, places[j]), (after - 17, places[k]), **look)
    for k, y in enumerate(places):
        for x, fill in ((before, 0.14), (after, 0.45 if k in marked else 0.14)):
            sheet.box(x - 17, y - 17, 34, 34, palette.H, fill=fill, radius=17)
            sheet.words(x, y, f"{k}", bold=True)

    left, high = grid, top + (step - cell) * H / 2
    sheet.words(left + cell * H / 2, high - 50, f"W ({H}, {H})", colour=palette.RECURRENT_WEIGHTS, bold=True)
    for k in range(H):
        sheet.words(left + (k + 0.5) * cell, high - 20, f"from {k}", size=11)
        sheet.words(left - 10, high + (k + 0.5) * cell, f"to {k}", size=11, align="right")
        for j in range(H):
            sheet.words(left + (j + 0.5) * cell, high + (k + 0.5) * cell, _short(W[k, j]), faint=not W[k, j])
    for k in marked:
        sheet.box(left, high + k * cell, cell * H, cell, palette.RECURRENT_WEIGHTS, fill=0.25, edge=0)
    _grid(sheet, left, high, cell * H, cell * H, H, H, palette.RECURRENT_WEIGHTS)
    rows = "; ".join(
        f"unit {k} hears {', '.join(f'{_short(W[k, j])} of unit {j}' for j in np.flatnonzero(W[k])) or 'nobody'}"
        for k in range(H)
    )
    said = "" if unit is None else f" Row {unit} and the wires into unit {unit} are marked."
    return sheet.picture(
        f"Left, the units at the step before and the same units at this step, with a wire for each entry of W that is "
        f"not 0. Right, W, of shape ({H}, {H}): a row for each unit that hears, a column for each that is heard. "
        f"{rows[0].upper() + rows[1:]}.{said}",
        "A row of W is one unit's list: how much it hears of each unit. As many units hear as are heard, so W is "
        "square.",
    )


@drawn_once
def layouts(D: int, H: int) -> Picture:
    """Draw the weights of one plain RNN as four programs keep them, to scale, with one unit marked in all of them.

    Args:
        D: number of input features.
        H: number of hidden units.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    D, H = sizes(D=D, H=H)
    unit = min(24, 230 / (D + H), 110 / D, 110 / H)
    wide, side, thick = _side(D, unit), _side(H, unit), max(unit, 8)
    left, width = 150, max(wide, side)
    columns = [left, left + max(width, 110) + 40, left + 2 * (max(width, 110) + 40)]
    rows = [
        ("this course", (H, D), (H, H), ["U", "W", "b"], 1, f"({H},)"),
        ("PyTorch", (H, D), (H, H), ["weight_ih", "weight_hh", "bias_ih, bias_hh"], 2, f"({H},) each"),
        ("ONNX", (1, H, D), (1, H, H), ["W", "R", "B"], 2, f"(1, {2 * H})"),
        ("Keras", (D, H), (H, H), ["kernel", "recurrent_kernel", "bias"], 1, f"({H},)"),
    ]
    heights = [max(shape[-2] * unit, side, thick, 5) for _, shape, *_ in rows]
    sheet = Sheet(columns[2] + max(2 * side + 10, 130) + 20, 14 + sum(height + 62 for height in heights))
    k, top = H // 2, 14
    for (who, inputs, recurrent, names, biases, bias), height in zip(rows, heights, strict=True):
        sheet.words(left - 24, top + height / 2, who, bold=True, align="right")
        by_row = who != "Keras"
        for x, shape, colour in (
            (columns[0], inputs, palette.INPUT_WEIGHTS),
            (columns[1], recurrent, palette.RECURRENT_WEIGHTS),
        ):
            _marked(sheet, x, top, shape[-2:], unit, k, by_row, colour)
        joined = 0 if who == "ONNX" else 8
        for number in range(biases):
            _marked(sheet, columns[2] + number * (side + joined), top, (1, H), unit, k, False, INK, thick)
        for x, name, shape in zip(columns, names, (f"{inputs}", f"{recurrent}", bias), strict=True):
            sheet.words(x, top + height + 16, name, align="left", size=12.5)
            sheet.words(x, top + height + 34, shape, align="left", size=12.5)
        top += height + 62
    said = "; ".join(
        f"{who}: {names[0]} {inputs}, {names[1]} {recurrent}, {names[2]} {bias}"
        for who, inputs, recurrent, names, _, bias in rows
    )
    return sheet.picture(
        f"The weights of one plain RNN with D = {D} and H = {H}, a row a program, to scale. {said}. The weights of "
        f"unit {k} are marked: a row in the first three, a column in Keras.",
        f"The same numbers four times. What belongs to unit {k} is marked: a row, and in Keras a column.",
    )


def _result(
    sheet: Sheet, top: float, name: str, rows: int, side: float, thick: float, sign: str, room: float, colour: str
) -> float:
    """Draw what comes out and the sign after it, and give where the sum begins."""
    _block(sheet, 40, top, thick, side, rows, 1, colour, fill=0.2 if colour != INK else 0.1)
    sheet.words(40 + thick / 2, top + side + 22, f"{name} ({rows},)")
    sheet.words(40 + thick + 14 + room / 2, top + side / 2, sign, size=22)
    return 40 + thick + 24 + room


def _sum(
    sheet: Sheet, x: float, top: float, terms: Sequence[tuple[Term, float]], rows: int, side: float, thick: float
) -> float:
    """Draw the products of a sum, a plus after each, and give where what is added begins."""
    for term, room in terms:
        x += (room - term.width) / 2
        _term(sheet, x, top, term, rows, side, thick)
        x += (room + term.width) / 2 + 24
        sheet.words(x, top + side / 2, "+", size=20)
        x += 24
    return x


def _added(sheet: Sheet, x: float, top: float, name: str, rows: int, side: float, thick: float) -> None:
    _block(sheet, x, top, thick, side, rows, 1, INK, fill=0.1)
    sheet.words(x + thick / 2, top + side + 22, f"{name} ({rows},)")


def _marked(
    sheet: Sheet,
    x: float,
    y: float,
    shape: tuple[int, int],
    unit: float,
    k: int,
    by_row: bool,
    colour: str,
    thick: float = 0,
) -> None:
    """Draw a matrix as an outline with row `k`, or column `k`, filled."""
    rows, columns = shape
    width, height = _side(columns, unit), thick or _side(rows, unit)
    sheet.box(x, y, width, height, colour, fill=0.12, edge=0)
    if by_row:
        sheet.box(x, y + k * height / rows, width, height / rows, colour, fill=0.6, edge=0)
    else:
        sheet.box(x + k * width / columns, y, width / columns, height, colour, fill=0.6, edge=0)
    sheet.box(x, y, width, height, colour, fill=0, edge=1.8)


def _grid(sheet: Sheet, x: float, y: float, width: float, height: float, rows: int, columns: int, colour: str) -> None:
    """Draw an empty table, with the lines between cells where there is room."""
    if width / columns >= 9:
        for column in range(1, columns):
            at = x + column * width / columns
            sheet.line((at, y), (at, y + height), colour=colour, width=0.8, faint=True)
    if height / rows >= 9:
        for row in range(1, rows):
            at = y + row * height / rows
            sheet.line((x, at), (x + width, at), colour=colour, width=0.8, faint=True)
    sheet.box(x, y, width, height, colour, fill=0, edge=1.5)


def _short(value: float) -> str:
    return f"{value:.2g}".replace("-", "−")
