"""Kill workers and their interpreters forty times: minutes of work, so it is run by name.

.venv/bin/pytest tests/classroom/killed_workers.py
"""


# ruff: noqa: F811 - the fixtures

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

from test_nothing_lost import (  # noqa: F401 - some are fixtures
    ATTEMPTS,
    CLASS,
    course_of_forty,
    finished,
    graded,
    handed_in,
    rows,
    same_as,
    started,
    undisturbed,
)

KILLS_OF_THE_COMMAND, KILLS_BELOW, KILLS_A_RUN = 10, 40, 8


def below(process: int) -> list[int]:
    """The processes that descend from `process`."""
    try:
        tasks = [(task / "children").read_text() for task in Path(f"/proc/{process}/task").glob("*")]
    except OSError:
        return []
    children = [int(child) for line in tasks for child in line.split()]
    return [*children, *(each for child in children for each in below(child))]


def test_workers_and_interpreters_that_are_killed_cost_nothing(course_of_forty, undisturbed):
    course, chance, killed, whole = course_of_forty, random.Random(2), [], 0
    while len(killed) < KILLS_BELOW:
        before, after = graded(course), chance.choice([0, 1, 10, 20])
        run = started(course, "--workers", "2", "--again")
        while run.poll() is None and graded(course) < before + after:
            time.sleep(0.02)
        for _ in range(KILLS_A_RUN):
            time.sleep(chance.uniform(0, 0.5))
            if found := below(run.pid):
                victim = chance.choice(found)
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    killed.append(victim)
        _, said = run.communicate(timeout=180)
        if run.returncode == 2:  # what was killed was needed at once
            assert said.decode().splitlines()[-1].startswith("grader: ")
            continue
        assert run.returncode == 1, said.decode()
        assert graded(course) >= before + CLASS, "each was graded again"
        same_as(course, undisturbed)
        whole += 1
    assert whole > 1, "nearly every run was stopped"
