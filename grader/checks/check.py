"""`check`: what a learner runs under an exercise, and what nbgrader grades."""

from typing import Any

from grader.checks.progress import remember
from grader.checks.report import Report, Unknown
from grader.exercises import EXERCISES, closest
from grader.judge.verdict import judge


def check(exercise_id: str, answer: Any = ...) -> Report | Unknown:
    """Check an answer and say what came out; an answer never makes this raise.

    Args:
        exercise_id: the name of the exercise, "forget-gate".
        answer: what you made: the function, class or value itself, without calling it.

    Returns:
        A report. As text it is the points earned; in a notebook it is a card.
    """
    exercise = EXERCISES.get(exercise_id)
    if exercise is None:
        return Unknown(f"There is no exercise {exercise_id!r}.{closest(str(exercise_id), EXERCISES)}")
    verdict = judge(exercise, answer, seed=0)
    remember(verdict)
    return Report(exercise, verdict)
