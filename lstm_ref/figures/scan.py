"""The figure of a scan: all steps are joined with steps further and further back, a round at a time."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet
from lstm_ref.palette import H

MOST = 12
LEFT, TOP, HIGH, BETWEEN = 170, 18, 28, 46


@drawn_once
def scan(T: int) -> Picture:
    """Draw how T steps become T states in rounds: in each, every box is joined with one further back than before.

    Args:
        T: number of steps, up to 12.

    Raises:
        ValueError: where `T` is not a whole number of at least 1, or more than 12.
    """
    (T,) = sizes(T=T)
    if T > MOST:
        raise ValueError(f"the figure has room for {MOST} steps, and more would show nothing new: got T = {T}")
    distances = [1 << k for k in range((T - 1).bit_length())]
    column = min(84, 680 / T)
    sheet = Sheet(LEFT + column * T + 16, TOP + (HIGH + BETWEEN) * len(distances) + HIGH + 18)
    width = column - 8
    reach = 1
    _row(sheet, T, reach, TOP, column, width)
    sheet.words(LEFT - 22, TOP + HIGH / 2, "the steps", align="right", size=12.5)
    for k, distance in enumerate(distances):
        low = TOP + k * (HIGH + BETWEEN) + HIGH
        high = low + BETWEEN
        for t in range(T):
            x = LEFT + (t + 0.5) * column
            sheet.line((x, low), (x, high), width=1.2, faint=True)
            if t >= distance:
                sheet.arrow((x - distance * column, low), (x - 3, high), colour=H, width=1.8)
        reach += distance
        _row(sheet, T, reach, high, column, width)
        back = f"{distance} step{'s' * (distance > 1)} back"
        sheet.words(LEFT - 22, high + HIGH / 2 - 8, f"round {k + 1}", align="right", bold=True)
        sheet.words(LEFT - 22, high + HIGH / 2 + 9, back, align="right", size=11.5)
    rounds = len(distances)
    joins = sum(T - distance for distance in distances)
    backs = " In the rounds each box is joined with the one " + ", ".join(map(str, distances)) + " to its left."
    return sheet.picture(
        f"A scan over T = {T} {'step' if T == 1 else 'steps'}: {rounds} {'round' if rounds == 1 else 'rounds'}, "
        f"{joins} {'pair' if joins == 1 else 'pairs'} joined.{backs if rounds else ''} After the last round box t "
        f"stands for all steps from 1 to t.",
        "A box says which steps it stands for. In a round all boxes are joined at once, each with one to its left. "
        "Filled boxes reach back to step 1: they are finished.",
    )


def _row(sheet: Sheet, T: int, reach: int, top: float, column: float, width: float) -> None:
    """Draw a row of boxes, each with the steps that it stands for: as many as `reach`, or back to the first."""
    for t in range(T):
        x = LEFT + (t + 0.5) * column
        first = max(0, t + 1 - reach)
        fill, edge = (0.3, 1.8) if first == 0 else (0.05, 1)
        sheet.box(x - width / 2, top, width, HIGH, H, fill=fill, edge=edge, radius=5)
        sheet.words(x, top + HIGH / 2, f"{t + 1}" if first == t else f"{first + 1}–{t + 1}", size=12)
