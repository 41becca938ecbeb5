"""What a class has handed in, as it lies in the folder `submitted`, and what is laid out when it is graded."""

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from nbgrader.utils import find_all_files

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.seeds import seed
from grader.classroom.work import Handed, fingerprint

LINK = "the notebook is a link to another file, which is not followed"
UNREADABLE = "the notebook cannot be read: its file or folder does not allow it"
LARGEST_BESIDE, MOST_BESIDE = 16 * 2**20, 500
"""Bytes and files beside a notebook that are given to it when it runs."""


def hand(course: Course, lesson: str, student: str) -> Handed:
    """Read what a student handed in; links are not followed."""
    notebook, missing = _notebook(course, lesson, student)
    asked = seed(course.root, lesson, student, fingerprint(notebook or b""))
    return Handed(student, notebook, read_beside(_files(course, lesson, student)), asked, missing)


def name(course: Course, lesson: str, student: str) -> str:
    """The fingerprint of what a student handed in; that of nothing where there is no notebook."""
    return fingerprint(_notebook(course, lesson, student)[0] or b"")


def handed_in_at(course: Course, lesson: str, student: str) -> datetime | None:
    """When a student handed it in, in UTC, where the folder says so.

    Raises:
        CourseError: where what it says is no time.
    """
    folder = course.folder("submitted", lesson, student)
    try:
        return course.directory(lesson).get_existing_timestamp(str(folder))
    except (AttributeError, OverflowError, UnicodeDecodeError) as error:  # nbgrader's own way to say it is broken
        raise CourseError(f"{folder / 'timestamp.txt'} says no time, as 2026-03-01 23:59:00 UTC would.") from error


def lay_out(course: Course, lesson: str, student: str, notebook: str) -> None:
    """Put a graded notebook, with what lies beside it, into the folder `autograded`: all of it, or nothing.

    Only one grader may do this at a time.
    """
    final = course.folder("autograded", lesson, student)
    new, old = (final.with_name(f".{lesson}.{word}") for word in ("new", "old"))
    for left in (new, old):  # by a grader that was ended in the middle
        shutil.rmtree(left, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        for inside, path in _files(course, lesson, student).items():
            (new / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, new / inside)
        (new / f"{lesson}.ipynb").write_text(notebook, encoding="utf-8")
        for path in new.rglob("*"):
            if path.is_file():
                path.chmod(0o664 if course.directory().groupshared else 0o444)
        if final.exists():
            final.rename(old)
        new.rename(final)
    except OSError:
        if old.exists() and not final.exists():
            old.rename(final)
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def below(folder: Path, ignore: Sequence[str] = ()) -> dict[str, Path]:
    """The plain files below a folder that are no notebooks, by their paths in it, as far as they may be read.

    Links are not followed.
    """
    if folder.is_symlink() or folder.parent.is_symlink():
        return {}
    found = map(Path, sorted(find_all_files(str(folder), list(ignore))))
    plain = (path for path in found if path.suffix != ".ipynb" and path.is_file() and not path.is_symlink())
    return {str(path.relative_to(folder)): path for path in plain if os.access(path, os.R_OK)}


def read_beside(files: Mapping[str, Path]) -> dict[str, bytes]:
    """Read files, as far as there is room for them."""
    found: dict[str, bytes] = {}
    room = LARGEST_BESIDE
    for inside, path in files.items():
        room -= path.stat().st_size
        if room >= 0 and len(found) < MOST_BESIDE:
            found[inside] = path.read_bytes()
    return found


def _notebook(course: Course, lesson: str, student: str) -> tuple[bytes | None, str]:
    """Read the notebook that was handed in; where there is none, say why."""
    folder = course.folder("submitted", lesson, student)
    path = folder / f"{lesson}.ipynb"
    try:
        if any(each.is_symlink() for each in (path, folder, folder.parent)):
            return None, LINK
        if path.is_file():
            return path.read_bytes(), ""
        there = ", ".join(sorted(each.name for each in folder.iterdir())) or "nothing"
    except PermissionError:
        return None, UNREADABLE
    return None, f"the notebook {lesson}.ipynb is missing; the folder holds {there}"


def _files(course: Course, lesson: str, student: str) -> dict[str, Path]:
    """What lies beside a student's notebook; the lesson's own files stand in the place of changed ones."""
    ignore = course.directory(lesson).ignore
    return {
        inside: path
        for step, whose in (("submitted", student), ("source", "."))
        for inside, path in below(course.folder(step, lesson, whose), ignore).items()
    }
