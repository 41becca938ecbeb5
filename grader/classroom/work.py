"""Grade one submission, from its bytes to its marks: without a disk and without a gradebook, so anywhere.

nbgrader's autograde takes these steps one by one, in `parts.py`; `grader grade` takes them at once, on many processes.
"""

import hashlib
import json
import math
import platform
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from nbformat import NotebookNode, v4
from nbgrader.preprocessors import LimitOutput
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from grader.checks.report import MIME, Report
from grader.exercises import EXERCISES, LESSONS
from grader.exercises.declare import Exercise, Lesson
from grader.judge.rebuild import UnreadableError, read, rebuild
from grader.judge.rooms import Rooms, imports
from grader.judge.sitting import Sitting, Time
from grader.sandbox import WallsError

KEPT = "unrolled"
"""The key, in the metadata of a graded notebook, under which is kept what grading found out."""
UNGRADED = "could not be graded"
NOT_GRADED = "This could not be graded, so a person must look at it:"
OF_AN_EXERCISE = ("outcome", "earned", "points", "mistake", "seed", "why")


@dataclass(frozen=True)
class Given:
    """A lesson as it was given out, and how it is graded.

    Args:
        lesson: its id, which is the name of its notebook too.
        notebook: the learners' notebook, as JSON of nbformat 4.
        timeout: seconds of a cell; None for no limit.
        max_lines: of the outputs of a cell that are kept; -1 for all.
        max_traceback: the same, of an error.
    """

    lesson: str
    notebook: str
    timeout: float | None = 30
    max_lines: int = 1000
    max_traceback: int = 100


@dataclass(frozen=True)
class Handed:
    """What a student handed in.

    Args:
        student: whose it is.
        notebook: the bytes of the notebook, or None where there is none.
        files: what lies beside it.
        seed: where the inputs come from.
        missing: why there is no notebook, in words.
    """

    student: str
    notebook: bytes | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    seed: int = 0
    missing: str = ""


@dataclass(frozen=True)
class Marked:
    """What grading found.

    Args:
        kept: what the graded notebook keeps of it: outcomes, seed, walls, versions, what was mended.
        points: of every graded cell, by its name; None where a person must give them.
        comments: on every cell that was answered; None where there is nothing to say.
        notebook: the graded notebook, as JSON.
    """

    kept: dict[str, Any]
    points: dict[str, float | None]
    comments: dict[str, str | None]
    notebook: str = ""


def grade(given: Given, handed: Handed, rooms: Rooms) -> Marked:
    """Grade one submission, in whatever state it is; a fault of the grader leaves the marks to a person.

    Raises:
        WallsError: where a wall that must stand cannot be had.
    """
    blank = whole(v4.reads(given.notebook))
    submitted, why = NotebookNode(), handed.missing
    if handed.notebook is not None:
        try:
            submitted = read(handed.notebook)
        except UnreadableError as reason:
            why = str(reason)
    nb = rebuilt(blank, submitted, fingerprint(handed.notebook or b""), why)
    run(nb, blank, given.lesson, handed.seed, rooms, handed.files, given.timeout)
    nb, _ = LimitOutput(max_lines=given.max_lines, max_traceback=given.max_traceback).preprocess(nb, {})
    return marked(nb)


def fingerprint(data: bytes) -> str:
    """Name what was handed in by its content."""
    return hashlib.sha256(data).hexdigest()


def whole(blank: NotebookNode) -> NotebookNode:
    """Give each cell of a notebook as it was given out an id."""
    blank.nbformat_minor = 5
    for index, cell in enumerate(blank.cells):
        cell.setdefault("id", f"given-{index}")
    return blank


def rebuilt(blank: NotebookNode, submitted: NotebookNode, name: str, why: str = "") -> NotebookNode:
    """Make the notebook that is to be run; at its top it says what was mended, or why it is not graded.

    Args:
        blank: the notebook as it was given out; it is used up.
        submitted: what was handed in.
        name: its fingerprint.
        why: why it cannot be graded, where that is known already.
    """
    made, notes = blank, []
    if not why:
        try:
            made, notes = rebuild(blank, submitted)
        except UnreadableError as reason:
            why = str(reason)
    made.metadata[KEPT] = {"submitted": name, "notes": notes}
    if why:
        _set_aside(made, why)
    elif notes:
        _notice(made, "What was mended before grading", notes)
    return made


