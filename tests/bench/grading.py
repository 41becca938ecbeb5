"""Grade honest submissions by nbgrader's own executor and by the grader's engine, and write docs/grading.md.

With `--quick` it is short, with the first lesson and one framework, and the page goes to the screen: a test that the
command works.
"""

import os
import sys

if hasattr(os, "sched_setaffinity"):  # whatever is started from here stays on this core too
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
os.environ |= {"KERAS_BACKEND": "torch", "NBGRADER_EXECUTION": "autograde", "UNROLLED_SEED": "0"}

import argparse
import collections
import contextlib
import datetime
import gc
import platform
import statistics
import time
from collections.abc import Iterator
from importlib.metadata import version
from unittest import mock

import grading_page
import page
from clock import quartiles, seconds
from graded import ROOT, Work, lessons, ours, theirs, with_frameworks
from machine import processor
from plain import Plain, script

from grader.judge import rooms, sitting
from grader.judge.rooms import Rooms
from grader.sandbox import Parent, Session

ROUNDS, OURS_A_ROUND, TAKEN_APART, EMPTY = 5, 4, 7, 50
VERSIONS = ("numpy", "ipython", "ipykernel", "nbclient", "nbgrader", "matplotlib", "torch", "keras")
FAULTS = "import resource\nused = resource.getrusage(resource.RUSAGE_SELF)\nprint(used.ru_minflt, used.ru_stime)"


def main() -> None:
    """Measure, and write the page or show it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="short, and only show the page")
    quick = parser.parse_args().quick
    os.chdir(ROOT)
    gc.freeze()  # what was imported lives on: collecting garbage between measurements need not look at it
    started, load = time.perf_counter(), os.getloadavg()[0]
    works = [*lessons(), with_frameworks("torch"), with_frameworks("torch", "keras")]
    works = [works[0], works[-2]] if quick else works
    rounds = 1 if quick else ROUNDS
    record = {"rounds": rounds, "ours_a_round": OURS_A_ROUND, "submissions": []}
    for work in works:
        print(f"{time.strftime('%H:%M:%S')} {work.name}", file=sys.stderr)
        record["submissions"].append(measured(work, rounds))
    record["environment"] = environment(load, time.perf_counter() - started)
    text = grading_page.whole(record)
    if quick:
        print(text)
    else:
        grading_page.RECORD.write_text(page.as_json(record), encoding="utf-8")
        grading_page.PAGE.write_text(text, encoding="utf-8")


def measured(work: Work, rounds: int) -> dict:
    """Let both sides, and a plain shell, run one submission in turns.

    Raises:
        AssertionError: where the two sides give other marks: then no time of theirs means anything.
    """
    steps, files = script(work), []

    class Known(Parent):
        def __init__(self, theirs, *rest) -> None:
            files.append(theirs)
            super().__init__(theirs, *rest)

    warm = Rooms()
    with contextlib.closing(warm), mock.patch.object(rooms, "Parent", Known):
        first = seconds(lambda: ours(work, warm))
        with contextlib.closing(Plain(files[0])) as plain:
            _, stopped = plain.run(steps)
            own = ours(work, warm)
            taken = in_turns(work, warm, plain, steps, rounds, own.marks)
            parts = taken_apart(work, warm, plain, rounds)
    both, alone, beyond, ratios, errors = taken
    return {
        "name": work.name,
        "frameworks": work.frameworks,
        "cells": sum(cell.cell_type == "code" for cell in work.whole.cells),
        "checks": len(own.marks),
        "points": [sum(own.marks.values()), sum(each.points for each in work.exercises.values())],
        "rooms": len(files),
        "errors": {"theirs": errors, "ours": own.errors, "plain": stopped},
        "first": float(f"{first:.4g}"),
        "theirs": quartiles(both["theirs"]),
        "ours": quartiles(both["ours"]),
        "plain": quartiles(alone),
        "ratio": quartiles(ratios),
        "beyond": quartiles(beyond),
        "parts": parts,
    }


def in_turns(work: Work, warm: Rooms, plain: Plain, steps: list, rounds: int, marks: dict) -> tuple:
    """Grade again and again: seconds of both, those of the plain shell, differences and ratios, and their errors."""
    both, alone, beyond, ratios = {"theirs": [], "ours": []}, [], [], []
    for _ in range(rounds):
        start = time.perf_counter()
        graded = theirs(work)
        both["theirs"].append(time.perf_counter() - start)
        assert graded.marks == marks, f"{work.name}: {graded.marks} by nbgrader, {marks} by the engine"
        for _ in range(OURS_A_ROUND):
            start = time.perf_counter()
            again = ours(work, warm)
            both["ours"].append(time.perf_counter() - start)
            assert again.marks == marks, f"{work.name}: {again.marks} after {marks}"
            alone.append(plain.run(steps)[0])
            beyond.append(both["ours"][-1] - alone[-1])
        ratios.append(both["theirs"][-1] / statistics.median(both["ours"][-OURS_A_ROUND:]))
    return both, alone, beyond, ratios, graded.errors


def taken_apart(work: Work, warm: Rooms, plain: Plain, rounds: int) -> dict[str, float]:
    """Say where the engine's time goes: medians of seconds, but for the page faults of the fork."""
    found = collections.defaultdict(list)
    for _ in range(TAKEN_APART if rounds > 1 else 2):
        with watched() as spent:
            spent["all"] = seconds(lambda: ours(work, warm))
        for name, value in spent.items():
            found[name].append(value)
        with warm.open(frozenset(work.uses), work.given) as session:
            session.run("pass", 10)
            found["empty cell"].append(seconds(lambda session=session: session.run("pass", 10), EMPTY) / EMPTY)
        found["empty cell, plain"].append(plain.run([("run", "pass")] * EMPTY)[0] / EMPTY)
    return {name: float(f"{statistics.median(values):.4g}") for name, values in found.items()}


@contextlib.contextmanager
def watched() -> Iterator[collections.Counter]:
    """Sum up, by what is done, the seconds of a submission; ask its process for its page faults before it ends."""
    spent = collections.Counter()

    def timed(name: str, call):
        def run(*arguments, **named):
            start = time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                spent[name] += time.perf_counter() - start

        return run

    run, close = Session.run, Session.close

    def last(session: Session) -> None:
        start = time.perf_counter()
        if session.channel.fileno() >= 0:
            (said,) = run(session, FAULTS, 10)
            faults, system = said["text"].split()
            spent["page faults"] += int(faults)
            spent["system"] += float(system)
        spent["asking"] += time.perf_counter() - start
        timed("end", close)(session)

    with (
        mock.patch.object(Session, "run", timed("cells", run)),
        mock.patch.object(Session, "ask", timed("answers", Session.ask)),
        mock.patch.object(Session, "close", last),
        mock.patch.object(Rooms, "open", timed("fork and walls", Rooms.open)),
        mock.patch.object(sitting.outputs, "clean", timed("outputs", sitting.outputs.clean)),
        mock.patch.object(sitting, "decide", timed("judge and answers", sitting.decide)),
    ):
        yield spent
    spent["all"] -= spent.pop("asking")
    spent["judge"] = spent.pop("judge and answers") - spent["answers"]


def environment(load: float, took: float) -> dict:
    """Say where and when this was measured."""
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "pinned": hasattr(os, "sched_setaffinity"),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in VERSIONS},
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        "minutes": round(took / 60, 1),
    }


if __name__ == "__main__":
    main()
