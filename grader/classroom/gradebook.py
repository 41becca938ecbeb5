"""nbgrader's gradebook of a course: is it this course's own, and are its lessons in it?"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SQLAlchemyError

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.exercises import closest

TABLES = {"alembic_version", "assignment", "course", "grade", "student", "submitted_assignment"}


@contextmanager
def gradebook(course: Course) -> Iterator[Gradebook]:
    """Open the course's gradebook; a new one is made where there is none.

    Raises:
        CourseError: where the file is not this course's gradebook; it is left as it is.
    """
    require_own(course)
    directory = course.directory()
    try:
        with Gradebook(directory.db_url, directory.course_id) as opened:
            yield opened
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", error)).splitlines()[0]
        raise CourseError(f"The gradebook {directory.db_url} cannot be used: {said}.") from error


def require_own(course: Course) -> None:
    """Make sure that the gradebook, if there is one, is nbgrader's and of this course; nothing is written.

    Raises:
        CourseError: saying what the file is instead.
    """
    url = course.directory().db_url
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            known = tables >= TABLES
            owners = dict(database.execute("SELECT name, course_id FROM assignment")) if known else {}
            courses = {name for (name,) in database.execute("SELECT id FROM course")} if known else set()
    except sqlite3.Error as error:
        raise CourseError(f"{path} is not a gradebook: {error}. Move it away, and a new one is made.") from error
    if tables and not known:
        raise CourseError(f"{path} is a database, but not nbgrader's. Move it away, and a new one is made.")
    foreign = sorted(name for name in owners if name not in course.lessons)
    if foreign:
        raise CourseError(f"{path} is of another course: it holds {', '.join(foreign)}, which this course has not.")
    own = course.directory().course_id
    others = sorted({*owners.values()} - {own} or courses - {own, "default_course"})
    if others:
        raise CourseError(f"{path} is of another course: {', '.join(others)}.")


def register(course: Course, lesson: str) -> None:
    """Put a lesson into the gradebook, as it is in the course's notebook for learners, or bring it up to date.

    Raises:
        CourseError: where its graded cells are others than those that a class has been graded by.
    """
    notebook = blank(course, lesson)
    with gradebook(course) as opened:
        opened.update_or_create_assignment(lesson, course_id=opened.course_id)
    names = {"notebook": lesson, "assignment": lesson, "db_url": course.directory().db_url}
    try:
        SaveCells().preprocess(nbformat.read(notebook, as_version=4), {"nbgrader": names})
    except RuntimeError as error:
        raise CourseError(
            f"{lesson} has other graded cells than when this class was graded. Grade it with the notebook that was "
            "released, or start a new gradebook."
        ) from error


def blank(course: Course, lesson: str) -> Path:
    """The notebook of a lesson that learners are given.

    Raises:
        CourseError: where it has not been made.
    """
    notebook = course.folder("release", course.require(lesson)) / f"{lesson}.ipynb"
    if not notebook.is_file():
        raise CourseError(f"{lesson} has no notebook for learners yet: run grader notebooks {lesson}.")
    return notebook


def graded_students(opened: Gradebook, lesson: str) -> list[str]:
    """The students who have a submission of a lesson in the gradebook.

    Raises:
        CourseError: where there is none.
    """
    try:
        found = sorted(submission.student_id for submission in opened.assignment_submissions(lesson))
    except MissingEntry:
        found = []
    if not found:
        raise CourseError(f"Nothing of {lesson} has been graded yet: run grader grade {lesson}.")
    return found


def chosen(asked: list[str], known: list[str], what: str) -> list[str]:
    """Give the students that were asked for, or all that are known where none was named.

    Raises:
        CourseError: where one is not known.
    """
    for student in asked:
        if student not in known:
            raise CourseError(f"There is no {what} of {student!r}.{closest(student, known)}")
    return sorted(set(asked)) or known
