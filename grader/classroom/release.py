"""Make what a class is given: one zip with the lessons, the package to install and a one-command set-up."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import grader
from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.gradebook import blank, register, require_own
from grader.classroom.reading import written

PARTS = ["pyproject.toml", "README.md", "constraints.txt", "grader", "lstm_ref"]

README = """Unrolled: recurrent networks, in notebooks that answer back

You need Python 3.11 or newer and a connection to the network for the first start.

1. Open a terminal in this folder.
2. Run:  python3 start.py     (on Windows:  py start.py)

The first start takes a few minutes; the next ones a few seconds. JupyterLab opens in your browser: work
through the notebooks in the folder notebooks, from top to bottom. Your work is saved there.
Beside them lie cheat-sheet.html, one page to print, and glossary.html, the words in six languages.
To hand in a lesson, give its .ipynb file to your instructor.

In this release: {lessons}.
"""


def release(course: Course, lessons: list[str], to: Path | None) -> Path:
    """Write the zip for a class, without solutions, put the lessons into the gradebook, and give the file.

    Raises:
        CourseError: where a lesson has no notebook, the package cannot be built, the file cannot be written there, or
            the gradebook is not the course's.
    """
    file = course.output(to, "unrolled.zip")
    notebooks = [blank(course, lesson) for lesson in lessons]
    require_own(course)
    source = _source()
    with tempfile.TemporaryDirectory() as scratch:
        wheel = _wheel(source, Path(scratch))
        made, readme = Path(scratch) / "release.zip", Path(scratch) / "README.txt"
        readme.write_text(README.format(lessons=", ".join(lessons)))
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for notebook in notebooks:
                archive.write(notebook, f"unrolled/notebooks/{notebook.stem}/{notebook.name}")
            for page in written(course):
                archive.write(page, f"unrolled/notebooks/{page.name}")
            archive.write(wheel, f"unrolled/{wheel.name}")
            archive.write(source / "constraints.txt", "unrolled/constraints.txt")
            archive.write(Path(__file__).with_name("start.py"), "unrolled/start.py")
            archive.write(readme, "unrolled/README.txt")
        for lesson in lessons:
            register(course, lesson)
        file.parent.mkdir(exist_ok=True)
        shutil.copyfile(made, file)
    return file


def _source() -> Path:
    """The folder that this package is developed in, which the package for learners is built from."""
    source = Path(grader.__file__).parents[1]
    missing = [part for part in PARTS if not (source / part).exists()]
    if missing:
        raise CourseError(
            f"A release is made from a checkout of the course, where make lab was run; {source} has no {missing[0]}."
        )
    return source


def _wheel(source: Path, scratch: Path) -> Path:
    """Build the package from a copy, so that nothing is left behind and nothing old gets in."""
    copy = scratch / "source"
    copy.mkdir()
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source / part, copy)
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    run = subprocess.run([sys.executable, *build, "--wheel-dir", scratch, copy], capture_output=True, text=True)
    if run.returncode:
        said = (run.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise CourseError(f"The package for learners could not be built: {said}.")
    return next(scratch.glob("*.whl"))