def run(
    nb: NotebookNode,
    blank: NotebookNode,
    lesson: str,
    seed: int,
    rooms: Rooms,
    files: Mapping[str, bytes],
    timeout: float | None,
) -> None:
    """Run every cell of `nb` behind walls, have the judge ask its answers, and put the reports under the checks.

    Raises:
        WallsError: where a wall that must stand cannot be had.
    """
    kept = nb.metadata[KEPT]
    if "ungraded" in kept:
        return
    kept["seed"] = seed
    checks, answers = _asked(nb)
    known = LESSONS.get(lesson)
    began = time.monotonic()
    try:
        limits = Time(cell=timeout or math.inf)
        sitting = Sitting(nb, checks, answers, seed, rooms, _warm(blank, known), files, limits)
        sitting.run(frozenset(known.uses) if known else None)
    except WallsError:
        raise
    except Exception as error:
        kept["fault"] = traceback.format_exc()
        _set_aside(nb, f"the grader itself failed ({type(error).__name__}: {error})")
        return
    kept["seconds"] = round(time.monotonic() - began, 3)
    kept["walls"] = list(sitting.stands)
    kept["versions"] = {"python": platform.python_version()} | {name: version(name) for name in ("unrolled", "numpy")}
    for index, exercise in checks.items():
        report, cell = Report(exercise, sitting.verdicts[exercise.id]), nb.cells[index]
        shown = v4.new_output("execute_result", data=report._repr_mimebundle_(), execution_count=cell.execution_count)
        cell.outputs = [shown]


def marked(nb: NotebookNode) -> Marked:
    """Read the marks off a notebook that was run: our reports are the only source of points for our exercises.

    Other outputs of a check, a learner's logging or warnings, change nothing. A check that gave no report is no
    silent 0: the mark stays open and the comment says why.
    """
    kept = nb.metadata[KEPT]
    kept["exercises"] = {}
    seconds = kept.pop("seconds", None)  # a graded notebook is the same whenever it is graded
    points: dict[str, float | None] = {}
    comments = {
        cell.metadata.nbgrader.grade_id: _no_response(cell) for cell in nb.cells if is_solution(cell) or is_task(cell)
    }
    for cell in nb.cells:
        if not is_grade(cell):
            continue
        name = cell.metadata.nbgrader.grade_id
        exercise = name.removeprefix("check-")
        own = exercise in EXERCISES and not is_solution(cell)
        why = kept.get("ungraded") or ("it was not run" if own and not cell.outputs else "")
        if why:
            points[name], comments[exercise] = None, f"{NOT_GRADED} {why}."
            found = {"earned": None, "points": float(cell.metadata.nbgrader.points), "why": why}
            kept["exercises"][exercise] = {"outcome": UNGRADED} | found
            continue
        points[name], _ = determine_grade(cell)
        if own:
            (report,) = cell.outputs
            found = kept["exercises"][exercise] = {key: report["data"][MIME][key] for key in OF_AN_EXERCISE}
            if found["why"]:
                comments[exercise] = f"{found['outcome'].capitalize()}: {found['why']}."
        elif not is_solution(cell):  # an instructor's own asserts
            kept.setdefault("by_nbgrader", []).append(name)
    found = json.loads(json.dumps(kept)) | ({} if seconds is None else {"seconds": seconds})
    return Marked(found, points, comments, v4.writes(nb) + "\n")


def not_graded(given: Given, handed: Handed, why: str) -> Marked:
    """Leave every mark of a submission to a person."""
    blank = whole(v4.reads(given.notebook))
    return marked(rebuilt(blank, NotebookNode(), fingerprint(handed.notebook or b""), why))


def _no_response(cell: NotebookNode) -> str | None:
    """What nbgrader says of an answer that is still as it was given."""
    same = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    return "No response." if same and not is_task(cell) else None


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
