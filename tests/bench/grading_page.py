"""The tables of docs/grading.md, made of what was measured, and put between the markers of the page.

`python tests/bench/grading_page.py` makes them again of the last record, where only their form has changed.
"""

import json
from pathlib import Path

import page
from page import digits, spread, table

HERE = Path(__file__).parent
RECORD, PAGE = HERE / "grading.json", HERE.parents[1] / "docs" / "grading.md"

NUMPY, FRAMEWORKS, BEYOND = 12, 40, 0.080
"""The goals: how many times as fast as nbgrader's executor, and seconds beyond the submission's own computing."""

PARTS = ("fork and walls", "cells", "outputs", "answers", "judge", "end")
NAMES = {"ipython": "IPython", "numpy": "NumPy", "torch": "PyTorch", "keras": "Keras", "matplotlib": "Matplotlib"}


def whole(record: dict) -> str:
    """Give the page with the tables of a record."""
    return page.fill(PAGE.read_text(encoding="utf-8"), sections(record))


def sections(record: dict) -> dict[str, str]:
    """Give the text of each marked section of the page."""
    rows = record["submissions"]
    return {
        "environment": environment(record),
        "goals": goals(rows),
        "times": times(rows),
        "beyond": beyond(rows),
        "parts": parts(rows),
        "pieces": pieces(rows),
        "errors": errors(rows),
    }


def environment(record: dict) -> str:
    """Write one paragraph on where, when and how often."""
    about = record["environment"]
    before, after = about["load"]
    versions = ", ".join(f"{NAMES.get(name, name)} {number}" for name, number in about["versions"].items())
    pinned = "everything on one of them" if about["pinned"] else "not held to one of them"
    number = record["rounds"] * record["ours_a_round"]
    return (
        f"Measured on {about['date']} in {about['minutes']} minutes: {about['processor']}, {about['cores']} cores, "
        f"{pinned}, one thread each; Python {about['python']}, {versions}. Each submission was graded "
        f"{record['rounds']} times by nbgrader's executor and {number} times by the engine, in turns. Load average "
        f"before {before}, at the end {after}; 1 is this run alone."
    )


def goals(rows: list[dict]) -> str:
    """Set each goal beside what was measured."""
    numpy, frameworks = ([row for row in rows if row["frameworks"] is wanted] for wanted in (False, True))
    made = [
        faster(f"NumPy lessons {NUMPY}× as fast as nbgrader's executor, on one core", numpy, NUMPY),
        faster(f"{FRAMEWORKS}× where PyTorch or Keras is imported", frameworks, FRAMEWORKS),
        little(f"under {BEYOND * 1e3:.0f} ms beyond the submission's own computing, at the median", rows),
    ]
    return table(["goal", "measured", "reached"], made)


def faster(words: str, rows: list[dict], at_least: float) -> list[str]:
    """Judge how many times as fast the engine is."""
    measured = "; ".join(f"{row['name']} {spread(row['ratio'], times_as)}" for row in rows) or "not in this run"
    misses = [f"{row['name']} {row['ratio'][1]:.1f}×" for row in rows if row["ratio"][1] < at_least]
    return [words, measured, verdict(misses + broken(rows), rows)]


def little(words: str, rows: list[dict]) -> list[str]:
    """Judge what one submission costs beyond its own computing."""
    measured = "; ".join(f"{row['name']} {spread(row['beyond'], milliseconds)} ms" for row in rows)
    misses = [f"{row['name']} {milliseconds(row['beyond'][1])} ms" for row in rows if row["beyond"][1] >= BEYOND]
    return [words, measured, verdict(misses + broken(rows), rows)]


def broken(rows: list[dict]) -> list[str]:
    """Name the rows whose framework the engine does not run: their times mean little."""
    return [f"{row['name']}: {row['errors']['ours'][0]}" for row in rows if row["frameworks"] and row["errors"]["ours"]]


def verdict(misses: list[str], rows: list[dict]) -> str:
    """Say yes, or no and where not."""
    if not rows:
        return "not measured"
    return f"no: {'; '.join(misses)}" if misses else "yes"


def times(rows: list[dict]) -> str:
    """Write both sides' times of a submission, and the first of a class."""
    head = ["submission", "code cells", "checks", "points", "nbgrader's executor, ms", "engine, ms", "times as fast"]
    made = []
    for row in rows:
        points = " of ".join(f"{number:g}" for number in row["points"])
        sides = [spread(row[side], milliseconds) for side in ("theirs", "ours")]
        cells = [row["name"], str(row["cells"]), str(row["checks"]), points, *sides]
        made.append([*cells, spread(row["ratio"], times_as), f"{row['first']:.1f}"])
    return table([*head, "first of a class, s"], made)


def beyond(rows: list[dict]) -> str:
    """Write the engine's time beside that of the same cells and answers in a plain shell."""
    made = [[row["name"], *(spread(row[key], milliseconds) for key in ("ours", "plain", "beyond"))] for row in rows]
    return table(["submission", "engine, ms", "plain warm shell, ms", "difference, ms"], made)


def parts(rows: list[dict]) -> str:
    """Take the engine's time apart."""
    made = []
    for row in rows:
        found = row["parts"]
        rest = found["all"] - sum(found[part] for part in PARTS)
        own = [milliseconds(found[part]) for part in PARTS]
        faults = [f"{found['page faults']:.0f}", milliseconds(found["system"])]
        made.append([row["name"], milliseconds(found["all"]), *own, milliseconds(rest), *faults])
    return table(["submission", "all", *PARTS, "the rest", "page faults of the fork", "its time in the system"], made)


def pieces(rows: list[dict]) -> str:
    """Write what one empty cell costs behind the walls and in the plain shell."""
    made = [
        [row["name"], digits(1e3 * row["parts"]["empty cell"]), digits(1e3 * row["parts"]["empty cell, plain"])]
        for row in rows
    ]
    return table(["submission", "one empty cell behind the walls, ms", "in the plain shell, ms"], made)


def errors(rows: list[dict]) -> str:
    """List the cells that stop with an error on either side."""
    made = []
    for row in rows:
        theirs, ours = (row["errors"][side] for side in ("theirs", "ours"))
        kinds = "; ".join(dict.fromkeys(error.replace("|", "\\|") for error in ours)) or "none"
        made.append([row["name"], str(len(theirs)), str(len(ours)), kinds])
    return table(["submission", "nbgrader's executor", "engine", "what the engine's cells say"], made)


def milliseconds(value: float) -> str:
    """Write seconds as milliseconds."""
    return digits(1e3 * value)


def times_as(value: float) -> str:
    """Write how many times as fast."""
    return f"{value:.0f}×" if value >= 20 else f"{value:.1f}×"


if __name__ == "__main__":
    PAGE.write_text(whole(json.loads(RECORD.read_text(encoding="utf-8"))), encoding="utf-8")
