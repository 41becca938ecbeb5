"""Tables as platforms give them, as CSV: read strictly, and written so that nothing else than a mark has changed."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from grader.classroom import CourseError
from grader.classroom.platforms import whole

PARTICIPANT, SUBMITTED = "Identifier", "Last modified (submission)"
"""Columns of Moodle's grading worksheet: "Participant 123456", and when the work was handed in."""


class Table:
    """A table that a platform gave, and that goes back to it.

    Args:
        file: the file, text in UTF-8; between the cells is a comma, a semicolon or a tab.
        needed: columns of which it must have one.
        what: what the file should be, for who gives another.

    Raises:
        CourseError: where it is something else.
    """

    def __init__(self, file: Path, needed: Iterable[str], what: str) -> None:
        self.file = file
        try:
            text = file.read_bytes().decode("utf-8")
        except OSError as error:
            raise CourseError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CourseError(f"{file} is not {what}: it is no text in UTF-8.") from error
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.ending = "\r\n" if "\r\n" in text else "\n"
        text = text.removeprefix(self.mark)
        between = (sign for sign in ",;\t" if {*needed} & {*self._rows(text.partition("\n")[0], sign, what)[0]})
        self.between = next(between, "")
        if not self.between:
            raise CourseError(f"{file} is not {what}: its first line has no column {' or '.join(needed)}.")
        self.header, *self.rows = self._rows(text, self.between, what)
        for number, row in enumerate(self.rows, 2):
            if len(row) != len(self.header):
                raise CourseError(f"{file} is not {what}: row {number} has {len(row)} cells, not {len(self.header)}.")

    def _rows(self, text: str, between: str, what: str) -> list[list[str]]:
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True) if row]
        except csv.Error as error:
            raise CourseError(f"{self.file} is not {what}: it is no CSV file ({error}).") from error
        return rows or [[]]

    def column(self, name: str) -> int | None:
        """The place of a column, where there is one."""
        found = (index for index, title in enumerate(self.header) if title.strip().casefold() == name.casefold())
        return next(found, None)

    def cell(self, row: list[str], name: str) -> str:
        """What stands in a column; nothing, where there is none."""
        index = self.column(name)
        return "" if index is None else row[index].strip()

    def write(self, file: Path) -> None:
        """Write the table: the whole file, or none. What holds something is quoted; Canvas takes "" for a change."""
        with whole(file) as new, new.open("w", encoding="utf-8", newline="") as out:
            out.write(self.mark)
            for row in (self.header, *self.rows):
                quoted = ('"' + cell.replace('"', '""') + '"' if cell else "" for cell in row)
                out.write(self.between.join(quoted) + self.ending)


class Worksheet:
    """What Moodle's grading worksheet says of each participant: the address, and when the work was handed in."""

    def __init__(self, file: Path) -> None:
        table = Table(file, [SUBMITTED], "a grading worksheet of Moodle, in English")
        self.rows = {participant(table.cell(row, PARTICIPANT)): row for row in table.rows}
        self.table = table
        self.times = {number: self._time(table.cell(row, SUBMITTED)) for number, row in self.rows.items()}

    def came(self, number: str) -> datetime | None:
        """When a participant's work was handed in, in UTC."""
        return self.times.get(number)

    def email(self, number: str) -> str:
        """A participant's address, where the worksheet has it."""
        return self.table.cell(self.rows[number], "Email address") if number in self.rows else ""

    def _time(self, text: str) -> datetime | None:
        """Read "Sunday, 1 March 2026, 11:59 PM", by the clock on the wall."""
        if text in ("", "-"):
            return None
        try:
            return parse_utc(text).astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError) as error:
            raise CourseError(f"{self.table.file} is no grading worksheet in English: {text!r} is no date.") from error


def participant(identifier: str) -> str:
    """The number in "Participant 123456", which ends with it in every language."""
    found = re.search(r"\d+$", identifier)
    return found[0] if found else ""
