"""Every exercise keeps its promises: mistakes are rejected and named, other styles accepted, nonsense earns nothing."""

import numpy as np
import pytest

from grader.exercises import EXERCISES, LESSONS
from grader.judge.verdict import RIGHT, judge

SEEDS = range(3)


def each_mistake(test):
    pairs = [pytest.param(e, m, id=f"{e.id}: {m.name}") for e in EXERCISES.values() for m in e.mistakes]
    return pytest.mark.parametrize(("exercise", "mistake"), pairs)(test)


def each_style(test):
    pairs = [pytest.param(e, a, id=f"{e.id}: {name}") for e in EXERCISES.values() for name, a in e.styles.items()]
    return pytest.mark.parametrize(("exercise", "answer"), pairs)(test)


def each_exercise(test):
    return pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda exercise: exercise.id)(test)


@each_exercise
def test_the_reference_earns_all_points(exercise):
    for seed in SEEDS:
        verdict = judge(exercise, exercise.reference, seed)
        assert (verdict.outcome, verdict.earned) == (RIGHT, exercise.points)


@each_mistake
def test_a_mistake_is_rejected_under_its_own_name(exercise, mistake):
    for seed in SEEDS:
        verdict = judge(exercise, mistake.answer, seed)
        assert verdict.earned < exercise.points
        assert verdict.mistake == mistake.name


@each_style
def test_another_right_style_earns_all_points(exercise, answer):
    for seed in SEEDS:
        verdict = judge(exercise, answer, seed)
        assert [line.message for line in verdict.lines if line.message] == []
        assert verdict.outcome == RIGHT


@each_exercise
@pytest.mark.parametrize(
    "answer",
    [
        lambda *args: None,
        lambda *args: args[0] if args else None,
        lambda *args: args[-1] if args else None,
        lambda *args: np.zeros_like(args[0]) if args else None,
        lambda *args: np.ones_like(args[0]) * 0.5,
        lambda *args: 0.5,
        lambda *args: args,
        lambda *args: 1 / 0,
    ],
    ids=[
        "None",
        "its first argument",
        "its last argument",
        "zeros",
        "one half",
        "a number",
        "its arguments",
        "an error",
    ],
)
def test_nonsense_earns_nothing(exercise, answer):
    for seed in SEEDS:
        assert judge(exercise, answer, seed).earned == 0


@each_exercise
def test_titles_and_points_do_not_depend_on_the_draw(exercise):
    first, second = (
        [(case.title, case.points, len(case.steps)) for case in exercise.draw(seed)] for seed in (0, 12345)
    )
    assert first == second
    assert exercise.points == int(exercise.points) > 0


@each_exercise
def test_there_are_enough_mistakes_styles_and_hints(exercise):
    assert len(exercise.mistakes) >= 6
    assert len(exercise.styles) >= 4
    assert len(exercise.hints) == 3
    assert all(mistake.advice for mistake in exercise.mistakes)


def test_no_name_is_used_twice():
    ids = [e.id for lesson in LESSONS.values() for e in (*lesson.exercises, *lesson.essays)]
    assert len(ids) == len(set(ids))
    for exercise in EXERCISES.values():
        names = [mistake.name for mistake in exercise.mistakes]
        assert len(names) == len(set(names))
