"""Fill marks into the file that a platform gives for them: its rows and columns stay as they are.

Which columns there are, and what becomes of them on their way back, is said by the platforms' own programs:
`lib/gradebook_exporter.rb` and `lib/gradebook_importer.rb` of Canvas; of Moodle `mod/assign/gradingtable.php` and
`mod/assign/feedback/offline/importgradeslib.php` for the grading worksheet of one assignment,
`grade/export/txt/grade_export_txt.php` and `grade/import/csv/classes/load_data.php` for the whole gradebook.
"""

import re
import sys
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.gradebook import gradebook, graded_students, require_marks
from grader.classroom.keeping import Receipt, receipts
from grader.classroom.marks import defused, scores
from grader.classroom.platforms import Platform
from grader.classroom.tables import PARTICIPANT, Table, participant

WORDS = ("Student", "LastName", "FirstName", "Full name", "First name", "Last name", "Online text")
"""The columns of a learner's own words, which no platform reads when it gets its file back."""
POINTS, TOTAL = "Points Possible", re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)( \(.*\))?$")
OTHER_THAN_POINTS = ("(Percentage)", "(Letter)", "(Feedback)")

Key = tuple[str, str]
"""A column that says who somebody is, and what must stand there."""


class RosterExport(ExportPlugin):
    """Marks in a file of a platform: who is not in it is said, and a mark that waits for a person is left out."""

    roster = Unicode(help="The file, as the platform gave it.").tag(config=True)
    course: Course | None = None
    platform: ClassVar[Platform]
    ids: ClassVar[Sequence[str]]
    """The columns that say who somebody is."""

    def export(self, gradebook: Gradebook) -> None:
        """Write `to`, for `nbgrader export`."""
        self.course = self.course or Course(Path(self.parent.coursedir.root))
        try:
            for whose, why in self.fill(gradebook).items():
                self.log.warning("Look at %s: %s.", whose, why)
        except (CourseError, MissingEntry) as error:
            self.log.error("%s", error)
            sys.exit(1)

    def fill(self, gradebook: Gradebook) -> dict[str, str]:
        """Write `to`, and say what a person should look at: by lesson and student, in words.

        Raises:
            CourseError: where `roster` is no such file, or has no place for a lesson; nothing is written.
        """
        graded = [each.name for each in gradebook.assignments if gradebook.assignment_submissions(each.name)]
        if not graded:
            raise CourseError("There are no marks yet: run grader grade LESSON.")
        lessons = {lesson: gradebook.find_assignment(lesson).max_score for lesson in self.assignment or graded}
        if not self.roster:
            raise CourseError(f"Name the file of the platform with --{type(self).__name__}.roster=FILE.csv.")
        table = self.read(Path(self.roster))
        columns = self.columns(table, lessons)
        known = defaultdict(list)
        for receipt in receipts(self.course):
            if receipt.origin.platform is self.platform:
                known[receipt.student].append(receipt)
        look = {}
        for lesson, column in columns.items():
            for student, why in self._fill(table, column, gradebook, lesson, known).items():
                look[f"{lesson}, {student}"] = why
        for index in filter(lambda index: index is not None, map(table.column, WORDS)):
            for row in table.rows:
                row[index] = defused(row[index])
        Path(self.to).parent.mkdir(exist_ok=True)
        table.write(Path(self.to))
        return look

    def _fill(
        self, table: Table, column: int, gradebook: Gradebook, lesson: str, known: Mapping[str, list[Receipt]]
    ) -> dict[str, str]:
        """Fill the marks of one lesson into a column; say of each that was left out why."""
        rows = self._rows(table)
        look, owners = {}, defaultdict(list)
        for student in graded_students(gradebook, lesson):
            if student in (self.student or [student]):
                keys = self.keys(table, gradebook.find_student(student), lesson, known.get(student, []))
                keys = [key for key in dict.fromkeys(keys) if key[1] and table.column(key[0]) is not None]
                row = next((row for key in keys if (row := rows.get(_plain(key)))), None)
                if row is None:
                    tried = " or ".join(map(" ".join, keys))
                    look[student] = f"no single row of {table.file.name} has {tried}, so the mark was left out"
                else:
                    owners[id(row)].append((student, row))
        for theirs in owners.values():
            student, row = theirs[0]
            mark = scores(gradebook, lesson, student)
            if len(theirs) > 1:
                names = ", ".join(name for name, _ in theirs)
                look |= {name: f"{names} have one row in {table.file.name}, so it was left out" for name, _ in theirs}
            elif why := mark["for_a_person"] or self.refuses(table, row, column):
                look[student] = f"{why}, so the mark was left out"
            else:
                row[column] = f"{mark['score']:.5f}".rstrip("0").rstrip(".")
        return look

    def _rows(self, table: Table) -> dict[Key, list[str] | None]:
        """The rows by what stands in the columns that say who somebody is; None where two rows say the same."""
        found: dict[Key, list[str] | None] = {}
        for row in table.rows:
            for name in self.ids:
                value = table.cell(row, name)
                key = _plain((name, participant(value) if name == PARTICIPANT else value))
                if key[1]:
                    found[key] = None if key in found else row
        return found

    @abstractmethod
    def read(self, file: Path) -> Table:
        """Read the file that the platform gave.

        Raises:
            CourseError: where it is another.
        """

    @abstractmethod
    def columns(self, table: Table, lessons: dict[str, float]) -> dict[str, int]:
        """Find the column of each lesson.

        Raises:
            CourseError: where there is none, or it asks for other points than the lesson has.
        """

    @abstractmethod
    def keys(self, table: Table, student: Student, lesson: str, known: list[Receipt]) -> list[Key]:
        """What a learner may be found by, the surest first; a number that the platform gave excludes the rest."""

    @abstractmethod
    def refuses(self, table: Table, row: list[str], column: int) -> str:
        """Why the platform would not take a mark here; nothing, where it would."""


