"""The grader's parts in nbgrader's autograde, named in `nbgrader_config.py`.

`nbgrader autograde`, the formgrader's button and `grader grade` all take the steps of `work.py`, so all three give the
same marks. What they find out is kept in the metadata of the graded notebook, under "unrolled".
"""

import atexit
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, v4
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Enum

from grader.classroom import work
from grader.classroom.record import Book, database
from grader.classroom.seeds import seed
from grader.classroom.submitted import LINK, below, read_beside
from grader.classroom.work import KEPT, fingerprint
from grader.judge.rebuild import UnreadableError, read
from grader.judge.rooms import Rooms


class SubmissionExporter(NotebookExporter):
    """nbconvert's exporter of notebooks, which takes a submission in whatever state it is.

    What is no notebook becomes an empty one that says why, under "ungraded".
    """

    def from_filename(self, filename: str, resources: dict | None = None, **kw: Any) -> tuple[str, dict]:
        """Read and convert the file, as nbconvert does."""
        path = Path(filename)
        first = self.parent._sanitizing  # afterwards nbgrader reads what this grader wrote a moment ago
        data, why = path.read_bytes(), ""
        try:
            if first and any(each.is_symlink() for each in (path, *path.parents[:2])):
                raise UnreadableError(LINK)
            notebook = read(data)
        except UnreadableError as reason:
            notebook, why = v4.new_notebook(), str(reason)
        if first:
            notebook.metadata[KEPT] = {"submitted": fingerprint(data)} | ({"ungraded": why} if why else {})
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(notebook, resources, **kw)


class Rebuild(NbGraderPreprocessor):
    """Puts the submission into the course's own notebook; says at its top what was mended or why it is not graded."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Give the notebook that is to be run in place of `nb`."""
        blank = _blank(self.parent.parent.coursedir, resources["nbgrader"])
        kept = nb.metadata[KEPT]
        return work.rebuilt(blank, nb, kept["submitted"], kept.get("ungraded", "")), resources


class Run(Execute):
    """Runs the notebook behind walls, has the judge ask its answers, and puts the reports under the checks.

    It stands in the place of nbgrader's executor and takes its `timeout`, the seconds of a cell.
    """

    walls = Enum(["all", "weak"], "all", help="Grade also where not every wall can be had: weak.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict, **kw: Any) -> tuple[NotebookNode, dict]:
        """Run every cell of `nb`, unless it was set aside.

        Raises:
            WallsError: where walls are missing, and `walls` is not "weak".
        """
        names, course = resources["nbgrader"], self.parent.parent.coursedir
        kernel = nb.metadata.get("kernelspec", {}).get("name", "python3")
        if not kernel.startswith("python"):
            raise NbGraderException(f"{names['notebook']} is for the kernel {kernel!r}; only Python is graded here.")
        asked = seed(Path(course.root), names["assignment"], names["student"], nb.metadata[KEPT]["submitted"])
        files = read_beside(below(Path(resources["metadata"]["path"])))
        blank = _blank(course, names)
        work.run(nb, blank, names["notebook"], asked, rooms(self.walls == "weak"), files, self.timeout)
        return nb, resources


class SaveMarks(NbGraderPreprocessor):
    """Writes the marks into the gradebook, in the place of nbgrader's saving of marks."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Save the marks of `nb`, and keep the outcome of each exercise in its metadata."""
        names, course = resources["nbgrader"], self.parent.parent.coursedir
        folder = course.format_path(course.submitted_directory, names["student"], names["assignment"])
        at = course.get_existing_timestamp(folder)
        opened = database(names["db_url"])
        try:
            Book(opened, names["assignment"], names["notebook"]).record(names["student"], work.marked(nb), at)
        finally:
            opened.dispose()
        return nb, resources


@cache
def rooms(weak: bool) -> Rooms:
    """The warm processes of this grader, which end with it."""
    made = Rooms(weak)
    atexit.register(made.close)
    return made


def _blank(course: CourseDirectory, names: dict[str, str]) -> NotebookNode:
    """The notebook as it was given out; each cell has an id."""
    folder = Path(course.format_path(course.release_directory, ".", names["assignment"]))
    return work.whole(nbformat.read(folder / f"{names['notebook']}.ipynb", as_version=4))


def only_files(assignment: str, student: str, notebooks: list[str]) -> None:
    """Take out of a submission what is no plain file, before nbgrader copies what links lead to.

    Links to notebooks stay: they are not followed, and say why.
    """
    folder = Path(notebooks[0]).parent
    if folder.is_symlink() or folder.parent.is_symlink():
        return
    for path in folder.rglob("*"):
        plain = path.is_dir() or path.is_file()
        if path.suffix != ".ipynb" and (path.is_symlink() or not plain):
            path.unlink()
