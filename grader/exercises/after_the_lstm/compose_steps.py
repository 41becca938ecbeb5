"""The exercise on two steps that become one."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def compose(first, second):
    return second[0] * first[0], second[0] * first[1] + second[1]


def _cases(rng):
    def either(size=None):
        return rng.uniform(0.4, 1.6, size) * rng.choice([-1, 1], size)

    def ask(a1=None, b1=None, a2=None, b2=None, size=None):
        given = [either(size) if part is None else part for part in (a1, b1, a2, b2)]
        return (Call("compose", (tuple(given[:2]), tuple(given[2:]))),)

    return [
        Case("first only add, then only multiply", 0.5, ask(a1=1.0, b2=0.0)),
        Case("first only multiply, then only add", 0.5, ask(b1=0.0, a2=1.0)),
        Case("two steps of one unit", 0.5, ask()),
        Case("two steps of 5 units", 0.5, ask(size=5)),
    ]


def _by_trying(first, second):
    def both(h):
        return second[0] * (first[0] * h + first[1]) + second[1]

    return both(1.0) - both(0.0), both(0.0)


def _as_matrices(first, second):
    joined = [
        np.array([[a2, b2], [0, 1]]) @ np.array([[a1, b1], [0, 1]]) for a1, b1, a2, b2 in np.broadcast(*first, *second)
    ]
    rows = [[matrix[0, k] for matrix in joined] for k in range(2)]
    return tuple(row if np.ndim(first[0]) else row[0] for row in rows)


COMPOSE_STEPS = Exercise(
    "compose-steps",
    title="Two steps in one",
    answer_name="compose",
    reference=compose,
    cases=_cases,
    returns=("a", "b"),
    mistakes=[
        Mistake(name, lambda f, s, end=end: end(*f, *s), advice)
        for name, end, advice in [
            (
                "the second step taken first",
                lambda a1, b1, a2, b2: (a1 * a2, a1 * b2 + b1),
                "The order counts: what the first step gives goes into the second.",
            ),
            (
                "the first b added as it is",
                lambda a1, b1, a2, b2: (a1 * a2, b1 + b2),
                "What the first step adds goes through the second step too: it is multiplied by its a.",
            ),
            (
                "both parts multiplied",
                lambda a1, b1, a2, b2: (a1 * a2, b1 * b2),
                "Put the first step into the second, on paper: second a times (first a times h + first b) + second b.",
            ),
            (
                "both parts added",
                lambda a1, b1, a2, b2: (a1 + a2, b1 + b2),
                "Multiplying by one number and then by another is multiplying by their product.",
            ),
            (
                "the a of both added",
                lambda a1, b1, a2, b2: (a1 + a2, a2 * b1 + b2),
                "Multiplying by one number and then by another is multiplying by their product.",
            ),
            (
                "np.dot for *",
                lambda a1, b1, a2, b2: (np.dot(a1, a2), np.dot(a2, b1) + b2),
                "np.dot of two vectors adds everything up into one number. Each unit goes its own way: use *.",
            ),
            (
                "the second b multiplied too",
                lambda a1, b1, a2, b2: (a1 * a2, a2 * (b1 + b2)),
                "The second step adds its b last, after it has multiplied.",
            ),
            (
                "the second b left out",
                lambda a1, b1, a2, b2: (a1 * a2, a2 * b1),
                "The second step adds something too.",
            ),
            (
                "the first b left out",
                lambda a1, b1, a2, b2: (a1 * a2, b2),
                "The first step adds something too, and the second multiplies it.",
            ),
            (
                "the first b multiplied by both a",
                lambda a1, b1, a2, b2: (a1 * a2, a1 * a2 * b1 + b2),
                "b of the first step is added after its own a has multiplied. Only the second a is still to come.",
            ),
            (
                "the first b multiplied by its own a",
                lambda a1, b1, a2, b2: (a1 * a2, a1 * b1 + b2),
                "What the first step has added meets the a of the second step.",
            ),
            (
                "the first a kept as it is",
                lambda a1, b1, a2, b2: (a1, a2 * b1 + b2),
                "h is multiplied twice: by the first a, then by the second.",
            ),
            (
                "b before a",
                lambda a1, b1, a2, b2: (a2 * b1 + b2, a1 * a2),
                "First the a of both, which multiplies, then the b of both, which is added.",
            ),
            (
                "one number: the state that comes out of 0",
                lambda a1, b1, a2, b2: a2 * b1 + b2,
                "That is b. The pair needs its a too, for a state that is not 0.",
            ),
            (
                "one number: the state that comes out of 1",
                lambda a1, b1, a2, b2: a2 * (a1 + b1) + b2,
                "Wanted is a pair (a, b) that does for every h what the two steps do.",
            ),
        ]
    ],
    styles={
        "by trying it on 0 and on 1": _by_trying,
        "as 2×2 matrices": _as_matrices,
        "a list": lambda first, second: list(compose(first, second)),
        "unpacked": lambda first, second: (
            lambda a1, b1, a2, b2: (np.multiply(a1, a2), np.add(np.multiply(a2, b1), b2))
        )(*first, *second),
        "float32": lambda f, s: tuple(map(np.float32, compose(tuple(map(np.float32, f)), tuple(map(np.float32, s))))),
        "arguments in another order": lambda second, first: compose(first, second),
    },
    hints=[
        "Write the second step with the first one in the place of h. Then multiply out.",
        "second a × (first a × h + first b) + second b. What stands in front of h? What is left without h?",
        "a = second a × first a. b = second a × first b + second b.",
    ],
)
