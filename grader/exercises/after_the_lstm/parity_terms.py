"""The exercise on parity as a linear recurrence of one unit, with a gate that may be negative."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def parity_terms(x):
    return 1 - 2 * x, x


def _cases(rng):
    def ask(*bits):
        return (Call("parity_terms", (np.array(bits, dtype=float),)),)

    return [
        Case("a bit of 1: the parity changes", 0.5, ask(1)),
        Case("a bit of 0: it stays", 0.5, ask(0)),
        Case("the bits 0 1 1 0 1", 0.5, ask(0, 1, 1, 0, 1)),
        Case("fifty random bits", 0.5, ask(*rng.integers(0, 2, 50))),
    ]


def _loop(x):
    a, b = [], []
    for bit in x:
        a.append(-1 if bit else 1)
        b.append(1 if bit else 0)
    return a, b


PARITY_TERMS = Exercise(
    "parity-terms",
    title="Parity with one linear unit",
    answer_name="parity_terms",
    reference=parity_terms,
    cases=_cases,
    returns=("a", "b"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "a alone: nothing is added",
                lambda x: (1 - 2 * x, 0 * x),
                "From 0 the state would stay 0 for ever: -1 × 0 is 0. A 1 must turn 0 into 1.",
            ),
            (
                "a sum: nothing is taken back",
                lambda x: (np.ones_like(x), x),
                "This counts the ones. A second 1 must turn 1 back into 0.",
            ),
            ("the last bit", lambda x: (0 * x, x), "With a = 0 the past is forgotten at every step."),
            (
                "a 1 forgets the past",
                lambda x: (1 - x, x),
                "After a 1 the state is always 1 then. If it was 1 before, it must become 0.",
            ),
            (
                "a 0 forgets the past",
                lambda x: (-x, x),
                "With a = 0 the state is 0 after every bit of 0. It must stay what it was: a = 1.",
            ),
            (
                "-1 is added",
                lambda x: (1 - 2 * x, -x),
                "From 0 a bit of 1 would lead to -1. It must lead to 1.",
            ),
            (
                "the sign of a the other way round",
                lambda x: (2 * x - 1, x),
                "a = 1 keeps the state, and a = -1 turns it. Which bit keeps?",
            ),
            (
                "turned at every step",
                lambda x: (-np.ones_like(x), np.ones_like(x)),
                "A 0 must leave the parity as it is: a = 1, b = 0.",
            ),
            (
                "turned by the 0s",
                lambda x: (2 * x - 1, 1 - x),
                "It is the 1s that change the parity.",
            ),
            (
                "b before a",
                lambda x: (x, 1 - 2 * x),
                "First a, which multiplies, then b, which is added.",
            ),
            (
                "-1 for a 0, too",
                lambda x: (-np.ones_like(x), x),
                "A 0 must leave the parity as it is: a = 1.",
            ),
            (
                "2 is added",
                lambda x: (1 - 2 * x, 2 * x),
                "A 1 turns 0 into 1, and 1 into 0: -1 × 0 + b = 1.",
            ),
            (
                "the parity itself",
                lambda x: np.cumsum(x) % 2,
                "Asked for are the terms, a and b of each step. The recurrence makes the parity of them.",
            ),
            (
                "one pair for all steps",
                lambda x: (-1.0, 1.0),
                "a and b hear the bit: an entry for each step.",
            ),
        ]
    ],
    styles={
        "a loop and lists": _loop,
        "a power of -1": lambda x: ((-1.0) ** x, x),
        "np.where": lambda x: (np.where(x == 1, -1, 1), np.where(x == 1, 1, 0)),
        "one array of two rows": lambda x: np.stack([1 - 2 * x, x]),
        "a cosine": lambda x: (np.cos(np.pi * x), np.sin(np.pi * x / 2)),
        "whole numbers": lambda x: (1 - 2 * x.astype(int), x.astype(int)),
        "in place": lambda x: (1 - 2 * x, np.multiply(x, 1, out=x)),
    },
    hints=[
        "For a bit of 0 the state must stay whatever it is. Which a and b do that?",
        "For a bit of 1 it must go from 0 to 1, and from 1 to 0. From 0 you can read off b, then a from the other.",
        "a is 1 for a 0 and -1 for a 1; b is the bit. As a formula: a = 1 - 2 * x, b = x.",
    ],
)
