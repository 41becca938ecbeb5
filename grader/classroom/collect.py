"""Collect what a class handed in, from a folder or a zip of a learning platform, through nbgrader's zip_collect."""

import io
import logging
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from nbgrader.apps import ZipCollectApp

from grader.classroom import CourseError
from grader.classroom.course import Course

# how files come from Moodle, from Canvas, and from a folder for each student; what they have in common is named
FORMS = [
    r"(?:.*/)?(?P<student>[^/]+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?/(?:.*/)?(?P<file>[^/]+)",
    r"(?:.*/)?(?P<student>[^/]+?)_(?P<number>\d+)_assignsubmission_[a-z]+_(?P<file>[^/]+)",
    r"(?:.*/)?(?P<student>[^/_]+)(?:_late)?_(?P<number>\d+)_\d+_(?P<file>[^/]+)",
    r"(?P<student>[^/]+)(?P<number>)/(?:.*/)?(?P<file>[^/]+)",
]
# what the forms are brought to before nbgrader takes over
NAMES = r".*/(?P<student_id>[^/]+)/(?P<timestamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[^/]*/(?P<file_id>[^/]+)$"
# a second download, a second upload and Jupyter's own copy
COPY = r"(?:[-_ ]?\(?(?P<copy>\d+)\)?|-Copy(?P<again>\d*))?\.ipynb"
HIDDEN = ("__MACOSX", ".")
LARGEST, LONGEST = 100 * 2**20, 200
"""Bytes of a file when unpacked, and characters of a name."""
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)


@dataclass(frozen=True)
class File:
    """A file that was handed in: whose, what it is called, the number of the copy, when written, and what is in it."""

    student: str
    number: str
    name: str
    copy: int
    written: datetime
    data: bytes


@dataclass(frozen=True)
class Collected:
    """Whose work was collected, and what a person should know about it."""

    students: list[str]
    look: list[str]


def collect(course: Course, lesson: str, source: Path) -> Collected:
    """Put what was handed in for a lesson into the course's folder `submitted`; a student's newer work replaces older.

    Args:
        course: the course.
        lesson: the id of the lesson.
        source: a folder, or a zip as a learning platform gives it; zips inside are opened, too.

    Raises:
        CourseError: where the source cannot be read or has nothing of the lesson; nothing was changed.
    """
    course.require(lesson)
    look: list[str] = []
    files = _apart(list(_whose(_files(source, look), lesson, look)), look)
    if not any(file.name == f"{lesson}.ipynb" for file in files):
        raise CourseError(
            f"{source} holds no {lesson}.ipynb of any student: expected student/{lesson}.ipynb, or the names that "
            "Canvas or Moodle give."
        )
    with tempfile.TemporaryDirectory() as scratch:
        _stage(files, Path(scratch) / lesson / "archive")
        _take(course, lesson, Path(scratch))
    students = sorted({file.student for file in files})
    for student in students:
        folder = course.folder("submitted", lesson, student)
        folder.mkdir(parents=True, exist_ok=True)
        own = [file.name for file in files if file.student == student]
        if own.count(f"{lesson}.ipynb") > 1:
            look.append(f"{student} handed in {own.count(f'{lesson}.ipynb')} notebooks: the newest was taken.")
        if not (folder / f"{lesson}.ipynb").exists():
            look.append(f"{student} handed in {', '.join(sorted({*own}))}, but no {lesson}.ipynb.")
    return Collected(students, look)


