"""The exercise on the order of two states."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.return_sequences.keras_models import USES
from lstm_ref import lstm_weights
from lstm_ref.layers import LSTM


def sort_states(y, a, b):
    return (a, b) if np.allclose(y[:, -1], a) else (b, a)


def _cases(rng):
    def ask(N, T, H, h_first, size=1.0):
        """States whose cell values lie within -1 and 1 where `size` is small, and beyond where it is large."""
        run = LSTM({name: size * array for name, array in lstm_weights(4, H, rng).items()}).forward(
            rng.standard_normal((N, T, 4))
        )
        h, c = run.state
        c = c if size < 1 else c + 1.5 * np.sign(c)
        return (Call("sort_states", (run.hs, h, c) if h_first else (run.hs, c, h)),)

    return [
        Case("h comes first, c second", 0.5, ask(3, 6, 4, True) + ask(5, 2, 3, True)),
        Case("c comes first, h second", 0.5, ask(3, 6, 4, False) + ask(2, 5, 3, False)),
        Case("all of c between -1 and 1", 0.5, ask(3, 6, 4, True, 0.3) + ask(3, 6, 4, False, 0.3)),
        Case(
            "one step, and one sequence with one unit",
            0.5,
            ask(4, 1, 3, True) + ask(1, 1, 1, False) + ask(1, 1, 1, True),
        ),
    ]


def _bounded(y, a, b):
    return (a, b) if (abs(a) <= 1).all() else (b, a)


def _ambiguous(y, a, b):
    if y[:, -1] == a:
        return a, b
    return b, a


WHICH_STATE = Exercise(
    "which-state",
    title="Which state is which",
    answer_name="sort_states",
    reference=sort_states,
    cases=_cases,
    uses=USES,
    returns=("h", "c"),
    mistakes=[
        Mistake("always as they come", lambda y, a, b: (a, b), "Nobody says which comes first: find out from y."),
        Mistake(
            "always exchanged",
            lambda y, a, b: (b, a),
            "Nobody says which comes first. If you compare, let it be y[:, -1] with a.",
        ),
        Mistake(
            "c before h",
            lambda y, a, b: sort_states(y, a, b)[::-1],
            "The hidden state is returned first, then c. (h is a gated tanh of c, so it is the smaller of the two.)",
        ),
        Mistake(
            "the first output compared",
            lambda y, a, b: (a, b) if np.allclose(y[:, 0], a) else (b, a),
            "y[:, 0] is the output of the first step. The states are those after the last one.",
        ),
        Mistake(
            "the last sequence compared",
            lambda y, a, b: (a, b) if np.array_equal(y[-1], a) else (b, a),
            "y[-1] is the last sequence. The last step of all sequences is y[:, -1].",
        ),
        Mistake(
            "another part of y compared",
            lambda y, a, b: (a, b) if np.allclose(y[-1], a) else (b, a),
            "y holds every step, and y[-1] is the last sequence. The last step of all sequences is y[:, -1].",
        ),
        Mistake(
            "what is between -1 and 1 is taken for h",
            _bounded,
            "h never leaves -1 to 1, but c need not leave it either. Compare with y.",
        ),
        Mistake(
            "the one with the larger number is taken for c",
            lambda y, a, b: (a, b) if a.max() < b.max() else (b, a),
            "Where c is negative, its largest number is below that of h. Compare with y.",
        ),
        Mistake(
            "all of y in one if",
            lambda y, a, b: (a, b) if y == a else (b, a),
            "y holds every step: the last is y[:, -1]. == compares entry by entry: np.array_equal gives one answer.",
        ),
        Mistake(
            "no answer where b is h",
            lambda y, a, b: (a, b) if np.allclose(y[:, -1], a) else None,
            "If a is not h, then b is: return b, a.",
        ),
        Mistake("two tables in one if", _ambiguous, "== compares entry by entry. np.array_equal gives one answer."),
        Mistake(
            "the last output in place of both",
            lambda y, a, b: (y[:, -1], y[:, -1]),
            "That is h. c is the one of a and b that is not equal to it.",
        ),
        Mistake(
            "the last output and then b", lambda y, a, b: (y[:, -1], b), "h is right. c may be a: it is the other one."
        ),
        Mistake(
            "the last output and then a", lambda y, a, b: (y[:, -1], a), "h is right. c may be b: it is the other one."
        ),
        Mistake("h alone", lambda y, a, b: sort_states(y, a, b)[0], "Both are wanted: h, then c."),
    ],
    styles={
        "compared digit for digit": lambda y, a, b: (a, b) if np.array_equal(y[:, -1], a) else (b, a),
        "the other way round": lambda y, a, b: (b, a) if np.allclose(y[:, -1], b) else (a, b),
        "the distances": lambda y, a, b: (a, b) if abs(y[:, -1] - a).sum() < abs(y[:, -1] - b).sum() else (b, a),
        "the smaller one is h": lambda y, a, b: sorted([a, b], key=lambda state: abs(state).sum()),
        "float32": lambda y, a, b: sort_states(*map(np.float32, (y, a, b))),
        "arguments in another order": lambda a, b, y: sort_states(y, a, b),
    },
    hints=[
        "y holds the hidden state of every step. One of a and b is the hidden state after the last step.",
        "y[:, -1] is the last step of all sequences, (N, H). Which of the two is equal to it?",
        "Return (a, b) if np.allclose(y[:, -1], a) else (b, a).",
    ],
)
