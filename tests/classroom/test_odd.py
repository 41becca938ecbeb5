"""Work that stops, hangs, is something else, or meddles with the check: named, never a silent 0, in one run."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from the_class import at, hand_in, learners, notebook

from grader.cli import main

LESSON = "00-start-here"
RIGHT = "def last_step(x):\n    return x[-1]"


def answered(cells, source):
    cells.cells[at(cells, "last-step")].source = source
    cells.cells[at(cells, "product-shape")].source = "product_shape = (12,)"


def other_notebook(cells):
    cells.cells = [v4.new_code_cell("1 + 1", id="other")]


EDITS = {
    "syntax": lambda cells: answered(cells, "def last_step(x:\n    return x"),
    "renamed": lambda cells: answered(cells, RIGHT.replace("last_step", "lastStep")),
    "dead": lambda cells: answered(cells, "import os\nos._exit(3)"),
    "slow": lambda cells: answered(cells, "def last_step(x):\n    while True:\n        pass"),
    "check-taken": lambda cells: answered(cells, RIGHT + "\ncheck = 2"),
    "forged": lambda cells: answered(cells, "def last_step(x): ...\ndef check(*_):\n    return 2.0"),
    "other-notebook": other_notebook,
    "old-format": lambda cells: answered(cells, RIGHT),
}
FILES = {
    "empty": b"",
    "list": b"[1, 2]",
    "too-new": b'{"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}',
    "no-cells": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": "none"}',
    "bom": None,
}


@pytest.fixture(scope="module")
def marks(course, tmp_path_factory):
    """The marks by student, of one run, by an instructor whose own IPython meddles with checks."""
    startup = tmp_path_factory.mktemp("ipython") / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-own.py").write_text("import grader\ngrader.check = lambda *_: 0.0\n")
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Execute.timeout = 3\n")
    for student, edit in EDITS.items():
        cells = notebook(course, "notebooks", LESSON)
        edit(cells)
        folder = course / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        if student == "old-format":
            for cell in cells.cells:
                del cell["id"]
            cells.nbformat_minor = 2
        (folder / f"{LESSON}.ipynb").write_text(json.dumps(cells))
    right = learners(course, LESSON)["all-right"]
    hand_in(course, LESSON, "bom", right)
    for student, data in FILES.items():
        file = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes() if data is None else data)
    hand_in(course, LESSON, "Ann {x} 'y' é", right)
    hand_in(course, LESSON, "Ben [1]", right)
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as out:
        patch.setenv("IPYTHONDIR", str(startup.parents[1]))
        assert main(["grade", LESSON, "--json", "--course", str(course)]) == 1
    return {each["student"]: each for each in json.loads(out.getvalue())["marks"]}


@pytest.mark.parametrize(
    ("student", "outcomes", "points"),
    [
        ("syntax", ["raised", "right"], 1),
        ("renamed", ["raised", "right"], 1),
        ("slow", ["timed out", "right"], 1),
        ("dead", ["raised", "right"], 1),
        ("check-taken", ["right", "right"], 3),
        ("forged", ["wrong", "right"], 1),
        ("old-format", ["right", "right"], 3),
        ("bom", ["right", "right"], 3),
        ("Ann {x} 'y' é", ["right", "right"], 3),
        ("Ben [1]", ["right", "right"], 3),
    ],
)
def test_each_exercise_has_its_outcome(marks, student, outcomes, points):
    got = marks[student]
    assert [exercise["outcome"] for exercise in got["exercises"].values()] == outcomes
    assert got["points"] == points
    assert bool(got["look"]) == ("could not be graded" in outcomes)


@pytest.mark.parametrize(
    ("student", "said"),
    [
        ("other-notebook", "none of this lesson's answer cells"),
        ("empty", "the file is empty"),
        ("list", "the file is JSON, but not a notebook"),
        ("too-new", "the notebook has format 5, newer than the 4 known here"),
        ("no-cells", "the file is a damaged notebook"),
    ],
)
def test_what_was_not_graded_says_why(course, marks, student, said):
    assert said in " ".join(marks[student]["look"])
    graded = nbformat.read(course / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4)
    notice = graded.cells[0].source
    assert "not graded" in notice and said in notice


def test_an_answer_that_did_not_run_says_how_it_stopped(marks):
    assert "SyntaxError" in marks["syntax"]["exercises"]["last-step"]["why"]
    assert marks["renamed"]["exercises"]["last-step"]["why"] == "the cell of the answer makes no last_step"
    assert marks["dead"]["exercises"]["last-step"]["why"] == "it ended Python with exit status 3"


@pytest.mark.parametrize("locked", ["notebook", "folder", "beside"])
def test_what_may_not_be_read_stops_nobody_else(course, tmp_path, locked):
    copy = Path(shutil.copytree(course, tmp_path / "course", ignore=shutil.ignore_patterns("submitted", "*.db")))
    for student in ("locked", "other"):
        hand_in(copy, LESSON, student, learners(course, LESSON)["all-right"])
    folder = copy / "submitted" / "locked" / LESSON
    (folder / "data.csv").write_text("1,2")
    forbidden = {"notebook": folder / f"{LESSON}.ipynb", "folder": folder, "beside": folder / "data.csv"}[locked]
    forbidden.chmod(0)
    command = [sys.executable, "-m", "grader", "grade", LESSON, "--json"]
    if os.geteuid() == 0:  # root may read everything, unless this is taken away
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    ran = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    forbidden.chmod(0o700)
    assert ran.returncode == (0 if locked == "beside" else 1), ran.stderr
    marks = {each["student"]: each for each in json.loads(ran.stdout)["marks"]}
    assert marks["other"]["points"] == 3
    if locked == "beside":
        assert marks["locked"]["points"] == 3
    else:
        assert "cannot be read" in str(marks["locked"]["look"])
