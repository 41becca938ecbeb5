"""The floor under every program: the multiplications that must be made, over the rate at which they can be."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def floor_seconds(N, T, D, H, rate):
    return N * T * 4 * H * (D + H) / rate


def _cases(rng):
    def ask(N, T, D, H, rate=1e3):
        return (Call("floor_seconds", (N, T, D, H, rate)),)

    def size(low=2, high=9):
        return int(rng.integers(low, high))

    return [
        Case("one step of one sequence, one unit", 0.5, ask(1, 1, size(), 1)),
        Case("one step of one sequence, more units", 0.5, ask(1, 1, size(2, 5), size(5, 9))),
        Case("more steps", 0.5, ask(1, size(10, 30), size(2, 5), size(5, 9))),
        Case("more sequences", 0.5, ask(size(10, 30), 1, size(5, 9), size(2, 5))),
        Case("everything at once", 0.5, ask(size(10, 30), size(30, 50), size(50, 90), size(20, 40), 1e6)),
        Case("a machine that multiplies a billion times a second", 0.5, ask(32, 50, 64, 128, 1e9)),
    ]


def _slowly(N, T, D, H, rate):
    total = 0
    for _ in range(N):
        for _ in range(T):
            total += sum(H * D + H * H for _ in "fico")
    return total / rate


TIME_FLOOR = Exercise(
    "time-floor",
    title="The floor under every program",
    answer_name="floor_seconds",
    reference=floor_seconds,
    cases=_cases,
    uses=("torch",),
    mistakes=[
        Mistake(
            "one gate only", lambda N, T, D, H, rate: N * T * H * (D + H) / rate, "Three gates and a candidate: four."
        ),
        Mistake(
            "the candidate forgotten",
            lambda N, T, D, H, rate: N * T * 3 * H * (D + H) / rate,
            "The candidate has a W and a U as the gates have: four.",
        ),
        Mistake(
            "one sequence only",
            lambda N, T, D, H, rate: T * 4 * H * (D + H) / rate,
            "Each of the N sequences is multiplied.",
        ),
        Mistake(
            "one step only",
            lambda N, T, D, H, rate: N * 4 * H * (D + H) / rate,
            "The work is done again at every step.",
        ),
        Mistake(
            "one step of one sequence",
            lambda N, T, D, H, rate: 4 * H * (D + H) / rate,
            "N sequences of T steps: each step of each is multiplied.",
        ),
        Mistake("without W", lambda N, T, D, H, rate: N * T * 4 * H * H / rate, "W @ x has H * D multiplications."),
        Mistake("without U", lambda N, T, D, H, rate: N * T * 4 * H * D / rate, "U @ h has H * H multiplications."),
        Mistake(
            "D times H in place of D plus H",
            lambda N, T, D, H, rate: N * T * 4 * H * D * H / rate,
            "W and U are two products, whose multiplications add up.",
        ),
        Mistake(
            "D and H exchanged",
            lambda N, T, D, H, rate: N * T * 4 * D * (D + H) / rate,
            "Every unit has a row of D and a row of H: H rows of D + H.",
        ),
        Mistake(
            "W once for all steps",
            lambda N, T, D, H, rate: N * 4 * H * (D + T * H) / rate,
            "Hoisting saves calls, not multiplications: every step's x is multiplied.",
        ),
        Mistake(
            "brackets lost",
            lambda N, T, D, H, rate: N * T * 4 * H * D + H / rate,
            "Put D + H in brackets: all of it is multiplied, and all of it divided.",
        ),
        Mistake(
            "biases counted",
            lambda N, T, D, H, rate: N * T * 4 * H * (D + H + 1) / rate,
            "A bias is added, not multiplied. That is the count of parameters.",
        ),
        Mistake(
            "⊙ counted too",
            lambda N, T, D, H, rate: N * T * (4 * H * (D + H) + 3 * H) / rate,
            "Only the matrix products are asked for; ⊙ is little beside them.",
        ),
        Mistake(
            "additions counted too",
            lambda N, T, D, H, rate: 2 * N * T * 4 * H * (D + H) / rate,
            "The rate counts multiplications, each with its addition.",
        ),
        Mistake(
            "times the rate",
            lambda N, T, D, H, rate: N * T * 4 * H * (D + H) * rate,
            "A faster machine needs less time: divide.",
        ),
        Mistake(
            "upside down",
            lambda N, T, D, H, rate: rate / (N * T * 4 * H * (D + H)),
            "Seconds are multiplications divided by multiplications a second.",
        ),
        Mistake(
            "the count, not the time",
            lambda N, T, D, H, rate: N * T * 4 * H * (D + H),
            "Divide by the rate: seconds are asked for.",
        ),
        Mistake(
            "in milliseconds", lambda N, T, D, H, rate: 1e3 * N * T * 4 * H * (D + H) / rate, "Seconds are asked for."
        ),
        Mistake(
            "whole seconds",
            lambda N, T, D, H, rate: N * T * 4 * H * (D + H) // rate,
            "// cuts off what is less than a second. Divide with /.",
        ),
        Mistake(
            "D plus H, but one row of them",
            lambda N, T, D, H, rate: N * T * 4 * (D + H) / rate,
            "W has H rows of D numbers, U has H rows of H, and each number is multiplied once.",
        ),
        Mistake(
            "the second product counted once",
            lambda N, T, D, H, rate: (N * T * 4 * H * D + H * H) / rate,
            "Put the sum in brackets: U @ h is made as often as W @ x.",
        ),
        Mistake(
            "the second product alone divided",
            lambda N, T, D, H, rate: N * T * 4 * H * D + H * H / rate,
            "Put the sum in brackets: all of it is multiplied, and all of it divided.",
        ),
        Mistake(
            "no product with h at the first step",
            lambda N, T, D, H, rate: N * 4 * H * (T * D + (T - 1) * H) / rate,
            "The loop multiplies there too: it does not know that h is all zeros.",
        ),
        Mistake(
            "N and T added",
            lambda N, T, D, H, rate: (N + T) * 4 * H * (D + H) / rate,
            "N sequences of T steps are N * T steps.",
        ),
        Mistake(
            "in microseconds",
            lambda N, T, D, H, rate: 1e6 * N * T * 4 * H * (D + H) / rate,
            "Seconds are asked for.",
        ),
    ],
    styles={
        "W and U apart": lambda N, T, D, H, rate: (4 * H * D + 4 * H * H) * N * T / rate,
        "a loop": _slowly,
        "float32": lambda N, T, D, H, rate: np.float32(floor_seconds(N, T, D, H, rate)),
        "the size of the arrays": lambda N, T, D, H, rate: (
            N * T * sum(np.zeros(shape).size for shape in [(4 * H, D), (4 * H, H)]) / rate
        ),
        "other names": lambda batch, steps, inputs, units, speed: floor_seconds(batch, steps, inputs, units, speed),
    },
    hints=[
        "How many multiplications are in W @ x, and how many in U @ h? How often is each made?",
        "W @ x has H * D, U @ h has H * H, and there are four of each, at every step of every sequence.",
        "N * T * 4 * H * (D + H) / rate",
    ],
)
