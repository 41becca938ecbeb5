"""Grade whole classes with nbgrader's own autograde and with `grader grade`, and write docs/classes.md.

With `--quick` it is short, with the first lesson and few submissions, and the page goes to the screen: a test that the
command works.
"""

import argparse
import contextlib
import datetime
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parents[1] / "classroom"))

import classes_page
import page
from machine import processor
from the_class import hand_in, learners

ROOT = Path(__file__).resolve().parents[2]
LESSONS, TURNS = {"03-weight-shapes": 100, "06-lstm-gates": 100, "09-return-sequences": 30}, 2
"""Lessons with the size of their class, and how often we grade each; nbgrader takes long for those with Keras."""
KINDS = (*("all-right",) * 6, "first-mistake", "second-mistake", "half", "blank")
"""What ten of a class hand in."""
WORKERS_LESSON, WORKERS_CLASS = "06-lstm-gates", 300
MANY_LESSON, MANY = "00-start-here", (100, 1000, 10_000)
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "unrolled"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "released"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".progress", "[0-9][0-9]-*.py"]
c.ClearSolutions.text_stub = "*Write your answer here.*"
"""
"""A course of nbgrader that knows nothing of the grader's parts; what it takes for not answered is the same."""
COORDINATOR = """
import json, resource, sys
from grader.cli import main
status = main(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_SELF)
with open(sys.argv[1], "w") as file:
    json.dump({"status": status, "own": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss}, file)
"""
MARKS = """SELECT s.student_id, c.name, g.auto_score FROM grade g JOIN submitted_notebook n ON g.notebook_id = n.id
    JOIN submitted_assignment s ON n.assignment_id = s.id JOIN base_cell c ON g.cell_id = c.id ORDER BY 1, 2"""
VERSIONS = ("numpy", "nbgrader", "nbclient", "ipykernel", "distributed", "torch", "keras")


class Run(NamedTuple):
    """What grading a class took: seconds, seconds of the command's own, and its memory in bytes at the most."""

    seconds: float
    own: float
    memory: int


def main() -> None:
    """Measure, and write the page or show it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="short, and only show the page")
    quick = parser.parse_args().quick
    started, load = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        record = measured(Path(folder), quick)
    record["environment"] = environment(load, time.perf_counter() - started)
    text = classes_page.whole(record)
    if quick:
        print(text)
    else:
        classes_page.RECORD.write_text(page.as_json(record), encoding="utf-8")
        classes_page.PAGE.write_text(text, encoding="utf-8")


def measured(folder: Path, quick: bool) -> dict:
    """Measure everything, in new folders below `folder`."""
    lessons, turns = ({"00-start-here": 5}, 1) if quick else (LESSONS, TURNS)
    of_workers, workers_class = ("00-start-here", 5) if quick else (WORKERS_LESSON, WORKERS_CLASS)
    return {
        "turns": turns,
        "against": [against(folder / lesson, lesson, count, turns) for lesson, count in lessons.items()],
        "workers": workers(folder / "workers", of_workers, workers_class, turns),
        "many_lesson": MANY_LESSON,
        "many": [many(folder / f"many-{size}", size) for size in ((2, 4) if quick else MANY)],
    }


def against(folder: Path, lesson: str, count: int, turns: int) -> dict:
    """Grade the same class by both, ours before and after theirs.

    Raises:
        AssertionError: where the two give different marks: then no time means anything.
    """
    say(f"{count} of {lesson}, by both")
    ours = made(folder / "ours", lesson, count)
    theirs = Path(shutil.copytree(ours, folder / "theirs"))
    (theirs / "nbgrader_config.py").write_text(STOCK)
    nbgrader("generate_assignment", lesson, theirs)
    runs, marks = [graded(ours, lesson)], rows(ours)
    stock, fifths = autograded(theirs, lesson, count)
    assert rows(theirs) == marks, f"{lesson}: the marks differ"
    for _ in range(turns - 1):
        shutil.rmtree(ours / "autograded")
        (ours / "gradebook.db").unlink()
        runs.append(graded(ours, lesson))
        assert rows(ours) == marks
    taken = [run.seconds for run in runs]
    return {
        "lesson": lesson,
        "class": count,
        "theirs": rounded(stock),
        "fifths": [rounded(each) for each in fifths],
        "ours": [rounded(each) for each in taken],
        "marks": len(marks),
        "bytes": sum(file.stat().st_size for file in (ours / "autograded").rglob("*.ipynb")) / count,
    }


def workers(folder: Path, lesson: str, count: int, turns: int) -> dict:
    """Grade a class by one worker and by two, in turns."""
    course, taken = made(folder, lesson, count), {1: [], 2: []}
    for _ in range(turns):
        for number in taken:
            say(f"{count} of {lesson}, workers: {number}")
            taken[number].append(rounded(graded(course, lesson, "--again", "--workers", number).seconds))
    return {"lesson": lesson, "class": count, "one": taken[1], "two": taken[2]}


def many(folder: Path, count: int) -> dict:
    """Grade very many submissions, and look at the command's own time and memory."""
    course = made(folder, MANY_LESSON, count)
    say(f"{count} of {MANY_LESSON}")
    run = graded(course, MANY_LESSON)
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as db:
        (attempts,) = db.execute("SELECT count(*) FROM unrolled_attempt").fetchone()
    assert attempts == count
    book = (course / "gradebook.db").stat().st_size
    shutil.rmtree(folder)
    return {
        "class": count,
        "seconds": rounded(run.seconds),
        "own": rounded(run.own),
        "memory": run.memory,
        "book": book,
    }


