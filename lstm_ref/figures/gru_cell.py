"""The figure of a GRU cell, with the reset before the product with U_h or after it."""

from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import C_TILDE, F, H, O, X

# heights of the line of h, of where 1 − z meets the candidate, of the upper and the lower boxes, and of the two rails
LINE, JOIN, UPPER, LOWER, HIDDEN, INPUT = 62, 132, 178, 300, 424, 452
EDGE, END = 160, 720
RADIUS = 13
WIDE, HIGH = 124, 82
# from left to right: the two gates, the sum, what the candidate hears of the past, and the candidate
Z, R, PLUS, PAST, CANDIDATE = 236, 420, 470, 566, 600
STATIONS = (330, 382)
"""The heights of what the past goes through on its way up to the candidate: the later one first."""

ODOT = (r"$\;\odot\;$", INK)
Z_LETTER, R_LETTER = (r"$\mathbfit{z}$", F), (r"$\mathbfit{r}$", O)
H_TILDE = (r"$\tilde{\mathbfit{h}}$", C_TILDE)

SAID = {
    "before": (
        "The candidate hears h of step t−1 after it was multiplied entry by entry by r and then met U_h.",
        "The reset gate r sits before the product: what is closed in r hides that unit from all the others.",
    ),
    "after": (
        "The candidate hears h of step t−1 after it met U_h and was then multiplied entry by entry by r.",
        "The reset gate r sits after the product: what is closed in r makes that unit deaf to all the others.",
    ),
}


@drawn_once
def gru_cell(reset: str = "before") -> Picture:
    """Draw a GRU cell.

    Args:
        reset: where the reset gate meets the past: "before" the product with U_h, or "after" it.

    Raises:
        ValueError: where `reset` is neither.
    """
    if reset not in SAID:
        raise ValueError(f'reset must be "before" or "after" the product with U_h, got {reset!r}')
    sheet = Sheet(830, INPUT + 96)
    sheet.box(EDGE, 24, END - EDGE, INPUT, fill=0.05, edge=0, radius=14)
    _state(sheet)
    _rails(sheet)
    _gate(sheet, Z, UPPER, F, "update gate", Z_LETTER, "how much to keep")
    _gate(sheet, R, LOWER, O, "reset gate", R_LETTER, "how much to hear")
    _candidate(sheet)
    _past(sheet, reset)
    _write(sheet)
    _equation(sheet, reset)
    alt, caption = SAID[reset]
    return sheet.picture(
        "A GRU cell. The hidden state h runs in a line from step t−1 to step t. On the line it is multiplied entry by "
        "entry by the update gate z = σ(…), and 1 − z times the candidate h̃ = tanh(…) is added. Both gates listen to "
        f"h of step t−1 and to x of step t. {alt}",
        caption,
    )


def _state(sheet: Sheet) -> None:
    """The line of the hidden state, broken where something is done to it."""
    sheet.phrase(EDGE - 12, LINE, [letter("h", "t-1")], size=22, align="right")
    sheet.words(EDGE - 66, LINE, "hidden state", align="right")
    at = EDGE
    for stop in (Z, PLUS):
        sheet.arrow((at, LINE), (stop - RADIUS, LINE), colour=H, width=4)
        at = stop + RADIUS
    sheet.arrow((at, LINE), (END + 30, LINE), colour=H, width=4)
    sheet.phrase(END + 36, LINE, [letter("h", "t")], size=22, align="left")
    _times(sheet, Z, LINE)
    sheet.phrase((Z + PLUS) / 2, LINE - 20, [Z_LETTER, ODOT, letter("h", "t-1")], size=16)
    sheet.ring(PLUS, LINE, RADIUS)
    sheet.line((PLUS - 6, LINE), (PLUS + 6, LINE), width=2)
    sheet.line((PLUS, LINE - 6), (PLUS, LINE + 6), width=2)


def _rails(sheet: Sheet) -> None:
    """The same hidden state and the input, running under the boxes that listen to them."""
    sheet.line((EDGE, HIDDEN), (PAST, HIDDEN), colour=H, width=3)
    sheet.line((EDGE, INPUT), (CANDIDATE + 34, INPUT), colour=X, width=3)
    for y, symbol, words in ((HIDDEN, letter("h", "t-1"), "hidden state"), (INPUT, letter("x", "t"), "input")):
        sheet.phrase(EDGE - 12, y, [symbol], size=22, align="right")
        sheet.words(EDGE - 66, y, words, align="right")


def _box(sheet: Sheet, x: float, top: float, colour: str, name: str, formula: list, purpose: str) -> None:
    sheet.box(x - WIDE / 2, top, WIDE, HIGH, colour, fill=0.16, edge=1.8, radius=8)
    sheet.words(x, top + 17, name, size=12.5, bold=True)
    sheet.phrase(x, top + 41, formula, size=18)
    sheet.words(x, top + 65, purpose, size=11.5)


