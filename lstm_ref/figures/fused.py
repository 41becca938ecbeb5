"""The figure of fused gates: four matrices on top of one another are one, and meet the same vector in one product."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS, INPUT_WEIGHTS, RECURRENT_WEIGHTS, X

ORDER = ("f", "i", "o", "c")
"""The blocks from top to bottom: those that σ squashes lie together."""

THICK, TOP, GAP = 14, 62, 40


@drawn_once
def fused(D: int, H: int) -> Picture:
    """Draw the four gates' weights stacked, to scale: W (4H, D) meets x, U (4H, H) meets h, one sum is left.

    Args:
        D: number of input features.
        H: number of hidden units.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    D, units = sizes(D=D, H=H)
    unit = min(24, 300 / (D + units), 240 / (4 * units))
    wide, side, high = max(D * unit, 30), max(units * unit, 30), max(4 * units * unit, 100)
    below = TOP + high + 22
    left = 40 + 26
    second = left + wide + 2 * GAP
    bias = second + side + 2 * GAP
    result = bias + THICK + 2 * GAP
    sheet = Sheet(result + 260, below + 24)
    _stack(sheet, left, wide, high, "W", INPUT_WEIGHTS)
    _above(sheet, left, wide, f"x ({D},)", X)
    sheet.words(left + wide / 2, below, f"W ({4 * units}, {D})")
    sheet.words(left + wide + GAP, TOP + high / 2, "+", size=20)
    _stack(sheet, second, side, high, "U", RECURRENT_WEIGHTS)
    _above(sheet, second, side, f"h ({units},)", COLOURS["h"])
    sheet.words(second + side / 2, below, f"U ({4 * units}, {units})")
    sheet.words(second + side + GAP, TOP + high / 2, "+", size=20)
    _stack(sheet, bias, THICK, high, "", INK)
    sheet.words(bias + THICK / 2, below, f"b ({4 * units},)")
    sheet.words(bias + THICK + GAP, TOP + high / 2, "=", size=20)
    sheet.words(result + THICK / 2, below, f"z ({4 * units},)")
    for k, gate in enumerate(ORDER):
        name = "c_tilde" if gate == "c" else gate
        y = TOP + k * high / 4
        sheet.box(result, y, THICK, high / 4, COLOURS[name], fill=0.4, edge=1.5)
        squash = r"$\;=\;\tanh$" if gate == "c" else r"$\;=\;\sigma$"
        sheet.arrow((result + THICK + 8, y + high / 8), (result + THICK + 44, y + high / 8), colour=COLOURS[name])
        said = [letter(name), (squash, INK), (" of these rows", INK)]
        sheet.phrase(result + THICK + 56, y + high / 8, said, size=15, align="left")
    return sheet.picture(
        f"The weights of the four gates, stacked and to scale. W, of shape ({4 * units}, {D}), holds W_f, W_i, W_o and "
        f"W_c from top to bottom, and meets x, ({D},). U, of shape ({4 * units}, {units}), holds U_f, U_i, U_o and "
        f"U_c, and meets h, ({units},). b has shape ({4 * units},). Their sum z, ({4 * units},), has four pieces: σ "
        f"makes f, i and o of the first three, tanh makes c̃ of the last.",
        "Every row meets the same x and the same h, so the rows may lie in one matrix. The sum is cut afterwards.",
    )


def _stack(sheet: Sheet, x: float, width: float, high: float, name: str, colour: str) -> None:
    """Draw a matrix of four blocks, each with its name where it has one."""
    for k, gate in enumerate(ORDER):
        sheet.box(x, TOP + k * high / 4, width, high / 4, colour, fill=0.2, edge=1.5)
        if name:
            symbol = rf"$\mathbfit{{{name}}}_{{{gate}}}$"
            sheet.words(x + width / 2, TOP + (k + 0.5) * high / 4, symbol, size=15)


def _above(sheet: Sheet, x: float, width: float, said: str, colour: str) -> None:
    """Draw the vector that a matrix meets, lying above it."""
    sheet.box(x, TOP - 12 - THICK, width, THICK, colour, fill=0.2, edge=1.5)
    sheet.words(x + width / 2, TOP - 30 - THICK, said)
