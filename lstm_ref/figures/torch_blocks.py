"""The figure of PyTorch's LSTM weights: four blocks on top of each other in each of four arrays."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK

GATES = (("i", "i", "input gate"), ("f", "f", "forget gate"), ("c_tilde", "g", "candidate"), ("o", "o", "output gate"))
"""In PyTorch's order: the name of the colour, PyTorch's letter, and what it is."""

LEFT, TOP, GAP = 190, 66, 46


@drawn_once
def torch_blocks(D: int, H: int) -> Picture:
    """Draw the four arrays of an `nn.LSTM` of one layer to scale, with the block of each gate in its colour.

    Args:
        D: number of input features.
        H: number of hidden units.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    D, H = sizes(D=D, H=H)
    unit = min(24, 240 / D, 160 / H, 280 / (4 * H))
    high, thin = max(H * unit, 20), max(unit, 9)
    arrays = [
        ("weight_ih_l0", f"({4 * H}, {D})", max(D * unit, 9), "meets x"),
        ("weight_hh_l0", f"({4 * H}, {H})", max(H * unit, 9), "meets h"),
        ("bias_ih_l0", f"({4 * H},)", thin, "added"),
        ("bias_hh_l0", f"({4 * H},)", thin, "added too"),
    ]
    rooms = [max(width, 104) for _, _, width, _ in arrays]
    sheet = Sheet(LEFT + sum(rooms) + GAP * (len(arrays) - 1) + 30, TOP + 4 * high + 40)
    for k, (name, symbol, gate) in enumerate(GATES):
        colour, y = letter(name)[1], TOP + (k + 0.5) * high
        sheet.words(LEFT - 24, y, symbol, size=16, bold=True, colour=colour, align="right")
        sheet.words(LEFT - 52, y, gate, size=12.5, align="right")
    x = LEFT
    for (name, shape, width, use), room in zip(arrays, rooms, strict=True):
        middle = x + room / 2
        sheet.words(middle, TOP - 46, name, bold=True)
        sheet.words(middle, TOP - 22, shape)
        for k, (gate, _, _) in enumerate(GATES):
            top = TOP + k * high
            sheet.box(middle - width / 2, top, width, high, letter(gate)[1], fill=0.3, edge=1.2)
        sheet.box(middle - width / 2, TOP, width, 4 * high, INK, fill=0, edge=1.8)
        sheet.words(middle, TOP + 4 * high + 20, use, size=12.5)
        x += room + GAP
    counts = [4 * H * D, 4 * H * H, 4 * H, 4 * H]
    said = ", ".join(f"{name} {shape}" for name, shape, *_ in arrays)
    return sheet.picture(
        f"The arrays of nn.LSTM({D}, {H}), to scale: {said}; {' + '.join(map(str, counts))} = {sum(counts)} numbers. "
        f"Each has four blocks of {H} rows or entries on top of each other, in the order i input gate, f forget gate, "
        "g candidate, o output gate.",
        "A colour is a gate. In each array the four gates lie on top of each other, in the same order: i, f, g, o. "
        "PyTorch's g is the candidate.",
    )
