"""The exercise on a GRU step as frameworks have it: the reset after the product."""

import numpy as np

from grader.exercises.after_the_lstm.gru_mistakes import shared_mistakes, step_with
from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import gru_weights, sigmoid


def gru_step_reset_after(x, h, p):
    z = sigmoid(p["W_z"] @ x + p["U_z"] @ h + p["b_z"])
    r = sigmoid(p["W_r"] @ x + p["U_r"] @ h + p["b_r"])
    h_tilde = np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h + p["d_h"]) + p["b_h"])
    return z * h + (1 - z) * h_tilde


def _cases(rng):
    def ask(D, H, x=1, h=1, d=1):
        p = gru_weights(D, H, rng)
        p["d_h"] *= d
        if H == 1:  # a single weight near 0 would hide what it multiplies
            p = {name: np.copysign(0.5 + abs(w), w) for name, w in p.items()}
            return (Call("gru_step_reset_after", (rng.uniform(0.5, 1, D), -rng.uniform(0.5, 1, H), p)),)
        return (Call("gru_step_reset_after", (x * rng.standard_normal(D), h * rng.uniform(-1, 1, H), p)),)

    return [
        Case("with d_h zero: 5 inputs, 3 units", 0.5, ask(5, 3, d=0)),
        Case("with h zero: of the past only d_h is left", 0.5, ask(5, 3, h=0)),
        Case("with x zero", 0.5, ask(5, 3, x=0)),
        Case("everything at once: 5 inputs, 3 units", 0.5, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("7 inputs, 20 units", 0.5, ask(7, 20)),
    ]


def _candidate(x, h, r, p):
    return np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h + p["d_h"]) + p["b_h"])


def _one_product(x, h, p):
    W, U, b = (np.concatenate([p[f"{letter}_{gate}"] for gate in "zrh"]) for letter in "WUb")
    from_x, from_h, H = W @ x + b, U @ h, len(h)
    z, r = np.split(sigmoid(from_x[: 2 * H] + from_h[: 2 * H]), 2)
    h_tilde = np.tanh(from_x[2 * H :] + r * (from_h[2 * H :] + p["d_h"]))
    return h_tilde + z * (h - h_tilde)


GRU_RESET_AFTER = Exercise(
    "gru-reset-after",
    title="The GRU step, with the reset after the product",
    answer_name="gru_step_reset_after",
    reference=gru_step_reset_after,
    cases=_cases,
    returns=("h",),
    mistakes=[
        *shared_mistakes(gru_step_reset_after, _candidate),
        Mistake(
            "the reset before the product",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["d_h"] + p["b_h"])),
            "Here U_h meets h first, then r multiplies, with d_h in it. (r * U_h @ h is (r * U_h) @ h: brackets.)",
        ),
        Mistake(
            "the reset before the product, d_h left out",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + p["b_h"])),
            "That is the step from before. Here U_h meets h first, d_h is added, and then r multiplies.",
        ),
        Mistake(
            "the reset before the product, d_h inside the reset",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + p["U_h"] @ (r * h) + r * p["d_h"] + p["b_h"])),
            "U_h meets h first; r multiplies the sum of U_h @ h and d_h. (r * U_h @ h is (r * U_h) @ h: brackets.)",
        ),
        Mistake(
            "d_h is left out",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h) + p["b_h"])),
            "There is a second bias, inside what is reset.",
        ),
        Mistake(
            "d_h outside the reset",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h) + p["d_h"] + p["b_h"])),
            "Outside it would be no more than a second b_h. Where does the bracket close?",
        ),
        Mistake(
            "b_h inside the reset too",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h + p["d_h"] + p["b_h"]))),
            "Only d_h is inside. b_h goes with the input.",
        ),
        Mistake(
            "b_h and d_h exchanged",
            step_with(lambda x, h, r, p: np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h + p["b_h"]) + p["d_h"])),
            "d_h is the one inside what is reset; b_h goes with the input.",
        ),
        Mistake(
            "the reset gate on the whole sum",
            step_with(lambda x, h, r, p: np.tanh(r * (p["W_h"] @ x + p["U_h"] @ h + p["d_h"] + p["b_h"]))),
            "r is only for what is heard of the past: r * (U_h @ h + d_h).",
        ),
        Mistake(
            "the reset gate on the input too",
            step_with(lambda x, h, r, p: np.tanh(r * (p["W_h"] @ x + p["U_h"] @ h + p["d_h"]) + p["b_h"])),
            "r is only for what is heard of the past: W_h @ x stays outside.",
        ),
        Mistake(
            "the reset gate is left out",
            step_with(lambda x, h, r, p: _candidate(x, h, 1, p)),
            "What is heard of the past, U_h @ h + d_h, is multiplied by r.",
        ),
        Mistake(
            "the reset twice",
            step_with(lambda x, h, r, p: _candidate(x, r * h, r, p)),
            "r meets the past once: after the product.",
        ),
        Mistake(
            "r read as how much to block",
            step_with(lambda x, h, r, p: _candidate(x, h, 1 - r, p)),
            "r = 1 lets the candidate hear all of the past.",
        ),
    ],
    styles={
        "one product for all three": _one_product,
        "the reset put into the rows of U_h": step_with(
            lambda x, h, r, p: np.tanh(p["W_h"] @ x + (r[:, None] * p["U_h"]) @ h + r * p["d_h"] + p["b_h"])
        ),
        "a diagonal matrix": step_with(
            lambda x, h, r, p: np.tanh(p["W_h"] @ x + p["b_h"] + np.diag(r) @ (p["U_h"] @ h + p["d_h"]))
        ),
        "a list": lambda x, h, p: list(gru_step_reset_after(x, h, p)),
        "float32": lambda x, h, p: gru_step_reset_after(
            np.float32(x), np.float32(h), {k: np.float32(v) for k, v in p.items()}
        ),
        "arguments in another order": lambda p, x, h: gru_step_reset_after(x, h, p),
    },
    hints=[
        "Take your gru_step. Only the line of the candidate changes.",
        'What the candidate hears of the past is p["U_h"] @ h + p["d_h"]. The reset gate multiplies that.',
        'h_tilde = np.tanh(p["W_h"] @ x + r * (p["U_h"] @ h + p["d_h"]) + p["b_h"]). The rest stays as it was.',
    ],
)
