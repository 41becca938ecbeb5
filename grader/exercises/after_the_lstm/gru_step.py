"""The exercise on a GRU step as it was published: the reset before the product."""

import numpy as np

from grader.exercises.after_the_lstm.gru_mistakes import gates, mix, shared_mistakes, step_with
from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import gru_weights, sigmoid


def gru_step(x, h, p):
    z = sigmoid(p["W_z"] @ x + p["U_z"] @ h + p["b_z"])
    r = sigmoid(p["W_r"] @ x + p["U_r"] @ h + p["b_r"])
    h_tilde = np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["b_h"])
    return z * h + (1 - z) * h_tilde


def _cases(rng):
    def ask(D, H, x=1, h=1, written=1):
        p = gru_weights(D, H, rng, reset_after=False)
        p |= {name: written * p[name] for name in ("W_h", "U_h", "b_h")}
        if H == 1:  # a single weight near 0 would hide what it multiplies
            p = {name: np.copysign(0.5 + abs(w), w) for name, w in p.items()}
            return (Call("gru_step", (rng.uniform(0.5, 1, D), -rng.uniform(0.5, 1, H), p)),)
        return (Call("gru_step", (x * rng.standard_normal(D), h * rng.uniform(-1, 1, H), p)),)

    return [
        Case("with h zero: nothing to keep, nothing to reset", 0.5, ask(5, 3, h=0)),
        Case("with W_h, U_h and b_h zero: nothing to write", 0.5, ask(5, 3, written=0)),
        Case("with x zero", 0.5, ask(5, 3, x=0)),
        Case("everything at once: 5 inputs, 3 units", 1, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("7 inputs, 20 units", 1, ask(7, 20)),
    ]


def _candidate(x, h, r, p):
    return np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["b_h"])


def _loops(x, h, p):
    def heard(gate, past):
        sums = []
        for k in range(len(h)):
            total = p[f"b_{gate}"][k]
            for j in range(len(x)):
                total += p[f"W_{gate}"][k, j] * x[j]
            for j in range(len(h)):
                total += p[f"U_{gate}"][k, j] * past[j]
            sums.append(total)
        return sums

    z, r = ([1 / (1 + np.exp(-total)) for total in heard(gate, h)] for gate in "zr")
    new = [np.tanh(total) for total in heard("h", [r[k] * h[k] for k in range(len(h))])]
    return [z[k] * h[k] + (1 - z[k]) * new[k] for k in range(len(h))]


def _one_product_for_both_gates(x, h, p):
    W, U, b = (np.concatenate([p[f"{letter}_z"], p[f"{letter}_r"]]) for letter in "WUb")
    z, r = np.split(sigmoid(W @ x + U @ h + b), 2)
    h_tilde = _candidate(x, h, r, p)
    return h_tilde + z * (h - h_tilde)


def _in_place(x, h, p):
    z, r = gates(x, h, p)
    h_tilde = _candidate(x, h, r, p)
    h *= z
    h += (1 - z) * h_tilde
    return h


GRU_STEP = Exercise(
    "gru-step",
    title="The GRU step",
    answer_name="gru_step",
    reference=gru_step,
    cases=_cases,
    returns=("h",),
    mistakes=[
        *shared_mistakes(gru_step, _candidate),
        Mistake(
            "the reset gate is left out",
            step_with(lambda x, h, r, p: _candidate(x, h, 1, p)),
            "The candidate hears r ⊙ h, not h.",
        ),
        Mistake(
            "the reset after the product",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h) + p["b_h"])),
            "That is the other convention, which comes next. Here r meets h first, and then U_h.",
        ),
        Mistake(
            "the reset gate on the whole sum",
            step_with(lambda x, h, r, p: np.tanh(r * (p["W_h"] @ x + p["U_h"] @ h + p["b_h"]))),
            "r is only for what is heard of the past: U_h @ (r * h).",
        ),
        Mistake(
            "the reset gate on the input too",
            step_with(lambda x, h, r, p: np.tanh(r * (p["W_h"] @ x) + p["U_h"] @ (r * h) + p["b_h"])),
            "r is only for what is heard of the past.",
        ),
        Mistake(
            "the reset gate on what is kept too",
            lambda x, h, p: mix((r := list(gates(x, h, p)))[1] * h, r[0], _candidate(x, h, r[1], p)),
            "What is kept is z ⊙ h. r is for the candidate alone.",
        ),
        Mistake(
            "r read as how much to block",
            step_with(lambda x, h, r, p: _candidate(x, h, 1 - r, p)),
            "r = 1 lets the candidate hear all of the past.",
        ),
        Mistake(
            "z where r is meant",
            lambda x, h, p: mix(h, (z := next(gates(x, h, p))), _candidate(x, h, z, p)),
            "The candidate hears r ⊙ h. z is for the last line.",
        ),
    ],
    styles={
        "loops and a list": _loops,
        "one product for both gates, and the mix in one piece": _one_product_for_both_gates,
        "in place, into its own argument": _in_place,
        "the reset put into the columns of U_h": step_with(
            lambda x, h, r, p: np.tanh(p["W_h"] @ x + (p["U_h"] * r) @ h + p["b_h"])
        ),
        "einsum": step_with(
            lambda x, h, r, p: np.tanh(
                np.einsum("kd,d->k", p["W_h"], x) + np.einsum("kj,j,j->k", p["U_h"], r, h) + p["b_h"]
            )
        ),
        "float32": lambda x, h, p: gru_step(np.float32(x), np.float32(h), {k: np.float32(v) for k, v in p.items()}),
        "arguments in another order": lambda p, h, x: gru_step(x, h, p),
    },
    hints=[
        "Four lines, in the order of the equations: z, r, h_tilde, and the new h.",
        'The two gates are made like those of an LSTM: sigmoid(p["W_z"] @ x + p["U_z"] @ h + p["b_z"]), and so for r.',
        'h_tilde = np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["b_h"]). Return z * h + (1 - z) * h_tilde.',
    ],
)