def _files(source: Path, look: list[str]) -> Iterator[tuple[PurePosixPath, datetime, bytes]]:
    """Every file in a folder or zip, with its path in there; what is hidden is left out."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            name = PurePosixPath(path.relative_to(source).as_posix())
            if path.is_symlink():
                look.append(f"{name} was left out: it is a link.")
            elif path.is_file() and not _hidden(name):
                written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
                yield from _opened(name, written, path.read_bytes(), look)
    elif source.is_file():
        try:
            yield from _zipped(PurePosixPath(), source.read_bytes(), look)
        except BROKEN as error:
            raise CourseError(f"{source} cannot be read as a zip: {error}.") from error
    else:
        raise CourseError(f"There is no {source}.")


def _zipped(folder: PurePosixPath, data: bytes, look: list[str]) -> Iterator[tuple[PurePosixPath, datetime, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename.replace("\\", "/"))
            if not entry.is_dir() and not _hidden(name):
                wanted = name.suffix.lower() in (".ipynb", ".zip")
                if wanted and (entry.file_size > LARGEST or any(len(part) > LONGEST for part in name.parts)):
                    said = (
                        f"{entry.file_size // 2**20} MB" if entry.file_size > LARGEST else "a name too long for a file"
                    )
                    look.append(f"{str(folder / name)[:LONGEST]} was left out: it has {said}.")
                    continue
                yield from _opened(folder / name, _date(entry), archive.read(entry) if wanted else b"", look)


def _date(entry: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*entry.date_time, tzinfo=UTC)
    except ValueError:  # some programs write the month 0
        return datetime(1980, 1, 1, tzinfo=UTC)


def _opened(
    name: PurePosixPath, written: datetime, data: bytes, look: list[str]
) -> Iterator[tuple[PurePosixPath, datetime, bytes]]:
    """The file itself, or, of a zip, the files in it."""
    if name.suffix.lower() != ".zip":
        yield name, written, data
        return
    try:
        yield from list(_zipped(name.with_suffix(""), data, look))
    except BROKEN as error:
        look.append(f"{name} cannot be read as a zip: {error}.")
        yield name, written, data


def _hidden(name: PurePosixPath) -> bool:
    """Say whether a file is none that a student handed in, or has a path that leads out of its folder."""
    return not name.parts or name.is_absolute() or any(p.startswith(HIDDEN) or p.endswith(":") for p in name.parts)


def _whose(files: Iterator[tuple[PurePosixPath, datetime, bytes]], lesson: str, look: list[str]) -> Iterator[File]:
    """Say of each file which student handed it in, by its path."""
    found = [(_without(name, lesson), *rest) for name, *rest in files]
    found = _unwrapped(found)
    for name, written, data in found:
        match = next((m for form in FORMS if (m := re.fullmatch(form, str(name), flags=re.IGNORECASE))), None)
        if match is None:
            look.append(f"{name} was left out: its path does not say whose it is.")
            continue
        student = re.sub(r"[][*?]", "_", match["student"].strip())  # nbgrader takes these for patterns
        number, file = match["number"], match["file"]
        copy = 0
        if own := re.fullmatch(re.escape(lesson) + COPY, file, flags=re.IGNORECASE):
            file, copy = f"{lesson}.ipynb", int(own["copy"] or own["again"] or 0)
        yield File(student, number, file, copy, written, data)


def _without(name: PurePosixPath, lesson: str) -> PurePosixPath:
    """Leave the folder of the lesson out of a path: it says nothing about the student."""
    return PurePosixPath(*(part for part in name.parts[:-1] if part != lesson), name.name)


def _unwrapped(found: list[tuple]) -> list[tuple]:
    """Leave out a folder that holds everything, where the students' folders are below it."""
    tops = {name.parts[:2] for name, *_ in found if name.suffix.lower() == ".ipynb" and len(name.parts) > 2}
    flat = any(name.suffix.lower() == ".ipynb" and len(name.parts) < 3 for name, *_ in found)
    if flat or len(tops) < 2 or len({top for top, _ in tops}) > 1 or "_assignsubmission_" in min(tops)[0]:
        return found
    return _unwrapped([(PurePosixPath(*name.parts[1:] or name.parts), *rest) for name, *rest in found])


def _apart(files: list[File], look: list[str]) -> list[File]:
    """Keep two students of one name apart by the numbers that the platform gave them."""
    numbers = {(file.student, file.number) for file in files}
    shared = {student for student, count in Counter(student for student, _ in numbers).items() if count > 1}
    for student in sorted(shared):
        look.append(f"More than one student is called {student}: their numbers were added to the name.")
    return [
        replace(file, student=f"{file.student}-{file.number}") if file.student in shared else file for file in files
    ]


def _stage(files: list[File], archive: Path) -> None:
    """Lay the files out as `NAMES` says; of several notebooks of one name nbgrader then takes the newest."""
    notebooks = (file for file in files if file.name.endswith(".ipynb"))
    for number, file in enumerate(sorted(notebooks, key=lambda file: (file.written, file.copy))):
        folder = archive / file.student / f"{file.written:%Y-%m-%d %H:%M:%S} {number:06}"
        folder.mkdir(parents=True)
        (folder / file.name).write_bytes(file.data)


def _take(course: Course, lesson: str, downloaded: Path) -> None:
    """Let nbgrader's zip_collect copy the staged files into `submitted`."""
    app = ZipCollectApp(config=course.config, force=True)
    app.collect_directory_structure = str(downloaded / "{assignment_id}" / "{collect_step}")
    app.log = logging.getLogger("traitlets")  # which says nothing
    app.coursedir = course.directory(lesson)
    try:
        app.init_plugins()
        app.collector_plugin_inst.named_regexp = NAMES
        app.extract_archive_files()
        app.process_extracted_files()
    except SystemExit as error:
        raise CourseError(f"nbgrader's zip_collect could not collect {lesson}.") from error
