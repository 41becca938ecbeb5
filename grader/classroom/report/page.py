"""Lay a report out as one page that needs nothing beside it: no script, no other file, light, dark and on paper."""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.checks.report import COLOURS, NOT_RIGHT
from grader.classroom.work import UNGRADED
from grader.judge.verdict import NOT_ALLOWED, NOT_ANSWERED, OUT_OF_MEMORY, PARTLY, RAISED, RIGHT, TIMED_OUT, WRONG

OUTCOMES = {
    RIGHT: COLOURS[RIGHT],
    PARTLY: COLOURS[PARTLY],
    WRONG: NOT_RIGHT,
    RAISED: "#cc79a7",
    TIMED_OUT: "#0072b2",
    OUT_OF_MEMORY: "#56b4e9",
    NOT_ALLOWED: "#f0e442",
    NOT_ANSWERED: COLOURS[NOT_ANSWERED],
    UNGRADED: "#4a4a4a",
}
"""How an answer can end, in the order in which it is told, and its colour: colours that all eyes tell apart."""


def page(data: dict[str, Any], link: Callable[[Any], str]) -> str:
    """Lay out the page.

    Args:
        data: what stands on it, as `make.report` gives it.
        link: gives the address of a learner's work, or nothing. Whatever a learner wrote is escaped by the template.
    """
    environment = Environment(
        loader=PackageLoader("grader.classroom.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "percent": percent}
    seen = {outcome for row in data["exercises"] for outcome in row["outcomes"]}
    outcomes = {outcome: colour for outcome, colour in OUTCOMES.items() if outcome in seen}
    return environment.get_template("page.html").render(data, link=link, outcomes=outcomes).strip()


def number(value: float) -> str:
    """Say a number with one place after the point at most, two below 1, and with commas from a thousand on."""
    said = f"{value:,.{1 if value >= 1 else 2}f}"
    return said.rstrip("0").rstrip(".")


def percent(part: float, whole: float = 1) -> str:
    """Say a part of a whole in percent."""
    return f"{100 * part / whole:.0f}%" if whole else "–"
