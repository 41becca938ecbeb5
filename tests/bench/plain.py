"""A warm IPython shell in a process of its own, without walls and kernel: what a submission's cells take alone.

It loads and runs beforehand what the grader's warm process does, and finds the same files where imports look first.
"""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from graded import SEED, Work, asked

from grader.judge.ask import behind_walls
from grader.sandbox import Files
from grader.sandbox.parent import WALLED
from grader.sandbox.walled import wire

INSIDE = """
import importlib, os, socket, sys, time
sys.path[:0] = sys.argv[2:4]
from walled import answer, shell, wire
judge = socket.socket(fileno=int(sys.argv[1]))
settings = wire.receive(judge)
made = shell.shell(os.getcwd())
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
for name in settings["load"]:
    importlib.import_module(name)
made.run_line_magic("matplotlib", "inline")
for source in settings["warm"]:
    shell.run(made, source)
while True:
    made.reset(new_session=True, aggressive=False)
    wire.send(judge, None)
    steps, errors = wire.receive(judge, code=True), 0
    start = time.perf_counter()
    for what, *step in steps:
        if what == "run":
            errors += any(output["output_type"] == "error" for output in shell.run(made, *step))
        else:
            answer.put(made.user_ns[step[0]], *step)
    wire.send(judge, (time.perf_counter() - start, errors))
"""


class Plain:
    """The process, warmed for one lesson.

    Args:
        files: what the grader's warm process was given for this lesson.
    """

    def __init__(self, files: Files) -> None:
        self._folder = tempfile.TemporaryDirectory()
        course = Path(self._folder.name, "course")
        for name, path in files.shown.items():
            (course / name).parent.mkdir(parents=True, exist_ok=True)
            (course / name).symlink_to(path)
        self._channel, inside = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, "-c", INSIDE, str(inside.fileno()), str(WALLED.parent), str(course)],
            pass_fds=[inside.fileno()],
            env={**os.environ, **files.environment},
            cwd=self._folder.name,
        )
        inside.close()
        wire.send(self._channel, {"load": tuple(files.load), "warm": tuple(files.warm)})
        wire.receive(self._channel)

    def run(self, steps: list[tuple]) -> tuple[float, int]:
        """Run cells and put questions; give the seconds that took, and how many cells stopped with an error."""
        wire.send(self._channel, steps)
        said = wire.receive(self._channel)
        wire.receive(self._channel)
        return said

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._channel.close()
        self._folder.cleanup()


def script(work: Work) -> list[tuple]:
    """List what the engine does to a submission: the cells it runs, and what it puts to the answers."""
    steps: list[tuple] = []
    checks, _ = asked(work, work.whole)
    for index, cell in enumerate(work.whole.cells):
        if index in checks:
            ask = behind_walls(checks[index], Noted(steps), 0)
            for case in checks[index].draw(SEED):
                ask(case)
        elif cell.cell_type == "code" and cell.source.strip():
            steps.append(("run", cell.source))
    return steps


class Noted:
    """Stands in the place of a session, and only notes what is asked."""

    def __init__(self, steps: list[tuple]) -> None:
        self.steps = steps

    def ask(self, name, parameters, steps, _seconds) -> dict:
        """Note a question."""
        self.steps.append(("ask", name, tuple(parameters), tuple(steps)))
        return {}
