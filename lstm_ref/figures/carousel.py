"""Figures of an LSTM over time: its two lines from step to step, and the two roads that a gradient takes back."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, RECURRENT_WEIGHTS, C, F, H, I

MOST, MOST_BACK = 10, 4

# distances from the top of a cell to its two lines, to its foot and to the input below it
LINE, HIDDEN, FOOT, INPUT = 26, 92, 122, 184
HALF, RADIUS = 30, 8
# places within a cell: keep, write, and where h is made from c
KEEP, WRITE, SHOW = -16, 4, 22


@drawn_once
def lstm_unrolled(T: int) -> Picture:
    """Draw an LSTM unrolled: the same cell at every step, the cell state above, the hidden state below.

    Args:
        T: number of steps, up to 10.

    Raises:
        ValueError: where `T` is not a whole number of at least 1, or more than 10.
    """
    T = _checked(T, MOST)
    column, left, top = min(120, max(84, 640 / T)), 96, 14
    sheet = Sheet(left + column * T + 72, top + INPUT + 22)
    for symbol, y in (("c", LINE), ("h", HIDDEN)):
        sheet.phrase(left - 14, top + y, [letter(symbol, "0"), (r"$\;=\;0$", INK)], align="right", size=18)
    for t in range(1, T + 1):
        x = left + (t - 0.5) * column + 12
        _lines(sheet, left if t == 1 else x - column + HALF, x, top)
        _cell(sheet, x, top)
        _input(sheet, x, top, t)
    end = left + (T - 0.5) * column + 12 + HALF
    _ends(sheet, end, end + 34, top, T)
    return sheet.picture(
        f"An LSTM over T = {T} {'step' if T == 1 else 'steps'}, the same cell at each. Above, the cell state runs from "
        f"c_0 = 0 to c_{T} in a straight line; at each step it meets ⊙, where the forget gate multiplies, and +, where "
        f"something is added. Below, the hidden state goes from h_0 = 0 through the gates f, i, c̃ and o of each step "
        f"to h_{T}. An input x_t comes into each cell from below.",
        "Two states go from step to step. The upper one meets a ⊙ and a + at each step, and nothing else.",
    )


@drawn_once
def lstm_way_back(T: int) -> Picture:
    """Draw the two roads of a gradient back through an unrolled LSTM, with what each multiplies by.

    Args:
        T: number of steps, up to 4.

    Raises:
        ValueError: where `T` is not a whole number of at least 1, or more than 4.
    """
    T = _checked(T, MOST_BACK)
    column, left, top = 176, 96, 74
    sheet = Sheet(left + column * T + 120, top + FOOT + 70)
    sheet.phrase(left - 14, top + LINE, [letter("c", "0")], align="right", size=18)
    sheet.phrase(left - 14, top + HIDDEN, [letter("h", "0")], align="right", size=18)
    centres = [left + (t - 0.5) * column + 12 for t in range(1, T + 1)]
    for t, x in enumerate(centres, start=1):
        start = left if t == 1 else x - column + HALF
        _lines(sheet, start, x, top)
        _cell(sheet, x, top)
        above, below = top - 26, top + FOOT + 24
        ends = (x + HALF + 40, left) if t == 1 else (x + HALF + 40, x - column + HALF + 48)
        sheet.arrow((ends[0], above), (ends[1], above), colour=C, width=3, dashed=True)
        said = [letter("f", f"{t}"), (r"$\;\odot$", INK)]
        sheet.phrase((ends[0] + ends[1]) / 2, above - 20, said, size=18)
        sheet.arrow((ends[0], below), (ends[1], below), colour=H, dashed=True)
        sheet.phrase((ends[0] + ends[1]) / 2, below + 20, [("slopes, then ", INK), ("U", RECURRENT_WEIGHTS)], size=13)
    end = centres[-1] + HALF
    _ends(sheet, end, end + 34, top, T)
    for y, words, colour in ((top - 26, "back along c", C), (top + FOOT + 24, "back along h", H)):
        sheet.words(end + 52, y, words, colour=colour, bold=True, align="left")
    return sheet.picture(
        f"An LSTM over T = {T} {'step' if T == 1 else 'steps'}, and two dashed roads from the end back to the start. "
        f"The upper road goes along the cell state; each of its {T} {'arrow is' if T == 1 else 'arrows is'} marked "
        f"f_t ⊙. The lower road goes along the hidden state; each of its arrows is marked: slopes, then U.",
        "Along the upper road a gradient is multiplied by the forget gate of each step, and by nothing else. The lower "
        "road goes through the squashing of all gates, and through U, as in a plain RNN.",
    )


def _checked(T: int, most: int) -> int:
    (steps,) = sizes(T=T)
    if steps > most:
        raise ValueError(f"the figure has room for {most} steps, and more would show nothing new: got T = {steps}")
    return steps


def _lines(sheet: Sheet, start: float, x: float, top: float) -> None:
    """Draw the two states on their way into the cell at `x`."""
    sheet.line((start, top + LINE), (x - HALF, top + LINE), colour=C, width=4)
    sheet.arrow((start, top + HIDDEN), (x - HALF + 2, top + HIDDEN), colour=H, width=2.5)


def _cell(sheet: Sheet, x: float, top: float) -> None:
    """Draw one cell: the line of the cell state with its two signs, and the gates under it."""
    sheet.box(x - HALF, top, 2 * HALF, FOOT, fill=0.04, edge=1, radius=8)
    at = x - HALF
    for place in (KEEP, WRITE):
        sheet.line((at, top + LINE), (x + place - RADIUS, top + LINE), colour=C, width=4)
        sheet.ring(x + place, top + LINE, RADIUS)
        at = x + place + RADIUS
    sheet.line((at, top + LINE), (x + HALF, top + LINE), colour=C, width=4)
    sheet.dot(x + KEEP, top + LINE, 2.2)
    sheet.line((x + WRITE - 4, top + LINE), (x + WRITE + 4, top + LINE))
    sheet.line((x + WRITE, top + LINE - 4), (x + WRITE, top + LINE + 4))
    for place, colour in ((KEEP, F), (WRITE, I)):
        sheet.arrow((x + place, top + HIDDEN - 14), (x + place, top + LINE + RADIUS), colour=colour, width=1.8)
    sheet.line((x + SHOW, top + LINE), (x + SHOW, top + HIDDEN - 14), colour=C, width=1.8)
    sheet.box(x - HALF + 2, top + HIDDEN - 14, 2 * HALF - 4, 28, H, fill=0, edge=1.2, radius=5)
    gates = [letter("f"), (r"$\,$", INK), letter("i"), (r"$\,$", INK), letter("c_tilde"), (r"$\,$", INK), letter("o")]
    sheet.phrase(x, top + HIDDEN, gates, size=14)


def _input(sheet: Sheet, x: float, top: float, t: int) -> None:
    sheet.arrow((x, top + INPUT - 14), (x, top + FOOT), colour=INPUT_WEIGHTS, width=2.5)
    sheet.phrase(x, top + INPUT, [letter("x", f"{t}")], size=18)


def _ends(sheet: Sheet, start: float, end: float, top: float, T: int) -> None:
    """Draw the two states on their way out of the last cell."""
    sheet.arrow((start, top + LINE), (end, top + LINE), colour=C, width=4)
    sheet.arrow((start, top + HIDDEN), (end, top + HIDDEN), colour=H, width=2.5)
    for symbol, y in (("c", LINE), ("h", HIDDEN)):
        sheet.phrase(end + 6, top + y, [letter(symbol, f"{T}")], size=18, align="left")
