"""The figure of an LSTM cell that grows by one gate at a time."""

from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import C_TILDE, C, F, H, I, O, X

# heights of the cell-state line, of the operations under it, of the gates, and of the two rails
LINE, JOIN, GATES, BASE, HIDDEN, INPUT = 72, 164, 214, 300, 340, 368
EDGE, END = 160, 780
RADIUS = 13

WIDE, HIGH = 120, BASE - GATES

GATE = {
    "f": (250, F, "forget gate", r"\sigma", "how much to keep"),
    "i": (386, I, "input gate", r"\sigma", "how much to write"),
    "c": (516, C_TILDE, "candidate", r"\tanh", "what to write"),
    "o": (646, O, "output gate", r"\sigma", "how much to show"),
}
WRITE = 451
SHOW = 732

CAPTIONS = {
    "": "Only the memory: with nothing in its way, the cell state goes from step to step unchanged.",
    "f": "The forget gate f listens to h and x, and says entry by entry how much of the cell state is kept.",
    "fi": "The input gate i says how much is written. What is written is still open: the dashed box.",
    "fic": "The candidate c̃ says what is written. Kept and written are added: that is the new cell state.",
    "fico": "The output gate o says how much of the squashed cell state is shown: that is the new hidden state h.",
}

ALTS = {
    "": "The cell state c runs in a straight line from step t−1 to step t; nothing changes it.",
    "f": "On the line, c is multiplied entry by entry by the forget gate f = σ(…).",
    "fi": "The input gate i = σ(…) waits to be multiplied by what will be written; that will be added on the line.",
    "fic": "The input gate i = σ(…) and the candidate c̃ = tanh(…) are multiplied entry by entry and added on the line: "
    "that is the new c.",
    "fico": "The new c goes through tanh and is multiplied entry by entry by the output gate o = σ(…): the new h.",
    "inputs": "Each gate listens to h of step t−1 and to x of step t.",
}

TOLD = {
    "": [""],
    "f": ["f", "inputs"],
    "fi": ["f", "fi", "inputs"],
    "fic": ["f", "fic", "inputs"],
    "fico": ["f", "fic", "fico", "inputs"],
}
"""What the text alternative of each stage says: sentences of `ALTS`."""


@drawn_once
def lstm_cell(parts: str = "fico") -> Picture:
    """Draw an LSTM cell with some of its parts, the newest of them marked.

    Args:
        parts: "" for the cell state alone, then "f", "fi", "fic" and "fico".

    Raises:
        ValueError: where `parts` is none of these.
    """
    if parts not in TOLD:
        choices = ", ".join(repr(part) for part in TOLD)
        raise ValueError(f"the cell grows in the order of the lesson: parts must be one of {choices}, got {parts!r}")
    bottom = INPUT + 26 if parts else LINE + 44
    sheet = Sheet(870, bottom + 62)
    sheet.box(EDGE, 24, END - EDGE, bottom - 24, fill=0.05, edge=0, radius=14)
    _memory(sheet, parts)
    if parts:
        _rails(sheet, parts)
    for part in parts:
        _gate(sheet, part, newest=part == parts[-1])
    if "i" in parts:
        _write(sheet, parts)
    if "o" in parts:
        _show(sheet)
    _equation(sheet, parts, bottom + 36)
    return sheet.picture(f"An LSTM cell. {' '.join(ALTS[part] for part in TOLD[parts])}", CAPTIONS[parts])


def _memory(sheet: Sheet, parts: str) -> None:
    """The line of the cell state, from left to right, broken where something is done to it."""
    sheet.phrase(EDGE - 12, LINE, [letter("c", "t-1")], size=22, align="right")
    sheet.words(EDGE - 66, LINE, "cell state", align="right")
    sheet.phrase(END + 36, LINE, [letter("c", "t")], size=22, align="left")
    stops = [*([GATE["f"][0]] if parts else []), *([WRITE] if "i" in parts else [])]
    at = EDGE
    for stop in stops:
        sheet.arrow((at, LINE), (stop - RADIUS, LINE), colour=C, width=4)
        at = stop + RADIUS
    sheet.arrow((at, LINE), (END + 30, LINE), colour=C, width=4)
    if parts:
        x = GATE["f"][0]
        _times(sheet, x, LINE)
        sheet.phrase((x + WRITE) / 2, LINE - 20, [letter("f"), (r"$\;\odot\;$", INK), letter("c", "t-1")], size=16)


def _rails(sheet: Sheet, parts: str) -> None:
    """The hidden state and the input, running under the gates that listen to them."""
    last = GATE[parts[-1]][0]
    sheet.line((EDGE, HIDDEN), (last - 14, HIDDEN), colour=H, width=3)
    sheet.line((EDGE, INPUT), (last + 14, INPUT), colour=X, width=3)
    for y, symbol, words in ((HIDDEN, letter("h", "t-1"), "hidden state"), (INPUT, letter("x", "t"), "input")):
        sheet.phrase(EDGE - 12, y, [symbol], size=22, align="right")
        sheet.words(EDGE - 66, y, words, align="right")


