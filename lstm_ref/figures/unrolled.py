"""The figure of a recurrent network, folded and unrolled: one cell with a loop, and the same cell at every step."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, OUTPUT_WEIGHTS, RECURRENT_WEIGHTS

MOST = 10

# heights of the outputs, of the cells and of the inputs
OUTPUT, CELL, INPUT = 34, 134, 234
HALF = 22
FOLDED, START = 84, 340


@drawn_once
def unrolled(T: int) -> Picture:
    """Draw an RNN as one cell with a loop, and unrolled over its steps.

    Args:
        T: number of steps, up to 10.

    Raises:
        ValueError: where `T` is not a whole number of at least 1, or more than 10.
    """
    (T,) = sizes(T=T)
    if T > MOST:
        raise ValueError(f"the figure has room for {MOST} steps, and more would show nothing new: got T = {T}")
    column = min(104, max(74, 640 / T))
    sheet = Sheet(START + column * T + 50, INPUT + 30)
    _cell(sheet, FOLDED, "t")
    right = FOLDED + HALF
    loop = [(right, CELL - 11), (right + 36, CELL - 11), (right + 36, CELL + 11), (right, CELL + 11)]
    sheet.arrow(*loop, colour=RECURRENT_WEIGHTS, width=2.5)
    sheet.words(right + 50, CELL, "W", colour=RECURRENT_WEIGHTS, bold=True)
    sheet.words(right + 106, CELL - 18, "unrolled")
    sheet.arrow((right + 74, CELL), (right + 138, CELL))
    sheet.words(right + 106, CELL + 18, f"T = {T}")

    sheet.phrase(START - 10, CELL, [letter("h", "0"), ("$\\;=\\;0$", INK)], align="right", size=18)
    at = START
    for t in range(1, T + 1):
        x = START + (t - 0.5) * column + 12
        sheet.arrow((at, CELL), (x - HALF, CELL), colour=RECURRENT_WEIGHTS, width=2.5)
        sheet.words((at + x - HALF) / 2, CELL - 15, "W", colour=RECURRENT_WEIGHTS, bold=True)
        _cell(sheet, x, f"{t}")
        at = x + HALF
    last = f"h_{T}"
    return sheet.picture(
        f"An RNN, drawn twice. Left, one cell with a loop: x_t comes in through U, h_t comes back through W, y_t goes "
        f"out through V. Right, the same cell at each of T = {T} steps, from h_0 = 0 to {last}: every step has its own "
        f"x, h and y, and every arrow from below is the same U, every arrow between steps the same W, every arrow "
        f"upwards the same V.",
        "Arrows with the same letter use the same weights. More steps add arrows; they add no weights.",
    )


def _cell(sheet: Sheet, x: float, step: str) -> None:
    """Draw one step: its input below, its hidden state in a box, its output above."""
    sheet.box(x - HALF, CELL - HALF, 2 * HALF, 2 * HALF, letter("h")[1], fill=0.14, radius=8)
    sheet.phrase(x, CELL, [letter("h", step)], size=18)
    sheet.phrase(x, INPUT, [letter("x", step)], size=18)
    sheet.phrase(x, OUTPUT, [(rf"$\mathbfit{{y}}_{{{step}}}$", INK)], size=18)
    for name, start, end, colour in (
        ("U", INPUT - 16, CELL + HALF, INPUT_WEIGHTS),
        ("V", CELL - HALF, OUTPUT + 16, OUTPUT_WEIGHTS),
    ):
        sheet.arrow((x, start), (x, end), colour=colour, width=2.5)
        sheet.words(x + 16, (start + end) / 2, name, colour=colour, bold=True)