class CanvasExport(RosterExport):
    """Marks in a gradebook of Canvas, matched on its ID; a lesson without a column gets one at the end."""

    platform = Platform.canvas
    ids = ("ID", "SIS Login ID", "SIS User ID")

    def read(self, file: Path) -> Table:
        """Read a gradebook that Canvas exported."""
        table = Table(file, ["Section"], "a gradebook that Canvas exported")
        if table.column("ID") is None or table.header[0].strip() not in ("Student", "LastName"):
            raise CourseError(f"{file} is not a gradebook that Canvas exported: it begins with {table.header[0]!r}.")
        return table

    def columns(self, table: Table, lessons: dict[str, float]) -> dict[str, int]:
        """Find the assignments by their names, as in "06-lstm-gates (12345)"; what Canvas calculates is none."""
        points = next((row for row in table.rows if POINTS in row[0]), None)
        found = {}
        for lesson, most in lessons.items():
            own = [
                index
                for index, title in enumerate(table.header)
                if not TOTAL.search(title) and (points is None or "read only" not in points[index])
            ]
            index = _named(table, lesson, own)
            if index is None:
                index = len(table.header)
                table.header.append(lesson)
                for row in table.rows:
                    row.append(f"{most:g}" if row is points else "")
            elif points:
                _same_points(table, lesson, most, points[index])
            found[lesson] = index
        return found

    def keys(self, table: Table, student: Student, lesson: str, known: list[Receipt]) -> list[Key]:
        """By the number in the names of Canvas's files, or nbgrader's `lms_user_id`; else by the id."""
        own = [each.origin.number for each in known if each.lesson == lesson]
        others = [each.origin.number for each in known if each.lesson != lesson]
        number = next(filter(None, [*own, student.lms_user_id, *others]), "")
        return [("ID", number)] if number else [(name, student.id) for name in self.ids]

    def refuses(self, table: Table, row: list[str], column: int) -> str:
        """Who is excused, or need not hand in, has no mark."""
        return f"Canvas says {row[column]}" if row[column].strip() in ("EX", "N/A") else ""


