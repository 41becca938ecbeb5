"""The report of a check: points as text (which is what nbgrader reads), a card in a notebook, data for machines."""

from dataclasses import dataclass
from html import escape
from typing import Any

from grader.exercises.declare import Exercise
from grader.judge.verdict import NOT_ANSWERED, PARTLY, RIGHT, Verdict

MIME = "application/vnd.unrolled.verdict+json"

COLOURS = {RIGHT: "#009e73", PARTLY: "#e69f00", NOT_ANSWERED: "#8a8a8a"}
NOT_RIGHT = "#d55e00"
SIGNS = {RIGHT: "✓", PARTLY: "◐", NOT_ANSWERED: "○"}
FAINT = "opacity:.75"
BOX = "padding:6px 14px;margin:4px 0;max-width:46em;line-height:1.5"


@dataclass(frozen=True)
class Report:
    """What `check` returns."""

    exercise: Exercise
    verdict: Verdict

    def __repr__(self) -> str:
        return f"{self.verdict.earned:g}"

    def __float__(self) -> float:
        return float(self.verdict.earned)

    def __str__(self) -> str:
        verdict = self.verdict
        lines = [f"{self._headline()}"]
        if verdict.outcome == NOT_ANSWERED:
            return "\n".join([*lines, f"  {self._to_write()}"])
        explained = False
        for line in verdict.lines:
            lines.append(f"  {'✓' if not line.message else '✗'} {line.title}: {line.earned:g} of {line.points:g}")
            if line.message and not explained:
                lines.append(f"      {line.message}")
                explained = True
        if verdict.mistake:
            lines.append(f"  This looks like: {verdict.mistake}. {verdict.advice}".rstrip())
        return "\n".join(lines)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.card(), MIME: self.verdict.as_data()}

    def card(self) -> str:
        """The report as HTML that needs no script and no style sheet, for a light and a dark page."""
        verdict = self.verdict
        colour = COLOURS.get(verdict.outcome, NOT_RIGHT)
        sign = SIGNS.get(verdict.outcome, "✗")
        parts = [
            f'<div style="{BOX};border-left:5px solid {colour}">',
            f'<div><span style="color:{colour};font-weight:bold">{sign}</span> <b>{escape(self._headline())}</b></div>',
        ]
        if verdict.outcome == NOT_ANSWERED:
            parts.append(f'<div style="{FAINT}">{escape(self._to_write())}</div>')
        else:
            parts.append(self._lines())
        if verdict.mistake:
            parts.append(
                f'<div style="margin-top:6px">This looks like: <b>{escape(verdict.mistake)}</b>. '
                f"{escape(verdict.advice)}</div>"
            )
        if verdict.printed and verdict.outcome != RIGHT:
            parts.append(_fold("What your code printed", f"<pre>{escape(verdict.printed[:1000])}</pre>"))
        if verdict.outcome != RIGHT:
            parts.append(self._hints())
        return "".join([*parts, "</div>"])

    def _headline(self) -> str:
        verdict = self.verdict
        if verdict.outcome == NOT_ANSWERED:
            return f"{self.exercise.title}: not answered yet, {_points(verdict.points)}"
        return f"{self.exercise.title}: {verdict.earned:g} of {_points(verdict.points)}"

    def _to_write(self) -> str:
        return (
            f"Write {self.exercise.to_write} in place of the dots, run that cell, then this one again. "
            "If you have: does it call a function that is not answered yet?"
        )

    def _lines(self) -> str:
        rows = []
        explained = False
        for line in self.verdict.lines:
            colour, sign = (COLOURS[RIGHT], "✓") if not line.message else (NOT_RIGHT, "✗")
            message = ""
            if line.message and not explained:
                message = f'<div style="margin-left:1.4em">{escape(line.message)}</div>'
                explained = True
            rows.append(
                f'<div><span style="color:{colour};font-weight:bold">{sign}</span> {escape(line.title)}'
                f' <span style="{FAINT}">({line.earned:g} of {line.points:g})</span>{message}</div>'
            )
        return "".join(rows)

    def _hints(self) -> str:
        """The hints, one folded inside the other, so that each is asked for."""
        folded = ""
        for number, hint in reversed(list(enumerate(self.exercise.hints, start=1))):
            folded = _fold(f"Hint {number} of {len(self.exercise.hints)}", f"{escape(hint)}{folded}")
        return folded


@dataclass(frozen=True)
class Unknown:
    """The report on an exercise that does not exist; it earns nothing."""

    message: str

    def __repr__(self) -> str:
        return "0"

    def __str__(self) -> str:
        return self.message

    def _repr_html_(self) -> str:
        return f'<div style="{BOX};border-left:5px solid {NOT_RIGHT}">{escape(self.message)}</div>'


def _fold(summary: str, inside: str) -> str:
    return f'<details style="margin-top:6px"><summary style="cursor:pointer">{summary}</summary>{inside}</details>'


def _points(points: float) -> str:
    return f"{points:g} point" + ("" if points == 1 else "s")
