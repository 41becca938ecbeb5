"""Work that came late: nbgrader's policy costs the same through both doors, whenever the due date was set."""

import io
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from the_class import learners, notebook

LESSON = "00-start-here"
FILE = f"{LESSON}.ipynb"
DUE = datetime(2026, 3, 1, 22, 59)
DAY = timedelta(days=1)

BY_THE_DAY = '''
import math

from nbgrader.plugins import LateSubmissionPlugin


class ByTheDay(LateSubmissionPlugin):
    """Half a point for each day that was begun; one who is ill pays nothing."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return None if student_id == "ill" else 0.5 * math.ceil(total_seconds_late / 86400)
'''
OWN = '\nc.AssignLatePenalties.plugin_class = "late.ByTheDay"\n'
ZERO = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
CAME = {
    "early": DUE - DAY,
    "in-time": DUE,
    "late": DUE + timedelta(seconds=2),
    "later": DUE + 2.5 * DAY,
    "ill": DUE + DAY,
    "extended": DUE + DAY,
    "lost": DUE + 99 * DAY,
}
"""When each hands in; all are right and worth 3 points."""


@pytest.fixture(scope="module")
def config(course) -> Path:
    (course / "late.py").write_text(BY_THE_DAY)
    return course / "nbgrader_config.py"


def policy(config: Path, line: str) -> None:
    words = config.read_text()
    config.write_text(words.replace(OWN, "").replace(ZERO, "") + line)


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course}/gradebook.db", "unrolled")


def due(course: Path) -> datetime | None:
    with gradebook(course) as opened:
        return opened.find_assignment(LESSON).duedate


def nbgrader(course: Path, *words: str) -> None:
    run = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=course, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def right(course: Path) -> str:
    cells = notebook(course, "notebooks", LESSON)
    learners(course, LESSON)["all-right"].edit(cells)
    return nbformat.writes(cells)


def hand_in(course: Path, student: str, came: datetime, text: str) -> None:
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(text)
    (folder / "timestamp.txt").write_text(f"{came} UTC")


def penalties(course: Path) -> dict[str, float]:
    """What each loses; None is nothing, and all marks are as they were."""
    with gradebook(course) as opened:
        submissions = opened.assignment_submissions(LESSON)
        assert {each.score for each in submissions} == {3}
        return {each.student_id: each.notebooks[0].late_submission_penalty for each in submissions}


@pytest.fixture(scope="module")
def handed_in(course, config) -> Path:
    """A class whose lesson is due, with one who was given two days more."""
    nbgrader(course, "db", "assignment", "add", LESSON, "--duedate", "2026-03-01 23:59 Europe/Berlin")
    policy(config, OWN)
    for student, came in CAME.items():
        hand_in(course, student, came, right(course))
    return course


OWED = {"early": None, "in-time": None, "late": 0.5, "later": 1.5, "ill": None, "extended": 0.5, "lost": 3}


def test_a_policy_of_ones_own_costs_the_same_through_both_doors(handed_in, grader):
    assert grader("grade", LESSON).status == 0
    assert (penalties(handed_in), due(handed_in)) == (OWED, DUE)
    with gradebook(handed_in) as opened:
        opened.grant_extension(LESSON, "extended", days=2)
    hand_in(handed_in, "later", DUE - DAY, right(handed_in) + "\n")
    hand_in(handed_in, "early", DUE + DAY, right(handed_in) + "\n")
    hand_in(handed_in, "late", DUE - DAY, right(handed_in))  # the same work: only its time was put right
    assert "3 graded now" in grader("grade", LESSON).out
    now = OWED | {"later": None, "early": 0.5, "late": None}
    assert penalties(handed_in) == now
    assert grader("grade", LESSON, "--again").status == 0
    now |= {"extended": None}
    assert (penalties(handed_in), due(handed_in)) == (now, DUE)
    with gradebook(handed_in) as opened:
        for submission in opened.assignment_submissions(LESSON):
            submission.notebooks[0].late_submission_penalty = 0.25
        opened.db.commit()
    nbgrader(handed_in, "autograde", LESSON, "--force")
    assert (penalties(handed_in), due(handed_in)) == (now, DUE)
    assert "0 graded now" in grader("grade", LESSON).out


def test_nbgraders_policy_that_takes_everything_does_so_through_both_doors(handed_in, config, grader):
    grader("grade", LESSON)
    policy(config, ZERO)
    wanted = {student: 3 if lost else None for student, lost in (penalties(handed_in) | {"ill": 3}).items()}
    assert grader("grade", LESSON, "--again").status == 0
    assert penalties(handed_in) == wanted
    nbgrader(handed_in, "autograde", LESSON, "--force")
    assert penalties(handed_in) == wanted
    policy(config, OWN)