class MoodleExport(RosterExport):
    """Marks in a grading worksheet of Moodle, matched on its Identifier, or in its gradebook, on an address or name."""

    platform = Platform.moodle
    ids = (PARTICIPANT, "Email address", "Username", "ID number")

    def read(self, file: Path) -> Table:
        """Read a grading worksheet, or a gradebook that Moodle exported as plain text."""
        return Table(file, self.ids, "a grading worksheet or gradebook of Moodle, in English")

    def columns(self, table: Table, lessons: dict[str, float]) -> dict[str, int]:
        """Find the one column of a worksheet, or each lesson's in a gradebook, "Assignment: 06-lstm-gates (Real)"."""
        if table.column(PARTICIPANT) is None:
            graded = [i for i, title in enumerate(table.header) if not title.endswith(OTHER_THAN_POINTS)]
            found = {lesson: _named(table, lesson, graded) for lesson in lessons}
            if missing := [lesson for lesson, index in found.items() if index is None]:
                raise CourseError(
                    f"{table.file} has no column for {', '.join(missing)}: Moodle takes no new ones. Call the activity "
                    "as the lesson, and export again; or name the lessons that are there."
                )
            return found
        if len(lessons) != 1:
            raise CourseError(f"{table.file} has marks of one lesson: name it, of {', '.join(lessons)}.")
        ((lesson, most),) = lessons.items()
        column, highest = table.column("Grade"), table.column("Maximum grade")
        if column is None or highest is None:
            raise CourseError(f"{table.file} is no worksheet for points: it has no Grade or no Maximum grade.")
        for row in table.rows:
            _same_points(table, lesson, most, row[highest])
        return {lesson: column}

    def keys(self, table: Table, student: Student, lesson: str, known: list[Receipt]) -> list[Key]:
        """By the number in the names of this lesson's folders; else by an address, a name or the id."""
        own = [each for each in known if each.lesson == lesson]
        numbers = [each.origin.number for each in own if table.column(PARTICIPANT) is not None]
        if numbers:
            return [(PARTICIPANT, numbers[0])]
        emails = [each.email for each in known] + [student.email, student.id]
        others = [("Username", student.id), ("ID number", student.lms_user_id or ""), ("ID number", student.id)]
        return [*(("Email address", email or "") for email in emails), *others]

    def refuses(self, table: Table, row: list[str], column: int) -> str:
        """A mark that was locked, or overridden in the gradebook, stays as it is."""
        return "Moodle says that it cannot be changed" if table.cell(row, "Grade can be changed") == "No" else ""


def fill(course: Course, platform: str, roster: Path, lessons: list[str], to: Path) -> dict[str, str]:
    """Write the marks into a platform's file, and say what a person should look at.

    Raises:
        CourseError: where there are no marks, or the file is not the platform's; nothing is written.
    """
    require_marks(course)
    kind = CanvasExport if platform == Platform.canvas else MoodleExport
    with gradebook(course) as opened:
        for lesson in lessons:
            graded_students(opened, lesson)
        made = kind(config=course.config, roster=str(roster), assignment=lessons, to=str(to))
        made.course = course
        return made.fill(opened)


def _plain(key: Key) -> Key:
    return key[0], key[1].strip().casefold()


def _named(table: Table, lesson: str, of: list[int]) -> int | None:
    """The column with the lesson's name in its title; None where there is none.

    Raises:
        CourseError: where there are several.
    """
    word = re.compile(rf"(?<![\w-]){re.escape(lesson)}(?![\w-])", re.IGNORECASE)
    found = [index for index in of if word.search(table.header[index])]
    whole = [index for index in found if re.sub(r" \(\d+\)$", "", table.header[index]).strip() == lesson]
    if len(whole or found) > 1:
        titles = ", ".join(table.header[index] for index in whole or found)
        raise CourseError(f"{table.file} has several columns for {lesson}: {titles}.")
    return next(iter(whole or found), None)


def _same_points(table: Table, lesson: str, most: float, said: str) -> None:
    """Make sure that the platform counts in the same points.

    Raises:
        CourseError: where it does not.
    """
    number = said.strip().replace(",", ".")
    if re.fullmatch(r"\d+(\.\d+)?", number) and float(number) != most:
        raise CourseError(
            f"{lesson} has {most:g} points, but {said.strip()} in {table.file}: change that on the platform, and "
            "export again."
        )
