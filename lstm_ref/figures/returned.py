"""The figure of what a layer gives back: the output of every step or of the last one, and the states if asked."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, C, H

MOST = 7

# heights of the outputs, of the lines of h and c, and of the inputs
OUTPUT, HIDDEN, CELL, INPUT, HIGH = 42, 128, 166, 248, 270
LEFT, COLUMN, HALF, RIGHT = 96, 92, 26, 190


@drawn_once
def returned(T: int, return_sequences: bool = False, return_state: bool = False) -> Picture:
    """Draw an LSTM layer unrolled over its steps, with an arrow for everything that it gives back.

    Args:
        T: number of steps, up to 7.
        return_sequences: whether the output of every step is given back, or of the last one only.
        return_state: whether the last hidden state and the last cell state are given back too.

    Raises:
        ValueError: where `T` is not a whole number of at least 1, or more than 7.
    """
    (T,) = sizes(T=T)
    if T > MOST:
        raise ValueError(f"the figure has room for {MOST} steps, and more would show nothing new: got T = {T}")
    end = LEFT + COLUMN * T
    sheet = Sheet(end + RIGHT, HIGH)
    for name, y, colour in (("h", HIDDEN, H), ("c", CELL, C)):
        sheet.phrase(LEFT - 12, y, [letter(name, "0"), ("$\\;=\\;0$", INK)], align="right", size=16)
        at = LEFT - 6
        for t in range(T):
            x = LEFT + (t + 0.5) * COLUMN
            sheet.arrow((at, y), (x - HALF, y), colour=colour, width=2.5)
            at = x + HALF
        if return_state:
            sheet.arrow((at, y), (end + 18, y), colour=colour, width=2.5)
            sheet.phrase(end + 28, y, [letter(name), ("  (N, H)", INK)], align="left", size=15)
    for t in range(1, T + 1):
        _step(sheet, LEFT + (t - 0.5) * COLUMN, t, given=return_sequences or t == T)
    shape = f"(N, {T}, H)" if return_sequences else "(N, H)"
    first = LEFT + COLUMN * (0 if return_sequences else T - 1) + 14
    sheet.box(first, OUTPUT - 24, end - 14 - first, 44, INK, fill=0, radius=10)
    sheet.phrase(end + 28, OUTPUT, [(r"$\mathbfit{y}$", INK), (f"  {shape}", INK)], align="left", size=15)

    outputs = f"y, the outputs of all {T} steps, {shape}" if return_sequences else f"y, the last output, {shape}"
    states = ", then the last hidden state h, (N, H), then the last cell state c, (N, H)" if return_state else ""
    return sheet.picture(
        f"An LSTM layer over T = {T} {'step' if T == 1 else 'steps'}, with return_sequences={return_sequences} and "
        f"return_state={return_state}. Two lines go from step to step, h and c, both from 0. Given back: "
        f"{outputs}{states}.",
        f"What an arrow carries out of the row of cells is given back. The output of a step is its h, so "
        f"y of step {T} and the last h are the same numbers.",
    )


def _step(sheet: Sheet, x: float, t: int, given: bool) -> None:
    """Draw one step: its input below, the cell with both lines, and its output above, if it is given back."""
    sheet.box(x - HALF, HIDDEN - 26, 2 * HALF, CELL - HIDDEN + 52, INK, fill=0.06, radius=8)
    sheet.phrase(x, HIDDEN, [letter("h", str(t))], size=16)
    sheet.phrase(x, CELL, [letter("c", str(t))], size=16)
    sheet.phrase(x, INPUT, [letter("x", str(t))], size=16)
    sheet.arrow((x, INPUT - 15), (x, CELL + 26), colour=INPUT_WEIGHTS, width=2.5)
    if given:
        sheet.arrow((x, HIDDEN - 26), (x, OUTPUT + 22), colour=H, width=2.5)
        sheet.phrase(x, OUTPUT, [(rf"$\mathbfit{{y}}_{{{t}}}$", INK)], size=16)
