"""What the gradebook and the graded notebooks say of a class: marks, outcomes, and what a person must look at."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.plugins import ExportPlugin

from grader.classroom.course import Course
from grader.classroom.parts import KEPT, NOT_GRADED
from grader.exercises import LESSONS

COLUMNS = [
    *("lesson", "student", "last_name", "first_name", "email", "timestamp"),
    *("points", "late_penalty", "score", "max_points", "for_a_person"),
]
# what a spreadsheet takes for the start of a formula, as it comes and after it has dropped a break before it
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count, too


@dataclass(frozen=True)
class Marks:
    """What became of one submission.

    `exercises` has a dict for each: outcome, earned, points, mistake, seed. `look` says what keeps a person from
    trusting the points, `essays` names the answers in words that wait for a person, which is normal.
    """

    student: str
    points: float
    max_points: float
    graded_now: bool
    exercises: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    essays: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """The marks as plain data, for JSON."""
        return asdict(self)


def marks(course: Course, opened: Gradebook, lesson: str, student: str, graded_now: bool = False) -> Marks:
    """Read the marks of one student in one lesson.

    Raises:
        nbgrader.api.MissingEntry: where the gradebook has none.
    """
    submission = opened.find_submission(lesson, student)
    kept = kept_in(course.folder("autograded", lesson, student) / f"{lesson}.ipynb")
    look, essays = waiting(submission)
    order = [exercise.id for exercise in LESSONS[lesson].exercises] if lesson in LESSONS else []
    found = kept.get("exercises", {})
    return Marks(
        student,
        submission.score,
        submission.max_score,
        graded_now,
        exercises={name: found[name] for name in dict.fromkeys([*order, *found]) if name in found},
        notes=kept.get("notes", []),
        look=look,
        essays=essays,
    )


def kept_in(notebook: Path) -> dict[str, Any]:
    """What grading kept in the metadata of a graded notebook; nothing where there is none."""
    try:
        return json.loads(notebook.read_bytes())["metadata"].get(KEPT, {})
    except (OSError, ValueError, KeyError):
        return {}


def waiting(submission: SubmittedAssignment) -> tuple[list[str], list[str]]:
    """Say why a person must look at a submission, in words, and which answers in words wait for a person."""
    look: list[str] = []
    essays: list[str] = []
    for notebook in submission.notebooks:
        said = {comment.name: comment.auto_comment or "" for comment in notebook.comments}
        for grade in sorted(notebook.grades, key=lambda grade: grade.name):
            why = said.get(grade.name.removeprefix("check-"), "")
            if not grade.needs_manual_grade:
                continue
            if why.startswith(NOT_GRADED):
                look.append(why.removeprefix(NOT_GRADED).strip(" ."))
            elif grade.cell_type == "code" and grade.manual_score is None:
                look.append(f"{grade.name} has no points")
            elif grade.cell_type == "code":
                look.append(f"{grade.name} was graded anew after a person gave it points")
            else:
                essays.append(grade.name)
    return list(dict.fromkeys(look)), essays


class MarksExport(ExportPlugin):
    """Marks as CSV, quoted, with a column that says what a person must look at; for `nbgrader export`, too."""

    def export(self, gradebook: Gradebook) -> None:
        """Write a row for each lesson and student to `to`; who handed nothing in has no score, rather than 0."""
        with Path(self.to or "grades.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL)
            writer.writeheader()
            for row in self._rows(gradebook):
                writer.writerow({column: _defused(value) for column, value in row.items()})

    def _rows(self, gradebook: Gradebook) -> Iterator[dict[str, Any]]:
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if assignment.name in (self.assignment or [assignment.name]) and student.id in (
                    self.student or [student.id]
                ):
                    row = {"lesson": assignment.name, "student": student.id, "max_points": assignment.max_score}
                    row |= {key: getattr(student, key) or "" for key in ("last_name", "first_name", "email")}
                    yield row | _scores(gradebook, assignment.name, student.id)


def _defused(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula: names are what learners chose.

    A spreadsheet then shows the text as it is, but for the apostrophe; numbers stay numbers.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _scores(gradebook: Gradebook, lesson: str, student: str) -> dict[str, Any]:
    try:
        submission = gradebook.find_submission(lesson, student)
    except MissingEntry:
        return {"for_a_person": "nothing was handed in"}
    look, essays = waiting(submission)
    penalty = submission.late_submission_penalty or 0.0
    return {
        "timestamp": submission.timestamp or "",
        "points": submission.score,
        "late_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
        "for_a_person": "; ".join([*look, *(f"{essay} waits for a person" for essay in essays)]),
    }
