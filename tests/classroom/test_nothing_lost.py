"""Whatever is ended in the middle, the same command goes on from there: each submission is graded exactly once."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbgrader.api import Base
from sqlalchemy import create_engine, text
from the_class import hand_in, learners

LESSON = "00-start-here"
KINDS = ("all-right", "first-mistake", "second-mistake", "half", "no-json")
CLASS = 40
MARKS = """SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
    FROM grade g JOIN submitted_notebook n ON g.notebook_id = n.id JOIN submitted_assignment s
    ON n.assignment_id = s.id JOIN base_cell c ON g.cell_id = c.id ORDER BY 1, 2"""
ATTEMPTS = "SELECT student, number, submitted, seed FROM unrolled_attempt ORDER BY 1, 2"


@pytest.fixture(scope="module")
def handed_in(course) -> Path:
    """A course and the work of forty."""
    made = learners(course, LESSON)
    for number in range(CLASS):
        hand_in(course, LESSON, f"student-{number:02}", made[KINDS[number % len(KINDS)]])
    (course / ".seed-key").write_bytes(b"the same in every copy of this course")
    return course


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory) -> Path:
    """The same course, graded in peace."""
    copy = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("undisturbed") / "course"))
    assert finished(started(copy)) == 1
    return copy


@pytest.fixture
def course_of_forty(handed_in, tmp_path) -> Path:
    return Path(shutil.copytree(handed_in, tmp_path / "course"))


def started(course: Path, *words: str) -> subprocess.Popen:
    """Start the command in a group of processes of its own."""
    command = [sys.executable, "-m", "grader", "grade", LESSON, "--json", *words]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    out = subprocess.PIPE
    return subprocess.Popen(command, cwd=course, env=environment, stdout=out, stderr=out, start_new_session=True)


def finished(run: subprocess.Popen) -> int:
    _, err = run.communicate(timeout=180)
    assert run.returncode in (0, 1), err.decode()
    return run.returncode


def rows(course: Path, query: str) -> list[tuple]:
    with sqlite3.connect(course / "gradebook.db") as db:
        return db.execute(query).fetchall()


def same_as(course: Path, undisturbed: Path) -> None:
    assert rows(course, MARKS) == rows(undisturbed, MARKS)
    for student in ("student-00", "student-39"):
        graded = [
            json.loads((each / "autograded" / student / LESSON / f"{LESSON}.ipynb").read_text())
            for each in (course, undisturbed)
        ]
        ours, theirs = (each["metadata"]["unrolled"]["exercises"] for each in graded)
        assert ours == theirs
    assert not list((course / "autograded").glob("*/.*")), "nothing half made is left"


def graded(course: Path) -> int:
    try:
        return rows(course, "SELECT count(*) FROM unrolled_attempt")[0][0]
    except sqlite3.OperationalError:
        return 0


def test_two_who_grade_at_once_corrupt_nothing(course_of_forty, undisturbed):
    runs = [started(course_of_forty) for _ in range(2)]
    assert [finished(run) for run in runs] == [1, 1]
    assert rows(course_of_forty, ATTEMPTS) == rows(undisturbed, ATTEMPTS)
    same_as(course_of_forty, undisturbed)


@pytest.mark.parametrize("after", [0, 5, 20])
def test_ctrl_c_ends_it_cleanly_within_two_seconds(course_of_forty, undisturbed, after):
    run = started(course_of_forty)
    while graded(course_of_forty) < after and run.poll() is None:
        time.sleep(0.02)
    time.sleep(1 if not after else 0)
    started_at = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=30)
    assert time.monotonic() - started_at < 2
    assert (run.returncode, out) == (130, b"")
    assert err.decode().startswith("grader: stopped.") and err.count(b"\n") == 1
    assert finished(started(course_of_forty)) == 1
    assert rows(course_of_forty, ATTEMPTS) == rows(undisturbed, ATTEMPTS)
    same_as(course_of_forty, undisturbed)


FULL = """set -e
mount -t tmpfs -o size=200m none {disk}
cp -r {course} {disk}/course
free=$(df --output=avail -k {disk} | tail -1)
head -c $(((free - {left}) * 1024)) /dev/zero >{disk}/others
cd {disk}/course
"$@" >{out}/first 2>{out}/said || echo $? >{out}/status
find {disk} -name '.*.new' >{out}/left
rm {disk}/others
"$@" >{out}/second 2>{out}/said-again || true
cp -r {disk}/course {out}/course
"""


def test_a_full_disk_is_said_in_a_line_and_loses_nothing(handed_in, undisturbed, tmp_path):
    disk, out = tmp_path / "disk", tmp_path / "out"
    disk.mkdir()
    out.mkdir()
    script = FULL.format(disk=disk, course=handed_in, out=out, left=1000)
    grade = [sys.executable, "-m", "grader", "grade", LESSON, "--json"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    walls = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", *grade]
    ran = subprocess.run(walls, env=environment, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stderr
    said = (out / "said").read_text()
    assert (out / "status").read_text().strip() == "2", said
    assert said.startswith("grader: ") and said.count("\n") == 1
    assert "full" in said or "No space left" in said
    assert (out / "left").read_text() == ""
    assert (out / "said-again").read_text() == ""
    assert rows(out / "course", ATTEMPTS) == rows(undisturbed, ATTEMPTS)
    same_as(out / "course", undisturbed)


@pytest.mark.parametrize("stopped", ["at the tables", "at the version"])
def test_a_gradebook_that_was_ended_while_it_was_made_is_made_anew(course_of_forty, stopped):
    opened = create_engine(f"sqlite:///{course_of_forty}/gradebook.db")
    Base.metadata.create_all(opened)
    with opened.begin() as database:
        if stopped == "at the version":
            database.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    opened.dispose()
    assert finished(started(course_of_forty, "--student", "student-00")) == 0
    assert len(rows(course_of_forty, ATTEMPTS)) == 1 == len(rows(course_of_forty, "SELECT * FROM alembic_version"))
