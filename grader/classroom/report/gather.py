"""Gather what the gradebook and the graded notebooks say of a class's work, one notebook at a time."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from grader.checks.report import MIME
from grader.classroom import attempts
from grader.classroom.course import Course
from grader.classroom.gradebook import gradebook
from grader.classroom.report import plain
from grader.classroom.report.alike import Answers
from grader.classroom.work import KEPT, UNGRADED
from grader.exercises import EXERCISES, LESSONS
from grader.judge.verdict import NOT_ANSWERED, PARTLY, RIGHT, WRONG

LONGEST = 300
"""Characters of a message that are kept."""


class Done(NamedTuple):
    """What became of one exercise in one submission; `message` holds words of the learner's.

    Args:
        outcome: as the judge says it.
        earned: points, as they stand in the gradebook; None where a person has to give them.
        mistake: its name, where it has one.
        line: the first line of the card that did not come out right.
        message: what is said there.
    """

    outcome: str
    earned: float | None
    mistake: str = ""
    line: str = ""
    message: str = ""


class Work(NamedTuple):
    """What became of one submission: `points` is None, and `why` says something, where a person must look at it."""

    student: str
    points: float | None
    exercises: dict[str, Done]
    seconds: float | None = None
    why: str = ""

    @property
    def blank(self) -> bool:
        """Whether no exercise was answered."""
        return all(done.outcome == NOT_ANSWERED for done in self.exercises.values())


@dataclass
class Gathered:
    """A class's work on one lesson.

    Args:
        lesson: the id of the lesson.
        points: the most that can be earned, by exercise that a program graded, in the order of the lesson.
        all_points: the most that can be earned, with what a person gives.
        works: the submissions, by the learner's id.
        answers: by answer cell, the answers to be compared.
        names: by the learner's id, the name in the gradebook, where there is one.
        essays: how many answers in words wait for a person.
        not_graded: how many handed in and were not graded yet.
    """

    lesson: str
    points: dict[str, float]
    all_points: float
    works: list[Work] = field(default_factory=list)
    answers: dict[str, Answers] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    essays: int = 0
    not_graded: int = 0


class Cells(NamedTuple):
    """The answer cells of a lesson by id, as they were given out and as the course solves them.

    Args:
        given: their sources.
        solved: the same, solved; empty where the solution was not run.
        code: the ids of those that hold Python; the others hold words.
        known: what stands in the course's own code, as `plain.vocabulary` gives it.
    """

    given: dict[str, str]
    solved: dict[str, str]
    code: frozenset[str]
    known: frozenset[str]

    def plain(self, cell: str, source: str) -> str | None:
        """Give the plain form of an answer, or None where it should be Python, and is not."""
        if cell in self.code:
            return plain.code(source, self.known, plain.made(self.given[cell]))
        return plain.words(source)

    def compared(self, cell: str, source: str) -> str:
        """Give the form in which an answer is compared: the plain one, or the words of what is no Python."""
        found = self.plain(cell, source)
        return plain.words(source) if found is None else found


def gather(course: Course, lesson: str, done: Callable[[str], None] = lambda _: None) -> tuple[Gathered, Cells]:
    """Read the marks and the graded notebooks of a class.

    Args:
        course: the course.
        lesson: the id of a lesson that something was graded of.
        done: is called with each student in turn.

    Raises:
        CourseError: where the gradebook cannot be used.
    """
    cells = answer_cells(course, lesson)
    with gradebook(course) as opened:
        found = _lesson(opened, lesson)
        for cell, given in cells.given.items():
            reference = cells.solved.get(cell, "")
            found.answers[cell] = Answers(cells.compared(cell, given), reference and cells.compared(cell, reference))
        ran = attempts.seconds(opened.db.connection(), lesson, lesson)
        for student, grades in groupby(_grades(opened, lesson), key=lambda grade: grade.student_id):
            notebook = read(course.folder("autograded", lesson, student) / f"{lesson}.ipynb")
            _add(found, cells, student, list(grades), notebook, ran.get(student))
            done(student)
        handed_in = course.folder("submitted", ".", ".").glob("*")
        ids = {work.student for work in found.works}
        found.not_graded = sum(
            path.name not in ids and course.folder("submitted", lesson, path.name).is_dir() for path in handed_in
        )
    return found, cells


def read(notebook: Path) -> dict[str, Any]:
    """Read a notebook; nothing where there is none."""
    try:
        found = json.loads(notebook.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def answer_cells(course: Course, lesson: str) -> Cells:
    """Read the answer cells of a lesson as it is given out and as the course solves it."""
    blank, solution = (read(course.folder(step, lesson) / f"{lesson}.ipynb") for step in ("release", "source"))
    given, solved = answers_in(blank), answers_in(solution)
    sources = [_text(cell["source"]) for cell in solution.get("cells", []) if cell["cell_type"] == "code"]
    code = frozenset(name for name, cell in _solutions(blank) if cell["cell_type"] == "code")
    return Cells(given, solved, code, plain.vocabulary([*given.values(), *sources]))


def answers_in(notebook: dict[str, Any]) -> dict[str, str]:
    """The sources of the answer cells of a notebook, by id."""
    return {name: _text(cell["source"]) for name, cell in _solutions(notebook)}


def _solutions(notebook: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for cell in notebook.get("cells", []):
        own = cell["metadata"].get("nbgrader", {})
        if own.get("solution"):
            yield own["grade_id"], cell


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _lesson(opened: Gradebook, lesson: str) -> Gathered:
    """What the lesson's exercises are worth, and what learners are called."""
    assignment = opened.find_assignment(lesson)
    graded = [cell for notebook in assignment.notebooks for cell in notebook.grade_cells if cell.cell_type == "code"]
    points = {cell.name.removeprefix("check-"): cell.max_score for cell in graded}
    order = [exercise.id for exercise in LESSONS[lesson].exercises] if lesson in LESSONS else []
    found = Gathered(
        lesson,
        {name: points[name] for name in dict.fromkeys([*order, *points]) if name in points},
        assignment.max_score,
    )
    people = opened.db.query(Student.id, Student.first_name, Student.last_name).join(SubmittedAssignment)
    for student, first, last in people.filter(SubmittedAssignment.assignment_id == assignment.id):
        if first or last:
            found.names[student] = " ".join(filter(None, (first, last)))
    return found


