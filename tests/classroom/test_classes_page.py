"""How fast a class is graded is measured by a command: it runs, and its page is complete."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCH, PAGE = ROOT / "tests" / "bench", ROOT / "docs" / "classes.md"
SECTIONS = ("environment", "goals", "against", "workers", "many", "million")


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


def test_the_command_measures_and_shows_the_page():
    command = [sys.executable, str(BENCH / "classes.py"), "--quick"]
    before = PAGE.read_bytes()
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr[-2000:]
    require_whole(ran.stdout, {"goals": 5, "against": 1, "workers": 1, "many": 2, "million": 1})
    assert PAGE.read_bytes() == before
