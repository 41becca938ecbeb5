"""How Canvas and Moodle name what was handed in, and what they want feedback to be called.

The rules are those of their own programs: `lib/content_zipper.rb` and `app/models/abstract_assignment.rb` of Canvas,
`mod/assign/classes/downloader.php` and `mod/assign/feedback/file/importziplib.php` of Moodle.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Platform(StrEnum):
    """A learning platform; `folders` is none, but a folder for each learner."""

    folders = "folders"
    canvas = "canvas"
    moodle = "moodle"


@dataclass(frozen=True)
class Origin:
    """What a platform's name of a file says.

    Args:
        name: the learner's name.
        platform: whose name it is.
        number: the platform's number of the learner. Canvas numbers people; Moodle numbers the participants of each
            assignment anew.
        back: how the name of a file must begin so that the platform gives it to this learner; "" where it takes none.
        late: whether the platform says that the work came late.
    """

    name: str
    platform: Platform = Platform.folders
    number: str = ""
    back: str = ""
    late: bool = False


# "Ann Lee_123456_assignsubmission_file" is a folder, since Moodle 4.1 without "_" at its end, or the start of a file
MOODLE = re.compile(r"(?P<back>(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?)(?P<file>.*)", re.IGNORECASE)
# "leeann_LATE_12345_67890_work.ipynb": the person and the file; what was typed into a form has no number of a file
CANVAS = [
    re.compile(rf"(?P<back>{who}_(?P<attachment>\d+)_)(?P<file>.+)", re.IGNORECASE)
    for who in (r"(?P<late>LATE_)?(?P<name>anon_\w{5})", r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d+)")
]
TYPED = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d+)_(?P<file>text\.html|link\.html)", re.IGNORECASE)


def origin(part: str) -> tuple[Origin, str] | None:
    """Read one part of a path as a platform's name; None where it is none.

    Returns:
        What it says, and the name under which the file was handed in; "" where the part is a learner's folder.
    """
    if found := MOODLE.fullmatch(part):
        back = found["back"] if found["file"] else f"{found['back']}/"
        return Origin(found["name"], Platform.moodle, found["number"], back), found["file"]
    for form in (*CANVAS, TYPED):
        if found := form.fullmatch(part):
            said = found.groupdict("")
            number, back, late = said.get("number", ""), said.get("back", ""), bool(said["late"])
            return Origin(said["name"], Platform.canvas, number, back, late), said["file"]
    return None


def attachment(each: Origin) -> int:
    """The number that Canvas gave to a file; a later file has a higher one. 0 where there is none."""
    numbers = re.findall(r"\d+", each.back) if each.platform is Platform.canvas else []
    return int(numbers[-1]) if numbers else 0


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """Give a file to write to, which takes the place of `file` when all went well, and is removed where it did not."""
    new = file.with_name(f".{file.name}.new")
    try:
        yield new
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
