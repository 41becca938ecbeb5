"""Collect what a class handed in, from a folder or a zip of a learning platform."""

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.gradebook import due_date
from grader.classroom.keeping import Receipt, Work, put, receipts
from grader.classroom.platforms import Origin, Platform, attachment, origin
from grader.classroom.tables import Worksheet

# a second download, a second upload and Jupyter's own copy
COPY = r"(?:[-_ ]?\(?(?P<copy>\d+)\)?|-Copy(?P<again>\d*))?\.ipynb"
HIDDEN = ("__MACOSX", ".")
LARGEST, LONGEST, DEEPEST = 100 * 2**20, 200, 3
"""Bytes of a file when unpacked, characters of a name, and zips in zips."""
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)


class Found(NamedTuple):
    """A file in the source: its path, the date it came with, when it was written, and what is in it."""

    path: PurePosixPath
    came: datetime
    written: datetime
    data: bytes


@dataclass(frozen=True)
class File:
    """A file that was handed in: by whom, what it is called, and which of several is the newest."""

    student: str
    origin: Origin
    name: str
    age: tuple
    came: datetime
    data: bytes


@dataclass
class Collected:
    """Whose work was collected, what is to be known about it, and what a person should look at."""

    students: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)


def collect(course: Course, lesson: str, source: Path, roster: Path | None = None) -> Collected:
    """Put what was handed in for a lesson into the course's folder `submitted`; newer work replaces older.

    Args:
        course: the course.
        lesson: the id of the lesson.
        source: a folder, or a zip as a learning platform gives it; zips inside are opened, too.
        roster: Moodle's grading worksheet, which says when work was handed in.

    Raises:
        CourseError: where the source cannot be read or has nothing of the lesson; nothing was changed.
    """
    course.require(lesson)
    worksheet = Worksheet(roster) if roster else None
    made = Collected()
    files = list(_whose(list(_files(source, made.look)), lesson, made.look))
    if not any(file.name == f"{lesson}.ipynb" for file in files):
        raise CourseError(
            f"{source} holds no {lesson}.ipynb of any student: expected student/{lesson}.ipynb, or the names that "
            "Canvas or Moodle give."
        )
    if roster and not any(file.origin.platform is Platform.moodle for file in files):
        raise CourseError(f"{roster} is for what Moodle's zip holds, and {source} is none.")
    due = due_date(course, lesson)
    with course.alone():
        works = _works(_apart(files, receipts(course), lesson, made.look), lesson, worksheet, made.look)
        kept = put(course, works, due)
    made.students += sorted(receipt.student for receipt in kept)
    _say_when(kept, due, made)
    return made


def _files(source: Path, look: list[str]) -> Iterator[Found]:
    """Every file in a folder or zip, with its path in there; what is hidden is left out."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            name = PurePosixPath(path.relative_to(source).as_posix())
            if path.is_symlink():
                look.append(f"{name} was left out: it is a link.")
            elif path.is_file() and not _hidden(name):
                written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).replace(tzinfo=None)
                yield from _opened(Found(name, written, written, path.read_bytes()), look)
    elif source.is_file():
        try:
            yield from _zipped(source.read_bytes(), "", look)
        except BROKEN as error:
            raise CourseError(f"{source} cannot be read as a zip: {error}.") from error
    else:
        raise CourseError(f"There is no {source}.")


def _zipped(data: bytes, where: str, look: list[str], depth: int = 0) -> Iterator[Found]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename.replace("\\", "/"))
            if not entry.is_dir() and not _hidden(name):
                wanted = name.suffix.lower() in (".ipynb", ".zip")
                if wanted and (entry.file_size > LARGEST or any(len(part) > LONGEST for part in name.parts)):
                    said = (
                        f"{entry.file_size // 2**20} MB" if entry.file_size > LARGEST else "a name too long for a file"
                    )
                    look.append(f"{where}{name}"[:LONGEST] + f" was left out: it has {said}.")
                    continue
                date = _date(entry)
                yield from _opened(Found(name, date, date, archive.read(entry) if wanted else b""), look, where, depth)


def _date(entry: zipfile.ZipInfo) -> datetime:
    """The date of a file in a zip, which is by the clock on the wall, in UTC."""
    try:
        return datetime(*entry.date_time).astimezone(UTC).replace(tzinfo=None)
    except ValueError:  # some programs write the month 0
        return datetime(1980, 1, 1)


def _opened(found: Found, look: list[str], where: str = "", depth: int = 0) -> Iterator[Found]:
    """The file itself, or, of a zip, the files in it."""
    if found.path.suffix.lower() != ".zip" or depth == DEEPEST:
        yield found
        return
    try:
        inside = list(_zipped(found.data, f"{where}{found.path}/", look, depth + 1))
    except BROKEN as error:
        look.append(f"{where}{found.path} cannot be read as a zip: {error}.")
        yield found
        return
    # in a learner's own zip, neither folders nor dates say whose work it is, or when it came
    own = len(found.path.parts) > 1 or origin(found.path.name)
    for each in inside:
        if own:
            yield each._replace(path=found.path / each.path.name, came=found.came)
        else:
            yield each._replace(path=found.path.with_suffix("") / each.path)


def _hidden(name: PurePosixPath) -> bool:
    """Say whether a file is none that a student handed in, or has a path that leads out of its folder."""
    return not name.parts or name.is_absolute() or any(p.startswith(HIDDEN) or p.endswith(":") for p in name.parts)


def _whose(found: list[Found], lesson: str, look: list[str]) -> Iterator[File]:
    """Say of each file which student handed it in, by its path."""
    found = _unwrapped([each._replace(path=_without(each.path, lesson)) for each in found])
    # where there is a folder for each student, what is in it cannot name another
    plain = any(_is_work(path) and len(path.parts) > 1 and not any(map(origin, path.parts)) for path, *_ in found)
    for path, came, written, data in found:
        parts = path.parts[:1] if plain else path.parts
        said = next(((part, *told) for part in parts if (told := origin(part))), None)
        part, whose, file = said or (path.parts[0], Origin(path.parts[0]), "")
        if (said is None and len(path.parts) == 1) or _hidden(PurePosixPath(_id(whose))):
            look.append(f"{path} was left out: its path does not say whose it is.")
            continue
        name, copy = (file if part == path.name else path.name), 0
        if own := re.fullmatch(re.escape(lesson) + COPY, name, flags=re.IGNORECASE):
            name, copy = f"{lesson}.ipynb", int(own["copy"] or own["again"] or 0)
        yield File(_id(whose), whose, name, (attachment(whose), written, copy), came, data)


def _id(whose: Origin) -> str:
    """The id of a student, by the name; without what nbgrader takes for a pattern."""
    return re.sub(r"[][*?]", "_", whose.name.strip())


def _is_work(path: PurePosixPath) -> bool:
    return path.suffix.lower() == ".ipynb"


def _without(name: PurePosixPath, lesson: str) -> PurePosixPath:
    """Leave the folder of the lesson out of a path: it says nothing about the student."""
    return PurePosixPath(*(part for part in name.parts[:-1] if part != lesson), name.name)


def _unwrapped(found: list[Found]) -> list[Found]:
    """Leave out a folder that holds everything, where the students' folders are below it."""
    tops = {path.parts[:2] for path, *_ in found if _is_work(path) and len(path.parts) > 2}
    flat = any(_is_work(path) and len(path.parts) < 3 for path, *_ in found)
    if flat or len(tops) < 2 or len({top for top, _ in tops}) > 1 or origin(min(tops)[0]):
        return found
    return _unwrapped([each._replace(path=PurePosixPath(*each.path.parts[1:] or each.path.parts)) for each in found])


