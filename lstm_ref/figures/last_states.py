"""The figure of layers and directions: every state of a stack, and which of them are the last ones, h_n."""

from itertools import pairwise

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS, INPUT_WEIGHTS, RECURRENT_WEIGHTS

STEPS, MOST = 4, 3
COLUMN, WIDE, HIGH, ROW = 128, 74, 34, 62
LEFT, TOP = 190, 96


@drawn_once
def last_states(layers: int = 1, directions: int = 1) -> Picture:
    """Draw a stack of recurrent layers over four steps, with the row of `h_n` written into each last state.

    Args:
        layers: number of layers, up to 3.
        directions: 1, or 2 where each layer also reads from the end.

    Raises:
        ValueError: where a number is not a whole one of at least 1, or there are too many.
    """
    layers, directions = sizes(layers=layers, directions=directions)
    if layers > MOST or directions > 2:
        raise ValueError(f"the figure has room for {MOST} layers and 2 directions: got {layers} and {directions}")
    rows = layers * directions
    gap = 30
    heights = [TOP + ROW * (rows - 1 - k) + gap * (layers - 1 - k // directions) for k in range(rows)]
    foot = heights[0] + 76
    centres = [LEFT + (t + 0.5) * COLUMN for t in range(STEPS)]
    sheet = Sheet(LEFT + COLUMN * STEPS + 20, foot + 26)
    for t, x in enumerate(centres):
        sheet.words(x, foot, f"x[:, {t}]", colour=COLOURS["x"], bold=True)
        sheet.arrow((x, foot - 16), (x, heights[0] + HIGH / 2 + 4), colour=INPUT_WEIGHTS, width=2)
        sheet.words(x, 22, f"y[:, {t}]", bold=True)
        sheet.arrow((x, TOP - HIGH / 2 - 4), (x, 38))
        for layer in range(1, layers):
            below, above = heights[layer * directions - 1] - HIGH / 2 - 4, heights[layer * directions] + HIGH / 2 + 4
            sheet.arrow((x, below), (x, above), colour=INK)
    for k, y in enumerate(heights):
        back = bool(k % directions)
        order = centres[::-1] if back else centres
        sheet.words(LEFT - 4, y - (9 if directions == 2 else 0), f"layer {k // directions}", align="right", bold=True)
        if directions == 2:
            sheet.words(LEFT - 4, y + 9, "from the end" if back else "from the start", align="right", size=12.5)
        for here, there in pairwise(order):
            side = WIDE / 2 if there > here else -WIDE / 2
            sheet.arrow((here + side, y), (there - side, y), colour=RECURRENT_WEIGHTS, width=2.5)
        for x in order:
            last = x == order[-1]
            sheet.box(x - WIDE / 2, y - HIGH / 2, WIDE, HIGH, letter("h")[1], fill=0.55 if last else 0.1, radius=8)
            if last:
                sheet.words(x, y, f"h_n[{k}]", bold=True)
    said = "; ".join(f"h_n[{k}] is that of {_row(k, directions)}" for k in range(rows))
    shown = "the states of the top layer" + (", of both directions side by side" if directions == 2 else "")
    stack = f"{_count(layers, 'layer')} in {_count(directions, 'direction')}"
    return sheet.picture(
        f"{stack} over {STEPS} steps, the input below, layer 0 above it, and y at the top: {shown}. The last state of "
        f"each row is marked: {said}.",
        "A row is one layer in one direction, and the full box is where it ends: one row of h_n for each. y is what "
        "the top layer shows at every step.",
    )


def _row(k: int, directions: int) -> str:
    """Say which layer and direction have row `k` of h_n, and where it ends."""
    ways = ("", "") if directions == 1 else (f" from the start, at step {STEPS - 1}", " from the end, at step 0")
    return f"layer {k // directions}{ways[k % directions]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number > 1)}"
