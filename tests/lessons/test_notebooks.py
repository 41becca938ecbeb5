"""Every notebook runs, is what the source makes, and earns what it should; every lesson keeps to its form."""

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.utils import determine_grade, is_grade, is_solution

from grader.exercises import LESSONS

ROOT = Path(__file__).parents[2]
SECONDS = {"11-capstone": 60}

each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def notebook(folder: str, lesson: str, root: Path = ROOT) -> nbformat.NotebookNode:
    return nbformat.read(root / folder / lesson / f"{lesson}.ipynb", as_version=4)


def without_measured(path: Path) -> str:
    """The notebook's text, without the outputs that nbval ignores too: times, and what is drawn of them."""
    read = nbformat.read(path, as_version=4)
    for cell in read.cells:
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = []
    return nbformat.writes(read)


def test_every_lesson_of_the_catalogue_has_its_notebooks_and_no_other_lesson_exists():
    for folder in ("solutions", "notebooks"):
        found = sorted(path.parent.name for path in (ROOT / folder).glob("*/*.ipynb"))
        assert found == sorted(LESSONS)


@each_lesson
def test_what_is_committed_is_what_the_source_makes(lesson, rebuilt):
    for folder in ("solutions", "notebooks"):
        path = Path(folder) / lesson / f"{lesson}.ipynb"
        assert without_measured(ROOT / path) == without_measured(rebuilt / path), f"{path} is stale: run make notebooks"


@each_lesson
def test_text_and_notebook_of_a_solution_hold_the_same_cells(lesson):
    text = jupytext.read(ROOT / "solutions" / lesson / f"{lesson}.py")
    stored = notebook("solutions", lesson)
    assert [(c.cell_type, c.source) for c in text.cells] == [(c.cell_type, c.source) for c in stored.cells]


def processor() -> float:
    """Seconds on the processor, of all that this process has started and that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@each_lesson
@pytest.mark.parametrize(("folder", "how"), [("solutions", "--nbval"), ("notebooks", "--nbval-lax")])
def test_nbval_runs_it(lesson, folder, how, tmp_path):
    shutil.copytree(ROOT / folder / lesson, tmp_path / lesson)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", how, f"{lesson}.ipynb"]
    environment = {**os.environ, "UNROLLED_PROGRESS": str(tmp_path)}
    start, used = time.monotonic(), processor()
    run = subprocess.run(command, cwd=tmp_path / lesson, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    # on a busy machine the clock runs on while the lesson waits: then its time on the processor counts
    assert min(time.monotonic() - start, processor() - used) < SECONDS.get(lesson, 15)


@each_lesson
def test_a_solution_earns_all_its_points(lesson):
    for cell in notebook("solutions", lesson).cells:
        if is_grade(cell) and not is_solution(cell):
            earned, points = determine_grade(cell)
            assert earned == points, cell.source


@each_lesson
def test_a_blank_notebook_earns_nothing_and_raises_nothing(lesson, tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_PROGRESS", str(tmp_path))
    blank = notebook("notebooks", lesson)
    NotebookClient(blank, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    graded = [cell for cell in blank.cells if is_grade(cell)]
    assert graded
    for cell in graded:
        assert determine_grade(cell)[0] == 0, cell.source
        if cell.cell_type == "code":
            assert "not answered yet" in cell.outputs[-1].data["text/html"]
    for cell in blank.cells:
        if cell.cell_type == "code":
            assert not [output for output in cell.outputs if output.get("name") == "stderr"], cell.source


@each_lesson
def test_the_notebook_asks_what_the_catalogue_declares(lesson):
    declared = LESSONS[lesson]
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook("solutions", lesson).cells if "nbgrader" in c.metadata}
    expected = set()
    for exercise in declared.exercises:
        expected |= {*exercise.cells, f"check-{exercise.id}"}
        assert all(is_solution(cells[name]) and not is_grade(cells[name]) for name in exercise.cells)
        asked = cells[f"check-{exercise.id}"]
        assert asked.source == f'check("{exercise.id}", {exercise.answer_name})'
        assert (asked.metadata.nbgrader.points, asked.metadata.nbgrader.locked) == (exercise.points, True)
    for essay in declared.essays:
        expected.add(essay.id)
        asked = cells[essay.id]
        assert is_grade(asked) and is_solution(asked) and asked.cell_type == "markdown"
        assert asked.metadata.nbgrader.points == essay.points
    assert set(cells) == expected


@each_lesson
def test_a_learner_gets_no_solution(lesson):
    assert [path.name for path in (ROOT / "notebooks" / lesson).iterdir()] == [f"{lesson}.ipynb"]
    for cell in notebook("notebooks", lesson).cells:
        assert "SOLUTION" not in cell.source
        if cell.cell_type == "code":
            assert not cell.outputs


@each_lesson
def test_cells_are_short_enough_to_read(lesson):
    words = 0
    for cell in notebook("notebooks", lesson).cells:
        if cell.cell_type == "markdown":
            prose = [line for line in cell.source.splitlines() if not line.startswith("|")]
            words += sum(len(line.split()) for line in prose)
        else:
            assert words <= 150, f"{words} words before the cell {cell.source[:80]}"
            words = 0
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) <= 14, cell.source
