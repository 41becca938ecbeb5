"""Exercise: the mean squared error at each step ahead."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def error_growth(y, right):
    return ((y - right) ** 2).mean(axis=0)


def _cases(rng):
    def ask(N, K, right=1.0):
        return (Call("error_growth", (rng.standard_normal((N, K)), right * rng.standard_normal((N, K)))),)

    return [
        Case("3 sines, 4 steps ahead; what is right is all 0", 0.5, ask(3, 4, right=0)),
        Case("one sine, 5 steps ahead", 0.5, ask(1, 5)),
        Case("6 sines, one step ahead", 0.5, ask(6, 1)),
        Case("7 sines, 3 steps ahead", 0.5, ask(7, 3)),
    ]


def _loops(y, right):
    errors = []
    for k in range(y.shape[1]):
        total = 0
        for n in range(len(y)):
            total += (y[n, k] - right[n, k]) ** 2
        errors.append(total / len(y))
    return errors


def _in_place(y, right):
    y -= right
    y *= y
    return np.average(y, axis=0)


ERROR_GROWTH = Exercise(
    "error-growth",
    title="The error at each step ahead",
    answer_name="error_growth",
    reference=error_growth,
    cases=_cases,
    returns=("errors",),
    mistakes=[
        Mistake(
            "one number for each sine, not for each step",
            lambda y, right: ((y - right) ** 2).mean(axis=1),
            "Axis 0 counts the sines: average over it, so that the steps are left.",
        ),
        Mistake("one number for all", lambda y, right: ((y - right) ** 2).mean(), "One for each step ahead: axis=0."),
        Mistake(
            "nothing is averaged",
            lambda y, right: (y - right) ** 2,
            "Average over the sines: .mean(axis=0).",
        ),
        Mistake("the sum, not the mean", lambda y, right: ((y - right) ** 2).sum(axis=0), "More sines, no more error."),
        Mistake(
            "the distance, not its square", lambda y, right: np.abs(y - right).mean(axis=0), "Square the differences."
        ),
        Mistake(
            "too high and too low cancel",
            lambda y, right: (y - right).mean(axis=0),
            "An error of +1 and one of -1 are two errors. Square each one first.",
        ),
        Mistake(
            "averaged first, then squared",
            lambda y, right: (y - right).mean(axis=0) ** 2,
            "Square each difference first, or high and low cancel.",
        ),
        Mistake(
            "the root of it",
            lambda y, right: np.sqrt(((y - right) ** 2).mean(axis=0)),
            "That is in the units of the sine, and often wanted. Here the mean square is asked for.",
        ),
        Mistake(
            "half of it",
            lambda y, right: 0.5 * ((y - right) ** 2).mean(axis=0),
            "Lesson 04 had a half. Here there is none.",
        ),
        Mistake(
            "added up along the steps",
            lambda y, right: np.cumsum(((y - right) ** 2).mean(axis=0)),
            "Each step by itself: no sum over the steps.",
        ),
        Mistake(
            "the difference of the squares",
            lambda y, right: (y**2 - right**2).mean(axis=0),
            "Subtract first, then square.",
        ),
        Mistake(
            "the spread of the errors",
            lambda y, right: (y - right).var(axis=0),
            "The variance takes the mean error away. Every error counts, as it is.",
        ),
        Mistake(
            "the axis of the sines is kept",
            lambda y, right: ((y - right) ** 2).mean(axis=0, keepdims=True),
            "(K,) is asked for: leave keepdims out.",
        ),
        Mistake(
            "divided by the number of steps",
            lambda y, right: ((y - right) ** 2).sum(axis=0) / y.shape[1],
            "What is added up are the sines: divide by how many they are, len(y).",
        ),
        Mistake(
            "divided by sines times steps",
            lambda y, right: ((y - right) ** 2).sum(axis=0) / y.size,
            "What is added up are the sines: divide by how many they are, len(y).",
        ),
        Mistake(
            "the mean of all steps so far",
            lambda y, right: ((y - right) ** 2).mean(axis=0).cumsum() / np.arange(1, y.shape[1] + 1),
            "Each step by itself: no mean over the steps before it.",
        ),
    ],
    styles={
        "loops and a list": _loops,
        "in place, and np.average": _in_place,
        "einsum": lambda y, right: np.einsum("nk,nk->k", y - right, y - right) / len(y),
        "the diagonal of a product": lambda y, right: np.diag((y - right).T @ (y - right)) / len(y),
        "norms": lambda y, right: np.linalg.norm(y - right, axis=0) ** 2 / len(y),
        "float32": lambda y, right: error_growth(np.float32(y), np.float32(right)),
        "arguments in another order": lambda right, y: error_growth(y, right),
    },
    hints=[
        "Both tables are (N, K): a row for each sine, a column for each step ahead. How many numbers come out?",
        "Subtract, square, and then average over the rows.",
        "Return ((y - right) ** 2).mean(axis=0).",
    ],
    uses=("lstm_ref", "torch"),
)
