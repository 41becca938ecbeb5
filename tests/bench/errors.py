"""Measure how often the grader is wrong, and write docs/errors.md.

Wrong answers are made from the solutions by changing one place (`mutate.py`), right ones by rewriting them
(`rewrite.py`). With `--quick` only one lesson is measured, and the page goes to the screen: a test that the command
works.
"""

import argparse
import collections
import contextlib
import datetime
import io
import json
import os
import platform
import signal
import sys
import tempfile
import time
import tomllib
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

os.environ |= {"KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1"}

import errors_page
import page
from answers import Answer, answers
from machine import processor
from mutate import Mutant, mutants
from rewrite import rewritings

from grader.exercises import LESSONS
from grader.exercises.declare import Exercise
from grader.judge.rooms import Rooms
from grader.judge.verdict import NOT_ANSWERED, RIGHT, Verdict, judge
from grader.sandbox import Limits

JUDGE = Path(__file__).resolve().parents[1] / "judge"
QUICK = "02-unrolling"
SEEDS, MORE, FEWER = (101, 202), range(1000, 1030), range(1000, 1003)
"""What every answer is put to, and one that earned all points there besides; the last where models of Keras are made,
whose cases differ only in their weights."""
SECONDS, OF_KERAS = 2.0, 30.0
"""How long an answer may take, and one that makes models of Keras; what loops for ever is stopped, and has raised."""
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
VERSIONS = ("numpy", "torch", "keras")

NAMED, TOLD, PART, OTHER, ACCEPTED, SAME = "named", "told", "part", "other", "accepted", "same"
"""What becomes of a changed answer: named as a declared mistake; its kind told in words; known by the lines that fail,
while others are right; only that values differ; accepted though it is wrong; the same as the right one."""


class StoppedError(BaseException):
    """An answer took too long. No `except Exception` on the way stops this."""


class Judged(NamedTuple):
    """What became of a changed answer, with what is said of it."""

    mutant: Mutant
    told: str
    said: str


