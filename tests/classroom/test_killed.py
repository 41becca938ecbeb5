"""Kill the command ten times: run again, it goes on where it was."""


# ruff: noqa: F811 - the fixtures

import random
import time

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


def test_a_command_that_is_killed_again_and_again_goes_on_where_it_was(course_of_forty, undisturbed):
    course, chance, done = course_of_forty, random.Random(1), [0]
    for _ in range(KILLS_OF_THE_COMMAND):
        run = started(course)
        while run.poll() is None and graded(course) <= done[-1]:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.05))
        run.kill()
        run.communicate(timeout=30)
        done.append(graded(course))
    assert done == sorted(done) and 0 < done[1] < CLASS
    assert finished(started(course)) == 1
    assert rows(course, ATTEMPTS) == rows(undisturbed, ATTEMPTS), "each was graded exactly once"
    same_as(course, undisturbed)
