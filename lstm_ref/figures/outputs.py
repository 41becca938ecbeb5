"""The figure of outputs: the same unrolled network, read at every step and read at the last one only."""

from collections.abc import Collection

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, OUTPUT_WEIGHTS, RECURRENT_WEIGHTS

MOST = 6

# heights of the titles, the outputs, the cells, the inputs and the words below
TITLE, OUTPUT, CELL, INPUT, BELOW = 18, 62, 150, 238, 276
HALF, COLUMN, START, BETWEEN = 20, 76, 66, 40


@drawn_once
def outputs(T: int) -> Picture:
    """Draw an unrolled RNN twice: many-to-many, with an output at every step, and many-to-one, with one at the end.

    Args:
        T: number of steps, up to 6.

    Raises:
        ValueError: where `T` is not a whole number of at least 1, or more than 6.
    """
    (T,) = sizes(T=T)
    if T > MOST:
        raise ValueError(f"the figure has room for {MOST} steps, twice, and more would show nothing new: got T = {T}")
    panel = START + COLUMN * T
    sheet = Sheet(2 * panel + BETWEEN + 20, BELOW + 22)
    steps = range(1, T + 1)
    _panel(sheet, 0, T, "many-to-many", steps, f"y: shape ({T}, O)")
    _panel(sheet, panel + BETWEEN, T, "many-to-one", steps[-1:], "y: shape (O,)")
    every = f"{T} step" if T == 1 else f"{T} steps"
    return sheet.picture(
        f"The same RNN, unrolled over {every}, drawn twice. Left, many-to-many: an arrow V goes up from every hidden "
        f"state to an output of its own; y has shape ({T}, O). Right, many-to-one: there is one arrow V, from the last "
        f"hidden state, h_{T}, to the only output; y has shape (O,).",
        "Everything below the outputs is the same. Left, V is used at every step; right, at the last one only.",
    )


def _panel(sheet: Sheet, left: float, T: int, title: str, shown: Collection[int], said: str) -> None:
    """Draw one unrolled network with an output at each step of `shown`, a title above and words below."""
    middle = left + START + COLUMN * T / 2
    sheet.words(middle, TITLE, title, size=15, bold=True)
    sheet.words(middle, BELOW, said)
    sheet.phrase(left + START - 10, CELL, [letter("h", "0"), ("$\\;=\\;0$", INK)], align="right", size=16)
    at = left + START
    for t in range(1, T + 1):
        x = left + START + (t - 0.5) * COLUMN + 8
        sheet.arrow((at, CELL), (x - HALF, CELL), colour=RECURRENT_WEIGHTS, width=2.5)
        sheet.words((at + x - HALF) / 2, CELL - 15, "W", colour=RECURRENT_WEIGHTS, bold=True)
        sheet.box(x - HALF, CELL - HALF, 2 * HALF, 2 * HALF, letter("h")[1], fill=0.14, radius=8)
        sheet.phrase(x, CELL, [letter("h", f"{t}")], size=17)
        sheet.phrase(x, INPUT, [letter("x", f"{t}")], size=17)
        _up(sheet, x, INPUT - 15, CELL + HALF, "U", INPUT_WEIGHTS)
        if t in shown:
            _up(sheet, x, CELL - HALF, OUTPUT + 15, "V", OUTPUT_WEIGHTS)
            # with one output only there is no step to tell apart from others
            below = f"_{{{t}}}" if len(shown) > 1 or T == 1 else ""
            sheet.phrase(x, OUTPUT, [(rf"$\mathbfit{{y}}{below}$", INK)], size=17)
        at = x + HALF


def _up(sheet: Sheet, x: float, start: float, end: float, name: str, colour: str) -> None:
    """Draw an arrow upwards with the name of its matrix beside it."""
    sheet.arrow((x, start), (x, end), colour=colour, width=2.5)
    sheet.words(x + 15, (start + end) / 2, name, colour=colour, bold=True)
