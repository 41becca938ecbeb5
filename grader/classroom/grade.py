"""Grade what a class handed in, one submission at a time, so that none stops another."""

import glob
import logging
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.gradebook import blank, chosen, gradebook, register, require_own
from grader.classroom.marks import Marks, kept_in, marks
from grader.classroom.parts import NOT_GRADED, fingerprint, rooms, stand_in
from grader.sandbox import WallsError


def handed_in(course: Course, lesson: str, students: list[str]) -> list[str]:
    """The students who have a folder for the lesson, or those of them that are asked for.

    Raises:
        CourseError: where nothing was handed in, or not by a student who is asked for.
    """
    blank(course, lesson)
    require_own(course)
    folders = course.folder("submitted", ".", ".").glob("*")
    found = sorted(path.name for path in folders if course.folder("submitted", lesson, path.name).is_dir())
    if not found:
        raise CourseError(f"Nothing was handed in for {lesson}: there is no {course.folder('submitted', lesson, '*')}.")
    return chosen(students, found, f"submission for {lesson}")


def put_up_walls(course: Course, weak: bool = False) -> tuple[str, ...]:
    """Make sure that submitted code can be walled in, and say by which walls.

    Args:
        course: the course.
        weak: grade with the walls that can be had.

    Raises:
        CourseError: where a wall is missing, and `weak` is not asked for.
    """
    course.config.Run.walls = "weak" if weak else "all"
    try:
        with rooms(weak).open(frozenset()) as session:
            return session.stands
    except WallsError as error:
        raise CourseError(
            f"Nothing was graded: {error}. To grade all the same, and have it recorded: --walls=weak."
        ) from error


def grade(
    course: Course, lesson: str, students: list[str], again: bool = False, done: Callable[[str], None] = lambda _: None
) -> list[Marks]:
    """Grade the submissions of `students` that are new or were handed in anew, and give the marks of all of them.

    Args:
        course: the course.
        lesson: the id of the lesson.
        students: as `handed_in` gives them.
        again: grade also what has been graded.
        done: is called with each student in turn.

    Raises:
        CourseError: where the gradebook cannot be used.
    """
    register(course, lesson)
    result = []
    for student in students:
        wanted = again or _is_new(course, lesson, student)
        if wanted:
            _grade_one(course, lesson, student)
        with gradebook(course) as opened:
            result.append(marks(course, opened, lesson, student, graded_now=wanted))
        done(student)
    return result


def _submitted(course: Course, lesson: str, student: str) -> str:
    notebook = course.folder("submitted", lesson, student) / f"{lesson}.ipynb"
    return fingerprint(notebook.read_bytes()) if notebook.is_file() else ""


def _is_new(course: Course, lesson: str, student: str) -> bool:
    """Say whether what is in the folder is not what was graded; a missing notebook is looked for anew each time."""
    graded = kept_in(course.folder("autograded", lesson, student) / f"{lesson}.ipynb").get("submitted")
    return not graded or graded != _submitted(course, lesson, student)


def _grade_one(course: Course, lesson: str, student: str) -> None:
    """Grade one submission; what cannot be graded gets marks that a person must fill in."""
    same = not _is_new(course, lesson, student)
    with gradebook(course) as opened:
        reviewed = _reviewed(opened, lesson, student) if same else []
    folder = course.folder("submitted", lesson, student)
    if (folder / f"{lesson}.ipynb").is_file():
        failed = _autograde(course, lesson, student)
        reason = failed and f"the grader itself failed ({failed})"
    else:
        there = ", ".join(sorted(path.name for path in folder.iterdir())) or "nothing"
        reason = f"the notebook {lesson}.ipynb is missing; the folder holds {there}"
    if reason:
        _autograde_stand_in(course, lesson, student, reason)
    with gradebook(course) as opened:
        for name in reviewed:
            opened.find_grade(name, lesson, lesson, student).needs_manual_grade = False
        opened.db.commit()


def _reviewed(opened: Gradebook, lesson: str, student: str) -> list[str]:
    """The marks that a person gave: grading the same work again does not ask for them once more."""
    found = [submission for submission in opened.assignment_submissions(lesson) if submission.student_id == student]
    grades = [grade for submission in found for notebook in submission.notebooks for grade in notebook.grades]
    return [grade.name for grade in grades if grade.manual_score is not None and not grade.needs_manual_grade]


def _autograde_stand_in(course: Course, lesson: str, student: str, reason: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / student / lesson
        folder.mkdir(parents=True)
        nbformat.write(stand_in(reason), folder / f"{lesson}.ipynb")
        failed = _autograde(course, lesson, student, submitted_directory=scratch)
    if failed:
        with gradebook(course) as opened:
            _leave_open(opened, lesson, student, reason)


def _leave_open(opened: Gradebook, lesson: str, student: str, reason: str) -> None:
    """Leave every mark of a submission to a person, where not even nbgrader's autograde can."""
    opened.update_or_create_student(student)
    submission = opened.update_or_create_submission(lesson, student)
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score, grade.needs_manual_grade = None, True
        for comment in notebook.comments:
            comment.auto_comment = f"{NOT_GRADED} {reason}."
    opened.db.commit()


def _autograde(course: Course, lesson: str, student: str, **changes: str) -> str:
    """Run nbgrader's autograde on one submission; give the reason where it fails, or nothing."""
    directory = course.directory(lesson, glob.escape(student), **changes)
    with _errors() as errors:
        try:
            Autograde(coursedir=directory, config=course.config, force=True).start()
        except (NbGraderException, SystemExit):
            lines = [line for text in errors for line in text.strip().splitlines() if not line.startswith(" ")]
            said = [line for line in lines if "Error" in line or "Exception" in line]
            return (said or lines or ["no reason was given"])[-1].rstrip(".")
    return ""


@contextmanager
def _errors():
    """Keep what nbgrader logs as an error, in place of showing it."""
    kept: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: kept.append(record.getMessage())
    log = logging.getLogger("traitlets")
    log.addHandler(handler)
    try:
        yield kept
    finally:
        log.removeHandler(handler)
