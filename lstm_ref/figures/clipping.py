"""Figures of clipping: what it does to a gradient, and why it is wanted: a loss with a cliff."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from lstm_ref.figures.arguments import vectors
from lstm_ref.figures.bars import number
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS

MIDDLE, REACH = (190, 180), 150
LEFT, TOP, WIDTH, HIGH = 80, 46, 470, 230


@drawn_once
def clipping(gradient: ArrayLike, limit: float) -> Picture:
    """Draw a gradient of two numbers, and what clipping by its norm and by its elements makes of it.

    Args:
        gradient: shape (2,), not both 0.
        limit: the greatest length, or the greatest element, that is left as it is; above 0.

    Raises:
        ValueError: where the gradient is not a vector of two numbers, or both are 0, or the limit is not above 0.
    """
    (gradient,) = vectors("2", gradient=gradient)
    length = float(np.hypot(*gradient)) if gradient.size == 2 else 0
    if not length:
        raise ValueError(f"gradient must be two numbers, not both 0: got {gradient}")
    if not limit > 0:
        raise ValueError(f"limit is the greatest size allowed, above 0: got {limit}")
    by_norm, by_element = gradient * min(1, limit / length), np.clip(gradient, -limit, limit)
    turned = np.degrees(np.arccos(np.clip(by_element @ gradient / np.hypot(*by_element) / length, -1, 1)))
    unit = REACH / max(length, 1.1 * limit)

    def place(vector):
        return MIDDLE[0] + unit * vector[0], MIDDLE[1] - unit * vector[1]

    aside = MIDDLE[0] + REACH + 40
    sheet = Sheet(aside + 330, MIDDLE[1] + REACH + 30)
    for axis in np.eye(2):
        sheet.line(place(-axis * REACH / unit), place(axis * REACH / unit), width=1, faint=True)
    sheet.ring(*MIDDLE, unit * limit, colour=COLOURS["h"], width=1.2)
    sheet.box(*place([-limit, limit]), 2 * unit * limit, 2 * unit * limit, COLOURS["f"], fill=0, edge=1.2, dashed=True)
    rows = (
        ("the gradient", gradient, f"length {number(length)}", INK, 2),
        ("clipped by norm", by_norm, f"length {number(np.hypot(*by_norm))}, turned by 0°", COLOURS["h"], 4.5),
        (
            "clipped by element",
            by_element,
            f"length {number(np.hypot(*by_element))}, turned by {turned:.0f}°",
            COLOURS["f"],
            3,
        ),
    )
    for k in (0, 2, 1):
        sheet.arrow(MIDDLE, place(rows[k][1]), colour=rows[k][3], width=rows[k][4])
    for k, (name, vector, said, colour, width) in enumerate(rows):
        y = 70 + 92 * k
        sheet.arrow((aside, y), (aside + 36, y), colour=colour, width=width)
        sheet.words(aside + 50, y, name, colour=colour, align="left", bold=True)
        sheet.words(aside + 50, y + 22, f"[{number(vector[0])}, {number(vector[1])}]", align="left")
        sheet.words(aside + 50, y + 42, said, align="left")
    told = " ".join(f"{name.capitalize()}: [{number(v[0])}, {number(v[1])}], {said}." for name, v, said, _, _ in rows)
    return sheet.picture(
        f"Three arrows from one point, limit {number(limit)}. {told} A circle shows where the "
        "length is at the limit, a dashed square where an element is.",
        "The circle is the limit on the length, the dashed square the limit on each element. Which arrow still points "
        "the way the gradient points?",
    )


@drawn_once
def loss_over_weight(weights: ArrayLike, losses: ArrayLike, marks: Mapping[str, float]) -> Picture:
    """Draw a loss against one weight, with some weights marked.

    Args:
        weights: rising, shape (points,), at least two.
        losses: the loss at each, the shape of `weights`, at least 0.
        marks: places on the curve, by what is written there.

    Raises:
        ValueError: where shapes do not fit, weights do not rise, a loss is below 0, or a mark is off the curve.
    """
    weights, losses = vectors("points", weights=weights, losses=losses)
    if len(weights) < 2 or not (np.diff(weights) > 0).all() or losses.min() < 0 or not losses.max():
        raise ValueError("weights must rise, at least two of them, and losses must be at least 0, one above it")
    low, high, top = weights[0], weights[-1], losses.max()
    for label, weight in marks.items():
        if not low <= weight <= high:
            raise ValueError(f"{label} is at {weight:g}, off the curve, which reaches from {low:g} to {high:g}")

    def place(weight, loss):
        return LEFT + WIDTH * (weight - low) / (high - low), TOP + HIGH * (1 - loss / top)

    sheet = Sheet(LEFT + WIDTH + 60, TOP + HIGH + 62)
    for loss in (0, top / 2, top):
        x, y = place(low, loss)
        sheet.line((x, y), (LEFT + WIDTH, y), width=1, faint=loss != 0)
        sheet.words(x - 10, y, number(loss), align="right")
    for weight in np.linspace(low, high, 5):
        x, y = place(weight, 0)
        sheet.line((x, y), (x, y + 6), width=1)
        sheet.words(x, y + 20, number(weight))
    sheet.words(LEFT + WIDTH / 2, TOP + HIGH + 46, "the weight, w")
    sheet.words(LEFT - 46, TOP - 26, "the loss, L", align="left")
    sheet.curve([place(*point) for point in zip(weights, losses, strict=True)], width=2.5)
    taken: list[tuple[float, float, float]] = []
    for label, weight in sorted(marks.items(), key=lambda mark: -mark[1]):
        x, y = place(weight, np.interp(weight, weights, losses))
        sheet.dot(x, y, 6, colour=COLOURS["f"])
        left, wide = x + 12, words_width(label, 13) * 1.15
        if left + wide > LEFT + WIDTH + 50:
            left = x - 12 - wide
        y -= 14
        while any(abs(y - other) < 18 and left < end and start < left + wide for start, end, other in taken):
            y -= 2
        taken.append((left, left + wide, y))
        sheet.words(left, y, label, colour=COLOURS["f"], align="left", bold=True)
    said = " ".join(f"{label} at w = {number(weight)}." for label, weight in marks.items())
    least = weights[np.argmin(losses)]
    return sheet.picture(
        f"The loss against a weight from {number(low)} to {number(high)}: from {number(losses[0])} at the left to "
        f"{number(losses[-1])} at the right, at most {number(top)}, least at w = {number(least)}. {said}".strip(),
        "The steeper the curve at a place, the larger the gradient there.",
    )
