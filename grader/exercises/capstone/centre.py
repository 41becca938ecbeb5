"""Exercise: take away what stands still, so that only the movement is left."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def centre(x):
    return x - x.mean(axis=1, keepdims=True)


def _cases(rng):
    def ask(N, T, D):
        # each sequence and each feature stands elsewhere, far from 0
        return (Call("centre", (rng.standard_normal((N, T, D)) + rng.uniform(2, 6, (N, 1, D)),)),)

    return [
        Case("one sequence: 5 steps of 3 features", 0.5, ask(1, 5, 3)),
        Case("one feature: 4 sequences of 6 steps", 0.5, ask(4, 6, 1)),
        Case("3 sequences of 5 steps of 7 features", 1, ask(3, 5, 7)),
    ]


def _loops(x):
    moved = np.array(x, dtype=float)
    for sequence in moved:
        for j in range(sequence.shape[1]):
            sequence[:, j] -= sum(sequence[:, j]) / len(sequence)
    return moved


def _in_place(x):
    x -= x.mean(axis=1)[:, None]
    return x


CENTRE = Exercise(
    "centre",
    title="Take away what stands still",
    answer_name="centre",
    reference=centre,
    cases=_cases,
    mistakes=[
        Mistake(
            "the mean over the sequences",
            lambda x: x - x.mean(axis=0, keepdims=True),
            "Axis 0 counts the sequences: other people. The steps are axis 1.",
        ),
        Mistake(
            "the mean over the features",
            lambda x: x - x.mean(axis=2, keepdims=True),
            "Each feature stands somewhere else: it has a mean of its own, over its steps, axis 1.",
        ),
        Mistake("one mean for everything", lambda x: x - x.mean(), "Each sequence and each feature has its own."),
        Mistake(
            "one mean for all sequences",
            lambda x: x - x.mean(axis=(0, 1), keepdims=True),
            "People stand in different places: each sequence has means of its own. Only the steps are averaged.",
        ),
        Mistake(
            "one mean for all features",
            lambda x: x - x.mean(axis=(1, 2), keepdims=True),
            "Each landmark stands somewhere else: each feature has a mean of its own.",
        ),
        Mistake("the first step taken away", lambda x: x - x[:, :1], "Take away the mean of the steps."),
        Mistake("the last step taken away", lambda x: x - x[:, -1:], "Take away the mean of the steps."),
        Mistake("what stands still, not what moves", lambda x: x.mean(axis=1), "Subtract it from x."),
        Mistake(
            "what stands still, repeated",
            lambda x: np.broadcast_to(x.mean(axis=1, keepdims=True), x.shape),
            "Subtract it from x.",
        ),
        Mistake("the mean minus x", lambda x: x.mean(axis=1, keepdims=True) - x, "The other way round: x - mean."),
        Mistake(
            "divided by the spread as well",
            lambda x: (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True),
            "How far a hand moves says something. Only take away where it is.",
        ),
        Mistake(
            "from step to step",
            lambda x: np.diff(x, axis=1),
            "That is another good idea, but one step is lost. Here the mean is subtracted.",
        ),
        Mistake(
            "the steps' axis is lost",
            lambda x: x - x.mean(axis=1),
            "x.mean(axis=1) is (N, D). keepdims=True keeps the axis, as (N, 1, D), so that it meets every step.",
        ),
        Mistake(
            "the middle value, not the mean", lambda x: x - np.median(x, axis=1, keepdims=True), "np.mean is meant."
        ),
        Mistake(
            "x as it came",
            lambda x: x,
            "x - … makes a new array and leaves x alone: return the new one.",
        ),
        Mistake(
            "what stands still added",
            lambda x: x + x.mean(axis=1, keepdims=True),
            "Take it away: x - mean.",
        ),
        Mistake(
            "the sum, not the mean",
            lambda x: x - x.sum(axis=1, keepdims=True),
            "What stands still is the mean of the steps; their sum is larger with every step.",
        ),
        Mistake(
            "what stands still, with its axis",
            lambda x: x.mean(axis=1, keepdims=True),
            "Subtract it from x.",
        ),
        Mistake(
            "one mean for each step",
            lambda x: x - x.mean(axis=(0, 2), keepdims=True),
            "Each sequence and each feature has its own mean. Only the steps, axis 1, are averaged.",
        ),
    ],
    styles={
        "loops": _loops,
        "in place, with a new axis": _in_place,
        "einsum": lambda x: x - np.einsum("ntd->nd", x)[:, np.newaxis] / x.shape[1],
        "by a matrix": lambda x: (np.eye(x.shape[1]) - 1 / x.shape[1]) @ x,
        "a list, one sequence at a time": lambda x: [one - one.mean(axis=0) for one in x],
        "float32": lambda x: centre(np.float32(x)),
    },
    hints=[
        "x is (N, T, D): sequences, steps, features. What stands still is the same at all steps.",
        "Take the mean over the steps, axis 1, and subtract it. For 3 sequences of 7 features there are 21 means.",
        "Return x - x.mean(axis=1, keepdims=True).",
    ],
    uses=("lstm_ref", "torch"),
)
