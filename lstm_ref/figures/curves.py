"""Figures of functions: the two that squash."""

import numpy as np

from lstm_ref.activations import sigmoid
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet

REACH = 6

DASHES = (2.4, 1.4)


@drawn_once
def squashing() -> Picture:
    """Draw σ and tanh on one pair of axes, with their ranges and their values at 0."""
    left, right, top, bottom = 90, 570, 50, 310

    def place(z, value):
        return left + (z + REACH) / (2 * REACH) * (right - left), bottom - (value + 1) / 2 * (bottom - top)

    sheet = Sheet(760, 372)
    for value in (-1, 0, 1):
        x, y = place(-REACH, value)
        sheet.line((x, y), (right, y), width=1, faint=value != 0)
        sheet.words(x - 12, y, f"{value}".replace("-", "−"), align="right")
    for z in range(-REACH, REACH + 1, 2):
        x, y = place(z, -1)
        sheet.line((x, y), (x, y + 6), width=1)
        sheet.words(x, y + 20, f"{z}".replace("-", "−"))
    sheet.line(place(0, -1), place(0, 1), width=1, faint=True)
    sheet.words((left + right) / 2, bottom + 46, "z, any number")
    sheet.words(left - 30, top - 26, "what comes out", align="left")

    z = np.linspace(-REACH, REACH, 97)
    sheet.curve([place(*point) for point in zip(z, sigmoid(z), strict=True)], width=3)
    sheet.curve([place(*point) for point in zip(z, np.tanh(z), strict=True)], width=3, dashes=DASHES)
    for value, words, side, align, dy in ((0.5, "σ(0) = 0.5", -1, "right", -8), (0, "tanh(0) = 0", 1, "left", 16)):
        x, y = place(0, value)
        sheet.dot(x, y, 5)
        sheet.words(x + 12 * side, y + dy, words, align=align)
    for x, name, low, dashes in ((right + 34, "σ", 0, ()), (right + 110, "tanh", -1, DASHES)):
        sheet.curve([(x, place(0, low)[1]), (x, top)], dashes=dashes)
        sheet.words(x, top - 26, name, size=16, bold=True)
        sheet.words(x + 10, top + 12, "up to 1", align="left", size=12)
        sheet.words(x + 10, place(0, low)[1] - 12, f"from {low}".replace("-", "−"), align="left", size=12)
    return sheet.picture(
        "Two curves that rise from left to right over z from −6 to 6. σ goes from 0 to 1 and is 0.5 at z = 0; tanh "
        "goes from −1 to 1 and is 0 at z = 0. Both are flat far from 0.",
        "σ stays between 0 and 1: how much. tanh stays between −1 and 1: what, with a sign. Far from 0 both are flat.",
    )