def _gate(sheet: Sheet, x: float, top: float, colour: str, name: str, symbol: tuple[str, str], purpose: str) -> None:
    """A gate's box, and its two wires from the rails."""
    _box(sheet, x, top, colour, name, [symbol, (r"$\;=\;\,\sigma\,(\ldots)$", INK)], purpose)
    for dx, rail, wire in ((-14, HIDDEN, H), (14, INPUT, X)):
        sheet.dot(x + dx, rail, 4, wire)
        sheet.arrow((x + dx, rail), (x + dx, top + HIGH + 2), colour=wire, width=2)


def _candidate(sheet: Sheet) -> None:
    """The candidate's box, and its wire from the input; what it hears of the past is drawn by `_past`."""
    formula = [H_TILDE, (r"$\;=\;\,\tanh\,(\ldots)$", INK)]
    _box(sheet, CANDIDATE, UPPER, C_TILDE, "candidate", formula, "what to write")
    x = CANDIDATE + 34
    sheet.dot(x, INPUT, 4, X)
    sheet.arrow((x, INPUT), (x, UPPER + HIGH + 2), colour=X, width=2)


def _past(sheet: Sheet, reset: str) -> None:
    """The way of the old state to the candidate: through the product and the reset gate, in either order."""
    later, earlier = STATIONS
    product, gated = (later, earlier) if reset == "before" else (earlier, later)
    reach = {product: 14, gated: RADIUS}
    sheet.dot(PAST, HIDDEN, 4, H)
    for low, high in ((HIDDEN, earlier + reach[earlier]), (earlier - reach[earlier], later + reach[later])):
        sheet.arrow((PAST, low), (PAST, high), colour=H, width=2)
    sheet.arrow((PAST, later - reach[later]), (PAST, UPPER + HIGH + 2), colour=H, width=2)
    sheet.box(PAST - 24, product - 14, 48, 28, H, fill=0.16, radius=5)
    sheet.phrase(PAST, product, [(r"$\mathbfit{U}_{h}$", H)], size=16)
    _times(sheet, PAST, gated)
    out = R + WIDE / 2
    middle = LOWER + HIGH / 2
    turn = (out + PAST - RADIUS) / 2
    corners = [(out, middle), (turn, middle), (turn, gated), (PAST - RADIUS, gated)]
    sheet.arrow(*corners, colour=O, width=2.5)


def _write(sheet: Sheet) -> None:
    """z keeps on the line, 1 − z meets the candidate, and what they make is added to the line."""
    sheet.arrow((Z, UPPER), (Z, LINE + RADIUS), colour=F, width=2.5)
    sheet.arrow((Z + WIDE / 2, UPPER + 41), (372, UPPER + 41), (372, JOIN), (PLUS - RADIUS, JOIN), colour=F, width=2)
    sheet.phrase(416, JOIN - 16, [(r"$1-$", INK), Z_LETTER], size=16)
    sheet.arrow((CANDIDATE, UPPER), (CANDIDATE, JOIN), (PLUS + RADIUS, JOIN), colour=C_TILDE, width=2)
    _times(sheet, PLUS, JOIN)
    sheet.arrow((PLUS, JOIN - RADIUS), (PLUS, LINE + RADIUS), width=2)


def _times(sheet: Sheet, x: float, y: float) -> None:
    """The sign ⊙, large: multiply entry by entry."""
    sheet.ring(x, y, RADIUS)
    sheet.dot(x, y, 3)


def _equation(sheet: Sheet, reset: str) -> None:
    """Say in letters what is drawn, each in its colour."""
    middle, y = (EDGE + END) / 2, INPUT + 76
    product = (r"$\mathbfit{U}_{h}$", H)
    past = {
        "before": [product, (r"$\,($", INK), R_LETTER, ODOT, letter("h", "t-1"), (r"$)$", INK)],
        "after": [R_LETTER, ODOT, (r"$($", INK), product, (r"$\,$", INK), letter("h", "t-1"), (r"$\;+\;d_h)$", INK)],
    }[reset]
    said = [letter("h", "t"), (r"$\;=\;\,$", INK), Z_LETTER, ODOT, letter("h", "t-1"), (r"$\;+\;(1-$", INK)]
    said += [Z_LETTER, (r"$)$", INK), ODOT, H_TILDE, (r"$\qquad$", INK)]
    said += [H_TILDE, (r"$\;=\;\,\tanh($", INK), (r"$\mathbfit{W}_{h}$", X), (r"$\,$", INK), letter("x", "t")]
    said += [(r"$\;+\;$", INK), *past, (r"$\;+\;b_h)$", INK)]
    sheet.phrase(middle, y, said, size=17)
