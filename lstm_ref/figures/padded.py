"""The figure of sequences of unequal length: in one array with padding, as a mask, and packed."""

from collections.abc import Sequence

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS

MOST_STEPS, MOST_SEQUENCES = 10, 6
CELL, LEFT, TOP, GAP = 30, 118, 62, 74


@drawn_once
def padded(lengths: Sequence[int]) -> Picture:
    """Draw a batch of sequences of unequal length three times: padded, its mask, and what packing keeps.

    Args:
        lengths: how many steps of each sequence are real, up to 6 sequences of up to 10 steps.

    Raises:
        ValueError: where a length is not a whole number of at least 1, or there is too much to draw.
    """
    lengths = sizes(**{f"lengths[{n}]": length for n, length in enumerate(lengths)})
    N, T = len(lengths), max(lengths, default=0)
    if not 1 <= N <= MOST_SEQUENCES or T > MOST_STEPS:
        raise ValueError(f"room for 1 to {MOST_SEQUENCES} sequences of up to {MOST_STEPS} steps: got {N} of up to {T}")
    wide, high = max(T * CELL, 120), N * CELL
    lefts = [LEFT + k * (wide + GAP) for k in range(3)]
    sheet = Sheet(lefts[2] + wide + 30, TOP + high + 62)
    for x, title, below in zip(
        lefts,
        ("padded", "mask", "packed"),
        (f"({N}, {T}, D)", f"({N}, {T})", f"({sum(lengths)}, D)"),
        strict=True,
    ):
        sheet.words(x, 18, title, bold=True, align="left")
        sheet.words(x, 38, below, align="left", size=12.5)
    order = sorted(range(N), key=lambda n: -lengths[n])
    for row, n in enumerate(order):
        y = TOP + row * CELL
        sheet.words(lefts[2] - 12, y + CELL / 2, f"{n}", align="right")
        for t in range(lengths[n]):
            sheet.box(lefts[2] + t * CELL, y, CELL, CELL, COLOURS["x"], fill=0.35, edge=1)
    for n, length in enumerate(lengths):
        y = TOP + n * CELL
        sheet.words(LEFT - 12, y + CELL / 2, f"sequence {n}" if n == 0 else f"{n}", align="right")
        for t in range(T):
            real = t < length
            colour, fill = (COLOURS["x"], 0.35) if real else (INK, 0)
            sheet.box(LEFT + t * CELL, y, CELL, CELL, colour, fill=fill, edge=1, dashed=not real)
            if not real:
                sheet.words(LEFT + (t + 0.5) * CELL, y + CELL / 2, "0", faint=True)
            sheet.box(lefts[1] + t * CELL, y, CELL, CELL, INK, fill=0.18 if real else 0, edge=1)
            sheet.words(lefts[1] + (t + 0.5) * CELL, y + CELL / 2, "1" if real else "0", faint=not real)
    counts = [sum(length > t for length in lengths) for t in range(T)]
    for t in range(T):
        for x in lefts[:2]:
            sheet.words(x + (t + 0.5) * CELL, TOP + high + 16, f"{t}", size=11.5, faint=True)
        sheet.words(lefts[2] + (t + 0.5) * CELL, TOP + high + 16, f"{counts[t]}", bold=True)
    sheet.words(LEFT - 12, TOP + high + 16, "step", size=11.5, faint=True, align="right")
    sheet.words(lefts[2], TOP + high + 40, "so many at each step", size=12.5, align="left")
    return sheet.picture(
        f"{N} sequences of {', '.join(map(str, lengths))} steps, three times. Padded: a table of {N} by {T} steps, of "
        f"which {N * T - sum(lengths)} are padding, drawn as dashed zeros on the right. The mask: 1 at the "
        f"{sum(lengths)} real steps, 0 at the padding. Packed: the real steps alone, the longest sequence first "
        f"(in the order {', '.join(map(str, order))}), so many at each step: {', '.join(map(str, counts))}.",
        "Left, zeros fill up what is short. In the middle, the mask says which steps are real. Right, packed: only "
        "real steps are left, the longest sequence on top, so that at each step those still running lie together.",
    )
