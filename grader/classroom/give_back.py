"""Give marks back: pages of feedback for learners, a table for the instructor's records."""

import glob
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.gradebook import gradebook, graded_students, require_marks
from grader.classroom.marks import MarksExport, waiting


def graded(course: Course, lesson: str) -> list[str]:
    """The students whose work on a lesson was graded.

    Raises:
        CourseError: where there is none.
    """
    course.require(lesson)
    require_marks(course)
    with gradebook(course) as opened:
        return graded_students(opened, lesson)


@dataclass(frozen=True)
class Feedback:
    """The pages by student; by student what to look at before a page is given out; answers in words not yet marked."""

    pages: dict[str, str] = field(default_factory=dict)
    look: dict[str, list[str]] = field(default_factory=dict)
    essays: Counter[str] = field(default_factory=Counter)


def feedback(
    course: Course, lesson: str, students: list[str], done: Callable[[str], None] = lambda _: None
) -> Feedback:
    """Make a page of feedback for each student, in the course's folder `feedback`; `done` is called with each."""
    made = Feedback()
    for student in students:
        with gradebook(course) as opened:
            look, essays = waiting(opened.find_submission(lesson, student))
        directory = course.directory(lesson, glob.escape(student))
        try:
            GenerateFeedback(coursedir=directory, config=course.config, force=True).start()
            made.pages[student] = str(course.folder("feedback", lesson, student) / f"{lesson}.html")
        except NbGraderException:
            look.append("no page could be made: grade this work again")
        made.essays.update(essays)
        if look:
            made.look[student] = look
        done(student)
    return made


def export(course: Course, to: Path | None, lessons: list[str]) -> tuple[Path, dict[str, str]]:
    """Write the marks of every student as CSV, of these lessons, or of every one if none is named.

    Returns:
        The file, and what a person should look at: by lesson and student, in words; empty where there is nothing.

    Raises:
        CourseError: where there are no marks, or the file cannot be written there.
    """
    file = course.output(to, "marks.csv")
    require_marks(course)
    with gradebook(course) as opened:
        if not any(opened.assignment_submissions(assignment.name) for assignment in opened.assignments):
            raise CourseError("There are no marks yet: run grader grade LESSON.")
        for lesson in lessons:
            graded_students(opened, lesson)
        file.parent.mkdir(exist_ok=True)
        MarksExport(config=course.config, to=str(file), assignment=lessons).export(opened)
        return file, {
            f"{assignment.name}, {submission.student_id}": "; ".join(look)
            for assignment in opened.assignments
            if assignment.name in (lessons or [assignment.name])
            for submission in opened.assignment_submissions(assignment.name)
            if (look := waiting(submission)[0])
        }
