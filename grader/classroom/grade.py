"""Grade what a class handed in: many at once, each exactly once, whatever is ended in the middle."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import uuid4

import nbformat
from nbformat import v4
from nbgrader.preprocessors import AssignLatePenalties, LimitOutput
from sqlalchemy import inspect
from sqlalchemy.exc import InterfaceError, OperationalError

from grader.classroom import CourseError, attempts
from grader.classroom.course import CONFIG, Course
from grader.classroom.engine import Engine
from grader.classroom.gradebook import blank, chosen, exists, register, require_own, unusable
from grader.classroom.keeping import finish, set_times
from grader.classroom.marks import Marks, marks
from grader.classroom.parts import Run
from grader.classroom.record import Book, Late, Recorded, database
from grader.classroom.submitted import hand, handed_in_at, lay_out, name
from grader.classroom.work import Given, Marked

PAUSES = (0.1, 0.3, 1, 3, 5, 10)
"""Seconds to wait before marks are written anew, where the connection to the database broke."""


def handed_in(course: Course, lesson: str, students: list[str]) -> list[str]:
    """The students who have a folder for the lesson, or those of them that are asked for.

    Raises:
        CourseError: where nothing was handed in, or not by a student who is asked for.
    """
    blank(course, lesson)
    require_own(course)
    with course.alone():
        finish(course)
    folders = course.folder("submitted", ".", ".").glob("*")
    found = sorted(path.name for path in folders if course.folder("submitted", lesson, path.name).is_dir())
    if not found:
        raise CourseError(f"Nothing was handed in for {lesson}: there is no {course.folder('submitted', lesson, '*')}.")
    return chosen(students, found, f"submission for {lesson}")


def new(course: Course, lesson: str, students: list[str]) -> list[str]:
    """Those whose work was not graded yet, or is not what was graded last; nothing is written.

    Raises:
        CourseError: where the gradebook cannot be used.
    """
    if not exists(course):
        return students
    opened = database(course.directory().db_url)
    try:
        with unusable(course), opened.begin() as db:
            if not inspect(db).has_table(attempts.TABLE.name):
                return students
            latest = attempts.all_latest(db, lesson, lesson)
            known = {student: (each.submitted, each.handed_in) for student, each in latest}
    finally:
        opened.dispose()
    return [student for student in students if not _is_graded(course, lesson, student, known.get(student))]


def _is_graded(course: Course, lesson: str, student: str, last: tuple[str, datetime | None] | None) -> bool:
    """Whether what lies in the folder, with its time, is what was graded last, and the graded notebook is there."""
    graded = course.folder("autograded", lesson, student) / f"{lesson}.ipynb"
    return last == (name(course, lesson, student), handed_in_at(course, lesson, student)) and graded.is_file()


class Grading:
    """The grading of one lesson.

    Args:
        course: the course.
        lesson: the id of the lesson.
        again: grade also what has been graded.

    Raises:
        CourseError: where the gradebook cannot be used.
    """

    def __init__(self, course: Course, lesson: str, again: bool = False) -> None:
        self.course, self.lesson, self.again = course, lesson, again
        late = _late(course)
        with course.alone():
            register(course, lesson)
        with unusable(course):
            self.opened = database(course.directory().db_url)
            self.book = Book(self.opened, lesson, lesson, late)
        with course.alone():
            set_times(course, lesson, self.book.due)

    def run(self, students: list[str], engine: Engine) -> Iterator[tuple[str, Recorded]]:
        """Grade the work of `students` and give each attempt as soon as it is recorded.

        Raises:
            CourseError: where the gradebook or the disk cannot be written, or the workers are gone.
        """
        notebook = nbformat.read(blank(self.course, self.lesson), as_version=4)
        seconds, limit = (of(config=self.course.config) for of in (Run, LimitOutput))
        given = Given(self.lesson, v4.writes(notebook), seconds.timeout, limit.max_lines, limit.max_traceback)
        jobs = (hand(self.course, self.lesson, student) for student in students)
        for job, marked in engine.graded(given, jobs):
            yield job.student, self._keep(job.student, marked)

    def _keep(self, student: str, marked: Marked) -> Recorded:
        """Lay out the graded notebook, then write the marks: until these are written, the work counts as not graded."""
        key, at = uuid4().hex, handed_in_at(self.course, self.lesson, student)
        with self.course.alone():
            before = self._stubborn(lambda: self.book.latest(student))
            if before and not self.again and (before.submitted, before.handed_in) == (marked.kept["submitted"], at):
                return Recorded(before, before, written=False)  # by another grader, meanwhile
            lay_out(self.course, self.lesson, student, marked.notebook)
            return self._stubborn(lambda: self.book.record(student, marked, at, key))

    def _stubborn(self, do: Callable[[], Any]) -> Any:
        """Do it again where the connection to a server broke."""
        with unusable(self.course):
            for pause in PAUSES if self.opened.dialect.name != "sqlite" else ():
                with suppress(OperationalError, InterfaceError):
                    return do()
                time.sleep(pause)
            return do()

    def marks(self, graded_now: Collection[str]) -> list[Marks]:
        """The marks of the class, as they are now."""
        with unusable(self.course), self.opened.begin() as db:
            return list(marks(db, self.lesson, graded_now))

    def close(self) -> None:
        """Let go of the gradebook."""
        self.opened.dispose()

    def __enter__(self) -> "Grading":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _late(course: Course) -> Late:
    """The penalty for coming late, by the policy that nbgrader's configuration names.

    Raises:
        CourseError: where there is no such policy; and by the policy itself, where it fails.
    """
    try:
        late = AssignLatePenalties(config=course.config)
        late.init_plugin()
    except Exception as error:
        raise CourseError(f"The policy for late work in {CONFIG} cannot be used: {error}.") from error

    def penalty(student: str, score: float, seconds: float) -> float | None:
        try:
            asked = late.plugin_inst.late_submission_penalty(student, score, seconds)
            return None if asked is None else float(asked)
        except Exception as error:
            raise CourseError(f"The policy for late work failed for {student}: {error!r}.") from error

    return penalty
