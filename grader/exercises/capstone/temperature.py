"""Exercise: a softmax with a temperature."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def temperature(z, tau):
    z = z / tau
    e = np.exp(z - z.max())
    return e / e.sum()


def _cases(rng):
    def ask(O, tau, high=0.0):  # noqa: E741 - the letter of the lessons
        z = 1.5 * rng.standard_normal(O) + high
        z[0] -= 2 * high  # far below the others: taking off the smallest score helps nothing
        return (Call("temperature", (z, tau)),)

    return [
        Case("tau = 1: the softmax as it is", 0.5, ask(5, 1.0)),
        Case("warm: tau = 2", 1, ask(6, 2.0)),
        Case("cold: tau = 0.5", 1, ask(4, 0.5)),
        Case("very cold and high scores: nothing becomes nan", 0.5, ask(7, 0.4, high=900.0)),
    ]


def _softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


def _loops(z, tau):
    highest = max(z)
    powers = [np.exp((score - highest) / tau) for score in z]
    return [float(power / sum(powers)) for power in powers]


def _in_place(z, tau):
    z -= z.max()
    z /= tau
    np.exp(z, out=z)
    z /= z.sum()
    return z


TEMPERATURE = Exercise(
    "temperature",
    title="A softmax with a temperature",
    answer_name="temperature",
    reference=temperature,
    cases=_cases,
    returns=("p",),
    mistakes=[
        Mistake(
            "times tau, not divided by it",
            lambda z, tau: _softmax(z * tau),
            "Warm means more alike: a larger tau must bring the scores closer together.",
        ),
        Mistake(
            "divided after the softmax",
            lambda z, tau: _softmax(z) / tau,
            "Then the sum is no longer 1. Divide the scores, before exp.",
        ),
        Mistake(
            "tau makes no difference",
            lambda z, tau: _softmax(z + tau),
            "Divide every score by tau, before exp. What is added to all of them cancels out.",
        ),
        Mistake(
            "a softmax of a softmax",
            lambda z, tau: _softmax(_softmax(z) / tau),
            "Take the scores as they are, divide them by tau, and one softmax.",
        ),
        Mistake(
            "the sum is not 1",
            lambda z, tau: np.exp((z - z.max()) / tau),
            "Divide by the sum at the end.",
        ),
        Mistake(
            "only one is left: the highest",
            lambda z, tau: np.eye(len(z))[np.argmax(z)],
            "That is what tau = 0 would give. The others keep a chance.",
        ),
        Mistake(
            "nan: the largest score is not taken off",
            lambda z, tau: np.exp(z / tau) / np.exp(z / tau).sum(),
            "On paper it is right. exp of a large number is inf: take off the largest score first, as in lesson 02.",
        ),
        Mistake(
            "σ of each score",
            lambda z, tau: 1 / (1 + np.exp(-z / tau)),
            "σ treats each by itself. Here they share one sum.",
        ),
        Mistake(
            "logarithms of the probabilities",
            lambda z, tau: (z - z.max()) / tau - np.log(np.exp((z - z.max()) / tau).sum()),
            "The probabilities themselves are asked for.",
        ),
        Mistake(
            "divided by tau squared",
            lambda z, tau: _softmax(z / tau**2),
            "Is it divided twice?",
        ),
        Mistake(
            "tau in the numerator only",
            lambda z, tau: np.exp((z - z.max()) / tau) / np.exp(z - z.max()).sum(),
            "The sum below is over the same numbers as stand above: divide by tau in both.",
        ),
        Mistake(
            "tau in the sum only",
            lambda z, tau: np.exp(z - z.max()) / np.exp((z - z.max()) / tau).sum(),
            "The sum below is over the same numbers as stand above: divide by tau in both.",
        ),
        Mistake(
            "a power of the softmax, and no sum",
            lambda z, tau: _softmax(z) ** (1 / tau),
            "The powers no longer add up to 1: divide by their sum.",
        ),
        Mistake(
            "a minus too many",
            lambda z, tau: _softmax(-z / tau),
            "The highest score gets the largest probability: no minus.",
        ),
        Mistake(
            "nan turned into 0",
            lambda z, tau: np.nan_to_num(np.exp(z / tau) / np.exp(z / tau).sum()),
            "That hides it: the probabilities are then all 0. Take off the largest score first, as in lesson 02.",
        ),
        Mistake(
            "shares of the scores",
            lambda z, tau: (z / tau) / (z / tau).sum(),
            "exp is missing: scores may be negative, probabilities may not.",
        ),
    ],
    styles={
        "loops and a list": _loops,
        "in place": _in_place,
        "a power of the softmax": lambda z, tau: _softmax(z) ** (1 / tau) / (_softmax(z) ** (1 / tau)).sum(),
        "by logarithms": lambda z, tau: np.exp(z / tau - np.logaddexp.reduce(z / tau)),
        "float32": lambda z, tau: temperature(np.float32(z - z.max()), np.float32(tau)),
        "arguments in another order": lambda tau, z: temperature(z, tau),
    },
    hints=[
        "It is the softmax of lesson 02, of other scores. What must happen to the scores to be closer together?",
        "Divide all scores by tau. Then the softmax: take off the largest, exp, divide by the sum.",
        "z = z / tau, then e = np.exp(z - z.max()), and return e / e.sum().",
    ],
    uses=("lstm_ref", "torch"),
)
