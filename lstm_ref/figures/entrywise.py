"""Figures of the product ⊙: a mask over a picture, the table that holds ⊙ and @, and a gate beside a lottery."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.arguments import vectors
from lstm_ref.figures.bars import number
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.palette import C

ODOT = r"$\odot$"

MOST = 6
"""How many entries of a vector have room in a table of products."""


@drawn_once
def masked(picture: ArrayLike, mask: ArrayLike) -> Picture:
    """Draw a picture, a mask, and what the mask leaves of the picture, entry by entry: picture ⊙ mask.

    Args:
        picture: numbers from 0 to 1, shape (rows, columns); the larger the number, the more ink.
        mask: numbers from 0 to 1, of the same shape.

    Raises:
        ValueError: where one is no table of numbers from 0 to 1, or their shapes differ.
    """
    picture, mask = _table("picture", picture), _table("mask", mask)
    if picture.shape != mask.shape:
        raise ValueError(
            f"entry meets entry, so both must have the same shape: picture has {picture.shape}, mask has {mask.shape}"
        )
    rows, columns = picture.shape
    cell = min(20, 228 / columns, 228 / rows)
    width, height, gap = columns * cell, rows * cell, 46
    room = max(width, 120)
    sheet = Sheet(3 * room + 2 * gap + 40, height + 72)
    x = 20
    for name, sign, values in (("picture", "", picture), ("mask", ODOT, mask), ("what is left", "=", picture * mask)):
        if sign:
            sheet.words(x - gap / 2, 36 + height / 2, sign, size=20)
        sheet.words(x + room / 2, 18, name, bold=True)
        _cells(sheet, x + (room - width) / 2, 36, cell, values)
        sheet.words(x + room / 2, 36 + height + 20, f"({rows}, {columns})")
        x += room + gap
    gone, whole = int((mask == 0).sum()), int((mask == 1).sum())
    return sheet.picture(
        f"Three tables of {rows} by {columns} numbers: a picture, a mask, and their product entry by entry. Of the "
        f"{mask.size} entries of the mask, {whole} are 1 and leave the picture as it is, {gone} are 0 and leave "
        f"nothing, and {mask.size - whole - gone} lie between and dim it.",
        "The more ink, the larger the number: 0 has none, and 1 is full. Each number of the picture meets the number "
        "of the mask at the same place, and no other.",
    )


@drawn_once
def all_products(a: ArrayLike, b: ArrayLike) -> Picture:
    """Draw the table of every entry of `a` times every entry of `b`, with ⊙ on its diagonal and @ as its sum.

    Args:
        a: a vector, shape (n,), with at most six entries.
        b: another of the same shape.

    Raises:
        ValueError: where one is not a vector, their lengths differ, or there are more than six entries.
    """
    a, b = vectors("n", a=a, b=b)
    n = len(a)
    if n > MOST:
        raise ValueError(f"there is room for vectors of at most {MOST} entries: got {n}")
    table, product, cell = np.outer(a, b), a * b, 52
    left, top = 200, 94
    aside, middle = left + n * cell + 46, top + n * cell / 2
    added = " + ".join(f"({number(value)})" if value < 0 else number(value) for value in product)
    said = [
        (f"the diagonal: a {ODOT} b", f"shape ({n},): {_list(product)}"),
        ("the diagonal, added up: a @ b", f"shape (): {added} = {number(product.sum())}"),
        ("the whole table: column * vector", f"shape ({n}, {n})"),
    ]
    sheet = Sheet(aside + max(280, 1.1 * words_width(said[1][1], 13)), top + max(n, 3) * cell + 24)

    sheet.words(left + n * cell / 2, 20, f"b, a vector: shape ({n},)")
    sheet.words(left - 76, middle - 9, "a, as a column:", align="right", size=12.5)
    sheet.words(left - 76, middle + 9, f"shape ({n}, 1)", align="right", size=12.5)
    for k in range(n):
        at = (k + 0.5) * cell
        sheet.box(left + k * cell, 38, cell, 36, fill=0.08, edge=1)
        sheet.words(left + at, 56, number(b[k]), size=15)
        sheet.box(left - 62, top + k * cell, 36, cell, fill=0.08, edge=1)
        sheet.words(left - 44, top + at, number(a[k]), size=15)
        for m in range(n):
            own = k == m
            x, y = left + m * cell, top + k * cell
            sheet.box(x, y, cell, cell, fill=0.22 if own else 0, edge=2 if own else 0.7)
            sheet.words(x + cell / 2, y + cell / 2, number(table[k, m]), size=15, bold=own, faint=not own)
    for k, (what, shape) in enumerate(said):
        y = max(middle, top + 78) + (k - 1) * 50
        sheet.words(aside, y - 9, what, bold=True, align="left")
        sheet.words(aside, y + 9, shape, align="left")
    rows = "; ".join(_list(row) for row in table)
    return sheet.picture(
        f"A table of every entry of a = {_list(a)}, as a column, times every entry of b = {_list(b)}: {rows}. Its "
        f"diagonal is a ⊙ b = {_list(product)}. The diagonal added up is a @ b = {number(product.sum())}. The whole "
        f"table, of shape ({n}, {n}), is what a column times a vector gives.",
        "One table, three products. ⊙ takes the diagonal, where an entry meets its own partner; @ adds the diagonal "
        "up; a column times a vector gives everything.",
    )


@drawn_once
def gate_and_lots(gate: ArrayLike, lots: ArrayLike) -> Picture:
    """Draw what is left of a memory of 1 over time: by a gate, in single runs of a lottery, and in their mean.

    Args:
        gate: what the gate leaves after 0, 1, 2, … steps, from 0 to 1, shape (steps,).
        lots: what the lottery leaves, 0 or 1, a row a run, shape (runs, steps).

    Raises:
        ValueError: where the shapes do not fit, or a number is none of those.
    """
    (gate,) = vectors("steps", gate=gate)
    lots = np.asarray(lots, dtype=float)
    if lots.ndim != 2 or not len(lots) or lots.shape[1] != len(gate) or len(gate) < 2:
        raise ValueError(f"lots must have shape (runs, steps), as gate has (steps,): got {lots.shape}, {gate.shape}")
    if gate[0] != 1 or gate.min() < 0 or gate.max() > 1:
        raise ValueError("a gate starts from a whole 1, and leaves from 0 to 1 of it")
    if not (np.isin(lots, (0, 1)).all() and lots[:, 0].all() and (np.diff(lots) <= 0).all()):
        raise ValueError("in a lottery each run starts from 1, and is 0 from the step at which it is lost")
    steps, runs, mean = len(gate), lots[:8].astype(bool), lots.mean(axis=0)
    left, top, high, row, column = 130, 46, 150, 17, 480 / steps
    foot = top + high
    below = foot + 46
    sheet = Sheet(left + 480 + 190, below + row * len(runs) + 54)

    def x(step):
        return left + (step + 0.5) * column

    def y(value):
        return foot - high * value

    for value in (0, 0.5, 1):
        sheet.line((left, y(value)), (left + 480, y(value)), width=1, faint=value > 0)
        sheet.words(left - 12, y(value), number(value), align="right", size=12)
    sheet.words(left - 30, top - 26, "what is left of 1", align="left")
    sheet.curve([(x(k), y(value)) for k, value in enumerate(gate)], colour=C, width=3)
    for k, value in enumerate(mean):
        sheet.ring(x(k), y(value), 5)
    aside = left + 480 + 26
    sheet.line((aside - 8, top + 14), (aside + 16, top + 14), colour=C, width=3)
    sheet.words(aside + 26, top + 14, "the gate", align="left", colour=C, bold=True)
    sheet.ring(aside + 4, top + 44, 5)
    sheet.words(aside + 26, top + 36, "the lottery:", align="left")
    sheet.words(aside + 26, top + 54, f"mean of {_runs(lots)}", align="left")
    for k, run in enumerate(runs):
        at = below + k * row
        sheet.words(left - 12, at + row / 2, f"run {k}", align="right", size=12)
        for step in np.flatnonzero(run):
            sheet.box(left + step * column + 1, at + 1, column - 2, row - 2, fill=0.4, edge=0)
        sheet.line((left, at + row), (left + 480, at + row), width=1, faint=True)
    sheet.words(aside - 8, below + row * len(runs) / 2 - 9, "ink: the number is", align="left", size=12.5)
    sheet.words(aside - 8, below + row * len(runs) / 2 + 9, "still whole", align="left", size=12.5)
    for step in range(0, steps, -(-steps // 16)):
        sheet.words(x(step), below + row * len(runs) + 16, f"{step}", size=12)
    sheet.words(left + 240, below + row * len(runs) + 38, "steps")
    lives = ("to the end" if run.all() else f"until step {int(run.sum()) - 1}" for run in runs)
    said = ", ".join(f"run {k} {life}" for k, life in enumerate(lives))
    return sheet.picture(
        f"What is left of a memory of 1, over {steps - 1} steps. The gate leaves {number(gate[1])} after one step and "
        f"{number(gate[-1])} at the end, in a smooth curve. The mean of {_runs(lots)} of the lottery leaves "
        f"{number(mean[1])} and {number(mean[-1])}. In a single run the number stays whole for some steps, and is then "
        f"gone: {said}.",
        "The rings are the mean of all runs of the lottery. In a single run, below, the number stays whole until it "
        "loses a draw, and is gone from there on.",
    )


def _table(name: str, values: ArrayLike) -> NDArray:
    table = np.asarray(values, dtype=float)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"{name} must be a table, of shape (rows, columns), got shape {table.shape}")
    if not (np.isfinite(table).all() and table.min() >= 0 and table.max() <= 1):
        raise ValueError(f"{name} is drawn in ink, from 0 to 1: it has numbers outside")
    return table


def _cells(sheet: Sheet, x: float, y: float, cell: float, values: NDArray) -> None:
    """Draw a table of numbers from 0 to 1 as cells with as much ink as the number says."""
    for (row, column), value in np.ndenumerate(values.round(2)):
        if value:
            sheet.box(x + column * cell, y + row * cell, cell, cell, fill=float(value), edge=0)
    rows, columns = values.shape
    sheet.box(x, y, columns * cell, rows * cell, fill=0, edge=1.2)


def _list(values: NDArray) -> str:
    return f"[{', '.join(number(value) for value in values)}]"


def _runs(lots: NDArray) -> str:
    return f"{len(lots):,} run{'s' * (len(lots) > 1)}"
