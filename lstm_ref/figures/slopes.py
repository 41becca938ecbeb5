"""The figure of slopes: how steep the two squashing functions are."""

import numpy as np

from lstm_ref.activations import sigmoid
from lstm_ref.figures.curves import DASHES, REACH
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet

LEFT, TOP, WIDTH, HIGH = 90, 50, 480, 260


@drawn_once
def slopes() -> Picture:
    """Draw the slopes of σ and of tanh on one pair of axes, each with its greatest value."""

    def place(z, slope):
        return LEFT + (z + REACH) / (2 * REACH) * WIDTH, TOP + HIGH * (1 - slope)

    sheet = Sheet(LEFT + WIDTH + 130, TOP + HIGH + 62)
    for value in (0, 0.25, 0.5, 0.75, 1):
        x, y = place(-REACH, value)
        sheet.line((x, y), (LEFT + WIDTH, y), width=1, faint=value != 0)
        sheet.words(x - 12, y, f"{value:g}", align="right")
    for z in range(-REACH, REACH + 1, 2):
        x, y = place(z, 0)
        sheet.line((x, y), (x, y + 6), width=1)
        sheet.words(x, y + 20, f"{z}".replace("-", "−"))
    sheet.words(LEFT + WIDTH / 2, TOP + HIGH + 46, "z, any number")
    sheet.words(LEFT - 30, TOP - 26, "slope: how much more comes out, for a little more z", align="left")

    z = np.linspace(-REACH, REACH, 193)
    for slope, name, greatest, dashes, label in (
        (sigmoid(z) * (1 - sigmoid(z)), "σ", 0.25, (), (62, -24)),
        (1 - np.tanh(z) ** 2, "tanh", 1, DASHES, (62, 4)),
    ):
        sheet.curve([place(*point) for point in zip(z, slope, strict=True)], width=3, dashes=dashes)
        x, y = place(0, greatest)
        sheet.dot(x, y, 5)
        sheet.words(x + label[0], y + label[1] + 8, f"{name}: at most {greatest:g}, at 0", align="left", bold=True)
    return sheet.picture(
        "The slopes of σ and tanh over z from −6 to 6: two hills with their tops at z = 0. The slope of tanh is 1 at "
        "the top and the slope of σ is 0.25; both fall to nearly 0 on either side, tanh within 3 of the middle.",
        "Both are steepest at 0. tanh reaches a slope of 1 at that one place, σ never more than a quarter of it.",
    )