def _grades(opened: Gradebook, lesson: str) -> Iterator[Any]:
    """Every grade of a lesson, a student's together: in one question to the gradebook, for a class may be large."""
    return (
        opened.db.query(
            SubmittedAssignment.student_id,
            BaseCell.name,
            Grade.cell_type,
            Grade.score,
            (Grade.auto_score.is_(None) & Grade.manual_score.is_(None)).label("open"),
            Grade.needs_manual_grade,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == lesson)
        .order_by(SubmittedAssignment.student_id)
        .yield_per(1000)
    )


def _add(
    found: Gathered, cells: Cells, student: str, grades: list[Any], notebook: dict[str, Any], seconds: float | None
) -> None:
    """Add a submission to what was found."""
    kept = notebook.get("metadata", {}).get(KEPT, {})
    messages = _messages(notebook)
    own = [grade for grade in grades if grade.cell_type == "code"]
    exercises = {
        name: _done(kept, messages, name, found.points[name], None if grade.open else grade.score)
        for grade in own
        if (name := grade.name.removeprefix("check-")) in found.points
    }
    waits = [grade.name for grade in own if grade.needs_manual_grade]
    why = kept.get("ungraded") or f"{', '.join(waits)} waits for a person" if waits else ""
    found.essays += sum(grade.needs_manual_grade for grade in grades if grade.cell_type != "code")
    points = None if any(grade.open for grade in own) else sum(grade.score for grade in grades)
    number = len(found.works)
    found.works.append(Work(student, points, exercises, seconds, why))
    for cell, source in answers_in(notebook).items():
        if cell in found.answers:
            found.answers[cell].add(number, cells.compared(cell, source))


def _done(kept: dict[str, Any], messages: dict[str, tuple[str, str]], name: str, most: float, earned: Any) -> Done:
    said = kept.get("exercises", {}).get(name, {})
    by_points = UNGRADED if earned is None else RIGHT if earned >= most else PARTLY if earned else WRONG
    mistake = said.get("mistake") or ""
    line, message = ("", "") if mistake else messages.get(name, ("", ""))
    return Done(said.get("outcome", by_points), earned, mistake, line, message)


def _messages(notebook: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """By exercise, the first line of its card that did not come out right, and what is said there."""
    found = {}
    for cell in notebook.get("cells", []):
        for output in cell.get("outputs", []):
            verdict = output.get("data", {}).get(MIME)
            if cell["metadata"].get("nbgrader", {}).get("grade") and isinstance(verdict, dict):
                wrong = [line for line in verdict["lines"] if line["message"]]
                if wrong and verdict["exercise"] in EXERCISES:
                    found[verdict["exercise"]] = (wrong[0]["title"], wrong[0]["message"][:LONGEST])
    return found
