"""The figure of gradients against distance: how fast they vanish or grow, on a logarithmic axis."""

from collections.abc import Mapping
from itertools import cycle

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS

ORDER = ("f", "h", "o", "c", "i", "c_tilde", "x")
DASHES = ((), (4, 1.2), (1, 1), (4, 1, 1, 1))
LEFT, TOP, WIDTH, HIGH = 90, 46, 460, 280


@drawn_once
def gradient_against_distance(curves: Mapping[str, ArrayLike], bound: ArrayLike | None = None) -> Picture:
    """Draw sizes of gradients against the distance that they have come, on a logarithmic axis.

    Args:
        curves: up to seven, by the label at the line's end: sizes at the distances 0, 1, 2, …, shape (distances,),
            or one row a seed, shape (seeds, distances).
        bound: what no size should exceed, shape (distances,).

    Raises:
        ValueError: where there is no curve or more than seven, shapes do not fit, or a size is not above 0.
    """
    if not 1 <= len(curves) <= len(ORDER):
        raise ValueError(f"one to {len(ORDER)} curves can be told apart: got {len(curves)}")
    given = {label: np.asarray(sizes, dtype=float) for label, sizes in curves.items()}
    limit = None if bound is None else np.asarray(bound, dtype=float)
    if limit is not None and limit.ndim != 1:
        raise ValueError(f"bound must have shape (distances,), got shape {limit.shape}")
    _check(given if limit is None else given | {"bound": limit})
    drawn = {label: np.atleast_2d(sizes) for label, sizes in given.items()}
    every = np.concatenate([*(sizes.ravel() for sizes in drawn.values()), [] if limit is None else limit.ravel()])
    low, high = int(np.floor(np.log10(every.min()))), int(np.ceil(np.log10(every.max())))
    high = max(high, low + 1)
    last = next(iter(drawn.values())).shape[1] - 1

    def place(sizes: NDArray) -> list[tuple[float, float]]:
        heights = TOP + HIGH * (high - np.log10(sizes)) / (high - low)
        return [(LEFT + WIDTH * k / last, y) for k, y in enumerate(heights)]

    room = max(words_width(label, 13) for label in [*drawn, "bound"])
    sheet = Sheet(LEFT + WIDTH + 40 + room, TOP + HIGH + 62)
    _axes(sheet, low, high, last)
    ends = []
    for (label, sizes), name, dashes in zip(drawn.items(), ORDER, cycle(DASHES), strict=False):
        colour = COLOURS[name]
        if len(sizes) > 1:
            band = [*place(sizes.max(axis=0)), *place(sizes.min(axis=0))[::-1]]
            sheet.curve(band, colour=colour, width=0, fill=0.18)
        line = place(sizes.mean(axis=0))
        sheet.curve(line, colour=colour, width=2.6, dashes=dashes)
        ends.append((line[-1][1], label, colour))
    if limit is not None:
        line = place(limit)
        sheet.line(*line, dashed=True)
        ends.append((line[-1][1], "bound", INK))
    _labels(sheet, ends)
    said = " ".join(_said(label, sizes) for label, sizes in drawn.items())
    held = "" if limit is None else f" A dashed line, the bound, goes from {limit[0]:.2g} to {limit[-1]:.2g}."
    bands = ""
    if any(len(sizes) > 1 for sizes in drawn.values()):
        bands = " A band goes from the smallest to the largest of the seeds, the line through it is their mean."
    return sheet.picture(
        f"The size of gradients, on a logarithmic axis from 1e{low} to 1e{high}, against distances of 0 to {last} "
        f"steps. {said}{held}",
        f"Each line on the axis is a power of ten. A straight line is a constant factor a step.{bands}",
    )


def _check(drawn: Mapping[str, NDArray]) -> None:
    """Refuse what has no place on the axes, in the reader's own shapes."""
    for label, sizes in drawn.items():
        if sizes.ndim not in (1, 2) or sizes.shape[-1] < 2 or not len(sizes):
            shapes = "(distances,) or (seeds, distances), with two distances or more"
            raise ValueError(f"{label} must have shape {shapes}: got shape {sizes.shape}")
        if not (np.isfinite(sizes) & (sizes > 0)).all():
            raise ValueError(f"a logarithmic axis has room for finite sizes above 0 only: {label} has others")
    lengths = {label: sizes.shape[-1] for label, sizes in drawn.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{label} has {length}" for label, length in lengths.items())
        raise ValueError(f"all must reach over the same distances: {said}")


def _axes(sheet: Sheet, low: int, high: int, last: int) -> None:
    right, bottom = LEFT + WIDTH, TOP + HIGH
    for power in range(low, high + 1, -(-(high - low) // 8)):
        y = TOP + HIGH * (high - power) / (high - low)
        sheet.line((LEFT, y), (right, y), width=1, faint=True)
        sheet.words(LEFT - 12, y, f"$10^{{{power}}}$", align="right")
    sheet.line((LEFT, bottom), (right, bottom), width=1)
    for k in range(0, last + 1, -(-last // 10)):
        x = LEFT + WIDTH * k / last
        sheet.line((x, bottom), (x, bottom + 6), width=1)
        sheet.words(x, bottom + 20, f"{k}")
    sheet.words(LEFT + WIDTH / 2, bottom + 46, "distance, in steps")
    sheet.words(LEFT - 46, TOP - 26, "size of the gradient", align="left")


def _labels(sheet: Sheet, ends: list[tuple[float, str, str]]) -> None:
    """Write each label at its line's end, moved down where the one above it is in its way, and up from the foot."""
    heights: list[float] = []
    ends = sorted(ends)
    for y, _, _ in ends:
        heights.append(max(y, heights[-1] + 18) if heights else y)
    foot = TOP + HIGH
    for k in reversed(range(len(ends))):
        heights[k] = foot = min(heights[k], foot)
        foot -= 18
        sheet.words(LEFT + WIDTH + 12, heights[k], ends[k][1], colour=ends[k][2], align="left", bold=ends[k][2] != INK)


def _said(label: str, sizes: NDArray) -> str:
    mean = sizes.mean(axis=0)
    seeds = f", the mean of {len(sizes)} seeds," if len(sizes) > 1 else ""
    return f"{label}{seeds} goes from {mean[0]:.2g} to {mean[-1]:.2g}."