def _apart(files: list[File], known: list[Receipt], lesson: str, look: list[str]) -> list[File]:
    """Keep two students of one name apart by the numbers that the platform gave them, also those of last week."""
    owners: dict[tuple[Platform, str], str] = {}
    names: dict[tuple[Platform, str], set[str]] = defaultdict(set)
    for receipt in known:
        person = receipt.origin
        if person.number and (person.platform is Platform.canvas or receipt.lesson == lesson):
            owners[person.platform, person.number] = receipt.student
            names[person.platform, _id(person)].add(person.number)
    for file in files:
        if file.origin.number and (file.origin.platform, file.origin.number) not in owners:
            names[file.origin.platform, file.student].add(file.origin.number)

    named = []
    for file in files:
        person, name = (file.origin.platform, file.origin.number), file.student
        shared = file.origin.number and person not in owners and len(names[file.origin.platform, name]) > 1
        named.append(replace(file, student=f"{name}-{file.origin.number}" if shared else owners.get(person, name)))
        said = f"More than one student is called {name}: their numbers were added to the name."
        look += [said] if shared and said not in look else []
    return named


def _works(files: list[File], lesson: str, worksheet: Worksheet | None, look: list[str]) -> list[Work]:
    """What each student handed in: of several notebooks of one name the newest."""
    theirs: dict[str, list[File]] = defaultdict(list)
    for file in sorted(files, key=lambda file: file.age):
        theirs[file.student].append(file)
    works = []
    for student, own in sorted(theirs.items()):
        taken = {file.name: file for file in own if file.name.endswith(".ipynb")}
        many = [file.name for file in own].count(f"{lesson}.ipynb")
        if many > 1:
            look.append(f"{student} handed in {many} notebooks: the newest was taken.")
        if f"{lesson}.ipynb" not in taken:
            names = ", ".join(sorted({file.name for file in own}))
            look.append(f"{student} handed in {names}, but no {lesson}.ipynb.")
        main = taken.get(f"{lesson}.ipynb", own[-1])
        receipt = _receipt(student, lesson, main, worksheet)
        works.append(Work(receipt, {name: file.data for name, file in taken.items()}))
    return works


def _receipt(student: str, lesson: str, file: File, worksheet: Worksheet | None) -> Receipt:
    """Say when the work came. Both platforms date what is in a zip by its download, so then this is the latest."""
    if file.origin.platform is Platform.folders:
        return Receipt(student, lesson, file.origin, file.came)
    receipt = Receipt(student, lesson, file.origin, datetime.now(UTC).replace(tzinfo=None, microsecond=0), exact=False)
    if worksheet and file.origin.platform is Platform.moodle:
        came, email = worksheet.came(file.origin.number), worksheet.email(file.origin.number)
        return replace(receipt, came=came or receipt.came, exact=bool(came), email=email)
    return receipt


def _say_when(kept: list[Receipt], due: datetime | None, made: Collected) -> None:
    """Say what is known of work that came late, and of which it is not known."""
    late = [each.student for each in kept if each.origin.late]
    if late:
        how = "a second late" if due else "not late, for the lesson has no due date"
        made.notes.append(f"Late by Canvas, which does not say by how much: {', '.join(late)}. It counts as {how}.")
    unknown = [each.student for each in kept if each.origin.platform is Platform.moodle and not each.exact]
    if unknown and due:
        made.look.append(
            f"When this came is not known, and it counts as in time: {', '.join(unknown)}. Moodle's zip does not say; "
            "its grading worksheet does: --roster FILE.csv."
        )
