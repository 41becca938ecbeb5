"""Figures of shapes: a sequence, a product, a gate and its concatenated form, drawn to scale.

A vector has one axis and no direction, so here it lies above the matrix that it meets: its entries above the columns
that they multiply. Then the axis that is summed over, and the rows that are left, can be seen.
"""

from dataclasses import dataclass

from lstm_ref import palette
from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.figures.svg import INK

GRID = 9
"""From this size of a cell on, in pixels, the lines between cells are drawn."""

THICK = 14
"""How thick a vector is at least, in pixels; only its length is to scale."""


@dataclass(frozen=True)
class Term:
    """One product of a sum: a matrix, `width` pixels wide, and the vector that lies above it."""

    matrix: str
    vector: str
    columns: int
    width: float
    tint: str
    colour: str


@drawn_once
def sequence(T: int, D: int) -> Picture:
    """Draw a sequence as an array of shape (T, D), one step taken out.

    Args:
        T: number of steps.
        D: number of features.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    T, D = sizes(T=T, D=D)
    width, height = D * min(46, 280 / D), T * min(32, 288 / T)
    left, top, step = 150, 64, T // 2
    aside = left + width + 130
    row = height / T
    sheet = Sheet(aside + max(width, 170) + 30, top + height + 44)

    _block(sheet, left, top, width, height, T, D, palette.X)
    sheet.arrow((left, 44), (left + width, 44))
    sheet.words(left + width / 2, 22, f"features, D = {D}", bold=True)
    sheet.arrow((left - 20, top), (left - 20, top + height))
    sheet.words(left - 32, top + height / 2 - 9, "steps", bold=True, align="right")
    sheet.words(left - 32, top + height / 2 + 9, f"T = {T}", bold=True, align="right")
    sheet.words(left + width / 2, top + height + 24, f"x: shape ({T}, {D})")

    y = top + (step + 0.5) * row
    thick = max(row, THICK)
    sheet.arrow((left + width + 10, y), (aside - 10, y))
    sheet.words((left + width + aside) / 2, y - 16, f"x[{step}]")
    _block(sheet, aside, y - thick / 2, width, thick, 1, D, palette.X)
    sheet.words(aside, y + thick / 2 + 20, f"one step: shape ({D},)", align="left")
    return sheet.picture(
        f"A table of {_count(T, 'row')} and {_count(D, 'column')}: the sequence x, of shape ({T}, {D}). Time goes "
        f"down: each row is a step, each column a feature. Step {step} is taken out: x[{step}] has shape ({D},).",
        f"Time goes down. A row is a step with {_count(D, 'feature')}; one step taken out is a vector.",
    )


@drawn_once
def product(H: int, D: int) -> Picture:
    """Draw the product of a matrix (H, D) and a vector (D,) to scale, with the axis it uses up.

    Args:
        H: rows of the matrix.
        D: columns of the matrix, entries of the vector.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    H, D = sizes(H=H, D=D)
    unit = min(44, 420 / D, 220 / H)
    width, height, thick = _side(D, unit), _side(H, unit), max(unit, THICK)
    left, gap = 176, 46
    top = 40 + thick + gap
    result = left + width + 84
    row = H // 2
    y = top + (row + 0.5) * height / H
    sheet = Sheet(max(result + thick + 150, left + width + 280), top + height + 92)

    sheet.words(left + width / 2, 20, f"x: shape ({D},)")
    _block(sheet, left, 40, width, thick, 1, D, palette.X)
    for x in (left, left + width):
        sheet.line((x, 40 + thick + 4), (x, top - 4), colour=palette.X, dashed=True)
    said = f"{D} with {D}: multiplied pair by pair, added up"
    beside = words_width(said, 13) > width
    sheet.words(
        left + width + 14 if beside else left + width / 2, top - gap / 2, said, align="left" if beside else "center"
    )
    _block(sheet, left, top, width, height, H, D, INK, fill=0.1)
    sheet.words(left + width / 2, top + height + 22, f"W: shape ({H}, {D})")
    sheet.words(left - 16, y, _count(H, "row"), align="right")
    sheet.arrow((left + width + 12, y), (result - 12, y))
    sheet.words((left + width + result) / 2, y - 16, "sum")
    _block(sheet, result, top, thick, height, H, 1, palette.H)
    sheet.words(result + thick + 14, top + height / 2 - 9, "W @ x:", align="left")
    sheet.words(result + thick + 14, top + height / 2 + 9, f"shape ({H},)", align="left")
    used, left_over = (f"{D}", palette.X), (f"{H}", palette.H)
    sheet.phrase(
        left + width / 2,
        top + height + 66,
        [("(", INK), left_over, (", ", INK), used, (")  @  (", INK), used, (",)   →   (", INK), left_over, (",)", INK)],
    )
    return sheet.picture(
        f"W, of shape ({H}, {D}), times x, of shape ({D},), to scale. x lies above W: its {_count(D, 'entry')} above "
        f"the {_count(D, 'column')}. The sum uses up that axis. One number a row is left: W @ x, of shape ({H},).",
        f"Each row of W meets the whole of x, number by number, and the products add up to one number. "
        f"The axis of {D} is used up; the axis of {H} is left.",
    )


