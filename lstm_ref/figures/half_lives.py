"""The figure of half-lives: what a forget gate leaves of a memory, step by step, and when half of it is gone."""

from collections.abc import Sequence

import numpy as np

from lstm_ref.activations import sigmoid
from lstm_ref.figures.arguments import sizes, vectors
from lstm_ref.figures.bars import number
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet
from lstm_ref.palette import C

DASHES = ((), (4, 1.4), (1, 1.2), (4, 1.2, 1, 1.2))
"""Of the curves, from the last one: the last is solid."""

LEFT, TOP, WIDTH, HIGH = 70, 46, 440, 220


@drawn_once
def half_lives(biases: Sequence[float], steps: int = 20) -> Picture:
    """Draw what is left of a memory of 1 behind a forget gate of σ(bias), with the place where half is left.

    Args:
        biases: one to four forget biases, a curve for each.
        steps: how far to draw.

    Raises:
        ValueError: where there is no bias or more than four, one is not a finite number, or `steps` is not a whole
            number of at least 1.
    """
    (values,), (steps,) = vectors("biases", biases=biases), sizes(steps=steps)
    if len(values) > len(DASHES):
        raise ValueError(f"one to {len(DASHES)} curves can be told apart: got {len(values)}")
    keeps = sigmoid(values)
    with np.errstate(divide="ignore"):  # a gate that is stored as 1 keeps for ever
        lives = np.abs(np.log(0.5) / np.log(keeps))

    def place(step, left):
        return LEFT + WIDTH * step / steps, TOP + HIGH * (1 - left)

    sheet = Sheet(LEFT + WIDTH + 300, TOP + HIGH + 58)
    for left in (0, 0.5, 1):
        sheet.line(place(0, left), place(steps, left), width=1, faint=left > 0, dashed=left == 0.5)
        sheet.words(LEFT - 12, place(0, left)[1], number(left), align="right", size=12)
    sheet.words(LEFT - 40, TOP - 26, "what is left of 1", align="left")
    for step in range(0, steps + 1, -(-steps // 10)):
        sheet.line(place(step, 0), (place(step, 0)[0], TOP + HIGH + 6), width=1)
        sheet.words(place(step, 0)[0], TOP + HIGH + 20, f"{step}", size=12)
    sheet.words(LEFT + WIDTH / 2, TOP + HIGH + 44, "steps")
    at = np.linspace(0, steps, 121)
    ways = DASHES[: len(values)][::-1]
    for k, (bias, keep, life, dashes) in enumerate(zip(values, keeps, lives, ways, strict=True)):
        sheet.curve([place(step, keep**step) for step in at], colour=C, dashes=dashes)
        if life <= steps:
            sheet.dot(*place(life, 0.5), 5, C)
        x, y = LEFT + WIDTH + 30, TOP + 30 + 52 * (len(values) - 1 - k)
        sheet.curve([(x, y), (x + 34, y)], colour=C, dashes=dashes)
        sheet.words(x + 44, y - 9, f"bias {number(bias)}, so f = {keep:.3f}", align="left")
        sheet.words(x + 44, y + 9, _said(life), align="left", bold=True)
    said = " ".join(
        f"With a forget bias of {number(bias)} the gate is {keep:.3f}: {_said(life)}; "
        f"{number(keep**steps)} is left after {steps}."
        for bias, keep, life in zip(values, keeps, lives, strict=True)
    )
    return sheet.picture(
        f"What is left of a memory of 1, against steps from 0 to {steps}. {said}",
        "Each step multiplies by the same gate. A dot marks where half is left.",
    )


def _said(life: float) -> str:
    return f"half is left after {life:.1f} steps" if np.isfinite(life) else "nothing is ever lost"
