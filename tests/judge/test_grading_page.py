"""The page on how fast a submission is graded: complete, well formed, and made by the command of what it recorded."""

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.exercises import LESSONS

ROOT = Path(__file__).parents[2]
BENCH, PAGE = ROOT / "tests" / "bench", ROOT / "docs" / "grading.md"
RECORD = json.loads((BENCH / "grading.json").read_text(encoding="utf-8"))
NUMBER = r"-?\d+(\.\d+)?"
SPREAD, TIMES = rf"{NUMBER} \({NUMBER}–{NUMBER}\)", rf"{NUMBER}× \({NUMBER}×–{NUMBER}×\)"
ALL = [each["name"] for each in RECORD["submissions"]]
"""What was measured: lessons, and small notebooks that import frameworks."""


@pytest.fixture(scope="module")
def make():
    """What makes the page of a record."""
    sys.path.insert(0, str(BENCH))
    import grading_page

    sys.path.remove(str(BENCH))
    return grading_page


def sections(text):
    return dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end \1 -->", text, re.DOTALL))


def table(text):
    """The rows of a table as dicts by the head; every row must be as long as the head, and no cell empty."""
    head, rule, *rows = (re.split(r" (?<!\\)\| ", line.strip("| ")) for line in text.splitlines() if line[:1] == "|")
    assert rule == ["---"] * len(head)
    for row in rows:
        assert len(row) == len(head), row
        assert all(cell.strip() and "nan" not in cell for cell in row), row
    return [dict(zip(head, row, strict=True)) for row in rows]


def require_whole(text, names):
    """Assert that a page has every table with a row for each submission, and a number wherever one belongs."""
    found = sections(text)
    for name in ("times", "beyond", "parts", "pieces", "errors"):
        assert [row["submission"] for row in table(found[name])] == names
    for row in table(found["times"]):
        earned, points = row["points"].split(" of ")
        assert earned == points
        assert re.fullmatch(TIMES, row["times as fast"])
        assert re.fullmatch(SPREAD, row["engine, ms"])
        assert re.fullmatch(SPREAD, row["nbgrader's executor, ms"])
    for row in table(found["beyond"]):
        assert all(re.fullmatch(SPREAD, cell) for name, cell in row.items() if name != "submission")
    for row in [*table(found["parts"]), *table(found["pieces"])]:
        assert all(re.fullmatch(NUMBER, cell) for name, cell in row.items() if name != "submission")
    assert all(re.match("yes$|no: ", row["reached"]) for row in table(found["goals"]))


def test_the_page_is_whole_and_has_every_lesson():
    text = PAGE.read_text(encoding="utf-8")
    require_whole(text, ALL)
    assert f"Measured on {RECORD['environment']['date']}" in sections(text)["environment"]


def test_the_tables_are_those_that_the_command_makes_of_what_it_recorded(make):
    assert make.whole(RECORD) == PAGE.read_text(encoding="utf-8")


def test_a_quick_run_makes_a_whole_page_and_only_shows_it():
    before = PAGE.read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "tests/bench/grading.py", "--quick"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    require_whole(done.stdout, [ALL[0], "torch"])
    assert PAGE.read_text(encoding="utf-8") == before


def judged(make, **changes):
    """What is said of each goal where every row is well within it, but for changes to one row, by its name."""
    rows = copy.deepcopy(RECORD["submissions"])
    for row in rows:
        row |= {"ratio": [99, 100, 101], "beyond": [0.01, 0.02, 0.03]}
        row["errors"]["ours"] = []
        row |= changes.get(row["name"].replace("-", "_"), {})
    return [row["reached"] for row in table(make.goals(rows))]


def test_what_was_measured_is_in_the_course():
    lessons = [name for name in ALL if name in LESSONS]
    assert len(lessons) >= 7 and [*lessons, "torch", "torch and keras"] == ALL


def test_a_goal_that_is_missed_is_said_and_where(make):
    assert judged(make) == ["yes", "yes", "yes"]
    assert judged(make, torch={"ratio": [1, 39.9, 99]}) == ["yes", "no: torch 39.9×", "yes"]
    lesson = next(iter(LESSONS))
    changed = {lesson.replace("-", "_"): {"ratio": [1, 11.9, 99], "beyond": [0, 0.0801, 1]}}
    assert judged(make, **changed) == [f"no: {lesson} 11.9×", "yes", f"no: {lesson} 80.1 ms"]


def test_a_framework_that_does_not_run_reaches_nothing(make):
    errors = {"errors": {"theirs": [], "ours": ["NotThereError: keras is not there"], "plain": 0}}
    said = judged(make, **{"torch and keras": errors})
    assert said == ["yes", *["no: torch and keras: NotThereError: keras is not there"] * 2]
