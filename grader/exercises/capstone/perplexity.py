"""Exercise: perplexity, from the probabilities that were given to what came."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def perplexity(p, came):
    return np.exp(-np.log(p[np.arange(len(came)), came]).mean())


def _cases(rng):
    def ask(N, O, spread=1.5):  # noqa: E741 - the letter of the lessons
        p = np.exp(spread * rng.standard_normal((N, O)))
        return (Call("perplexity", (p / p.sum(axis=1, keepdims=True), rng.integers(O, size=N))),)

    return [
        Case("all 5 letters alike: 5", 0.5, ask(7, 5, spread=0)),
        Case("one place, 4 letters", 0.5, ask(1, 4)),
        Case("9 places, 6 letters", 1, ask(9, 6)),
    ]


def _given(p, came):
    return p[np.arange(len(came)), came]


def _loops(p, came):
    total = 0.0
    for n in range(len(came)):
        total -= float(np.log(p[n, came[n]]))
    return float(np.exp(total / len(came)))


PERPLEXITY = Exercise(
    "perplexity",
    title="Perplexity",
    answer_name="perplexity",
    reference=perplexity,
    cases=_cases,
    mistakes=[
        Mistake(
            "the loss itself, before exp",
            lambda p, came: -np.log(_given(p, came)).mean(),
            "That is the loss. np.exp of it says among how many letters.",
        ),
        Mistake(
            "the minus is left out",
            lambda p, came: np.exp(np.log(_given(p, came)).mean()),
            "log of a probability is below 0. The minus makes the loss positive.",
        ),
        Mistake(
            "1 over the mean probability",
            lambda p, came: 1 / _given(p, came).mean(),
            "First the logarithm of each, then the mean. One place with a tiny probability must count.",
        ),
        Mistake(
            "the mean of 1 over p",
            lambda p, came: (1 / _given(p, came)).mean(),
            "First the logarithm of each, then the mean, and exp at the end.",
        ),
        Mistake(
            "the sum, not the mean",
            lambda p, came: np.exp(-np.log(_given(p, came)).sum()),
            "A longer text is no worse. Take the mean over the places.",
        ),
        Mistake(
            "one for each place",
            lambda p, came: np.exp(-np.log(_given(p, came))),
            "Average the logarithms over the places; one number comes out.",
        ),
        Mistake(
            "the favourite, not what came",
            lambda p, came: np.exp(-np.log(p.max(axis=1)).mean()),
            "It does not matter what the model likes best. What probability had the letter that came?",
        ),
        Mistake(
            "all letters, not the one that came",
            lambda p, came: np.exp(-np.log(p).mean()),
            "In each row only one number counts: that of the letter that came.",
        ),
        Mistake(
            "whole columns picked",
            lambda p, came: np.exp(-np.log(p[:, came]).mean()),
            "p[:, came] is a whole table. np.arange(len(came)) beside came picks one number a row.",
        ),
        Mistake(
            "the entropy: how unsure the model is",
            lambda p, came: np.exp(-(p * np.log(p)).sum(axis=1).mean()),
            "That says how sure the model is, not whether it is right. What came must be in it.",
        ),
        Mistake(
            "logarithms to the base 2 with exp",
            lambda p, came: np.exp(-np.log2(_given(p, came)).mean()),
            "np.exp undoes np.log. With np.log2 it must be 2 to the power.",
        ),
        Mistake(
            "the share of right guesses",
            lambda p, came: (p.argmax(axis=1) == came).mean(),
            "That is the accuracy. Perplexity asks what probability was given to what came.",
        ),
        Mistake(
            "a softmax once more",
            lambda p, came: perplexity(np.exp(p) / np.exp(p).sum(axis=1, keepdims=True), came),
            "p holds probabilities already.",
        ),
        Mistake(
            "2 to the power, with np.log",
            lambda p, came: 2 ** -np.log(_given(p, came)).mean(),
            "np.exp undoes np.log. 2 to the power belongs to np.log2.",
        ),
        Mistake(
            "10 to the power, with np.log",
            lambda p, came: 10 ** -np.log(_given(p, came)).mean(),
            "np.exp undoes np.log. 10 to the power belongs to np.log10.",
        ),
        Mistake(
            "whole rows picked",
            lambda p, came: np.exp(-np.log(p[came]).mean()),
            "p[came] takes whole rows, by letter. np.arange(len(came)) beside came picks one number a row.",
        ),
        Mistake(
            "divided by the number of letters",
            lambda p, came: np.exp(-np.log(_given(p, came)).sum() / p.shape[1]),
            "The mean is over the places: divide by len(came).",
        ),
        Mistake(
            "the middle one, not the mean",
            lambda p, came: np.exp(-np.median(np.log(_given(p, came)))),
            "np.mean is meant: every place counts.",
        ),
    ],
    styles={
        "a loop": _loops,
        "base 2 throughout": lambda p, came: 2 ** -np.log2(_given(p, came)).mean(),
        "take_along_axis": lambda p, came: np.exp(-np.mean(np.log(np.take_along_axis(p, came[:, None], axis=1)))),
        "one-hot": lambda p, came: np.exp(-(np.eye(p.shape[1])[came] * np.log(p)).sum() / len(p)),
        "a product and a root": lambda p, came: np.prod(_given(p, came)) ** (-1 / len(came)),
        "float32": lambda p, came: perplexity(np.float32(p), came),
        "arguments in another order": lambda came, p: perplexity(p, came),
    },
    hints=[
        "In each row of p only one number counts: the probability that was given to the letter that came.",
        "p[np.arange(len(came)), came] picks them. Then minus the logarithm, then the mean.",
        "Return np.exp of that mean.",
    ],
    uses=("lstm_ref", "torch"),
)
