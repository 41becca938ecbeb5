"""Put what was handed in into the folder `submitted`: whole or not at all, with its time, and without losing any.

All that was collected is laid out beside its place first. Giving that folder another name is the step that counts:
before it nothing has changed, and from it on the next command finishes what this one could not.
"""

import json
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from grader.classroom.course import Course
from grader.classroom.platforms import Origin, Platform, whole

MAKING, MADE, OLD = ".collecting", ".collected", ".old"
EARLIER = "earlier"
"""The folder, beside `submitted`, of work that newer work has replaced: nbgrader does not look there."""
STAMP, TIME = "timestamp.txt", "%Y-%m-%d %H:%M:%S UTC"
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Receipt:
    """What is known of a submission beside its files.

    It lies beside the submission's folder, for there may be no gradebook yet, and nbgrader's `lms_user_id` would not
    do: Moodle numbers a learner anew for each assignment.

    Args:
        student: whose it is.
        lesson: of which lesson.
        origin: what the name of the file said.
        came: when it was handed in, in UTC.
        exact: whether that is known, or only that it was not later.
        email: the learner's address, where the platform told it.
    """

    student: str
    lesson: str
    origin: Origin
    came: datetime
    exact: bool = True
    email: str = ""

    def time(self, due: datetime | None) -> datetime:
        """When it was handed in: where that is not known, in time, or a second late if the platform says late."""
        if self.exact or due is None:
            return self.came
        return min(self.came, due + SECOND if self.origin.late else due)


@dataclass(frozen=True)
class Work:
    """What a student handed in: notebooks by their names, and what is known of them."""

    receipt: Receipt
    notebooks: dict[str, bytes]


def put(course: Course, works: Collection[Work], due: datetime | None) -> list[Receipt]:
    """Put the work of each student into the folder `submitted`, and give what is known of each now.

    Who handed in no notebook at all keeps the older work. No other command of the course may do this meanwhile.

    Raises:
        OSError: where there is no room; nothing was changed.
    """
    home = _home(course)
    finish(course)
    known = []
    try:
        for work in works:
            student, lesson = work.receipt.student, work.receipt.lesson
            old = course.folder("submitted", lesson, student)
            if not work.notebooks and old.exists():
                known.append(_read(_receipt(old)) or work.receipt)
                continue
            known.append(_lay_out(work, home / MAKING / student / lesson, old, due))
        if (home / MAKING).exists():
            (home / MAKING).rename(home / MADE)
    except BaseException:
        shutil.rmtree(home / MAKING, ignore_errors=True)
        with suppress(OSError):  # it holds something
            home.rmdir()
        raise
    finish(course)
    return known


def finish(course: Course) -> None:
    """Bring what was collected to its place, also after a command that was ended in the middle of it."""
    home = _home(course)
    shutil.rmtree(home / MAKING, ignore_errors=True)
    for new in sorted(home.glob(f"{MADE}/*/*")):
        final = course.folder("submitted", new.name, new.parent.name)
        if new.suffix == ".json":
            final = course.folder("submitted", new.stem.removeprefix("."), new.parent.name)
            final.parent.mkdir(parents=True, exist_ok=True)
            new.replace(_receipt(final))
        elif new.suffix != OLD:
            _make_room(new, final, home.parent / EARLIER / new.parent.name / new.name)
            new.rename(final)
    shutil.rmtree(home / MADE, ignore_errors=True)


def receipts(course: Course) -> list[Receipt]:
    """Every receipt there is."""
    found = (_read(path) for path in sorted(_home(course).glob("*/.*.json")))
    return [receipt for receipt in found if receipt]


def set_times(course: Course, lesson: str, due: datetime | None) -> None:
    """Write down anew when work came, where that depends on the due date and it was set or moved since."""
    for receipt in receipts(course):
        stamp = course.folder("submitted", receipt.lesson, receipt.student) / STAMP
        if receipt.lesson == lesson and not receipt.exact and stamp.is_file():
            _write(stamp, f"{receipt.time(due):{TIME}}")


def _lay_out(work: Work, new: Path, old: Path, due: datetime | None) -> Receipt:
    """Write a submission as nbgrader wants it, and its receipt beside it; give the receipt."""
    receipt, known = work.receipt, _read(_receipt(old))
    if known and receipt.origin.platform is Platform.folders:  # the platform's number still is this learner's
        receipt = replace(receipt, origin=replace(known.origin, late=False), email=known.email)
    if known and work.notebooks.items() <= _files(old).items():  # the same once more: it came when it came first
        first = min((receipt, known), key=lambda each: (not each.exact, each.came))
        receipt = replace(receipt, came=first.came, exact=first.exact)
    new.mkdir(parents=True)
    for name, data in work.notebooks.items():
        (new / name).write_bytes(data)
    (new / STAMP).write_text(f"{receipt.time(due):{TIME}}")
    said = asdict(receipt) | {"came": receipt.came.isoformat(" ")}
    _receipt(new).write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")
    return receipt


def _make_room(new: Path, final: Path, earlier: Path) -> None:
    """Take away the older work: to `earlier`, unless the newer holds all of it."""
    if not final.exists():
        return
    if _files(final).items() <= _files(new).items():
        final.rename(new.with_name(new.name + OLD))
        return
    earlier.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(path.name) for path in earlier.iterdir() if path.name.isdigit()), default=0)
    shutil.move(final, earlier / str(number))


def _files(folder: Path) -> dict[str, bytes]:
    """What was handed in, by its path; its time is none of it."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != STAMP)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def _read(path: Path) -> Receipt | None:
    """Read a receipt; who has changed it by hand has none."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        said = json.loads(path.read_text(encoding="utf-8"))
        origin = Origin(**said["origin"] | {"platform": Platform(said["origin"]["platform"])})
        return Receipt(**said | {"origin": origin, "came": datetime.fromisoformat(said["came"])})
    return None


def _write(file: Path, text: str) -> None:
    if file.read_text() != text:
        with whole(file) as new:
            new.write_text(text)


def _receipt(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.json")


def _home(course: Course) -> Path:
    return course.folder("submitted", ".", ".")
