"""The exercise on minGRU: the terms of all steps at once."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import sigmoid
from lstm_ref.weights import draw


def mingru_terms(x, p):
    z = sigmoid(x @ p["W_z"].T + p["b_z"])
    h_tilde = x @ p["W_h"].T + p["b_h"]
    return z, (1 - z) * h_tilde


def _cases(rng):
    def ask(T, D, H, **scale):
        p = draw({"W_z": (H, D), "b_z": (H,), "W_h": (H, D), "b_h": (H,)}, rng)
        p |= {name: factor * p[name] for name, factor in scale.items()}
        return (Call("mingru_terms", (rng.standard_normal((T, D)), p)),)

    return [
        Case("with both biases zero: 6 steps, 4 inputs, 3 units", 0.5, ask(6, 4, 3, b_z=0, b_h=0)),
        Case("with W_z zero: the same gate at every step", 0.5, ask(6, 4, 3, W_z=0)),
        Case("with W_h zero: the same candidate at every step", 0.5, ask(6, 4, 3, W_h=0)),
        Case("everything at once: 6 steps, 4 inputs, 3 units", 0.5, ask(6, 4, 3)),
        Case("one step, one input, one unit", 0.5, ask(1, 1, 1)),
        Case("50 steps, 2 inputs, 7 units", 0.5, ask(50, 2, 7)),
    ]


def _parts(x, p, squash=sigmoid, candidate=lambda s: s):
    return squash(x @ p["W_z"].T + p["b_z"]), candidate(x @ p["W_h"].T + p["b_h"])


def _gated(z, g):
    return z, (1 - z) * g


def _with(end, **how):
    """The terms made from z and the candidate by `end`."""
    return lambda x, p: end(*_parts(x, p, **how))


def _step_by_step(x, p):
    a, b = [], []
    for x_t in x:
        z = sigmoid(p["W_z"] @ x_t + p["b_z"])
        a.append(z)
        b.append((1 - z) * (p["W_h"] @ x_t + p["b_h"]))
    return a, b


def _one_product(x, p):
    H = len(p["b_z"])
    sums = np.einsum("td,kd->tk", x, np.concatenate([p["W_z"], p["W_h"]])) + np.concatenate([p["b_z"], p["b_h"]])
    return 1 / (1 + np.exp(-sums[:, :H])), sums[:, H:] / (1 + np.exp(sums[:, :H]))


def _columns(x, p):
    z = sigmoid(p["W_z"] @ x + p["b_z"][:, None])
    return z, (1 - z) * (p["W_h"] @ x + p["b_h"][:, None])


MINGRU_TERMS = Exercise(
    "mingru-terms",
    title="The terms of minGRU, all steps at once",
    answer_name="mingru_terms",
    reference=mingru_terms,
    cases=_cases,
    returns=("a", "b"),
    mistakes=[
        *(
            Mistake(name, _with(end), advice)
            for name, end, advice in [
                (
                    "z read as how much to let go",
                    lambda z, g: (1 - z, z * g),
                    "So the paper has it. In this course z = 1 keeps: z meets the old h, so it is a.",
                ),
                ("the candidate is not gated", lambda z, g: (z, g), "What is added is (1 - z) ⊙ h_tilde."),
                ("z on both parts", lambda z, g: (z, z * g), "What is not kept is filled: 1 - z on the candidate."),
                ("b before a", lambda z, g: ((1 - z) * g, z), "First a, which multiplies, then b, which is added."),
                ("1 - z twice", lambda z, g: (1 - z, (1 - z) * g), "z itself multiplies the old h: a = z."),
                (
                    "z and the candidate, not a and b",
                    lambda z, g: (z, 1 - z),
                    "b is all that is added to a ⊙ h: the candidate belongs to it.",
                ),
                (
                    "the sums over time",
                    lambda z, g: (np.cumprod(z, axis=0), np.cumsum((1 - z) * g, axis=0)),
                    "Only the terms of each step are asked for. They are put together in the next exercises.",
                ),
                ("turned: (H, T)", lambda z, g: (z.T, ((1 - z) * g).T), "A row a step: (T, H)."),
                (
                    "the last step only",
                    lambda z, g: (z[-1], ((1 - z) * g)[-1]),
                    "x holds all T steps, and so do a and b: a row for each.",
                ),
            ]
        ),
        Mistake(
            "a tanh on the candidate",
            _with(_gated, candidate=np.tanh),
            "The GRU squashes its candidate. minGRU does not: h_tilde is the sum itself.",
        ),
        Mistake(
            "no σ on the gate",
            _with(_gated, squash=lambda s: s),
            "A gate lies between 0 and 1: squash its sum by σ.",
        ),
        Mistake(
            "tanh on the gate",
            _with(_gated, squash=np.tanh),
            "A gate lies between 0 and 1: squash its sum by σ.",
        ),
        Mistake(
            "σ on the candidate",
            _with(_gated, candidate=sigmoid),
            "Only the gate is squashed. h_tilde is the sum itself.",
        ),
        Mistake(
            "the biases are left out",
            lambda x, p: mingru_terms(x, p | {"b_z": 0, "b_h": 0}),
            "Both sums have a bias: b_z and b_h.",
        ),
        Mistake("b_z is left out", lambda x, p: mingru_terms(x, p | {"b_z": 0}), "The gate has a bias, b_z."),
        Mistake("b_h is left out", lambda x, p: mingru_terms(x, p | {"b_h": 0}), "The candidate has a bias, b_h."),
        Mistake(
            "W_z and b_z in the candidate",
            lambda x, p: mingru_terms(x, p | {"W_h": p["W_z"], "b_h": p["b_z"]}),
            "The candidate has weights of its own: W_h and b_h.",
        ),
        Mistake(
            "W_z in the candidate",
            lambda x, p: mingru_terms(x, p | {"W_h": p["W_z"]}),
            "A slip of copying? The candidate has a W_h of its own.",
        ),
        Mistake(
            "W @ x for the whole sequence",
            lambda x, p: _gated(sigmoid(p["W_z"] @ x + p["b_z"]), p["W_h"] @ x + p["b_h"]),
            "x is (T, D), a row a step. For all rows at once it is x @ W.T.",
        ),
        Mistake(
            "x @ W, without turning W",
            lambda x, p: _gated(sigmoid(x @ p["W_z"] + p["b_z"]), x @ p["W_h"] + p["b_h"]),
            "The last axis of x is D, and so must be the first of what it meets: x @ W.T.",
        ),
    ],
    styles={
        "step by step, lists": _step_by_step,
        "one product for both, einsum": _one_product,
        "columns, turned back": lambda x, p: tuple(part.T for part in _columns(x.T, p)),
        "the difference": _with(lambda z, g: [z, g - z * g]),
        "float32": lambda x, p: mingru_terms(np.float32(x), {name: np.float32(w) for name, w in p.items()}),
        "arguments in another order": lambda p, x: mingru_terms(x, p),
    },
    hints=[
        "h = z ⊙ h + (1 - z) ⊙ h_tilde is already of the form a ⊙ h + b. What is a? What is b?",
        'For all steps at once: x @ p["W_z"].T + p["b_z"] is (T, H), the sums of the gate, a row a step.',
        'z is sigmoid of that, h_tilde = x @ p["W_h"].T + p["b_h"]. Return z, (1 - z) * h_tilde.',
    ],
)
