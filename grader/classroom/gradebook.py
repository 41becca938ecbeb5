"""nbgrader's gradebook of a course: is it this course's own, and are its lessons in it?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from subprocess import CalledProcessError

import nbformat
from nbgrader.api import Assignment, Base, Gradebook, MissingEntry
from nbgrader.preprocessors import SaveCells
from sqlalchemy import Column, Connection, MetaData, String, Table, create_engine, inspect, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.exercises import closest

ALEMBIC = Table("alembic_version", MetaData(), Column("version_num", String(32)))
TABLES = {"alembic_version", "assignment", "course", "grade", "student", "submitted_assignment"}


@contextmanager
def gradebook(course: Course) -> Iterator[Gradebook]:
    """Open the course's gradebook; a new one is made where there is none.

    Raises:
        CourseError: where it is not this course's gradebook; it is left as it is.
    """
    require_own(course)
    directory = course.directory()
    with unusable(course), Gradebook(directory.db_url, directory.course_id) as opened:
        yield opened


@contextmanager
def unusable(course: Course) -> Iterator[None]:
    """Say in one line what is wrong with the database.

    Raises:
        CourseError: in the place of its own errors.
    """
    try:
        yield
    except (SQLAlchemyError, CalledProcessError) as error:  # the latter by alembic, which nbgrader starts
        said = str(getattr(error, "orig", error)).strip().splitlines()
        raise CourseError(f"The gradebook {shown(course)} cannot be used: {said[0] if said else error}.") from error


def shown(course: Course) -> str:
    """The address of the course's gradebook, without a password."""
    return make_url(course.directory().db_url).render_as_string(hide_password=True)


def exists(course: Course) -> bool:
    """Whether there is a gradebook, or a server that could hold it; nothing is made."""
    url = make_url(course.directory().db_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def require_marks(course: Course) -> None:
    """Make sure that there is a gradebook, so that asking for marks makes none."""
    require_own(course)
    if not exists(course):
        raise CourseError("There are no marks yet: run grader grade LESSON.")


def require_own(course: Course) -> None:
    """Make sure that the gradebook, if there is one, is nbgrader's and of this course; nothing is written.

    Raises:
        CourseError: saying what it is instead.
    """
    if not exists(course):
        return
    url, what = make_url(course.directory().db_url), shown(course)
    if url.get_backend_name() == "sqlite":
        what = str(Path(url.database))
        url = f"sqlite:///{Path(url.database).resolve().as_uri()}?mode=ro&uri=true"
    opened = create_engine(url)
    try:
        with opened.connect() as database:
            if _half_made(database):
                return
            tables = {*inspect(database).get_table_names()}
            known = tables >= TABLES
            owners = dict(_pairs(database, "SELECT name, course_id FROM assignment")) if known else {}
            courses = {name for (name,) in _pairs(database, "SELECT id FROM course")} if known else set()
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", error)).strip().splitlines()[0]
        if isinstance(url, str):
            raise CourseError(f"{what} is not a gradebook: {said}. Move it away, and a new one is made.") from error
        raise CourseError(f"The gradebook {what} cannot be used: {said}.") from error
    finally:
        opened.dispose()
    if tables and not known:
        raise CourseError(f"{what} is a database, but not nbgrader's. Move it away, and a new one is made.")
    foreign = sorted(name for name in owners if name not in course.lessons)
    if foreign:
        raise CourseError(f"{what} is of another course: it holds {', '.join(foreign)}, which this course has not.")
    own = course.directory().course_id
    others = sorted({*owners.values()} - {own} or courses - {own, "default_course"})
    if others:
        raise CourseError(f"{what} is of another course: {', '.join(others)}.")


def _half_made(database: Connection) -> bool:
    """Whether nbgrader was ended while it made a gradebook here: tables of its own only, and all of them empty."""
    looked, wanted = inspect(database), Base.metadata.tables | {ALEMBIC.name: ALEMBIC}
    tables = looked.get_table_names()
    own = bool(tables) and all(
        name in wanted and {column["name"] for column in looked.get_columns(name)} == {*wanted[name].columns.keys()}
        for name in tables
    )
    return own and not any(database.execute(text(f'SELECT 1 FROM "{name}"')).first() for name in tables)


def _clear_half_made(course: Course) -> None:
    """Drop the tables that are half of a gradebook: nbgrader would take them for a whole one."""
    opened = create_engine(course.directory().db_url)
    try:
        with unusable(course), opened.begin() as database:
            if _half_made(database):
                Base.metadata.drop_all(database)
                ALEMBIC.drop(database, checkfirst=True)
    finally:
        opened.dispose()


def _pairs(database: Connection, query: str) -> list[tuple]:
    return database.execute(text(query)).all()


def register(course: Course, lesson: str) -> None:
    """Put a lesson into the gradebook, as it is in the course's notebook for learners, or bring it up to date.

    Raises:
        CourseError: where its graded cells are others than those that a class has been graded by.
    """
    notebook = blank(course, lesson)
    if exists(course):
        _clear_half_made(course)
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


def due_date(course: Course, lesson: str) -> datetime | None:
    """When a lesson was to be handed in, in UTC, where there is a gradebook that says so; nothing is written."""
    require_own(course)
    if not exists(course):
        return None
    table = Assignment.__table__
    opened = create_engine(course.directory().db_url)
    try:
        with unusable(course), opened.connect() as database:
            if table.name not in inspect(database).get_table_names():
                return None
            return database.execute(select(table.c.duedate).where(table.c.name == lesson)).scalar()
    finally:
        opened.dispose()
