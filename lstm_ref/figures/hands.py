"""The figure of hands: the landmarks of a sign, step by step, joined to bones."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.bars import number
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS

MOST = 8
WIDE, HIGH, TOP, BETWEEN, BELOW = 138, 168, 14, 12, 40
HANDS = ("left", "right")
MIDDLE_TIP = 12


@drawn_once
def moving_hands(x: ArrayLike) -> Picture:
    """Draw both hands at each step, seen from the front.

    Args:
        x: the landmarks, shape (T, 126) with up to 8 steps: 21 of the left hand as x, y, z, the wrist first and then
            four a finger, then those of the right hand.

    Raises:
        ValueError: where the shape is another, a number is not finite, or all landmarks are in one place.
    """
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.shape[1] != 126 or not 1 <= len(x) <= MOST:
        one = " One sign of a batch? x[0] is (T, 126)." if x.ndim == 3 else ""
        raise ValueError(f"x must be (T, 126), with 1 to {MOST} steps, got shape {x.shape}.{one}")
    if not np.isfinite(x).all():
        raise ValueError("x has landmarks that are not finite numbers")
    places = x.reshape(len(x), 2, 21, 3)
    low, high = places[..., :2].min(axis=(0, 1, 2)), places[..., :2].max(axis=(0, 1, 2))
    if not (high > low).any():
        raise ValueError("all landmarks are in one place: there is nothing to see")
    scale = min(WIDE / max(high[0] - low[0], 1e-9), HIGH / max(high[1] - low[1], 1e-9))
    middle = (low + high) / 2

    sheet = Sheet(10 + len(x) * (WIDE + BETWEEN), TOP + HIGH + BELOW)
    for t, hands in enumerate(places):
        left = 10 + t * (WIDE + BETWEEN)
        centre = np.array([left + WIDE / 2, TOP + HIGH / 2])
        for landmarks in hands:
            _hand(sheet, centre + scale * (landmarks[:, :2] - middle) * [1, -1])
        sheet.phrase(left + WIDE / 2, TOP + HIGH + 22, [letter("x", f"{t + 1}")])
        if t:
            sheet.line((left - BETWEEN / 2, TOP), (left - BETWEEN / 2, TOP + HIGH), width=1, faint=True)
    return sheet.picture(
        f"Two hands at {len(x)} steps. {_said(places)}",
        "Each line is a finger, from the wrist to its tip; the dot is the wrist. Both hands are seen from the front.",
    )


def _hand(sheet: Sheet, points: NDArray) -> None:
    """Draw one hand from its 21 places on the sheet."""
    colour = COLOURS["x"]
    for finger in range(5):
        chain = [points[0], *points[1 + 4 * finger : 5 + 4 * finger]]
        sheet.curve([tuple(point) for point in chain], colour=colour, width=2)
    sheet.curve([tuple(points[1 + 4 * finger]) for finger in range(5)], colour=colour, width=2)
    sheet.dot(*points[0], 3.5, INK)


def _said(places: NDArray) -> str:
    told = []
    for name, hand in zip(HANDS, places.transpose(1, 0, 2, 3), strict=True):
        wrists = ", ".join(f"({number(wrist[0])}, {number(wrist[1])})" for wrist in hand[:, 0])
        reach = ", ".join(number(d) for d in np.linalg.norm(hand[:, MIDDLE_TIP] - hand[:, 0], axis=1))
        told.append(f"The {name} hand's wrist is at {wrists}; its middle finger's tip is {reach} from the wrist.")
    return " ".join(told)
