"""What a class is given: complete, installable, and without solutions."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from the_class import hand_in, learners

from grader.classroom.start import PROGRAMS
from grader.exercises import LESSONS as CATALOGUE

LESSONS = list(CATALOGUE)
PAGE = "grader/classroom/report/page.html"


@pytest.fixture(scope="module")
def unpacked(course, tmp_path_factory) -> Path:
    """The release of all lessons, unpacked."""
    folder = tmp_path_factory.mktemp("learner")
    command = [sys.executable, "-m", "grader", "release", "--course", course, "--to", folder / "class.zip"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, ""), run.stderr
    with zipfile.ZipFile(folder / "class.zip") as archive:
        archive.extractall(folder)
    return folder / "unrolled"


def test_it_holds_what_a_learner_needs_and_no_solution(course, unpacked):
    files = sorted(str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file())
    (wheel,) = [name for name in files if name.endswith(".whl")]
    assert files == sorted(
        [
            *("README.txt", "constraints.txt", "start.py", wheel),
            *("notebooks/cheat-sheet.html", "notebooks/glossary.html"),
            *(f"notebooks/{each}/{each}.ipynb" for each in LESSONS),
        ]
    )
    for given in (name for name in files if name.startswith("notebooks/")):
        assert (unpacked / given).read_bytes() == (course / given).read_bytes()
    with zipfile.ZipFile(unpacked / wheel) as archive:
        inside = archive.namelist()
    assert {name.split("/")[0].split("-")[0] for name in inside} == {"grader", "lstm_ref", "unrolled"}
    assert {"grader/cli.py", "lstm_ref/__init__.py", "grader/classroom/start.py", PAGE} <= {*inside}
    assert not any("test" in name or "solution" in name or name.endswith((".ipynb", ".pyc")) for name in inside)
    readme = (unpacked / "README.txt").read_text()
    assert "python3 start.py" in readme and ", ".join(LESSONS) in readme


def test_the_package_installs_into_a_fresh_environment(unpacked, tmp_path):
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / PROGRAMS.name / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--ignore-installed"]
    subprocess.run([*install, next(unpacked.glob("*.whl"))], check=True)
    code = "import grader, lstm_ref, grader.cli as cli; print(grader.__file__); print(lstm_ref.__file__); cli.main()"
    environment = {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")}
    run = subprocess.run([python, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert all(Path(line).is_relative_to(tmp_path / "venv") for line in run.stdout.splitlines()[:2])


def test_a_set_up_that_fails_says_so_and_is_tried_again(unpacked):
    environment = {**os.environ, "PIP_NO_INDEX": "1"}
    for _ in range(2):
        command = [sys.executable, unpacked / "start.py"]
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert (run.returncode, "Setting up the course" in run.stdout) == (1, True)
        assert "The set-up did not finish" in run.stderr and "Traceback" not in run.stderr


def test_a_lesson_alone_and_data_for_a_program(grader, tmp_path):
    ran = grader("release", LESSONS[0], "--to", tmp_path / "one.zip", "--json")
    assert (ran.status, ran.data) == (0, {"file": str(tmp_path / "one.zip"), "lessons": LESSONS[:1]})
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert [Path(name).stem for name in archive.namelist() if name.endswith(".ipynb")] == LESSONS[:1]


def test_what_was_released_can_be_graded_by_nbgrader_alone(course, unpacked):
    hand_in(course, LESSONS[0], "anna", learners(course, LESSONS[0])["all-right"])
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSONS[0]]
    run = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    graded = json.loads((course / "autograded" / "anna" / LESSONS[0] / f"{LESSONS[0]}.ipynb").read_text())
    assert {each["outcome"] for each in graded["metadata"]["unrolled"]["exercises"].values()} == {"right"}


def test_a_lesson_that_was_changed_after_grading_is_refused(course, refused, unpacked):
    file = course / "notebooks" / LESSONS[0] / f"{LESSONS[0]}.ipynb"
    before = file.read_text()
    file.write_text(before.replace('"check-last-step"', '"check-first-step"'))
    try:
        assert "has other graded cells than when this class was graded" in refused("grade", LESSONS[0])
    finally:
        file.write_text(before)
