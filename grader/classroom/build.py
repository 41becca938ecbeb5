"""Make the notebooks: run the solutions, keep their outputs, and let nbgrader make the learners' versions of them."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import jupytext
import nbformat
from jupytext.cli import jupytext as jupytext_command
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException

from grader.classroom import CourseError
from grader.classroom.course import Course

WIDGET = "application/vnd.jupyter.widget-view+json"


def build(course: Course, lesson: str) -> None:
    """Run the solution of `lesson`, save it with outputs, and make what learners open.

    The text and the notebook of the solution are brought together first; the newer one counts. The course's
    gradebook is not touched.

    Raises:
        CourseError: where the solution does not run or nbgrader cannot make a notebook of it; nothing was changed.
    """
    folder = course.folder("source", lesson)
    text, notebook = folder / f"{lesson}.py", folder / f"{lesson}.ipynb"
    with _unchanged_on_error(text, notebook), tempfile.TemporaryDirectory() as scratch:
        if notebook.exists():
            jupytext_command(["--quiet", "--sync", str(text if text.exists() else notebook)])
            solution = nbformat.read(notebook, as_version=4)
        else:
            solution = jupytext.read(text)
        try:
            _run(solution, folder)
        except CellExecutionError as error:
            raise CourseError(f"The solution of {lesson} does not run: {error.ename}: {error.evalue}.") from error
        nbformat.write(_tidy(solution), notebook)
        made = _generate(course, lesson, scratch)
        released = course.folder("release", lesson)
        shutil.rmtree(released, ignore_errors=True)
        shutil.copytree(made, released)


def _generate(course: Course, lesson: str, scratch: str) -> Path:
    """Let nbgrader make the learners' notebook in a scratch folder, with a gradebook of its own; give the folder."""
    directory = course.directory(lesson, db_url=f"sqlite:///{scratch}/gradebook.db", release_directory=scratch)
    try:
        GenerateAssignment(coursedir=directory, config=course.config, force=True).start()
    except NbGraderException as error:
        raise CourseError(f"nbgrader cannot make a notebook of {lesson}: run nbgrader generate_assignment.") from error
    return Path(directory.format_path(scratch, ".", lesson))


@contextmanager
def _unchanged_on_error(*paths: Path) -> Iterator[None]:
    """Put the files back as they were, with their times, if what is done inside fails."""
    before = {path: (path.read_bytes(), path.stat()) for path in paths if path.exists()}
    try:
        yield
    except BaseException:
        for path in paths:
            if path in before:
                data, status = before[path]
                path.write_bytes(data)
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
            else:
                path.unlink(missing_ok=True)
        raise


def _run(solution: nbformat.NotebookNode, folder: Path) -> None:
    """Execute a notebook in `folder`, as a learner who has done nothing yet."""
    with (
        tempfile.TemporaryDirectory() as nothing,
        mock.patch.dict(os.environ, {"UNROLLED_PROGRESS": nothing, "IPYTHONDIR": nothing}),
    ):
        NotebookClient(
            solution,
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            extra_arguments=["--log-level=ERROR"],
            record_timing=False,
            coalesce_streams=True,  # two prints may arrive as one output or as two
        ).execute(stderr=subprocess.DEVNULL)  # a kernel that is shut down may still complain of its closed sockets


def _tidy(solution: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave out of an executed notebook what changes from run to run and from machine to machine."""
    solution.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    solution.nbformat, solution.nbformat_minor = 4, 5
    seen: set[str] = set()
    for cell in solution.cells:
        cell.id = _cell_id(cell.source, seen)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    return solution


def _cell_id(source: str, seen: set[str]) -> str:
    """An id that depends on the cell's text alone, so that a cell put in before it changes nothing here."""
    number = 0
    while (name := hashlib.sha256(f"{number}{source}".encode()).hexdigest()[:8]) in seen:
        number += 1
    seen.add(name)
    return name
