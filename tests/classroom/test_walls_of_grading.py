"""Grading where walls stand and where they do not, by any of its doors: what is done, kept and said."""

import contextlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, tree
from nbformat import v4
from nbgrader.api import Gradebook
from nbgrader.utils import compute_checksum
from the_class import at, hand_in, learners, notebook

from grader.cli import main
from grader.sandbox import REQUIRED

LESSON = "00-start-here"
REFUSED = "try:\n    {statement}\nexcept OSError:\n    pass\nelse:\n    raise AssertionError"
OWN = {
    "own-right": "assert last_step([1, 2]) == 2",
    "own-wrong": "assert last_step([1, 2]) == 1",
    "own-course": REFUSED.format(statement=f"open({str(ROOT / 'nbgrader_config.py')!r})"),
    "own-network": "import socket\n" + REFUSED.format(statement="socket.socket()"),
    "own-programs": "import subprocess\nsubprocess.run(['true'])",
}
"""Graded cells of an instructor's own: the third and the fourth pass behind walls only, the fifth never does there."""

STUDENTS = ("all-right", "first-mistake", "no-json", "kernel")


def own_asserts(course: Path) -> None:
    """Put an instructor's own graded cells at the end of lesson 00."""
    blank = notebook(course, "notebooks", LESSON)
    for name, source in OWN.items():
        cell = v4.new_code_cell(source, id=name)
        cell.metadata.nbgrader = {"grade_id": name, "grade": True, "solution": False, "locked": True, "task": False}
        cell.metadata.nbgrader |= {"points": 2, "schema_version": 3, "cell_type": "code"}
        cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
        blank.cells.append(cell)
    nbformat.write(blank, course / "notebooks" / LESSON / f"{LESSON}.ipynb")


@pytest.fixture(scope="module")
def handed_in(course) -> Path:
    """The course, with asserts of its own and the work of a few."""
    made = learners(course, LESSON)
    own_asserts(course)
    for student in STUDENTS:
        hand_in(course, LESSON, student, made[student])
    return course


@pytest.fixture
def copy(handed_in, tmp_path) -> Path:
    return Path(shutil.copytree(handed_in, tmp_path / "course"))


def run(*words: str, course: Path, path: str | None = None) -> subprocess.CompletedProcess:
    """Run a command in a process of its own, which has no warm process yet."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"}
    environment["PATH"] = os.environ["PATH"] if path is None else path
    return subprocess.run([sys.executable, "-m", *words], cwd=course, env=environment, capture_output=True, text=True)


def graded(course: Path, student: str):
    return nbformat.read(course / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4)


def rows(course: Path) -> dict:
    """Everything that the gradebook says of the lesson, but for the time."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", "unrolled") as opened:
        notebooks = [
            (submission.student_id, each)
            for submission in opened.assignment_submissions(LESSON)
            for each in submission.notebooks
        ]
        grades = {
            (student, grade.name): (
                *(grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade),
                *(grade.score, grade.max_score, grade.cell_type, grade.failed_tests),
            )
            for student, each in notebooks
            for grade in each.grades
        }
        comments = {
            (student, "comment", comment.name): (comment.auto_comment, comment.manual_comment)
            for student, each in notebooks
            for comment in each.comments
        }
    return grades | comments


@pytest.fixture(scope="module")
def by_the_command(handed_in, tmp_path_factory) -> Path:
    """A course graded by `grader grade`."""
    course = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("command") / "course"))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["grade", LESSON, "--course", str(course)]) == 1
    assert "no-json" in out.getvalue() and "Graded without" not in out.getvalue()
    return course


