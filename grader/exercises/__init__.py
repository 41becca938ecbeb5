"""The catalogue: every graded question of the course, each declared once, in one module a lesson."""

import difflib

from grader.exercises import (
    after_the_lstm,
    capstone,
    counting_parameters,
    hadamard,
    lstm_gates,
    lstm_unrolled,
    return_sequences,
    sequences,
    start_here,
    through_time,
    torch_and_gpu,
    unrolling,
    weight_shapes,
)
from grader.exercises.declare import Exercise, Lesson

MODULES = (
    start_here,
    sequences,
    unrolling,
    weight_shapes,
    through_time,
    hadamard,
    lstm_gates,
    lstm_unrolled,
    counting_parameters,
    return_sequences,
    torch_and_gpu,
    capstone,
    after_the_lstm,
)

LESSONS: dict[str, Lesson] = {module.LESSON.id: module.LESSON for module in MODULES}

EXERCISES: dict[str, Exercise] = {exercise.id: exercise for lesson in LESSONS.values() for exercise in lesson.exercises}


def closest(name: str, names) -> str:
    """Say which of `names` was probably meant by `name`, as a sentence to end an error with, or nothing."""
    near = difflib.get_close_matches(name, names, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
