"""The grader's parts in nbgrader's autograde, named in `nbgrader_config.py`.

`nbgrader autograde`, the formgrader's button and `grader grade` all run through them, so all three give the same marks.
What they find out is kept in the metadata of the graded notebook, under "unrolled".
"""

import atexit
import hashlib
import math
import platform
import secrets
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, v4
from nbgrader.api import MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_solution
from traitlets import Enum

from grader.checks.report import MIME, Report
from grader.classroom.seeds import seed
from grader.exercises import EXERCISES, LESSONS
from grader.exercises.declare import Exercise, Lesson
from grader.judge.rebuild import UnreadableError, read, rebuild
from grader.judge.rooms import Rooms, imports
from grader.judge.sitting import Sitting, Time
from grader.sandbox import WallsError

KEPT = "unrolled"
UNGRADED = "could not be graded"
STAND_IN = secrets.token_hex()
"""By this a notebook of `stand_in` is known from one that a learner made look like it."""
LARGEST_BESIDE, MOST_BESIDE = 16 * 2**20, 500
NOT_GRADED = "This could not be graded, so a person must look at it:"


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
                raise UnreadableError("the notebook is a link to another file, which is not followed")
            notebook = read(data)
        except UnreadableError as reason:
            notebook, why = v4.new_notebook(), str(reason)
        if first:
            own = notebook.metadata.get(KEPT)
            if isinstance(own, dict) and own.get("by") == STAND_IN:
                why = own["ungraded"]
            notebook.metadata[KEPT] = {"submitted": fingerprint(data)} | ({"ungraded": why} if why else {})
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(notebook, resources, **kw)


class Rebuild(NbGraderPreprocessor):
    """Puts the submission into the course's own notebook; says at its top what was mended or why it is not graded."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Give the notebook that is to be run in place of `nb`."""
        names = resources["nbgrader"]
        course = self.parent.parent.coursedir
        blank = _blank(course, names)
        ungraded, notes = nb.metadata[KEPT].get("ungraded"), []
        made = blank
        if not ungraded:
            try:
                made, notes = rebuild(blank, nb)
            except UnreadableError as reason:
                ungraded = str(reason)
        made.metadata[KEPT] = {"submitted": nb.metadata[KEPT]["submitted"], "notes": notes}
        if ungraded:
            _set_aside(made, ungraded)
        elif notes:
            _notice(made, "What was mended before grading", notes)
        return made, resources


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
        kept = nb.metadata[KEPT]
        if "ungraded" in kept:
            return nb, resources
        names = resources["nbgrader"]
        course = self.parent.parent.coursedir
        kept["seed"] = seed(Path(course.root), names["assignment"], names["student"], kept["submitted"])
        checks, answers = _asked(nb)
        kernel = nb.metadata.get("kernelspec", {}).get("name", "python3")
        if not kernel.startswith("python"):
            raise NbGraderException(f"{names['notebook']} is for the kernel {kernel!r}; only Python is graded here.")
        lesson = LESSONS.get(names["notebook"])
        time = Time(cell=self.timeout or math.inf)
        files = _beside(Path(resources["metadata"]["path"]))
        walled = rooms(self.walls == "weak")
        sitting = Sitting(nb, checks, answers, kept["seed"], walled, _warm(_blank(course, names), lesson), files, time)
        try:
            sitting.run(frozenset(lesson.uses) if lesson else None)
        except WallsError:
            raise
        except Exception as error:
            self.log.exception("The grader failed on %s of %s", names["notebook"], names["student"])
            _set_aside(nb, f"the grader itself failed ({type(error).__name__}: {error})")
            return nb, resources
        kept["walls"] = list(sitting.stands)
        kept["versions"] = {"python": platform.python_version()} | {
            name: version(name) for name in ("unrolled", "numpy")
        }
        for index, exercise in checks.items():
            report = Report(exercise, sitting.verdicts[exercise.id])
            data = report._repr_mimebundle_()
            nb.cells[index].outputs = [
                v4.new_output("execute_result", data=data, execution_count=nb.cells[index].execution_count)
            ]
        return nb, resources


@cache
def rooms(weak: bool) -> Rooms:
    """The warm processes of this grader, which end with it."""
    made = Rooms(weak)
    atexit.register(made.close)
    return made