def _gate(sheet: Sheet, part: str, newest: bool) -> None:
    """A gate's box, and its two wires from the rails."""
    x, colour, name, squash, purpose = GATE[part]
    sheet.box(
        x - WIDE / 2, GATES, WIDE, HIGH, colour, fill=0.24 if newest else 0.1, edge=3 if newest else 1.5, radius=8
    )
    sheet.words(x, GATES + 18, name, size=12.5, bold=newest)
    formula = [letter("c_tilde" if part == "c" else part), (rf"$\;=\;\,{squash}\,(\ldots)$", INK)]
    sheet.phrase(x, GATES + 43, formula, size=18)
    sheet.words(x, GATES + 68, purpose, size=11.5)
    for dx, rail, wire in ((-14, HIDDEN, H), (14, INPUT, X)):
        sheet.dot(x + dx, rail, 4, wire)
        sheet.arrow((x + dx, rail), (x + dx, BASE + 2), colour=wire, width=2)
    if part == "f":
        sheet.arrow((x, GATES), (x, LINE + RADIUS), colour=colour, width=2.5 if newest else 1.8)


def _write(sheet: Sheet, parts: str) -> None:
    """The input gate and the candidate meet, and what they make is added to the line."""
    left, right = GATE["i"], GATE["c"]
    known = "c" in parts
    sheet.arrow((left[0], GATES), (left[0], JOIN), (WRITE - RADIUS, JOIN), colour=I, width=2)
    if not known:
        sheet.box(right[0] - WIDE / 2, GATES, WIDE, HIGH, fill=0, radius=8, dashed=True)
        sheet.words(right[0], GATES + HIGH / 2, "?", size=22)
    sheet.arrow(
        (right[0], GATES),
        (right[0], JOIN),
        (WRITE + RADIUS, JOIN),
        colour=C_TILDE if known else INK,
        width=2,
        dashed=not known,
    )
    _times(sheet, WRITE, JOIN)
    sheet.arrow((WRITE, JOIN - RADIUS), (WRITE, LINE + RADIUS), width=2)
    second = letter("c_tilde") if known else ("?", INK)
    sheet.phrase(WRITE + 38, (LINE + JOIN) / 2, [letter("i"), (r"$\;\odot\;$", INK), second], size=16)
    sheet.ring(WRITE, LINE, RADIUS)
    sheet.line((WRITE - 6, LINE), (WRITE + 6, LINE), width=2)
    sheet.line((WRITE, LINE - 6), (WRITE, LINE + 6), width=2)


def _show(sheet: Sheet) -> None:
    """The new cell state, squashed, meets the output gate; the new hidden state leaves."""
    sheet.dot(SHOW, LINE, 5, C)
    sheet.line((SHOW, LINE), (SHOW, 98), colour=C, width=2)
    sheet.box(SHOW - 28, 98, 56, 26, fill=0.08, radius=6)
    sheet.words(SHOW, 111, "tanh", size=13)
    sheet.arrow((SHOW, 124), (SHOW, JOIN - RADIUS), colour=C, width=2)
    x = GATE["o"][0]
    sheet.arrow((x, GATES), (x, JOIN), (SHOW - RADIUS, JOIN), colour=O, width=2.5)
    _times(sheet, SHOW, JOIN)
    sheet.arrow((SHOW + RADIUS, JOIN), (END + 30, JOIN), colour=H, width=4)
    sheet.phrase(END + 36, JOIN, [letter("h", "t")], size=22, align="left")


def _times(sheet: Sheet, x: float, y: float) -> None:
    """The sign ⊙, large: multiply entry by entry."""
    sheet.ring(x, y, RADIUS)
    sheet.dot(x, y, 3)


def _equation(sheet: Sheet, parts: str, y: float) -> None:
    """Say in letters what is drawn, each in its colour."""
    odot = (r"$\;\odot\;$", INK)
    said = [letter("c", "t"), ("$\\;=\\;\\,$", INK)]
    said += [letter("f"), odot] if parts else []
    said += [letter("c", "t-1")]
    if "i" in parts:
        said += [(r"$\;+\;$", INK), letter("i"), odot, letter("c_tilde") if "c" in parts else ("?", INK)]
    if "o" in parts:
        said += [(r"$\qquad$", INK), letter("h", "t"), (r"$\;=\;\,$", INK), letter("o"), odot, (r"$\tanh($", INK)]
        said += [letter("c", "t"), ("$)$", INK)]
    sheet.phrase((EDGE + END) / 2, y, said, size=20)