def zipped(file: Path, names: dict[str, str]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return file


def stamp(course: Path, student: str) -> str:
    return (course / "submitted" / student / LESSON / "timestamp.txt").read_text()


def test_canvas_says_who_is_late_and_a_due_date_may_be_set_afterwards(handed_in, grader, tmp_path):
    with gradebook(handed_in) as opened:
        opened.update_or_create_assignment(LESSON, duedate=None)
    names = {f"anna_LATE_1_2_{FILE}": right(handed_in), f"bert_3_4_{FILE}": right(handed_in)}
    ran = grader("collect", LESSON, zipped(tmp_path / "canvas.zip", names), "--json")
    assert (ran.status, ran.data["look"]) == (0, [])
    assert ran.data["notes"] == [
        "Late by Canvas, which does not say by how much: anna. It counts as not late, for the lesson has no due date."
    ]
    chosen = ("--student", "anna", "--student", "bert")
    assert grader("grade", LESSON, *chosen).status == 0
    assert {penalties(handed_in)[student] for student in ("anna", "bert")} == {None}
    with gradebook(handed_in) as opened:
        opened.update_or_create_assignment(LESSON, duedate=str(DUE))
    assert "2 graded now" in grader("grade", LESSON, *chosen).out
    assert [penalties(handed_in)[student] for student in ("anna", "bert")] == [0.5, None]
    assert [stamp(handed_in, student) for student in ("anna", "bert")] == [
        *("2026-03-01 22:59:01 UTC", "2026-03-01 22:59:00 UTC")
    ]
    # Canvas gave her more time: the same file comes without the mark
    names = {f"anna_1_2_{FILE}": right(handed_in)}
    ran = grader("collect", LESSON, zipped(tmp_path / "canvas.zip", names), "--json")
    assert ran.data["notes"] == []
    assert "1 graded now" in grader("grade", LESSON, *chosen).out
    assert penalties(handed_in)["anna"] is None


def test_moodles_worksheet_says_when_work_came(handed_in, grader, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    folder = "_assignsubmission_file"
    names = {f"Ann_{number}{folder}/{FILE}": right(handed_in) for number in (7, 8)}
    source = zipped(tmp_path / "moodle.zip", names)
    ran = grader("collect", LESSON, source)
    assert (ran.status, "it counts as in time: Ann-7, Ann-8" in ran.out) == (1, True)
    assert {stamp(handed_in, student) for student in ("Ann-7", "Ann-8")} == {"2026-03-01 22:59:00 UTC"}
    table = io.StringIO()
    print("Identifier,Last modified (submission)", file=table)
    print('Participant 7,"Sunday, 1 March 2026, 10:30 PM"', file=table)
    print('Participant 8,"Monday, 2 March 2026, 11:00 PM"', file=table)
    (tmp_path / "worksheet.csv").write_text(table.getvalue())
    ran = grader("collect", LESSON, source, "--roster", tmp_path / "worksheet.csv")
    assert "counts as in time" not in ran.out
    assert [stamp(handed_in, student) for student in ("Ann-7", "Ann-8")] == [
        *("2026-03-01 22:30:00 UTC", "2026-03-02 23:00:00 UTC")
    ]
    grader("grade", LESSON, "--student", "Ann-7", "--student", "Ann-8")
    assert [penalties(handed_in)[student] for student in ("Ann-7", "Ann-8")] == [None, 1]
    assert grader("collect", LESSON, source).status == 0  # what is known once stays known
    assert stamp(handed_in, "Ann-8") == "2026-03-02 23:00:00 UTC"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('\nc.AssignLatePenalties.plugin_class = "nowhere.Policy"\n', "The policy for late work in nbgrader_config.py"),
        ('\nc.LateSubmissionPlugin.penalty_method = "half"\n', "The policy for late work in nbgrader_config.py"),
    ],
)
def test_a_policy_that_is_none_is_said_in_a_line(handed_in, config, refused, line, said):
    before = config.read_text()
    config.write_text(before + line)
    try:
        assert said in refused("grade", LESSON, "--student", "early")
    finally:
        config.write_text(before)


def test_a_time_that_is_none_is_said_in_a_line(handed_in, refused):
    file = handed_in / "submitted" / "early" / LESSON / "timestamp.txt"
    before = file.read_text()
    file.write_text("last Sunday")
    try:
        assert "timestamp.txt says no time, as 2026-03-01 23:59:00 UTC would" in refused(
            "grade", LESSON, "--student", "early"
        )
    finally:
        file.write_text(before)
