"""`progress`: how far a learner has come, kept beside the lessons so that it survives a restart.

Each exercise has a file of its own, written whole, so that two open lessons never overwrite each other.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from grader.exercises import LESSONS
from grader.exercises.declare import Exercise, Lesson
from grader.judge.verdict import Verdict

_graded: dict[str, float] = {}
"""The points of this run, where a notebook is graded: nothing is kept then."""

FULL, PART, EMPTY = "#009e73", "#e69f00", "rgba(128,128,128,.35)"


def _folder() -> Path:
    """The folder of the learner's progress: beside the lesson folders, wherever the course was put."""
    chosen = os.environ.get("UNROLLED_PROGRESS")
    if chosen:
        return Path(chosen)
    here = Path.cwd()
    return (here.parent if here.name in LESSONS else here) / ".progress"


def remember(verdict: Verdict) -> None:
    """Keep the points of a check; a folder that cannot be written costs the memory, not the check."""
    if _grading():
        _graded[verdict.exercise] = verdict.earned
        return
    try:
        folder = _folder()
        folder.mkdir(exist_ok=True)
        new = folder / f".{verdict.exercise}.{os.getpid()}"
        new.write_text(json.dumps({"earned": verdict.earned, "outcome": verdict.outcome}))
        new.replace(folder / f"{verdict.exercise}.json")
    except OSError:
        return


def _grading() -> bool:
    return "NBGRADER_EXECUTION" in os.environ


def _earned(exercise: Exercise) -> float:
    if _grading():
        return _graded.get(exercise.id, 0.0)
    try:
        kept = json.loads((_folder() / f"{exercise.id}.json").read_text())
        return min(float(kept["earned"]), exercise.points)
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def progress() -> "Progress":
    """Show the course as a picture: its lessons, the points earned, and what is next."""
    return Progress({exercise.id: _earned(exercise) for lesson in LESSONS.values() for exercise in lesson.exercises})


@dataclass(frozen=True)
class Progress:
    """Points by exercise; in a notebook a row a lesson, one block an exercise."""

    earned: Mapping[str, float]

    def __repr__(self) -> str:
        rows = [f"{lesson.id}: {self._of(lesson):g} of {_points(lesson):g}" for lesson in LESSONS.values()]
        return "\n".join([*rows, self._next()])

    def _repr_html_(self) -> str:
        rows = "".join(self._row(lesson) for lesson in LESSONS.values())
        return (
            f'<table style="border-collapse:collapse;line-height:1.6">{rows}</table>'
            f'<div style="margin-top:6px"><b>{escape(self._next())}</b></div>'
        )

    def _row(self, lesson: Lesson) -> str:
        blocks = "".join(self._block(exercise) for exercise in lesson.exercises)
        later = sum(essay.points for essay in lesson.essays)
        essay = f", and {later:g} for your own words" if later else ""
        cell = 'style="text-align:left;white-space:nowrap;padding:2px 14px 2px 0"'
        return (
            f"<tr><td {cell}>{escape(lesson.id[:2])} {escape(lesson.title)}</td>"
            f"<td {cell}>{blocks}</td>"
            f"<td {cell}>{self._of(lesson):g} of {_points(lesson):g}{essay}</td></tr>"
        )

    def _block(self, exercise: Exercise) -> str:
        earned = self.earned[exercise.id]
        colour = FULL if earned >= exercise.points else PART if earned else EMPTY
        said = escape(f"{exercise.title}: {earned:g} of {exercise.points:g}")
        width = f"{0.3 * exercise.points + 0.4:g}em"
        return (
            f'<span title="{said}" role="img" aria-label="{said}" style="display:inline-block;width:{width};height:1em;'
            f'margin-right:3px;border-radius:2px;background:{colour};vertical-align:middle"></span>'
        )

    def _of(self, lesson: Lesson) -> float:
        return sum(self.earned[exercise.id] for exercise in lesson.exercises)

    def _next(self) -> str:
        for lesson in LESSONS.values():
            for exercise in lesson.exercises:
                if self.earned[exercise.id] < exercise.points:
                    return f"Next: {exercise.title}, in lesson {lesson.id}"
        return "Every exercise has all its points."


def _points(lesson: Lesson) -> float:
    return sum(exercise.points for exercise in lesson.exercises)