def made(course: Path, lesson: str, count: int) -> Path:
    """Make a course with the work of so many."""
    course.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for kind in ("solutions", "notebooks"):
        shutil.copytree(ROOT / kind / lesson, course / kind / lesson, ignore=shutil.ignore_patterns(".progress"))
    kinds, first = learners(course, lesson), {}
    for number in range(count):
        student, kind = f"student-{number:05}", KINDS[number % len(KINDS)]
        if kind not in first:
            hand_in(course, lesson, student, kinds[kind])
            first[kind] = course / "submitted" / student
        else:
            shutil.copytree(first[kind], course / "submitted" / student)
    return course


def graded(course: Path, lesson: str, *words: object) -> Run:
    """Have `grader grade` grade a class; in a gradebook of its own, where there is none yet."""
    usage = course / "usage.json"
    command = [sys.executable, "-c", COORDINATOR, usage, "grade", lesson, "--json", "--course", course, *words]
    start = time.perf_counter()
    called(list(map(str, command)), course)
    took = time.perf_counter() - start
    used = json.loads(usage.read_text())
    assert used["status"] == 0, used
    return Run(took, used["own"], 1024 * used["kilobytes"])


def autograded(course: Path, lesson: str, count: int) -> tuple[float, list[float]]:
    """Have nbgrader's own autograde grade a class: seconds in all, and of each fifth between its first and last."""
    start, began = time.perf_counter(), time.time()
    nbgrader("autograde", lesson, course)
    took = time.perf_counter() - start
    done = sorted(file.stat().st_mtime for file in (course / "autograded").glob(f"*/{lesson}/{lesson}.ipynb"))
    assert len(done) == count
    ends = [done[count * fifth // 5 - 1] for fifth in range(1, 6)]
    return took, [end - before for before, end in zip([began, *ends], ends, strict=False)]


def nbgrader(command: str, lesson: str, course: Path) -> None:
    """Run a command of nbgrader in a course."""
    called([sys.executable, "-m", "nbgrader", command, lesson, "--log-level=ERROR"], course)


def called(command: list[str], course: Path) -> None:
    """Run a command to its end, in quiet."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader starts alembic by name
    environment = os.environ | {"KERAS_BACKEND": "torch", "PYTHONPATH": str(ROOT), "PATH": path}
    ran = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]


def rows(course: Path) -> list[tuple]:
    """Every mark in a gradebook."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as db:
        return db.execute(MARKS).fetchall()


def say(what: str) -> None:
    """Say what is measured now."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr)


def rounded(seconds: float) -> float:
    """Keep four digits."""
    return float(f"{seconds:.4g}")


def environment(load: float, took: float) -> dict:
    """Say where and when this was measured."""
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in VERSIONS},
        "load": round(load, 1),
        "minutes": round(took / 60, 1),
    }


if __name__ == "__main__":
    main()
