"""The page on how fast a class is graded: complete, and made by the command of what it recorded."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCH, PAGE = ROOT / "tests" / "bench", ROOT / "docs" / "classes.md"
SECTIONS = ("environment", "goals", "against", "workers", "many", "million")


@pytest.fixture(scope="module")
def make():
    """What makes the page of a record."""
    sys.path.insert(0, str(BENCH))
    import classes_page

    sys.path.remove(str(BENCH))
    return classes_page


@pytest.fixture(scope="module")
def record(make):
    return json.loads(make.RECORD.read_text(encoding="utf-8"))


def require_whole(text: str, rows: dict[str, int]) -> None:
    """Assert that a page has every table, with so many rows, and no cell empty."""
    found = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end \1 -->", text, re.DOTALL))
    assert [*found] == [*SECTIONS]
    for name, count in rows.items():
        cells = [line.strip("| ").split(" | ") for line in found[name].splitlines() if line[:1] == "|"]
        assert len(cells) == count + 2, name
        assert all(
            len(row) == len(cells[0]) and all(cell.strip() and "nan" not in cell for cell in row) for row in cells
        )


def test_the_page_is_what_the_record_gives(make, record):
    text = PAGE.read_text(encoding="utf-8")
    assert make.whole(record) == text
    require_whole(text, {"goals": 5, "against": 3, "workers": 1, "many": 3, "million": 3})


def test_the_record_is_of_the_classes_that_were_promised(record):
    assert [row["lesson"] for row in record["against"]] == ["03-weight-shapes", "06-lstm-gates", "09-return-sequences"]
    assert [row["class"] for row in record["against"]] == [100, 100, 30] and record["environment"]["cores"] == 2
    assert [row["class"] for row in record["many"]] == [100, 1000, 10_000]


def test_a_goal_that_was_missed_is_said(make, record):
    worse = json.loads(json.dumps(record))
    worse["workers"]["two"] = worse["workers"]["one"]
    worse["against"][1]["ours"] = [worse["against"][1]["theirs"]] * 3
    worse["many"][-1] |= {"own": 100_000, "memory": 10**9}
    goals = make.goals(worse)
    for missed in ("no: 06-lstm-gates", "no: 1.00×"):
        assert missed in goals
    assert goals.count("| no |") == 2 and "06-lstm-gates 1.0×" in goals


def test_the_command_measures_and_shows_the_page():
    command = [sys.executable, str(BENCH / "classes.py"), "--quick"]
    before = PAGE.read_bytes()
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
    require_whole(ran.stdout, {"goals": 5, "against": 1, "workers": 1, "many": 2, "million": 1})
    assert PAGE.read_bytes() == before