def main() -> None:
    """Measure, and write the page or show it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one lesson, and only show the page")
    parser.add_argument("--again", nargs="+", metavar="LESSON", help="only these, and keep the rest of the record")
    parser.add_argument("--list", metavar="EXERCISE", help="only list what became of each wrong answer to one")
    options = parser.parse_args()
    if options.list:
        listed(options.list)
        return
    started = time.perf_counter()
    lessons = [QUICK] if options.quick else options.again or LESSONS
    rows = [measured(answer) for lesson in lessons for answer in answers(lesson)]
    if options.again:
        record = json.loads(errors_page.RECORD.read_text(encoding="utf-8"))
        kept = [row for row in record["exercises"] if row["lesson"] not in lessons]
        record["exercises"] = sorted([*kept, *rows], key=lambda row: list(LESSONS).index(row["lesson"]))
    else:
        record = {"seeds": len(SEEDS), "more": len(MORE), "fewer": len(FEWER), "exercises": rows}
        record["attacks"] = {} if options.quick else attacks()
        record["environment"] = environment(time.perf_counter() - started)
    text = errors_page.whole(record)
    if options.quick:
        print(text)
    else:
        errors_page.RECORD.write_text(page.as_json(record), encoding="utf-8")
        errors_page.PAGE.write_text(text, encoding="utf-8")


def measured(answer: Answer) -> dict[str, Any]:
    """Put every wrong and every right answer to one exercise, and count."""
    found = wrong(answer)
    right, rejected = rewritten(answer)
    count = {which: tally(found, of_the_field) for which, of_the_field in (("field", True), ("any", False))}
    print(f"{answer.exercise.id}: {count}, {right} right, {len(rejected)} of them rejected", file=sys.stderr)
    return {
        "lesson": answer.lesson,
        "exercise": answer.exercise.id,
        **count,
        "declared": len(answer.exercise.mistakes),
        "right": right,
        "accepted": [each.mutant.line for each in found if each.told == ACCEPTED],
        "rejected": rejected,
        "other": [each.mutant.line for each in found if each.told == OTHER and each.mutant.of_the_field],
    }


def tally(found: list[Judged], of_the_field: bool) -> dict[str, int]:
    """Count what became of the answers of one sort."""
    count = collections.Counter(each.told for each in found if each.mutant.of_the_field is of_the_field)
    return {told: count[told] for told in (NAMED, TOLD, PART, OTHER, ACCEPTED, SAME)}


def wrong(answer: Answer) -> list[Judged]:
    """Change the answer in every place, and judge what comes of it."""
    listed = equivalent().get(answer.exercise.id, {})
    return [told(answer, mutant, listed) for mutant in mutants(answer.source, answer.written)]


def told(answer: Answer, mutant: Mutant, listed: dict[str, str]) -> Judged:
    """Judge a changed answer: what is it told?"""
    verdicts = [verdict(answer, mutant.source, seed) for seed in SEEDS]
    full = [each.earned == each.points for each in verdicts]
    if mutant.line in listed:
        seeds = FEWER if "keras" in answer.exercise.uses else MORE
        more = [verdict(answer, mutant.source, seed).outcome == RIGHT for seed in seeds]
        return Judged(mutant, SAME if all(full) and all(more) else ACCEPTED, "listed as equivalent")
    if any(full):
        return Judged(mutant, ACCEPTED, "all points")
    names = {each.mistake for each in verdicts}
    if len(names) == 1 and "" not in names:
        return Judged(mutant, NAMED, names.pop())
    messages = [line.message for line in verdicts[0].lines if line.message]
    if all(in_words(message) for message in messages):
        return Judged(mutant, TOLD, messages[0])
    return Judged(mutant, PART if verdicts[0].earned else OTHER, messages[0])


def in_words(message: str) -> bool:
    """Whether a line says more of the mistake than that a value differs: an error, a type, a shape, a kind."""
    if message.endswith("not right."):
        return False
    kinds = (" has shape ", " is an array", " is a ", " is an ", " holds ", " finite ", " has ")
    return "; expected " not in message or any(word in message for word in kinds)


def verdict(answer: Answer, source: str, seed: int) -> Verdict:
    """The verdict of grading on a source; one that does not even run has given nothing."""
    try:
        with limited(OF_KERAS if "keras" in answer.exercise.uses else SECONDS), quiet():
            return judge(answer.exercise, answer.made(source), seed)
    except (Exception, StoppedError) as error:
        return raised(answer.exercise, error, seed)


def raised(exercise: Exercise, error: BaseException, seed: int) -> Verdict:
    """What is graded where the cell itself stops: nothing of the answer's name is there."""
    made = judge(exercise, ..., seed)
    lines = tuple(
        line.__class__(line.title, line.points, 0.0, f"{type(error).__name__}: {error}") for line in made.lines
    )
    return Verdict(exercise.id, NOT_ANSWERED, lines, seed=seed)


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what takes too long, again and again: an answer may catch what stops it."""

    def stop(*_: object) -> None:
        raise StoppedError(f"more than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what an answer prints and warns of, as it is made, off the screen."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def rewritten(answer: Answer) -> tuple[int, list[str]]:
    """Write the answer in other ways: how many there are, and which of them lose points."""
    made = rewritings(answer)
    rejected = []
    for name, source in made.items():
        verdicts = [verdict(answer, source, seed) for seed in SEEDS]
        rejected += [f"{name}: {line.message}" for line in verdicts[0].lines if line.message][:1]
        rejected += [name] * (verdicts[0].outcome == RIGHT and any(each.outcome != RIGHT for each in verdicts))
    return len(made), rejected


def equivalent() -> dict[str, dict[str, str]]:
    """The changed lines that are right although they look wrong, by exercise, each with its reason."""
    found: dict[str, dict[str, str]] = {}
    for each in tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("same", []):
        for line in each["lines"]:
            found.setdefault(each["exercise"], {})[line] = each["why"]
    return found


def listed(name: str) -> None:
    """Show what became of every changed answer to an exercise."""
    (answer,) = (each for lesson in LESSONS for each in answers(lesson) if each.exercise.id == name)
    for mutant, what, said in wrong(answer):
        print(f"{what:8} {mutant.words} | {mutant.line} | {said}")


def attacks() -> dict[str, Any]:
    """Hand in every hostile submission, behind the walls and with the bounds of the tests; name those that gain."""
    sys.path.append(str(JUDGE))
    import test_hostile
    from submissions import handed_in, judged, read
    from submissions import verdict as of

    gained = []
    with tempfile.TemporaryDirectory() as folder:
        outside = test_hostile.Outside(Path(folder))
        rooms = Rooms(limits=Limits(memory=2**30, seconds=60, disk=16 * 2**20, files=200, open_files=64))
        with contextlib.closing(outside), contextlib.closing(rooms):
            for file in test_hostile.FILES:
                submission = test_hostile.filled(read(file), outside.words())
                found = of(judged(handed_in(submission), rooms, test_hostile.TIME, test_hostile.beside(submission)))
                if found.earned > float(submission.settings.get("earns", "0")):
                    gained.append(file.stem)
    return {"made": len(test_hostile.FILES), "accepted": gained}


def environment(took: float) -> dict[str, Any]:
    """Say where and when this was measured."""
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in VERSIONS},
        "minutes": round(took / 60, 1),
    }


if __name__ == "__main__":
    main()
