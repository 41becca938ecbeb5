"""Grade what a class handed in: many at once, each exactly once, whatever is ended in the middle."""

import fcntl
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import nbformat
from nbformat import v4
from nbgrader.preprocessors import AssignLatePenalties, LimitOutput
from sqlalchemy.exc import InterfaceError, OperationalError

from grader.classroom import CourseError, attempts
from grader.classroom.course import CONFIG, Course
from grader.classroom.engine import Engine
from grader.classroom.gradebook import blank, chosen, register, require_own, unusable
from grader.classroom.marks import Marks, marks
from grader.classroom.parts import Run
from grader.classroom.record import Book, Recorded, database
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
    folders = course.folder("submitted", ".", ".").glob("*")
    found = sorted(path.name for path in folders if course.folder("submitted", lesson, path.name).is_dir())
    if not found:
        raise CourseError(f"Nothing was handed in for {lesson}: there is no {course.folder('submitted', lesson, '*')}.")
    return chosen(students, found, f"submission for {lesson}")


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
        with _alone(course):
            register(course, lesson)
        late = AssignLatePenalties(config=course.config)
        late.init_plugin()
        with unusable(course):
            self.opened = database(course.directory().db_url)
            self.book = Book(self.opened, lesson, lesson, late.plugin_inst.late_submission_penalty)

    def new(self, students: list[str]) -> list[str]:
        """Those whose work was not graded yet, or is to be graded again."""
        with unusable(self.course), self.opened.begin() as db:
            known = {student: each.submitted for student, each in attempts.all_latest(db, self.lesson, self.lesson)}
        return [student for student in students if self.again or not self._is_graded(student, known.get(student))]

    def _is_graded(self, student: str, known: str | None) -> bool:
        """Whether what lies in the folder is what was graded last, and the graded notebook is still there."""
        graded = self.course.folder("autograded", self.lesson, student) / f"{self.lesson}.ipynb"
        return known == name(self.course, self.lesson, student) and graded.is_file()

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
        with _alone(self.course):
            before = self._stubborn(lambda: self.book.latest(student))
            if before and before.submitted == marked.kept["submitted"] and not self.again:
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


@contextmanager
def _alone(course: Course) -> Iterator[None]:
    """Let no other grader of this course write meanwhile; the system ends the lock with the process."""
    with (course.root / CONFIG).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