def test_without_bubblewrap_nothing_is_graded(copy, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    before = tree(copy)
    ran = run("grader", "grade", LESSON, course=copy, path=str(empty))
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert ran.stderr.startswith("grader: Nothing was graded: these walls round submitted code cannot be had here: ")
    assert "bubblewrap" in ran.stderr and "--walls=weak" in ran.stderr
    assert tree(copy) == before


def test_nor_where_it_does_not_work(copy, tmp_path):
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    before = tree(copy)
    ran = run("grader", "grade", LESSON, course=copy, path=str(broken.parent))
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "No permissions to create new namespace" in ran.stderr and "--walls=weak" in ran.stderr
    assert tree(copy) == before


def test_weak_walls_are_recorded_and_said_and_the_marks_are_the_same(copy, by_the_command, tmp_path):
    """And so are they with other inputs, drawn with another key."""
    chosen = ("all-right", "first-mistake")
    words = [word for student in chosen for word in ("--student", student)]
    ran = run("grader", "grade", LESSON, "--walls=weak", *words, course=copy, path=str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout.rpartition("Graded without these walls round submitted code: ")[2].strip().rstrip(".")
    for student in chosen:
        kept = graded(copy, student).metadata.unrolled
        assert "bubblewrap" not in kept.walls and {"limits", "seccomp"} <= set(kept.walls)
        assert kept.seed != graded(by_the_command, student).metadata.unrolled.seed
        assert said.split(", ") == [wall for wall in REQUIRED if wall not in kept.walls]
    all_walls = rows(by_the_command)
    weak = {key: row for key, row in rows(copy).items() if key[0] in chosen}
    assert weak == {key: row for key, row in all_walls.items() if key in weak}


def test_all_walls_are_recorded(by_the_command):
    for student in STUDENTS:
        kept = graded(by_the_command, student).metadata.unrolled
        if student == "no-json":
            assert "walls" not in kept, "nothing was run"
        else:
            assert set(REQUIRED) <= set(kept.walls)


def test_the_key_is_made_once_for_its_owner_alone_and_marks_stay(by_the_command):
    key = by_the_command / ".seed-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and len(key.read_bytes()) == 32
    before, secret = rows(by_the_command), key.read_bytes()
    seeds = {student: graded(by_the_command, student).metadata.unrolled.get("seed") for student in STUDENTS}
    assert len(set(seeds.values())) == len(STUDENTS), "other work is asked other things"

    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["grade", LESSON, "--again", "--json", "--course", str(by_the_command)]) == 1

    assert all(each["graded_now"] for each in json.loads(out.getvalue())["marks"])
    assert (rows(by_the_command), key.read_bytes()) == (before, secret)
    assert {student: graded(by_the_command, student).metadata.unrolled.get("seed") for student in STUDENTS} == seeds


def test_nbgraders_own_autograde_gives_the_same_rows_and_notebooks(by_the_command, tmp_path):
    copy = Path(shutil.copytree(by_the_command, tmp_path / "course"))
    shutil.rmtree(copy / "autograded")
    with Gradebook(f"sqlite:///{copy}/gradebook.db", "unrolled") as opened:
        for submission in opened.assignment_submissions(LESSON):
            opened.remove_submission(LESSON, submission.student_id)
    assert not rows(copy)
    ran = run("nbgrader", "autograde", LESSON, course=copy)
    assert ran.returncode == 0, ran.stderr
    assert rows(copy) == rows(by_the_command)
    for student in STUDENTS:
        theirs, ours = graded(copy, student), graded(by_the_command, student)
        assert len(theirs.cells) == len(ours.cells)
        for own, other in zip(ours.cells, theirs.cells, strict=True):
            assert without_places(own) == without_places(other)
        for each in (theirs, ours):
            each.metadata.unrolled.pop("seconds", None)
        assert theirs.metadata == ours.metadata


def without_places(cell) -> str:
    """A cell as text, without the addresses of objects, which are others in each process."""
    return re.sub(r"0x[0-9a-f]{6,}", "0x", json.dumps(cell, sort_keys=True))


def test_an_instructors_own_asserts_run_behind_the_walls_and_are_listed(by_the_command):
    found = rows(by_the_command)
    for student in ("all-right", "kernel"):
        assert graded(by_the_command, student).metadata.unrolled.by_nbgrader == list(OWN)
        earned = {name: found[student, name][0] for name in OWN}
        assert earned == {"own-right": 2, "own-wrong": 0, "own-course": 2, "own-network": 2, "own-programs": 0}
        assert not any(found[student, name][3] for name in OWN)
    assert all(found["no-json", name][:1] + found["no-json", name][3:4] == (None, True) for name in OWN)


def test_a_catalogue_check_is_not_listed_as_one_of_those(by_the_command):
    kept = graded(by_the_command, "all-right").metadata.unrolled
    assert list(kept.exercises) == ["last-step", "product-shape"]
    assert at(graded(by_the_command, "all-right"), "check-last-step") >= 0
