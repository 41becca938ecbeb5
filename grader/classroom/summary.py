"""The marks of a class, shown in a terminal."""

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from grader.classroom.marks import Marks
from grader.classroom.record import Recorded
from grader.classroom.work import UNGRADED
from grader.judge.verdict import NOT_ALLOWED, NOT_ANSWERED, OUT_OF_MEMORY, PARTLY, RAISED, RIGHT, TIMED_OUT, WRONG
from grader.sandbox import REQUIRED

SIGNS = {RIGHT: "✓", PARTLY: "◐"} | dict.fromkeys((WRONG, RAISED, TIMED_OUT, OUT_OF_MEMORY, NOT_ALLOWED), "✗")
SIGNS |= {NOT_ANSWERED: "○", UNGRADED: "!"}
COLOURS = {RIGHT: "green", PARTLY: "yellow", NOT_ANSWERED: "dim", UNGRADED: "bold red"}


def difference(recorded: Recorded) -> list[str]:
    """Say which marks are others than at the attempt before, where there was one."""
    before = recorded.before.points if recorded.before and recorded.written else {}
    now = recorded.attempt.points
    return [
        f"{name.removeprefix('check-')} {_of(before[name])} → {_of(now[name])}"
        for name in now
        if name in before and before[name] != now[name]
    ]


def _of(points: float | None) -> str:
    return "open" if points is None else f"{points:g}"


def show(lesson: str, result: list[Marks], walls: tuple[str, ...], changed: Mapping[str, list[str]]) -> None:
    """Print the points of each student, the outcomes of each exercise, what a person must look at, and the walls."""
    console = Console(highlight=False)
    console.print(_students(lesson, result), _exercises(result))
    graded = sum(marks.graded_now for marks in result)
    lines = [f"{graded} graded now, {len(result) - graded} as before."]
    lines += [f"Changed for {student}: {', '.join(what)}." for student, what in changed.items()]
    lines += [f"Mended for {marks.student}: {note}" for marks in result for note in marks.notes]
    lines += [f"Look at {marks.student}: {why}." for marks in result for why in marks.look]
    essays = Counter(essay for marks in result for essay in marks.essays)
    lines += [f"{essay}: {count} to read and mark in the formgrader." for essay, count in essays.items()]
    missing = [wall for wall in REQUIRED if wall not in walls]
    lines += [f"Graded without these walls round submitted code: {', '.join(missing)}."] * bool(missing)
    console.print(Text("\n".join(lines)), soft_wrap=True)


def _students(lesson: str, result: list[Marks]) -> Table:
    table = Table("student", "points", "of", "exercises", title=lesson, title_justify="left")
    for marks in result:
        signs = Text()
        for exercise in marks.exercises.values():
            signs.append(SIGNS[exercise["outcome"]], COLOURS.get(exercise["outcome"], "red"))
        points = "?" if marks.look else f"{marks.points:g}"
        table.add_row(Text(marks.student), points, f"{marks.max_points:g}", signs)
    return table


def _exercises(result: list[Marks]) -> Table:
    """Where the class is stuck: a row an exercise."""
    outcomes = [outcome for outcome in SIGNS if any(outcome == e["outcome"] for m in result for e in _all(m))]
    table = Table(
        Column("exercise", no_wrap=True),
        *(f"{SIGNS[outcome]} {outcome}" for outcome in outcomes),
        "most common mistake",
    )
    for name in dict.fromkeys(name for marks in result for name in marks.exercises):
        found = [marks.exercises[name] for marks in result if name in marks.exercises]
        counts = Counter(exercise["outcome"] for exercise in found)
        mistakes = Counter(exercise["mistake"] for exercise in found if exercise.get("mistake"))
        common = [f"{mistake} ({count})" for mistake, count in mistakes.most_common(1)]
        table.add_row(name, *(str(counts[outcome] or "") for outcome in outcomes), *(common or [""]))
    return table


def _all(marks: Marks) -> list[dict]:
    return list(marks.exercises.values())
