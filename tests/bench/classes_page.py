"""The tables of docs/classes.md, made of what was measured, and put between the markers of the page.

`python tests/bench/classes_page.py` makes them again of the last record, where only their form has changed.
"""

import json
import statistics
from pathlib import Path

import page
from page import digits, table

HERE = Path(__file__).parent
RECORD, PAGE = HERE / "classes.json", HERE.parents[1] / "docs" / "classes.md"

NUMPY, KERAS, TWO = 20, 40, 1.8
"""The goals: how many times as fast as nbgrader's autograde, and two workers as one."""
OWN, MEMORY = 0.005, 500e6
"""The goals for the command itself: seconds a submission, and bytes at the most."""
FRAMEWORKS = ("09-return-sequences",)
DAY, A_DAY = 86_400, 1_000_000


def whole(record: dict) -> str:
    """Give the page with the tables of a record."""
    return page.fill(PAGE.read_text(encoding="utf-8"), sections(record))


def sections(record: dict) -> dict[str, str]:
    """Give the text of each marked section of the page."""
    return {
        "environment": environment(record),
        "goals": goals(record),
        "against": against(record),
        "workers": workers(record["workers"]),
        "many": many(record["many"]),
        "million": million(record),
    }


def environment(record: dict) -> str:
    """Write one paragraph on where, when and how often."""
    about = record["environment"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    return (
        f"Measured on {about['date']} in {about['minutes']} minutes: {about['processor']}, {about['cores']} cores; "
        f"Python {about['python']}, {versions}. nbgrader's autograde graded each class once, `grader grade` "
        f"{record['turns']} times, before and after it. Load average before: {about['load']}."
    )


def ratios(row: dict) -> tuple[float, float, float]:
    """How many times as fast, at the least, in the middle, at the most: by the slowest and fastest fifth of theirs."""
    low, high = 5 * min(row["fifths"]), 5 * max(row["fifths"])
    return low / max(row["ours"]), row["theirs"] / statistics.median(row["ours"]), high / min(row["ours"])


def own_seconds(rows: list[dict]) -> float:
    """The command's own seconds for one more submission, from the smallest class to the largest."""
    first, *_, last = rows
    return (last["own"] - first["own"]) / (last["class"] - first["class"])


def goals(record: dict) -> str:
    """Set each goal beside what was measured."""
    made = []
    for words, wanted, with_keras in (("NumPy lessons", NUMPY, False), ("with Keras", KERAS, True)):
        rows = [row for row in record["against"] if (row["lesson"] in FRAMEWORKS) is with_keras]
        misses = [row["lesson"] for row in rows if ratios(row)[1] < wanted]
        measured = "; ".join(f"{row['lesson']} {times_as(ratios(row))}" for row in rows) or "not in this run"
        made.append(
            [f"{words} {wanted}× as fast as nbgrader's autograde, on two cores", measured, verdict(misses, rows)]
        )
    faster = twice(record["workers"])
    misses = [] if faster[1] >= TWO else [f"{faster[1]:.2f}×"]
    made.append([f"two workers {TWO}× as fast as one", times_as(faster), verdict(misses, [faster])])
    own, most = own_seconds(record["many"]), max(row["memory"] for row in record["many"])
    label = f"the command's own time under {OWN * 1e3:.0f} ms a submission"
    made.append([label, f"{own * 1e3:.2f} ms", "yes" if own < OWN else "no"])
    label = f"its memory under {MEMORY / 1e6:.0f} MB, for {record['many'][-1]['class']:,} submissions"
    made.append([label, f"{most / 1e6:.0f} MB", "yes" if most < MEMORY else "no"])
    return table(["goal", "measured", "reached"], made)


def verdict(misses: list[str], rows: list) -> str:
    """Say yes, or no and where not."""
    if not rows:
        return "not measured"
    return f"no: {'; '.join(misses)}" if misses else "yes"


def against(record: dict) -> str:
    """Write both sides' times of a class."""
    head = ["lesson", "submissions", "marks, equal on both sides", "nbgrader autograde, s", "grader grade, s"]
    made = []
    for row in record["against"]:
        ours = f"{digits(statistics.median(row['ours']))} ({digits(min(row['ours']))}–{digits(max(row['ours']))})"
        cells = [row["lesson"], str(row["class"]), str(row["marks"]), digits(row["theirs"]), ours]
        made.append([*cells, times_as(ratios(row))])
    return table([*head, "times as fast"], made)


def twice(found: dict) -> tuple[float, float, float]:
    """How many times as fast two workers are, turn by turn."""
    each = [one / two for one, two in zip(found["one"], found["two"], strict=True)]
    return min(each), statistics.median(each), max(each)


def workers(found: dict) -> str:
    """Write the times of one worker and of two."""
    head = ["lesson", "submissions", "one worker, s", "two workers, s", "times as fast"]
    one, two = (", ".join(map(digits, found[name])) for name in ("one", "two"))
    return table(head, [[found["lesson"], str(found["class"]), one, two, times_as(twice(found))]])


def many(rows: list[dict]) -> str:
    """Write what very many submissions cost."""
    head = ["submissions", "s", "ms each", "the command's own, ms each", "its memory, MB", "gradebook, kB each"]
    made = [
        [
            f"{row['class']:,}",
            digits(row["seconds"]),
            digits(1e3 * row["seconds"] / row["class"]),
            digits(1e3 * row["own"] / row["class"]),
            f"{row['memory'] / 1e6:.0f}",
            digits(row["book"] / 1e3 / row["class"]),
        ]
        for row in rows
    ]
    return table(head, made)


def million(record: dict) -> str:
    """Write what a million submissions a day would take, from the figures above."""
    head = ["lesson", "cores that grade", "marks and attempts a second", "graded notebooks a day, GB"]
    cores = record["environment"]["cores"]
    made = []
    for row in record["against"]:
        busy = cores * statistics.median(row["ours"]) / row["class"] * A_DAY / DAY
        written = (row["marks"] / row["class"] + 1) * A_DAY / DAY
        made.append([row["lesson"], f"{busy:.1f}", f"{written:.0f}", digits(row["bytes"] * A_DAY / 1e9)])
    return table(head, made)


def times_as(values: tuple[float, float, float]) -> str:
    """Write how many times as fast, with the least and the most."""
    low, middle, high = (f"{value:.0f}×" if value >= 20 else f"{value:.1f}×" for value in values)
    return f"{middle} ({low}–{high})"


if __name__ == "__main__":
    PAGE.write_text(whole(json.loads(RECORD.read_text(encoding="utf-8"))), encoding="utf-8")