@drawn_once
def gate_shapes(D: int, H: int) -> Picture:
    """Draw the forget gate f = σ(W_f x + U_f h + b_f) as blocks to scale.

    Args:
        D: number of input features.
        H: number of hidden units.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    D, H = sizes(D=D, H=H)
    unit = min(40, 400 / (D + H), 180 / H)
    wide, side, thick = _side(D, unit), _side(H, unit), max(unit, THICK)
    top, row = 52 + thick, H // 2
    below = top + side + 22
    sheet = Sheet(300 + max(wide, 70) + max(side, 70) + 2 * thick, below + 44)
    middle = top + side / 2

    x = 40
    _block(sheet, x, top, thick, side, H, 1, palette.F)
    sheet.words(x + thick / 2, below, f"f ({H},)")
    x += thick + 44
    sheet.words(x, middle, r"$=\;\sigma\,($", size=22)
    x += 40 + max(0, 70 - wide) / 2
    _term(sheet, x, top, Term("W_f", "x", D, wide, palette.INPUT_WEIGHTS, palette.X), H, side, thick)
    x += wide + 34 + max(0, 70 - wide) / 2
    sheet.words(x, middle, "+", size=20)
    x += 34 + max(0, 70 - side) / 2
    _term(sheet, x, top, Term("U_f", "h", H, side, palette.RECURRENT_WEIGHTS, palette.H), H, side, thick)
    x += side + 34 + max(0, 70 - side) / 2
    sheet.words(x, middle, "+", size=20)
    x += 34
    _block(sheet, x, top, thick, side, H, 1, INK, fill=0.1)
    sheet.words(x + thick / 2, below, f"b_f ({H},)")
    sheet.words(x + thick + 24, middle, ")", size=22)
    return sheet.picture(
        f"f = σ(W_f x + U_f h + b_f), to scale: W_f has shape ({H}, {D}) and meets x, ({D},); U_f has shape ({H}, "
        f"{H}) and meets h, ({H},); b_f and f have shape ({H},). Row {row} is marked in all of them.",
        f"x lies above the columns of W_f, and h above those of U_f. Every block has {_count(H, 'row')}: row {row} "
        f"of each, marked here, belongs to unit {row} and gives entry {row} of f.",
    )


@drawn_once
def concatenated(D: int, H: int, order: str = "hx") -> Picture:
    """Draw two products and a sum as one product of a wider matrix with a longer vector.

    Args:
        D: number of input features.
        H: number of hidden units.
        order: "hx" for [U | W] and [h, x], "xh" for [W | U] and [x, h].

    Raises:
        ValueError: where a size is not a whole number of at least 1, or the order is another.
    """
    D, H = sizes(D=D, H=H)
    if order not in ("hx", "xh"):
        raise ValueError(f'order says which vector comes first in the stack: "hx" or "xh", got {order!r}')
    unit = min(40, 400 / (D + H), 110 / H)
    wide, side, thick = _side(D, unit), _side(H, unit), max(unit, THICK)
    terms = {
        "h": Term("U", "h", H, side, palette.RECURRENT_WEIGHTS, palette.H),
        "x": Term("W", "x", D, wide, palette.INPUT_WEIGHTS, palette.X),
    }
    first, second = terms[order[0]], terms[order[1]]
    left, gap, top = 60, 76, 52 + thick
    below = top + thick + side + 106
    sheet = Sheet(max(left + wide + side + gap + 2 * thick + 190, 480), below + side + 44)

    _term(sheet, left, top, first, H, side, thick)
    sheet.words(left + first.width + gap / 2, top + side / 2, "+", size=20)
    _term(sheet, left + first.width + gap, top, second, H, side, thick)
    _result(sheet, left + wide + side + gap, top, H, side, thick)
    _joined(sheet, left + gap / 2, below, first, second, H, side, thick)
    _result(sheet, left + gap / 2 + wide + side, below, H, side, thick)

    matrix, vector = f"[{first.matrix} | {second.matrix}]", f"[{first.vector}, {second.vector}]"
    return sheet.picture(
        f"Above, two products and a sum: U, of shape ({H}, {H}), meets h, ({H},), and W, of shape ({H}, {D}), meets x, "
        f"({D},). Below, one product: {matrix} has shape ({H}, {H + D}) and meets {vector}, ({H + D},). "
        f"Both give ({H},).",
        f"The same numbers twice. The columns of {matrix} stand in the order of {vector}: "
        f"{first.vector} must meet {first.matrix}, and {second.vector} must meet {second.matrix}.",
    )


def _term(sheet: Sheet, x: float, top: float, term: Term, H: int, side: float, thick: float) -> None:
    """Draw a matrix of `H` rows with the vector that it meets lying above it, and write their shapes."""
    above = top - 12 - thick
    _block(sheet, x, above, term.width, thick, 1, term.columns, term.colour)
    _block(sheet, x, top, term.width, side, H, term.columns, term.tint)
    sheet.words(x + term.width / 2, above - 18, f"{term.vector} ({term.columns},)")
    sheet.words(x + term.width / 2, top + side + 22, f"{term.matrix} ({H}, {term.columns})")


def _joined(sheet: Sheet, x: float, top: float, first: Term, second: Term, H: int, side: float, thick: float) -> None:
    """Draw two terms as one: their matrices side by side, and their vectors end to end."""
    above = top - 12 - thick
    centre, columns = x + (first.width + second.width) / 2, first.columns + second.columns
    for term in (first, second):
        _block(sheet, x, above, term.width, thick, 1, term.columns, term.colour)
        _block(sheet, x, top, term.width, side, H, term.columns, term.tint)
        x += term.width
    vectors = [(first.vector, first.colour), (", ", INK), (second.vector, second.colour)]
    matrices = [(first.matrix, first.tint), (" | ", INK), (second.matrix, second.tint)]
    sheet.phrase(centre, above - 18, [("[", INK), *vectors, (f"]  ({columns},)", INK)], size=13)
    sheet.phrase(centre, top + side + 22, [("[", INK), *matrices, (f"]  ({H}, {columns})", INK)], size=13)


def _result(sheet: Sheet, x: float, top: float, H: int, side: float, thick: float) -> None:
    """Draw what a sum of products leaves: an equals sign and a vector of `H` rows."""
    sheet.words(x + 34, top + side / 2, "=", size=20)
    _block(sheet, x + 68, top, thick, side, H, 1, INK, fill=0.1)
    sheet.words(x + 68 + thick / 2, top + side + 22, f"({H},)")


def _block(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    rows: int,
    columns: int,
    colour: str,
    *,
    fill: float = 0.2,
) -> None:
    """Draw an array as a grid, with the lines between cells where there is room, and its middle row marked."""
    sheet.box(x, y, width, height, colour, fill=fill, edge=0)
    sheet.box(x, y + rows // 2 * height / rows, width, height / rows, colour, fill=2 * fill, edge=0)
    if width / columns >= GRID:
        for column in range(1, columns):
            at = x + column * width / columns
            sheet.line((at, y), (at, y + height), colour=colour, width=0.8)
    if height / rows >= GRID:
        for line in range(1, rows):
            at = y + line * height / rows
            sheet.line((x, at), (x + width, at), colour=colour, width=0.8)
    sheet.box(x, y, width, height, colour, fill=0, edge=1.8)


def _side(size: int, unit: float) -> float:
    """Give the length of a side in pixels, never too short to be seen."""
    return max(size * unit, 5)


def _count(number: int, thing: str) -> str:
    many = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number} {thing if number == 1 else many}"
