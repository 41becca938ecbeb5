"""The map of a course: its lessons from top to bottom, and an arrow from each to those that build on it."""

from collections.abc import Sequence

import numpy as np

from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Point, Sheet, words_width

ROW, TOP, RADIUS = 38, 24, 14
EDGE, TITLE, MOST = 16, 15, 130

Lesson = tuple[str, str, Sequence[str], str]
"""A lesson on the map: its number, its title, the numbers of the lessons that it needs, and what it gives."""


@drawn_once
def course_map(lessons: Sequence[Lesson]) -> Picture:
    """Draw lessons from top to bottom, with an arrow to each from every lesson that it needs.

    Args:
        lessons: for each its number, its title, the numbers of the lessons that it needs, all before it, and what the
            learner can do afterwards; this last is said in the text alternative only.

    Raises:
        ValueError: where there is no lesson, a number is there twice, or a lesson needs one that is not before it.
    """
    places = _places(lessons)
    arrows = [(places[need], k) for k, (_, _, needed, _) in enumerate(lessons) for need in needed]
    middle = EDGE + max((_reach(end - start) for start, end in arrows), default=0) + RADIUS
    left = middle + RADIUS + 14
    titles = max(words_width(title, TITLE) for _, title, *_ in lessons)
    sheet = Sheet(left + 1.05 * titles + EDGE, 2 * TOP + ROW * (len(lessons) - 1))
    for start, end in arrows:
        from_, to = TOP + ROW * start, TOP + ROW * end
        if end == start + 1:
            sheet.arrow((middle, from_ + RADIUS), (middle, to - RADIUS))
        else:
            sheet.curve(curve := _round(middle - RADIUS, from_ + 5, to - 5, _reach(end - start)), width=1.5)
            sheet.arrow(curve[-1], (middle - RADIUS, to - 5))
    for k, (number, title, _, _) in enumerate(lessons):
        y = TOP + ROW * k
        sheet.ring(middle, y, RADIUS)
        sheet.words(middle, y, number, size=12, bold=True)
        sheet.words(left, y, title, size=TITLE, align="left")
    said = " ".join(map(_said, lessons))
    return sheet.picture(
        f"The lessons from top to bottom, with an arrow to each from every lesson that it needs. {said}",
        "Top to bottom is one way through. An arrow leads from a lesson to one that needs it.",
    )


def _reach(rows: int) -> float:
    """Say how far to the left an arrow over that many rows goes: further over more rows, but never as far as `MOST`."""
    return 0 if rows == 1 else MOST * (1 - 0.8**rows)


def _round(x: float, top: float, bottom: float, reach: float) -> list[Point]:
    """Give half an ellipse to the left of `x`, from `top` nearly to `bottom`: the head of an arrow goes there."""
    turn = np.linspace(0, np.pi, 32)
    across, down = x - reach * np.sin(turn), (top + bottom) / 2 - (bottom - top) / 2 * np.cos(turn)
    return [(float(a), float(b)) for a, b in zip(across, down, strict=True) if b < (top + bottom) / 2 or a < x - 7]


def _places(lessons: Sequence[Lesson]) -> dict[str, int]:
    """Give the row of each lesson by its number."""
    if not lessons:
        raise ValueError("a map shows at least one lesson, got none")
    places: dict[str, int] = {}
    for number, title, needed, _ in lessons:
        if number in places:
            raise ValueError(f"each lesson has a number of its own: {number} is there twice")
        if unknown := [need for need in needed if need not in places]:
            raise ValueError(f"a lesson needs lessons before it: {number} {title} needs {', '.join(unknown)}")
        places[number] = len(places)
    return places


def _said(lesson: Lesson) -> str:
    number, title, needed, gives = lesson
    needs = f"needs {' and '.join(', '.join(needed).rsplit(', ', 1))}" if needed else "needs nothing"
    return f"{number} {title}: {needs}{f'; afterwards you can {gives}' if gives else ''}."