class SaveMarks(SaveAutoGrades):
    """nbgrader's saving of marks, with our reports as the only source of points.

    Other outputs of a check, a learner's logging or warnings, change nothing. A check that gave no report is no
    silent 0: the mark stays open and the comment says why. Marks and comments given by a person are left alone.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Save the marks of `nb`, and keep the outcome of each exercise in its metadata."""
        self.kept = nb.metadata[KEPT]
        self.kept["exercises"] = {}
        self.comments: dict[str, str] = {}
        nb, resources = super().preprocess(nb, resources)
        with self.gradebook:
            for name, text in self.comments.items():
                with suppress(MissingEntry):  # beside an instructor's own tests nbgrader has no place for words
                    self._find("comment", name).auto_comment = text
            self.gradebook.db.commit()
        return nb, resources

    def _find(self, what: str, name: str) -> Any:
        find = getattr(self.gradebook, f"find_{what}")
        return find(name, self.notebook_id, self.assignment_id, self.student_id)

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        name = cell.metadata.nbgrader.grade_id
        exercise = name.removeprefix("check-")
        if "ungraded" in self.kept:
            self._leave_open(name, exercise, self.kept["ungraded"])
        elif is_solution(cell) or exercise not in EXERCISES:  # words, or an instructor's own asserts
            super()._add_score(cell, resources)
            if not is_solution(cell):
                self.kept.setdefault("by_nbgrader", []).append(name)
        else:
            self._add_checked(cell, exercise, resources)

    def _add_checked(self, cell: NotebookNode, exercise: str, resources: dict) -> None:
        if not cell.outputs:  # nbgrader was told --no-execute
            self._leave_open(cell.metadata.nbgrader.grade_id, exercise, "it was not run")
            return
        (report,) = cell.outputs
        verdict = report["data"][MIME]
        found = {key: verdict[key] for key in ("outcome", "earned", "points", "mistake", "seed", "why")}
        self.kept["exercises"][exercise] = found
        if found["why"]:
            self.comments[exercise] = f"{found['outcome'].capitalize()}: {found['why']}."
        super()._add_score(cell, resources)

    def _leave_open(self, name: str, exercise: str, why: str) -> None:
        grade = self._find("grade", name)
        grade.auto_score, grade.needs_manual_grade = None, True
        self.gradebook.db.commit()
        self.comments[exercise] = f"{NOT_GRADED} {why}."
        self.kept["exercises"][exercise] = {
            "outcome": UNGRADED,
            "earned": None,
            "points": grade.max_score,
            "why": why,
        }


def fingerprint(data: bytes) -> str:
    """Name what was handed in by its content."""
    return hashlib.sha256(data).hexdigest()


def stand_in(reason: str) -> NotebookNode:
    """Make a notebook to be handed in for one that is missing or cannot be graded."""
    return v4.new_notebook(metadata={KEPT: {"ungraded": reason, "by": STAND_IN}})


def _set_aside(nb: NotebookNode, reason: str) -> None:
    nb.metadata[KEPT]["ungraded"] = reason
    _notice(nb, "This was not graded", [f"A person must look at it: {reason}."])


def _notice(nb: NotebookNode, title: str, lines: list[str]) -> None:
    number = sum(cell.get("id", "").startswith("notice-") for cell in nb.cells)
    text = "\n".join([f"## {title}", "", *(f"- {line}" for line in lines)])
    nb.cells.insert(0, v4.new_markdown_cell(text, id=f"notice-{number}"))


def _warm(blank: NotebookNode, lesson: Lesson | None) -> tuple[str, ...]:
    """What the warm process runs beforehand: of our own lessons all given cells, of others' notebooks the imports."""
    cells = [cell for cell in blank.cells if cell.cell_type == "code" and not (is_solution(cell) or is_grade(cell))]
    return tuple(cell.source if lesson else imports(cell.source) for cell in cells)


def _blank(course: CourseDirectory, names: dict[str, str]) -> NotebookNode:
    """The notebook as it was given out; each cell has an id."""
    folder = Path(course.format_path(course.release_directory, ".", names["assignment"]))
    blank = nbformat.read(folder / f"{names['notebook']}.ipynb", as_version=4)
    blank.nbformat_minor = 5
    for index, cell in enumerate(blank.cells):
        cell.setdefault("id", f"given-{index}")
    return blank


def _asked(nb: NotebookNode) -> tuple[dict[int, Exercise], dict[str, int]]:
    """Find the exercise that each check asks, by the index of its cell, and the cells of the answers."""
    checks, answers = {}, {}
    for index, cell in enumerate(nb.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code" and is_solution(cell):
            answers[name] = index
        elif cell.cell_type == "code" and is_grade(cell) and name.removeprefix("check-") in EXERCISES:
            checks[index] = EXERCISES[name.removeprefix("check-")]
    return checks, answers


def _beside(folder: Path) -> dict[str, bytes]:
    """Read what lies beside the notebook; links are not followed."""
    found: dict[str, bytes] = {}
    room = LARGEST_BESIDE
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".ipynb" and path.is_file() and not path.is_symlink() and len(found) < MOST_BESIDE:
            room -= path.stat().st_size
            if room >= 0:
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found


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
