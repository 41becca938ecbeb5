"""What the gradebook and the graded notebooks say of a class: marks, outcomes, and what a person must look at."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from sqlalchemy import Connection, Select, func, select

from grader.classroom import attempts
from grader.classroom.platforms import whole
from grader.classroom.record import ASSIGNMENT, CELL, GRADE, NOTEBOOK, SUBMISSION, SUBMITTED
from grader.classroom.work import NOT_GRADED
from grader.exercises import LESSONS

GRADE_CELL = api.GradeCell.__table__

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


def marks(db: Connection, lesson: str, graded_now: Collection[str]) -> Iterator[Marks]:
    """Read the marks of every student in one lesson, in the order of their ids.

    Args:
        db: the gradebook's database.
        lesson: the id of the lesson.
        graded_now: the students whose work was graded a moment ago.
    """
    kept = {student: attempt.kept for student, attempt in attempts.all_latest(db, lesson, lesson)}
    order = [exercise.id for exercise in LESSONS[lesson].exercises] if lesson in LESSONS else []
    most = db.execute(_most(lesson)).scalar() or 0.0
    for student, rows in groupby(db.execute(_grades(lesson)), key=lambda row: row.student_id):
        score, open_ones = 0.0, []
        for row in rows:
            given = row.auto_score if row.manual_score is None else row.manual_score
            score += 0.0 if given is None else given + (row.extra_credit or 0.0)
            if row.needs_manual_grade:
                open_ones.append((row.name, row.cell_type, row.manual_score))
        mine = kept.get(student, {})
        found = mine.get("exercises", {})
        look, essays = _waiting(open_ones, lambda name, found=found: found.get(name, {}).get("why", ""))
        yield Marks(
            student,
            score,
            most,
            student in graded_now,
            exercises={name: found[name] for name in dict.fromkeys([*order, *found]) if name in found},
            notes=mine.get("notes", []),
            look=look,
            essays=essays,
        )


def _most(lesson: str) -> Select:
    """The most points that a lesson can earn."""
    joined = GRADE_CELL.join(CELL, GRADE_CELL.c.id == CELL.c.id).join(NOTEBOOK, CELL.c.notebook_id == NOTEBOOK.c.id)
    joined = joined.join(ASSIGNMENT, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
    return select(func.sum(GRADE_CELL.c.max_score)).select_from(joined).where(ASSIGNMENT.c.name == lesson)


def _grades(lesson: str) -> Select:
    """Every grade of a lesson, student by student."""
    joined = (
        SUBMISSION.join(ASSIGNMENT, SUBMISSION.c.assignment_id == ASSIGNMENT.c.id)
        .join(SUBMITTED, SUBMITTED.c.assignment_id == SUBMISSION.c.id)
        .join(GRADE, GRADE.c.notebook_id == SUBMITTED.c.id)
        .join(CELL, CELL.c.id == GRADE.c.cell_id)
        .outerjoin(GRADE_CELL, GRADE_CELL.c.id == CELL.c.id)
    )
    columns = [GRADE.c[name] for name in ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")]
    wanted = select(SUBMISSION.c.student_id, CELL.c.name, GRADE_CELL.c.cell_type, *columns).select_from(joined)
    return wanted.where(ASSIGNMENT.c.name == lesson).order_by(SUBMISSION.c.student_id, CELL.c.name)


def waiting(submission: SubmittedAssignment) -> tuple[list[str], list[str]]:
    """Say why a person must look at a submission, in words, and which answers in words wait for a person."""
    look: list[str] = []
    essays: list[str] = []
    for notebook in submission.notebooks:
        said = {comment.name: comment.auto_comment or "" for comment in notebook.comments}
        open_ones = [
            (grade.name, grade.cell_type, grade.manual_score)
            for grade in sorted(notebook.grades, key=lambda grade: grade.name)
            if grade.needs_manual_grade
        ]
        found = _waiting(open_ones, lambda name, said=said: _why(said.get(name, "")))
        look += found[0]
        essays += found[1]
    return list(dict.fromkeys(look)), essays


def _why(comment: str) -> str:
    return comment.removeprefix(NOT_GRADED).strip(" .") if comment.startswith(NOT_GRADED) else ""


def _waiting(
    open_ones: Iterable[tuple[str, str, float | None]], why: Callable[[str], str]
) -> tuple[list[str], list[str]]:
    """Sort the marks that wait for a person into what to look at, and answers in words.

    Args:
        open_ones: of each the name of its cell, the kind of cell, and the mark that a person gave.
        why: says why an exercise could not be graded, where that is so.
    """
    look, essays = [], []
    for name, kind, manual in open_ones:
        reason = why(name.removeprefix("check-"))
        if reason:
            look.append(reason)
        elif kind == "code" and manual is None:
            look.append(f"{name} has no points")
        elif kind == "code":
            look.append(f"{name} was graded anew after a person gave it points")
        else:
            essays.append(name)
    return list(dict.fromkeys(look)), essays


class MarksExport(ExportPlugin):
    """Marks as CSV, quoted, with a column that says what a person must look at; for `nbgrader export`, too."""

    def export(self, gradebook: Gradebook) -> None:
        """Write a row for each lesson and student to `to`; who handed nothing in has no score, rather than 0."""
        with whole(Path(self.to or "grades.csv")) as new, new.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL)
            writer.writeheader()
            for row in self._rows(gradebook):
                writer.writerow({column: defused(value) for column, value in row.items()})

    def _rows(self, gradebook: Gradebook) -> Iterator[dict[str, Any]]:
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if assignment.name in (self.assignment or [assignment.name]) and student.id in (
                    self.student or [student.id]
                ):
                    row = {"lesson": assignment.name, "student": student.id, "max_points": assignment.max_score}
                    row |= {key: getattr(student, key) or "" for key in ("last_name", "first_name", "email")}
                    yield row | scores(gradebook, assignment.name, student.id)


def defused(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula: names are what learners chose.

    A spreadsheet then shows the text as it is, but for the apostrophe; numbers stay numbers.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def scores(gradebook: Gradebook, lesson: str, student: str) -> dict[str, Any]:
    """What the table says of one submission: points, penalty, score, and what waits for a person."""
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
