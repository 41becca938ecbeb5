"""The figure of parameters: the weights of each gate as blocks to scale, counted and added up."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter, words_width
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, RECURRENT_WEIGHTS

NAMES = {"f": "forget gate", "i": "input gate", "c": "candidate", "o": "output gate"}

LEFT, TOP, GAP = 150, 66, 34


@drawn_once
def parameter_blocks(D: int, H: int, gates: str = "fico") -> Picture:
    """Draw the weights of each gate as blocks to scale, a gate a row, with their counts and the total.

    Args:
        D: number of input features.
        H: number of hidden units.
        gates: the gates to draw, by their letters: some of "fico", each once.

    Raises:
        ValueError: where a size is not a whole number of at least 1, or a gate is unknown or there twice.
    """
    D, H = sizes(D=D, H=H)
    if not gates or not set(gates) <= set(NAMES) or len(set(gates)) < len(gates):
        raise ValueError(f'each gate is drawn once, by its letter: expected some of "fico", got {gates!r}')
    unit = min(26, 380 / (D + H), 84 / H)
    blocks = [
        ("W", f"({H}, {D})", H * D, max(D * unit, 4), INPUT_WEIGHTS),
        ("U", f"({H}, {H})", H * H, max(H * unit, 4), RECURRENT_WEIGHTS),
        ("b", f"({H},)", H, max(unit, 4), INK),
    ]
    high, each = max(H * unit, 4), H * (D + H) + H
    row = high + 48
    total = f"all together: {len(gates)} · ({H} · ({D} + {H}) + {H}) = {len(gates) * each}"
    rooms = [max(width, 84) for *_, width, _ in blocks]
    sheet = Sheet(
        max(LEFT + sum(rooms) + 3 * GAP + 90, LEFT + 1.2 * words_width(total, 15)), TOP + row * len(gates) + 44
    )

    for k, gate in enumerate(gates):
        x, y = LEFT, TOP + k * row
        sheet.phrase(LEFT - 24, y + high / 2 - 9, [letter("c_tilde" if gate == "c" else gate)], size=18, align="right")
        sheet.words(LEFT - 24, y + high / 2 + 12, NAMES[gate], size=12.5, align="right")
        for (name, shape, count, width, colour), room in zip(blocks, rooms, strict=True):
            middle = x + room / 2
            if k == 0:
                sheet.words(middle, TOP - 42, name, bold=True, colour=colour, size=15)
                sheet.words(middle, TOP - 20, shape)
            sheet.box(middle - width / 2, y, width, high, colour, fill=0.2, edge=1.5)
            sheet.words(middle, y + high + 16, f"{count}", size=12.5)
            x += room + GAP
            sheet.words(x - GAP / 2, y + high + 16, "=" if name == "b" else "+", size=12.5)
        sheet.words(x, y + high + 16, f"{each}", size=12.5, align="left", bold=True)
    sheet.words(LEFT, sheet.height - 24, total, size=15, align="left", bold=True)
    counts = f"W, of shape ({H}, {D}), {H * D}; U, of shape ({H}, {H}), {H * H}; b, of shape ({H},), {H}"
    drawn = ", ".join(NAMES[gate] for gate in gates)
    return sheet.picture(
        f"A row a gate: {drawn}. Each has three blocks, to scale, with their numbers of parameters: {counts}; "
        f"together {each}. {total.capitalize()}.",
        "Every gate has the same three blocks, with numbers of its own. Count one row, and multiply by the rows.",
    )
