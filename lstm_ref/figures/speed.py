"""The figures of speed: a ladder of bars over the floor, and times against the number of sequences."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, words_width
from lstm_ref.figures.svg import INK
from lstm_ref.palette import COLOURS

ORDER = ("f", "h", "o", "c", "i", "c_tilde", "x")
DASHES = ((), (4, 1.2), (1, 1), (4, 1, 1, 1))
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))

BAR, WIDE = 34, 420
LEFT, TOP, WIDTH, HIGH = 96, 46, 430, 300


@drawn_once
def speed_ladder(times: Mapping[str, float], floor: float) -> Picture:
    """Draw times as bars that begin at the floor, on a logarithmic axis.

    Args:
        times: seconds by name, from the top to the bottom.
        floor: the seconds below which nobody comes.

    Raises:
        ValueError: where there is nothing to draw, or a time is not above 0.
    """
    _require_times({**times, "floor": floor})
    if not times:
        raise ValueError("there is nothing to draw: times is empty")
    ratios = {name: took / floor for name, took in times.items()}
    decades = max(1, int(np.ceil(np.log10(max(*ratios.values(), 1)))))
    left = 30 + max(words_width(name, 13) for name in times)
    sheet = Sheet(left + WIDE + 190, TOP + BAR * len(times) + 62)
    bottom = TOP + BAR * len(times)
    for power in range(decades + 1):
        x = left + WIDE * power / decades
        sheet.line((x, TOP - 6), (x, bottom), width=1, faint=power > 0, dashed=power == 0)
        sheet.words(x, bottom + 18, f"{10**power:,}".replace(",", " "))
    sheet.words(left, TOP - 24, "the floor", align="left")
    sheet.words(left + WIDE / 2, bottom + 44, "times the floor")
    for k, (name, ratio) in enumerate(ratios.items()):
        y = TOP + (k + 0.5) * BAR
        length = max(WIDE * np.log10(max(ratio, 1)) / decades, 2)
        sheet.words(left - 14, y, name, align="right")
        sheet.box(left, y - BAR * 0.3, length, BAR * 0.6, COLOURS["h"], fill=0.45, edge=1.2)
        sheet.words(left + length + 10, y, f"{_short(ratio)} ×, {_said(times[name])}", size=12.5, align="left")
    said = "; ".join(f"{name} {_said(times[name])}, {_short(ratio)} times the floor" for name, ratio in ratios.items())
    return sheet.picture(
        f"Bars on a logarithmic axis from 1 to {10**decades} times the floor, which is {_said(floor)}: {said}.",
        "A bar begins at the floor, the dashed line: what the multiplications alone would take. Each line on the axis "
        "is ten times the one before.",
    )


@drawn_once
def time_against_size(
    sizes: Sequence[int],
    curves: Mapping[str, Sequence[float | None]],
    floor: Sequence[float] | None = None,
    what: str = "sequences",
) -> Picture:
    """Draw times against the size of a batch, both axes logarithmic.

    Args:
        sizes: the sizes, in rising order.
        curves: up to seven, by the label at the line's end: the seconds at each size, None where there are none.
        floor: the seconds of the floor at each size.
        what: what the size counts, in words.

    Raises:
        ValueError: where there is no curve or more than seven, a curve is not as long as the sizes or empty, the
            sizes do not rise, or a time is not above 0.
    """
    if not 1 <= len(curves) <= len(ORDER):
        raise ValueError(f"one to {len(ORDER)} curves can be told apart: got {len(curves)}")
    if not sizes or sizes[0] < 1 or any(after <= before for before, after in pairwise(sizes)):
        raise ValueError(f"sizes count things, from 1, and rise: got {list(sizes)}")
    every = curves if floor is None else {**curves, "floor": floor}
    for label, times in every.items():
        if len(times) != len(sizes):
            raise ValueError(f"one time for each of the {len(sizes)} sizes: {label} has {len(times)}")
    drawn = {
        label: {size: took for size, took in zip(sizes, times, strict=True) if took is not None}
        for label, times in every.items()
    }
    for label, times in drawn.items():
        if not times:
            raise ValueError(f"{label} has no times")
        _require_times({f"{label} at {size}": took for size, took in times.items()})
    taken = [took for times in drawn.values() for took in times.values()]
    bound = {} if floor is None else drawn.pop("floor")
    low, high = int(np.floor(np.log10(min(taken)))), int(np.ceil(np.log10(max(taken))))
    high = max(high, low + 1)
    span = np.log(sizes[-1] / sizes[0]) or 1.0

    def place(size: int, took: float) -> tuple[float, float]:
        return LEFT + WIDTH * np.log(size / sizes[0]) / span, TOP + HIGH * (high - np.log10(took)) / (high - low)

    room = max(words_width(label, 13) for label in [*drawn, "floor"])
    sheet = Sheet(LEFT + WIDTH + 40 + room, TOP + HIGH + 62)
    for power in range(low, high + 1):
        y = TOP + HIGH * (high - power) / (high - low)
        sheet.line((LEFT, y), (LEFT + WIDTH, y), width=1, faint=power > low)
        sheet.words(LEFT - 12, y, _said(10.0**power), align="right")
    shown = -np.inf
    for size in sizes:
        x = place(size, taken[0])[0]
        sheet.line((x, TOP + HIGH), (x, TOP + HIGH + 6), width=1)
        if x - shown > 12 + words_width(f"{size}", 13):
            sheet.words(x, TOP + HIGH + 20, f"{size}")
            shown = x
    sheet.words(LEFT + WIDTH / 2, TOP + HIGH + 46, f"{what} in a batch")
    sheet.words(LEFT - 66, TOP - 26, "time of a batch", align="left")
    ends = []
    if bound:
        line = [place(*pair) for pair in bound.items()]
        if len(line) > 1:
            sheet.line(*line, dashed=True)
        ends.append((line[-1][1], "floor", INK))
    for k, (label, times) in enumerate(drawn.items()):
        colour, line = COLOURS[ORDER[k]], [place(*pair) for pair in times.items()]
        if len(line) > 1:
            sheet.curve(line, colour=colour, width=2.6, dashes=DASHES[k % len(DASHES)])
        for x, y in line:
            sheet.dot(x, y, 3.6, colour)
        ends.append((line[-1][1], label, colour))
    _labels(sheet, ends)
    said = ". ".join(
        f"{label}: {', '.join(f'{_said(took)} for {size}' for size, took in times.items())}"
        for label, times in ({**drawn, "floor": bound} if bound else drawn).items()
    )
    return sheet.picture(
        f"The time of a batch, on a logarithmic axis, against {what} in it, from {sizes[0]} to {sizes[-1]}. {said}.",
        "Both axes are logarithmic. Where a line is flat, more sequences cost no more time. Where it rises beside the "
        "dashed floor, the machine is busy multiplying.",
    )


def _labels(sheet: Sheet, ends: list[tuple[float, str, str]]) -> None:
    """Write each label at its line's end, down where the one above it is in its way, and up from the foot."""
    heights: list[float] = []
    ends = sorted(ends)
    for y, _, _ in ends:
        heights.append(max(y, heights[-1] + 18) if heights else y)
    foot = TOP + HIGH
    for k in reversed(range(len(ends))):
        heights[k] = foot = min(heights[k], foot)
        foot -= 18
        sheet.words(LEFT + WIDTH + 14, heights[k], ends[k][1], colour=ends[k][2], align="left", bold=ends[k][2] != INK)


def _require_times(times: Mapping[str, float]) -> None:
    for name, took in times.items():
        if not (np.isfinite(took) and took > 0):
            raise ValueError(f"a logarithmic axis has room for finite times above 0 only: {name} took {took}")


def _said(seconds: float) -> str:
    """Write a time with two digits and its unit."""
    size, unit = next(((size, unit) for size, unit in UNITS if seconds >= size), UNITS[-1])
    return f"{_short(seconds / size)} {unit}"


def _short(value: float) -> str:
    """Write a number with two digits, and whole where it is 10 or more."""
    return f"{value:.0f}" if value >= 9.95 else f"{value:.2g}"
