"""What both exercises on a GRU step share: a step in parts that can be changed, and the mistakes in them."""

import itertools
from collections.abc import Callable

import numpy as np

from grader.exercises.declare import Mistake
from lstm_ref import sigmoid

GATE_NAMES = {"z": "update gate", "r": "reset gate", "h": "candidate"}


def gates(x, h, p):
    """The two gates of a step: z, then r."""
    return (sigmoid(p[f"W_{gate}"] @ x + p[f"U_{gate}"] @ h + p[f"b_{gate}"]) for gate in "zr")


def mix(h, z, h_tilde):
    """The end of a step: keep and write."""
    return z * h + (1 - z) * h_tilde


def step_with(candidate: Callable, end: Callable = mix) -> Callable:
    """A step whose candidate is made by `candidate(x, h, r, p)` and whose end is `end(h, z, h_tilde)`."""

    def step(x, h, p):
        z, r = gates(x, h, p)
        return end(h, z, candidate(x, h, r, p))

    return step


def swapped(step: Callable, names: dict[str, str]) -> Callable:
    """The step with some weights taken from under other names."""
    return lambda x, h, p: step(x, h, p | {own: p[other] for own, other in names.items()})


def changed(step: Callable, change: Callable, letters: str) -> Callable:
    """The step with `change` applied to every weight whose name begins with one of `letters`."""
    return lambda x, h, p: step(x, h, {name: change(w) if name[0] in letters else w for name, w in p.items()})


def shared_mistakes(step: Callable, candidate: Callable) -> list[Mistake]:
    """Mistakes in what the two conventions have in common, made in `step`, whose candidate is made by `candidate`."""
    return [
        *(
            Mistake(name, step_with(candidate, end), advice)
            for name, end, advice in [
                (
                    "z read as how much to let go",
                    lambda h, z, g: mix(h, 1 - z, g),
                    "Both are in use, so it depends on the page. In this course z = 1 keeps, as in Keras and PyTorch.",
                ),
                ("1 - z is left out", lambda h, z, g: z * h + g, "What z does not keep, 1 - z fills with the new."),
                ("z on both parts", lambda h, z, g: z * h + z * g, "The second part has 1 - z: the two make 1."),
                ("nothing is kept", lambda h, z, g: (1 - z) * g, "The first part, z ⊙ h, is missing."),
                ("nothing is written", lambda h, z, g: z * h, "The second part, (1 - z) ⊙ h_tilde, is missing."),
                ("a tanh around the sum", lambda h, z, g: np.tanh(mix(h, z, g)), "Only the candidate is squashed."),
                (
                    "@ for ⊙ in the last line",
                    lambda h, z, g: z @ h + (1 - z) @ g,
                    "@ of two vectors adds everything up into one number. Each unit has its own gate: use *.",
                ),
            ]
        ),
        Mistake(
            "σ on the candidate",
            step_with(lambda *given: sigmoid(np.arctanh(candidate(*given)))),
            "The candidate is squashed by tanh: what is written may be negative too.",
        ),
        Mistake(
            "no squashing of the candidate",
            step_with(lambda *given: np.arctanh(candidate(*given))),
            "The candidate is squashed by tanh, between -1 and 1.",
        ),
        Mistake(
            "tanh on the gates",
            lambda x, h, p: mix(
                h,
                np.tanh(p["W_z"] @ x + p["U_z"] @ h + p["b_z"]),
                candidate(x, h, np.tanh(p["W_r"] @ x + p["U_r"] @ h + p["b_r"]), p),
            ),
            "A gate lets through between nothing, 0, and all, 1: σ.",
        ),
        Mistake(
            "no σ on the gates",
            lambda x, h, p: mix(
                h,
                p["W_z"] @ x + p["U_z"] @ h + p["b_z"],
                candidate(x, h, p["W_r"] @ x + p["U_r"] @ h + p["b_r"], p),
            ),
            "A gate lies between 0 and 1: squash its sum by σ.",
        ),
        Mistake(
            "z and r exchanged",
            swapped(step, {f"{letter}_{a}": f"{letter}_{b}" for letter in "WUb" for a, b in ("zr", "rz")}),
            "z keeps the old state; r is for what the candidate hears of it. PyTorch stores r first, Keras z.",
        ),
        Mistake("b is left out", changed(step, lambda w: 0 * w, "b"), "Each of the three has a bias: b_z, b_r, b_h."),
        Mistake(
            "every U is transposed",
            changed(step, lambda w: w.T, "U"),
            "U is square, so the transpose fits and no error warns you. Row k of U belongs to unit k.",
        ),
        Mistake(
            "x @ W, the vector before the matrix",
            changed(step, lambda w: w.T, "WU"),
            "The last axis of W is as long as x, so x comes after it: W @ x.",
        ),
        Mistake(
            "every W and U exchanged",
            lambda x, h, p: step(h, x, p),
            "As in the LSTM of this course, W meets x and U meets h.",
        ),
        Mistake("nothing listens to x", changed(step, lambda w: 0 * w, "W"), "W @ x is missing."),
        Mistake(
            "the gates do not listen to h",
            lambda x, h, p: step(x, h, p | {"U_z": 0 * p["U_z"], "U_r": 0 * p["U_r"]}),
            "U_z @ h and U_r @ h are missing.",
        ),
        *(
            Mistake(
                f"{letter}_{source} used in the {GATE_NAMES[target]}",
                swapped(step, {f"{letter}_{target}": f"{letter}_{source}"}),
                f"A slip of copying? It has a {letter}_{target} of its own.",
            )
            for source, target in itertools.permutations(GATE_NAMES, 2)
            for letter in "WUb"
        ),
        *(
            Mistake(
                f"{said} in the {name}",
                lambda x, h, p, own=f"{letter}_{gate}", change=change: step(x, h, p | {own: change(p[own])}),
                advice.format(gate=gate),
            )
            for gate, name in GATE_NAMES.items()
            for letter, said, change, advice in [
                ("W", "the input is left out", lambda w: 0 * w, "The first term is W_{gate} @ x."),
                ("U", "the state is left out", lambda w: 0 * w, "U_{gate} has the weights on the state."),
                ("b", "the bias is left out", lambda w: 0 * w, "The bias b_{gate} is added, too."),
                ("b", "the bias is there twice", lambda w: 2 * w, "b_{gate} is added once."),
                ("W", "the input is subtracted", lambda w: -w, "The terms are added."),
                ("b", "the bias is subtracted", lambda w: -w, "The terms are added."),
                ("U", "U transposed", np.transpose, "Row k of U_{gate} belongs to unit k: U_{gate} comes before @."),
            ]
        ),
    ]
