"""The figure of a stack of layers: what each gives out for one sequence, to scale, one below the other."""

from collections.abc import Mapping, Sequence

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.figures.svg import INK
from lstm_ref.palette import H, X

WIDE, STEP, GAP, TOP = 400, 9, 26, 20
"""The width of the widest block, the height of a step, the space between blocks and above, in pixels."""

MOST = 12
"""Up to how many steps a block may have."""


@drawn_once
def layer_outputs(shapes: Mapping[str, Sequence[int]]) -> Picture:
    """Draw what goes into a stack and what comes out of each layer, as blocks to scale: features wide, steps high.

    Args:
        shapes: by the name of the layer, the input first, the shape for one sequence: (T, features), or (features,).

    Raises:
        ValueError: where there is nothing to draw, a shape has other than one or two axes, a size is not a whole number
            of at least 1, or there are more than 12 steps.
    """
    blocks = {name: _checked(name, shape) for name, shape in shapes.items()}
    if not blocks:
        raise ValueError("expected the shape of at least one layer, got none")
    unit = WIDE / max(shape[-1] for shape in blocks.values())
    names = 20 + max(words_width(name, 13) for name in blocks)
    left = names + 26
    high = TOP + sum(_height(shape) + GAP for shape in blocks.values())
    sheet = Sheet(left + WIDE + 150, high)
    y = TOP
    for number, (name, shape) in enumerate(blocks.items()):
        width, height = max(unit * shape[-1], 3), _height(shape)
        colour = H if number else X
        if number:
            sheet.arrow((left + 14, y - GAP + 4), (left + 14, y - 3), width=1.5)
        sheet.box(left, y, width, height, colour, fill=0.2)
        for t in range(1, shape[0] if len(shape) == 2 else 1):
            sheet.line((left, y + t * STEP), (left + width, y + t * STEP), colour=colour, width=0.8)
        sheet.words(names, y + height / 2, name, align="right")
        sheet.words(left + width + 14, y + height / 2, _shape(shape), align="left", colour=INK, bold=True)
        y += height + GAP
    said = "; ".join(f"{name}: {_shape(shape)}" for name, shape in blocks.items())
    return sheet.picture(
        f"Blocks to scale, one below the other, as wide as there are features and as many rows as there are steps. "
        f"{said}.",
        "A row of a block is a step, its width the number of features. N is the batch: so many sequences lie side by "
        "side, each with blocks of its own.",
    )


def _checked(name: str, shape: Sequence[int]) -> tuple[int, ...]:
    if len(shape) not in (1, 2):
        raise ValueError(f"{name}: the shape for one sequence is (T, features) or (features,), got {tuple(shape)}")
    found = tuple(sizes(**{f"an axis of {name}": size})[0] for size in shape)
    if len(found) == 2 and found[0] > MOST:
        raise ValueError(f"the figure has room for {MOST} steps, and more would show nothing new: got {found[0]}")
    return found


def _height(shape: tuple[int, ...]) -> float:
    return STEP * shape[0] if len(shape) == 2 else STEP


def _shape(shape: tuple[int, ...]) -> str:
    return f"(N, {', '.join(map(str, shape))})"
