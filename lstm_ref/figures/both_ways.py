"""The figure of a bidirectional layer: two chains over the same steps, and what each has read by when."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, RECURRENT_WEIGHTS, H

MOST = 7

# heights of the names of the outputs, the outputs, the two chains and the inputs
NAME, OUTPUT, BACKWARD, FORWARD, INPUT, HIGH = 22, 56, 142, 212, 292, 316
LEFT, COLUMN, WIDE, TALL, RIGHT = 104, 112, 60, 38, 36
ASIDE, LANE, HALF = 16, 30, 40
"""How far the chains stand aside of the middle of a step, how far their lines, and how wide half an output is."""


@drawn_once
def both_ways(T: int) -> Picture:
    """Draw a bidirectional layer over its steps: in each box, which steps that direction has read by then.

    Args:
        T: number of steps, 2 to 7.

    Raises:
        ValueError: where `T` is not a whole number from 2 to 7.
    """
    (T,) = sizes(T=T)
    if not 2 <= T <= MOST:
        raise ValueError(f"the figure has room for 2 to {MOST} steps: got T = {T}")
    sheet = Sheet(LEFT + COLUMN * T + RIGHT, HIGH)
    for y, words in ((OUTPUT, "output"), (BACKWARD, "backward"), (FORWARD, "forward"), (INPUT, "input")):
        sheet.words(LEFT - 14, y, words, align="right", size=12.5)
    for t in range(1, T + 1):
        x = LEFT + (t - 0.5) * COLUMN
        sheet.phrase(x, NAME, [(rf"$\mathbfit{{y}}_{{{t}}}$", INK)], size=16)
        sheet.phrase(x, INPUT, [letter("x", str(t))], size=16)
        for side, y, read in ((-1, FORWARD, (1, t)), (1, BACKWARD, (t, T))):
            whole, lane = read == (1, T), x + side * LANE
            sheet.arrow((lane, INPUT - 15), (lane, y + TALL / 2), colour=INPUT_WEIGHTS, width=1.8)
            _box(sheet, x + side * ASIDE - WIDE / 2, y, WIDE, whole, read)
            sheet.arrow((lane, y - TALL / 2), (lane, OUTPUT + 14), colour=H, width=1.8)
            _box(sheet, x - HALF if side < 0 else x, OUTPUT, HALF, whole)
        if t < T:
            one, other = x + WIDE / 2, x + COLUMN - WIDE / 2
            sheet.arrow((one - ASIDE, FORWARD), (other - ASIDE, FORWARD), colour=RECURRENT_WEIGHTS, width=2.5)
            sheet.arrow((other + ASIDE, BACKWARD), (one + ASIDE, BACKWARD), colour=RECURRENT_WEIGHTS, width=2.5)
    return sheet.picture(
        f"A bidirectional layer over T = {T} steps: a forward chain with arrows to the right, a backward chain with "
        f"arrows to the left. Each output y_t is the forward state of step t beside the backward state of step t. In "
        f"each box are the steps that it has read: forward at step 1 only 1, at step {T} 1 to {T}; backward at step "
        f"{T} only {T}, at step 1 1 to {T}. What has read everything stands out: the forward half of y_{T} and the "
        f"backward half of y_1.",
        f"In a box: the steps that it has read by then. Two halves have read all {T}, at opposite ends.",
    )


def _box(sheet: Sheet, x: float, y: float, width: float, whole: bool, read: tuple[int, int] | None = None) -> None:
    """Draw a state of one direction, with the steps that it has read, or half an output; `whole` makes it stand out."""
    tall = TALL if read else 28
    sheet.box(
        x, y - tall / 2, width, tall, H, fill=0.45 if whole else 0.1, edge=2.6 if whole else 1, radius=8 if read else 0
    )
    if read:
        first, last = read
        said = str(first) if first == last else f"{first} to {last}"
        sheet.words(x + width / 2, y, said, size=13, bold=whole)
