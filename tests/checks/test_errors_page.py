"""The page on how often the grader is wrong: made of the record, whole, and the record is true for a sample."""

import dataclasses
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from grader.exercises import LESSONS

ROOT = Path(__file__).parents[2]
BENCH, PAGE = ROOT / "tests" / "bench", ROOT / "docs" / "errors.md"
SECTIONS = ["environment", "goals", "lessons", "told", "survivors", "equivalent", "exercises"]
TRAINED = {"capstone-signs", "capstone-sine", "capstone-letters", "capstone"}
SAMPLE = ("last-step", "rnn-step", "softmax", "clip-norm", "draw-lots", "hidden-state", "count-dense", "centre")


@pytest.fixture(scope="module", autouse=True)
def bench():
    """The folder of the measuring scripts, to import from."""
    sys.path.insert(0, str(BENCH))
    yield
    sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def make(bench):
    import errors_page

    return errors_page


@pytest.fixture(scope="module")
def measure(bench):
    import errors

    return errors


@pytest.fixture(scope="module")
def record(make):
    return json.loads(make.RECORD.read_text(encoding="utf-8"))


def answer_to(exercise: str):
    from answers import answers

    lesson = next(name for name, each in LESSONS.items() if exercise in {one.id for one in each.exercises})
    return next(each for each in answers(lesson) if each.exercise.id == exercise)


def require_whole(text: str) -> None:
    """Assert that a page has every section, and no cell is empty."""
    found = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end \1 -->", text, re.DOTALL))
    assert [*found] == SECTIONS
    for section in found.values():
        assert section.strip() and "nan" not in section
        assert all(cell.strip() for line in section.splitlines() if line[:1] == "|" for cell in line.split("|")[1:-1])


def test_the_page_is_what_the_record_gives(make, record):
    text = PAGE.read_text(encoding="utf-8")
    assert make.whole(record) == text
    require_whole(text)


def test_the_readme_says_what_the_record_says(make, record):
    said = (ROOT / "README.md").read_text(encoding="utf-8")
    wrong, right = make.wrong(record["exercises"]), sum(row["right"] for row in record["exercises"])
    assert f"of {wrong:,} wrong answers it\ntook none, and of {right:,} right ones it refused none" in said


def test_every_exercise_is_in_it_and_there_are_enough_answers(make, record):
    rows = record["exercises"]
    ids = {exercise.id for lesson in LESSONS.values() for exercise in lesson.exercises}
    assert {row["exercise"] for row in rows} == ids - TRAINED
    assert make.wrong(rows) >= 1000 and make.wrong(rows, "field") >= 1000
    assert sum(row["right"] for row in rows) >= 500
    assert all(row["right"] >= 2 for row in rows)
    assert record["attacks"]["made"] == len(list((ROOT / "tests" / "judge" / "hostile").glob("*.py")))


def test_nothing_wrong_got_through_and_nothing_right_was_lost(make, record):
    rows = record["exercises"]
    assert [line for row in rows for line in row["accepted"]] == []
    assert [line for row in rows for line in row["rejected"]] == []
    assert record["attacks"]["accepted"] == []
    assert make.total(rows, "accepted") == 0


def test_every_line_that_is_listed_as_right_was_met_and_has_its_reason(make, record):
    found = tomllib.loads(make.EQUIVALENT.read_text(encoding="utf-8"))["same"]
    assert all(each["why"].endswith(".") for each in found)
    for row in record["exercises"]:
        lines = [line for each in found if each["exercise"] == row["exercise"] for line in each["lines"]]
        assert len(set(lines)) == len(lines)
        assert row["field"]["same"] + row["any"]["same"] == len(lines), row["exercise"]


@pytest.mark.parametrize("exercise", SAMPLE)
def test_the_record_is_true(measure, record, exercise):
    (recorded,) = (row for row in record["exercises"] if row["exercise"] == exercise)
    assert measure.measured(answer_to(exercise)) == recorded


def test_a_wrong_answer_that_gets_through_is_counted(measure):
    answer = answer_to("forget-gate")
    weak = dataclasses.replace(answer.exercise, cases=lambda rng: answer.exercise.cases(rng)[:1])
    row = measure.measured(answer._replace(exercise=weak))
    assert "return sigmoid(W_f @ x + U_f.T @ h + b_f)" in row["accepted"]
    assert row["field"]["accepted"] > 5


def test_a_right_answer_that_loses_points_is_counted(measure):
    answer = answer_to("forget-gate")
    strict = dataclasses.replace(answer.exercise, tolerance=1e-12)
    _, rejected = measure.rewritten(answer._replace(exercise=strict))
    assert any(each.startswith("float32 out: ") for each in rejected)


def test_a_wrong_line_is_not_made_right_by_being_listed(measure):
    answer = answer_to("forget-gate")
    mutant = measure.mutants(answer.source, answer.written)[0]
    assert measure.told(answer, mutant, {mutant.line: "It is not."}).told == measure.ACCEPTED


def test_an_answer_that_loops_for_ever_is_stopped(measure, monkeypatch):
    monkeypatch.setattr(measure, "SECONDS", 0.2)
    answer = answer_to("last-step")
    verdict = measure.verdict(answer, "def last_step(x):\n    while True:\n        pass", 0)
    assert verdict.earned == 0 and "more than 0.2 seconds" in verdict.lines[0].message


def test_a_goal_that_is_missed_is_said(make, record):
    worse = json.loads(json.dumps(record))
    worse["exercises"][0]["field"]["accepted"] = 1
    worse["exercises"][1]["rejected"] = ["a lambda"]
    worse["attacks"]["accepted"] = ["a_forged_message"]
    said = make.goals(worse)
    assert re.findall(r"\| (yes|no) \|", said)[:2] == ["no", "no"]
    assert "| 1 of 146 | no |" in said.replace(f"of {record['attacks']['made']} ", "of 146 ")


def test_the_command_measures_and_shows_the_page():
    before = PAGE.read_bytes()
    command = [sys.executable, str(BENCH / "errors.py"), "--quick"]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
    require_whole(ran.stdout)
    assert PAGE.read_bytes() == before
