"""Correct but unusual submissions earn full marks, from the judge and from the learner's own check.

Run as a script, it reads lines with a submission and an empty folder, works through the submission's notebook there as
a learner does, in a fork of its own, and prints what the learner's checks say.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from submissions import ASKED, SECOND, blank, handed_in, judged, read
from test_hostile import beside

from grader.exercises import EXERCISES
from grader.judge.rebuild import rebuild
from grader.judge.sitting import Time
from grader.judge.verdict import RIGHT, judge

FILES = sorted((Path(__file__).parent / "honest").glob("*.py"))
FULL = {ASKED.id: [RIGHT, ASKED.points], SECOND.id: [RIGHT, SECOND.points]}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_earns_full_marks(file, rooms):
    submission = read(file)

    sitting = judged(handed_in(submission), rooms, Time(), beside(submission))

    assert {name: [each.outcome, each.earned] for name, each in sitting.verdicts.items()} == FULL, sitting.verdicts


@pytest.fixture(scope="module")
def learners():
    command = [sys.executable, __file__]
    environment = os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as run:
        yield run


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_learners_own_check_gives_the_same(file, learners, tmp_path):
    print(file, tmp_path, sep="\t", file=learners.stdin, flush=True)

    assert json.loads(learners.stdout.readline()) == FULL


def test_there_are_forty_and_each_says_what_is_unusual():
    assert len(FILES) >= 40
    said = [read(file).about for file in FILES]
    assert all(said) and len(set(said)) == len(said)
    assert not any("\n" in about for about in said)


def own_checks(file: Path, folder: Path) -> dict[str, list]:
    """Run a submission's notebook in a shell of this process, and give what its checks say."""
    os.chdir(folder)
    submission = read(file)
    for name, content in beside(submission).items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(content)
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.ipython_dir = str(folder / "ipython")
    shell = TerminalInteractiveShell.instance(config=settings)
    sys.path[0] = ""
    found = {}
    for cell in rebuild(blank(), handed_in(submission))[0].cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("check-"):
            exercise = EXERCISES[name.removeprefix("check-")]
            verdict = judge(exercise, shell.user_ns.get(exercise.answer_name, ...), 7)
            found[exercise.id] = [verdict.outcome, verdict.earned]
        elif cell.cell_type == "code":
            shell.run_cell(cell.source, store_history=True)
    return found


if __name__ == "__main__":
    import ipywidgets  # noqa: F401 - loaded once, for all forks
    from IPython.terminal.interactiveshell import TerminalInteractiveShell
    from traitlets.config import Config

    from lstm_ref import figures  # noqa: F401

    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            for stream in range(3):
                os.dup2(nothing, stream)
            try:
                found = own_checks(*map(Path, line.rstrip("\n").split("\t")))
            except BaseException as error:
                found = repr(error)
            os.write(answers, json.dumps(found).encode() + b"\n")
            os._exit(0)
        os.waitpid(child, 0)
