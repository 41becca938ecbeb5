"""The exercise `half-life`: after how many steps half of a memory is left."""

import math

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import sigmoid


def half_life(b_f):
    return np.log(0.5) / np.log(sigmoid(b_f))


def _cases(rng):
    def ask(b_f):
        return Call("half_life", (b_f,))

    between, below = float(rng.uniform(0.3, 0.8)), -float(rng.uniform(0.4, 2))
    return [
        Case("a forget bias of 0", 0.5, (ask(0),)),
        Case("a forget bias of 1", 0.5, (ask(1),)),
        Case("a forget bias of 3", 0.5, (ask(3),)),
        Case("others, one of them below 0", 0.5, (ask(between), ask(below), ask(4.6))),
    ]


def _of(formula):
    """An answer by a formula of the gate."""
    return lambda b_f: formula(sigmoid(b_f))


def _counted(more):
    """Count whole steps while more than half is left."""

    def count(b_f):
        left, steps = 1.0, 0
        while more(left):
            left *= float(sigmoid(b_f))
            steps += 1
        return steps

    return count


def _by_halving(b_f):
    """Close in on the place where half is left."""
    f, low, high = 1 / (1 + math.exp(-b_f)), 0.0, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if f**middle > 0.5 else (low, middle)
    return low


HALF_LIFE = Exercise(
    "half-life",
    title="The half-life of a memory",
    answer_name="half_life",
    reference=half_life,
    cases=_cases,
    returns=("half_life",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the bias taken for the gate",
                lambda b_f: np.log(0.5) / np.log(np.float64(b_f)),
                "The bias is a sum before squashing. The gate is f = sigmoid(b_f).",
            ),
            (
                "1 - f taken for the gate",
                _of(lambda f: np.log(0.5) / np.log(1 - f)),
                "1 means keep: each step multiplies by f.",
            ),
            (
                "the fraction is upside down",
                _of(lambda f: np.log(f) / np.log(0.5)),
                "n * log(f) = log(0.5): divide by log(f).",
            ),
            ("the sign is turned", _of(lambda f: np.log(2) / np.log(f)), "Half is 0.5, and log(0.5) is below 0."),
            (
                "steps of equal size",
                _of(lambda f: 0.5 / (1 - f)),
                "A step takes its share of what is left, not of what there was: after n steps f to the power of n.",
            ),
            (
                "the mean life",
                _of(lambda f: 1 / (1 - f)),
                "When is f ** n = 0.5? Take the logarithm of both sides.",
            ),
            (
                "down to 1/e, not to a half",
                _of(lambda f: -1 / np.log(f)),
                "Half is asked for: log(0.5), not -1, stands above the line.",
            ),
            (
                "the logarithm of the fraction",
                _of(lambda f: np.log(0.5 / f)),
                "n * log(f) = log(0.5). Divide one logarithm by the other.",
            ),
            (
                "half divided by the gate",
                _of(lambda f: 0.5 / f),
                "Each step multiplies: f ** n = 0.5. Take the logarithm of both sides.",
            ),
            (
                "half divided by the logarithm",
                _of(lambda f: 0.5 / np.log(f)),
                "Take the logarithm of both sides: log(0.5) stands above the line.",
            ),
            ("down to a quarter", _of(lambda f: np.log(0.25) / np.log(f)), "Half is asked for."),
            (
                "half of the gate",
                _of(lambda f: f / 2),
                "How many times must you multiply by f, to get to 0.5?",
            ),
            ("base and power exchanged", _of(lambda f: 0.5**f), "f is multiplied n times: f ** n = 0.5. Find n."),
            ("the root of a half", _of(lambda f: 0.5 ** (1 / f)), "f ** n = 0.5 asks for n: take logarithms."),
            (
                "whole steps, rounded up",
                _counted(lambda left: left > 0.5),
                "A half-life need not be whole: solve f ** n = 0.5 with logarithms.",
            ),
            (
                "whole steps, one too many where it fits",
                _counted(lambda left: left >= 0.5),
                "A half-life need not be whole: solve f ** n = 0.5 with logarithms.",
            ),
            (
                "whole steps, rounded down",
                _of(lambda f: np.floor(np.log(0.5) / np.log(f) + 1e-9)),
                "A half-life need not be whole. Leave the fraction as it is.",
            ),
            (
                "rounded to whole steps",
                lambda b_f: round(float(half_life(b_f))),
                "A half-life need not be whole. Leave the fraction as it is.",
            ),
            (
                "rounded to one digit after the point",
                lambda b_f: round(float(half_life(b_f)), 1),
                "Leave the number as it is: rounding is for showing.",
            ),
            (
                "rounded to two digits after the point",
                lambda b_f: round(float(half_life(b_f)), 2),
                "Leave the number as it is: rounding is for showing.",
            ),
            (
                "divided by the gate, not by its logarithm",
                _of(lambda f: np.log(0.5) / f),
                "n * log(f) = log(0.5): divide by log(f).",
            ),
            (
                "divided by the bias",
                lambda b_f: np.log(0.5) / np.float64(b_f),
                "First the gate, f = sigmoid(b_f). Then divide by log(f).",
            ),
            (
                "two different logarithms",
                _of(lambda f: np.log(0.5) / np.log2(f)),
                "Any logarithm will do, but take the same one twice.",
            ),
            (
                "two different logarithms, one to the base 10",
                _of(lambda f: np.log(0.5) / np.log10(f)),
                "Any logarithm will do, but take the same one twice.",
            ),
        ]
    ],
    styles={
        "log2": _of(lambda f: -1 / np.log2(f)),
        "by exp alone": lambda b_f: math.log(2) / math.log1p(math.exp(-b_f)),
        "the math module": lambda b_f: math.log(0.5) / math.log(1 / (1 + math.exp(-b_f))),
        "a logarithm to the base f": _of(lambda f: math.log(0.5, f)),
        "closing in": _by_halving,
        "an array without an axis": lambda b_f: np.array(half_life(b_f)),
        "float32": lambda b_f: np.float32(half_life(np.float32(b_f))),
    },
    hints=[
        "First the gate: which number between 0 and 1 does the bias alone give?",
        "After n steps f ** n is left. When is f ** n = 0.5? A logarithm brings n down: n * log(f) = log(0.5).",
        "f = sigmoid(b_f), then return np.log(0.5) / np.log(f).",
    ],
)
