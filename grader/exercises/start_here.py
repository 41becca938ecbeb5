"""Exercises of lesson 00: a first function, a first shape."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Lesson, Mistake, Read


def last_step(x):
    return x[-1]


def _last_step_cases(rng):
    def ask(T, D):
        return (Call("last_step", (rng.standard_normal((T, D)),)),)

    return [
        Case("five steps of three numbers", 1, ask(5, 3)),
        Case("a sequence of one step", 0.5, ask(1, 4)),
        Case("one number a step", 0.5, ask(6, 1)),
    ]


def _last_step_loop(x):
    for step in x:
        last = step
    return last


LAST_STEP = Exercise(
    "last-step",
    title="The last step of a sequence",
    answer_name="last_step",
    reference=last_step,
    cases=_last_step_cases,
    mistakes=[
        Mistake("the first step, not the last", lambda x: x[0], "Python counts from 0; the last is number -1."),
        Mistake("the last number of every step", lambda x: x[:, -1], "The steps are the rows: the first axis."),
        Mistake("a slice of one step keeps the axis of steps", lambda x: x[-1:], "Look at the shape of x[-1:]."),
        Mistake("the number of the last step, not the step itself", lambda x: len(x) - 1, "Use it as an index."),
        Mistake("only the last number of the last step", lambda x: x[-1, -1], "Give all D numbers of the step."),
        Mistake("the mean over the steps", lambda x: x.mean(axis=0), "Only one of the steps is asked for."),
        Mistake("the last step but one", lambda x: x[len(x) - 2], "The last index is len(x) - 1."),
    ],
    styles={
        "counting to the end": lambda x: x[len(x) - 1],
        "a loop": _last_step_loop,
        "a list": lambda x: list(x[-1]),
        "np.take": lambda x: np.take(x, -1, axis=0),
        "float32": lambda x: np.asarray(x, dtype=np.float32)[-1, :],
    },
    hints=[
        "Which axis of x counts the steps?",
        "x[0] is the first step. Python lets you count from the end, too.",
        "The index -1 means the last one.",
    ],
)


PRODUCT_SHAPE = Exercise(
    "product-shape",
    title="The shape of a product",
    answer_name="product_shape",
    reference=(12,),
    cases=lambda rng: [Case("the shape of W @ x", 1, (Read("product_shape"),))],
    mistakes=[
        Mistake("the shape of W", (12, 80), "The product has used up the axis of 80."),
        Mistake("the axis that is summed over", (80,), "The 80 meets the 80 of x and is gone."),
        Mistake("a column where a vector comes out", (12, 1), "x has one axis, so W @ x has one axis."),
        Mistake("a row where a vector comes out", (1, 12), "x has one axis, so W @ x has one axis."),
        Mistake("brackets without a comma", 12, "(12) is the number 12; a tuple of one needs its comma: (12,)."),
        Mistake("the axes of W exchanged", (80, 12), "The product has used up the axis of 80."),
    ],
    styles={
        "read off NumPy": (np.zeros((12, 80)) @ np.zeros(80)).shape,
        "a list": [12],
        "an array": np.array([12]),
        "a NumPy number inside": (np.int64(12),),
    },
    hints=[
        "In W @ x the last axis of W meets the only axis of x.",
        "Each row of W gives one number. How many rows are there?",
        "A tuple with one number is written with a comma: (n,).",
    ],
)

LESSON = Lesson(
    "00-start-here",
    "Start here",
    [LAST_STEP, PRODUCT_SHAPE],
    gives="run a notebook, answer, have it checked, and hand it in",
)
