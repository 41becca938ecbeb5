"""The tables of docs/errors.md, made of what was measured, and put between the markers of the page.

`python tests/bench/errors_page.py` makes them again of the last record, where only their form has changed.
"""

import json
import tomllib
from pathlib import Path

import page
from page import table

HERE = Path(__file__).parent
RECORD, PAGE = HERE / "errors.json", HERE.parents[1] / "docs" / "errors.md"
EQUIVALENT = HERE / "equivalent.toml"

NAMED = 0.9
"""The goal for wrong answers that people make: so many are told what is wrong."""
TOLD = ("named", "told", "part")


def whole(record: dict) -> str:
    """Give the page with the tables of a record."""
    return page.fill(PAGE.read_text(encoding="utf-8"), sections(record))


def sections(record: dict) -> dict[str, str]:
    """Give the text of each marked section of the page."""
    return {
        "environment": environment(record),
        "goals": goals(record),
        "lessons": lessons(record),
        "told": told(record),
        "exercises": exercises(record["exercises"]),
        "survivors": survivors(record["exercises"]),
        "equivalent": equivalent(record["exercises"]),
    }


def wrong(rows: list[dict], *which: str) -> int:
    """How many wrong answers there are, of one sort or of both; those that are right after all do not count."""
    sorts = which or ("field", "any")
    return sum(count for row in rows for sort in sorts for told, count in row[sort].items() if told != "same")


def total(rows: list[dict], *told: str, sorts: tuple[str, ...] = ("field", "any")) -> int:
    """How many answers of some sorts were told something."""
    return sum(row[sort][each] for row in rows for sort in sorts for each in told)


def environment(record: dict) -> str:
    """Write one paragraph on where, when and how often."""
    about = record["environment"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    asked, same = wrong(record["exercises"]), total(record["exercises"], "same")
    return (
        f"Measured on {about['date']} in {about['minutes']} minutes on one core: {about['processor']}; Python "
        f"{about['python']}, {versions}. {len(record['exercises'])} exercises; {asked + same:,} changed answers, "
        f"{same} of them right after all. Each was put to the cases of {record['seeds']} seeds, and those that are "
        f"right after all to {record['more']} more, or {record['fewer']} where an answer makes models of Keras."
    )


def goals(record: dict) -> str:
    """Set each goal beside what was measured."""
    rows, attacks = record["exercises"], record["attacks"]
    accepted, rejected = total(rows, "accepted"), sum(len(row["rejected"]) for row in rows)
    right, field = sum(row["right"] for row in rows), wrong(rows, "field")
    said, named = total(rows, *TOLD, sorts=("field",)), total(rows, "named", sorts=("field",))
    attacked = f"{len(attacks['accepted'])} of {attacks['made']}" if attacks else "not in this run"
    return table(
        ["goal", "measured", "reached"],
        [
            ["no wrong answer earns full points", f"{accepted} of {wrong(rows):,}", yes(accepted == 0)],
            ["no right answer loses a point", f"{rejected} of {right:,}", yes(rejected == 0)],
            [
                f"{NAMED:.0%} of the wrong answers that people make are named as a mistake",
                share(named, field),
                yes(named >= NAMED * field),
            ],
            [
                f"{NAMED:.0%} of them are named, told their kind, or known by the lines that fail",
                share(said, field),
                yes(said >= NAMED * field),
            ],
            ["no attack earns a point", attacked, yes(not attacks["accepted"]) if attacks else "not in this run"],
        ],
    )


def yes(reached: bool) -> str:
    """Say whether a goal is reached."""
    return "yes" if reached else "no"


def share(part: int, whole: int) -> str:
    """Write a share with its count."""
    return f"{part / whole:.0%} ({part:,} of {whole:,})" if whole else "none"


def lessons(record: dict) -> str:
    """Write a row a lesson, and one for all."""
    names = list(dict.fromkeys(row["lesson"] for row in record["exercises"]))
    groups = [(name, [row for row in record["exercises"] if row["lesson"] == name]) for name in names]
    made = [[name, *counts(rows)] for name, rows in [*groups, ("all", record["exercises"])]]
    head = ["lesson", "wrong", "false accepts", "right", "false rejects", "people make", "named", "named or told"]
    return table(head, made)


def counts(rows: list[dict]) -> list[str]:
    """Count a group of exercises."""
    field = wrong(rows, "field")
    return [
        f"{wrong(rows):,}",
        str(total(rows, "accepted")),
        f"{sum(row['right'] for row in rows):,}",
        str(sum(len(row["rejected"]) for row in rows)),
        f"{field:,}",
        share(total(rows, "named", sorts=("field",)), field),
        share(total(rows, *TOLD, sorts=("field",)), field),
    ]


def told(record: dict) -> str:
    """Write what wrong answers are told, of both sorts."""
    rows = record["exercises"]
    words = {
        "named": "a declared mistake that gives the same values, by its name",
        "told": "the kind: an error, a type, a shape, True for numbers, infinity",
        "part": "values differ, in some lines of the card and not in others",
        "other": "values differ, in every line",
        "accepted": "nothing: full points",
    }
    made = []
    for each, said in words.items():
        shares = [share(total(rows, each, sorts=(sort,)), wrong(rows, sort)) for sort in ("field", "any")]
        made.append([said, *shares])
    return table(["what the card says", "of those that people make", "of other slips"], made)


def exercises(rows: list[dict]) -> str:
    """Write a row an exercise."""
    made = [[f"`{row['exercise']}`", str(row["declared"]), *counts([row])] for row in rows]
    head = ["exercise", "declared", "wrong", "false accepts", "right", "false rejects", "people make", "named"]
    return table([*head, "named or told"], made)


def survivors(rows: list[dict]) -> str:
    """List every wrong answer that earned full points, and every right one that lost some."""
    made = [f"- `{row['exercise']}` accepted: `{line}`" for row in rows for line in row["accepted"]]
    made += [f"- `{row['exercise']}` rejected: {line}" for row in rows for line in row["rejected"]]
    return "\n".join(made) or "None."


def equivalent(rows: list[dict]) -> str:
    """List what looks wrong and is right, with the reasons."""
    measured = {row["exercise"] for row in rows}
    found = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["same"]
    made = [
        [f"`{each['exercise']}`", "<br>".join(f"`{line}`" for line in each["lines"]), each["why"]]
        for each in found
        if each["exercise"] in measured
    ]
    return table(["exercise", "changed to", "why it is right"], made) if made else "None."


if __name__ == "__main__":
    PAGE.write_text(whole(json.loads(RECORD.read_text(encoding="utf-8"))), encoding="utf-8")
