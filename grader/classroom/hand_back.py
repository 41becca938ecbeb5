"""Put pages of feedback into one zip, with the names by which a platform gives each to its learner."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.keeping import receipts
from grader.classroom.platforms import Platform, whole


class Parcel:
    """A zip of the pages of a lesson.

    Args:
        course: the course.
        lesson: the id of the lesson.
        file: the zip to write.
        form: "folders", "canvas" or "moodle".
        students: whose pages are wanted.

    Raises:
        CourseError: where the zip cannot be written there, or nothing was collected from that platform.
    """

    def __init__(self, course: Course, lesson: str, file: Path, form: str, students: Sequence[str]) -> None:
        self.file = course.output(file, "feedback.zip")
        back = {each.student: each.origin for each in receipts(course) if each.lesson == lesson}
        self.names = {student: f"{student}/{lesson}.html" for student in students}
        self.missing: dict[str, str] = {}
        if form != Platform.folders:
            known = [student for student in students if student in back and back[student].platform == form]
            self.names = {name: f"{back[name].back}{lesson}.html" for name in known if back[name].back}
            why = f"what was handed in was not collected from a zip of {form.capitalize()}"
            self.missing = {student: why for student in students if student not in self.names}
        if not self.names:
            raise CourseError(f"Nothing of {lesson} was collected from a zip of {form.capitalize()}.")

    def pack(self, pages: Mapping[str, str]) -> dict[str, str]:
        """Write the zip, whole or not at all, and give the names in it by student."""
        names = {student: name for student, name in self.names.items() if student in pages}
        with whole(self.file) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
            for student, name in names.items():
                archive.write(pages[student], name)
        return names
