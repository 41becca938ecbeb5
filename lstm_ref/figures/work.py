"""The figure of what grows with time: the numbers that an RNN keeps, once, beside the multiplications of every step."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, OUTPUT_WEIGHTS, RECURRENT_WEIGHTS

MOST = 10
GRID = 4
"""From this size of a square on, in pixels, the lines between squares are drawn."""

LEFT, TOP, GAP, BETWEEN, WIDE, HIGH = 50, 56, 12, 70, 660, 150


@drawn_once
def work(T: int, D: int, H: int, O: int) -> Picture:  # noqa: E741 - the letter of the equations
    """Draw the parameters of an RNN, a square a number, beside its work over time, a square a multiplication.

    Args:
        T: number of steps, up to 10.
        D: number of input features.
        H: number of hidden units.
        O: number of outputs, one vector of them a step.

    Raises:
        ValueError: where a size is not a whole number of at least 1, or there are more than 10 steps.
    """
    T, D, H, O = sizes(T=T, D=D, H=H, O=O)  # noqa: E741
    if T > MOST:
        raise ValueError(f"the figure has room for {MOST} steps, and more would show nothing new: got T = {T}")
    # a square is as large for 1 step as for 10, so that the pictures can be compared
    unit = min(12, HIGH / (2 * H + O), (WIDE / MOST - GAP) / max(D, H))
    blocks = [("U", H, D, INPUT_WEIGHTS, "b"), ("W", H, H, RECURRENT_WEIGHTS, ""), ("V", O, H, OUTPUT_WEIGHTS, "c")]
    parameters, each = H * D + H * H + H + O * H + O, H * D + H * H + O * H
    column = max(D, H) * unit
    aside = LEFT + column + max(unit, 10)
    right = aside + unit + 30 + BETWEEN
    below = TOP + sum(_room(rows, unit) for _, rows, *_ in blocks)
    sheet = Sheet(right + MOST * (column + GAP) + 20, below + 30)

    sheet.words(LEFT, 14, "what it keeps", bold=True, align="left")
    sheet.words(right, 14, f"what it does in T = {T} step{'s' * (T > 1)}", bold=True, align="left")
    y = TOP
    for name, rows, columns, colour, bias in blocks:
        sheet.words(LEFT - 18, y + rows * unit / 2, name, colour=colour, bold=True)
        _squares(sheet, LEFT, y, rows, columns, unit, colour)
        if bias:
            _squares(sheet, aside, y, rows, 1, unit, INK)
            sheet.words(aside + unit + 12, y + rows * unit / 2, bias, bold=True)
        for t in range(T):
            _squares(sheet, right + t * (column + GAP), y, rows, columns, unit, colour)
        y += _room(rows, unit)
    for t in range(T):
        sheet.words(right + t * (column + GAP) + column / 2, TOP - 16, f"step {t + 1}", size=11.5, faint=True)
    sheet.words(LEFT, below + 8, f"{parameters} numbers", align="left")
    done = f"{T} × {each} = {T * each}" if T > 1 else f"{each}"
    sheet.words(right, below + 8, f"{done} multiplications", align="left")
    return sheet.picture(
        f"Left, what an RNN keeps, a square a number, once: U ({H}, {D}), W ({H}, {H}), V ({O}, {H}), and the biases b "
        f"({H},) and c ({O},); {parameters} numbers. Right, what it does, a square a multiplication: the squares of U, "
        f"W and V again at each of T = {T} steps; {done} multiplications.",
        "Left, a square is a number that is kept. Right, it is a multiplication. More steps add squares on the right, "
        "and none on the left.",
    )


def _room(rows: int, unit: float) -> float:
    """The height of a row of blocks, with room for the letter beside it."""
    return max(rows * unit, 8) + GAP


def _squares(sheet: Sheet, x: float, y: float, rows: int, columns: int, unit: float, colour: str) -> None:
    """Draw rows and columns of squares, with the lines between them where there is room."""
    width, height = columns * unit, rows * unit
    if unit >= GRID:
        for k in range(1, columns):
            sheet.line((x + k * unit, y), (x + k * unit, y + height), colour=colour, width=0.8)
        for k in range(1, rows):
            sheet.line((x, y + k * unit), (x + width, y + k * unit), colour=colour, width=0.8)
    sheet.box(x, y, width, height, colour, fill=0.3, edge=1.5)
