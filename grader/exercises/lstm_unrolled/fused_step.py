"""The exercise `fused-step`: one product for all four gates."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.lstm_unrolled.inputs import by_name, drawn, either_sign, gates
from lstm_ref import lstm_step, sigmoid


def fused_step(x, h, c, W, U, b):
    return lstm_step(x, h, c, by_name(W, U, b))


def _cases(rng):
    def ask(D, H, x=1, h=1, c=1):
        given = x * rng.standard_normal(D), h * rng.uniform(-1, 1, H), c * either_sign(rng, 0.8, 1.8, H)
        return (Call("fused_step", (*given, *drawn(rng, D, H))),)

    return [
        Case("with the old c zero", 0.5, ask(5, 3, c=0)),
        Case("with x zero", 0.5, ask(5, 3, x=0)),
        Case("with h zero", 0.5, ask(5, 3, h=0)),
        Case("everything at once: 5 inputs, 3 units", 0.5, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("80 inputs, 12 units", 0.5, ask(80, 12)),
    ]


def _end(c, f, i, o, c_tilde):
    c = f * c + i * c_tilde
    return o * np.tanh(c), c


def _step(squashed=lambda z: [sigmoid(z[0]), sigmoid(z[1]), sigmoid(z[2]), np.tanh(z[3])], cut=None, end=_end):
    """A step with its own way to cut the sum, to squash the pieces, or to end."""
    cut = cut or (lambda z: np.split(z, 4))
    return lambda x, h, c, W, U, b: end(c, *squashed(cut(W @ x + U @ h + b)))


def _cut_as(order):
    """Take the four pieces for the blocks of `order`, where they are f, i, o, c."""
    return lambda z: [np.split(z, 4)[order.index(gate)] for gate in "fioc"]


def _cut_by_inputs(x, h, c, W, U, b):
    D, z = len(x), W @ x + U @ h + b
    return _end(c, sigmoid(z[:D]), sigmoid(z[D : 2 * D]), sigmoid(z[2 * D : 3 * D]), np.tanh(z[3 * D :]))


def _slices(x, h, c, W, U, b):
    H = len(h)
    z = W @ x + U @ h + b
    s = sigmoid(z[: 3 * H])
    c = s[:H] * c + s[H : 2 * H] * np.tanh(z[3 * H :])
    return s[2 * H :] * np.tanh(c), c


def _one_tanh(x, h, c, W, U, b):
    z = W @ x + U @ h + b
    z[: 3 * len(h)] /= 2
    z = np.tanh(z)
    f, i, o = 0.5 + 0.5 * z[: 3 * len(h)].reshape(3, -1)
    c *= f
    c += i * z[3 * len(h) :]
    return [o * np.tanh(c), c]


def _joined(x, h, c, W, U, b):
    z = np.hstack([W, U, b[:, None]]) @ np.concatenate([x, h, [1]])
    return [part.tolist() for part in _end(c, *sigmoid(z.reshape(4, -1)[:3]), np.tanh(z.reshape(4, -1)[3]))]


FUSED_STEP = Exercise(
    "fused-step",
    title="A step with one product",
    answer_name="fused_step",
    reference=fused_step,
    cases=_cases,
    returns=("h", "c"),
    mistakes=[
        Mistake(f"the pieces taken as {', '.join(order)}", _step(cut=_cut_as(order)), advice)
        for order, advice in [
            ("fico", "In z lie f, i, o, and then the candidate."),
            ("ifoc", "f comes first, then i."),
            ("ifco", "That is the order of Keras. Here it is f, i, o, c."),
            ("foic", "The second piece is i, the third is o."),
            ("oifc", "f comes first, o is the third."),
            ("cfio", "The three gates lie together, and the candidate comes last."),
        ]
    ]
    + [
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "σ on all four pieces",
                _step(squashed=lambda z: [sigmoid(part) for part in z]),
                "The last piece is the candidate. tanh squashes it.",
            ),
            (
                "tanh on all four pieces",
                _step(squashed=lambda z: [np.tanh(part) for part in z]),
                "The first three are gates. σ squashes them.",
            ),
            (
                "σ and then tanh on the candidate",
                _step(squashed=lambda z: [*map(sigmoid, z[:3]), np.tanh(sigmoid(z[3]))]),
                "Cut the sum before anything is squashed: its last piece goes through tanh only.",
            ),
            (
                "the candidate is not squashed",
                _step(squashed=lambda z: [*map(sigmoid, z[:3]), z[3]]),
                "tanh squashes the last piece.",
            ),
            (
                "the gates are not squashed",
                _step(squashed=lambda z: [*z[:3], np.tanh(z[3])]),
                "A gate is a number from 0 to 1: σ squashes the first three pieces.",
            ),
            ("nothing is squashed", _step(squashed=lambda z: z), "σ for the three gates, tanh for the candidate."),
            (
                "cut by the number of inputs",
                _cut_by_inputs,
                "Each of the four pieces has H numbers, as many as h.",
            ),
            (
                "cut unit by unit",
                _step(cut=lambda z: z.reshape(-1, 4).T),
                "The first H numbers of z are the forget gate's: z[:H].",
            ),
            (
                "the bias is left out",
                lambda x, h, c, W, U, b: fused_step(x, h, c, W, U, 0 * b),
                "z = W @ x + U @ h + b.",
            ),
            (
                "the hidden state is left out",
                lambda x, h, c, W, U, b: fused_step(x, 0 * h, c, W, U, b),
                "z = W @ x + U @ h + b.",
            ),
            (
                "the input is left out",
                lambda x, h, c, W, U, b: fused_step(0 * x, h, c, W, U, b),
                "z = W @ x + U @ h + b.",
            ),
            (
                "W on h and U on x",
                lambda x, h, c, W, U, b: _end(c, *gates(h, x, W, U, b)),
                "In the LSTM of this course W meets x, and U meets h.",
            ),
            (
                "@ for ⊙ in the cell update",
                _step(end=lambda c, f, i, o, g: (o * np.tanh(f @ c + i @ g), f @ c + i @ g)),
                "@ of two vectors adds everything up into one number. Each unit has its own gate: use *.",
            ),
            (
                "the gates listen to c, not to h",
                lambda x, h, c, W, U, b: _end(c, *gates(x, c, W, U, b)),
                "U meets h.",
            ),
            (
                "the old c in h",
                _step(end=lambda c, f, i, o, g: (o * np.tanh(c), f * c + i * g)),
                "Make the new c first, then h.",
            ),
            (
                "the candidate in h",
                _step(end=lambda c, f, i, o, g: (o * np.tanh(g), f * c + i * g)),
                "h is made from the new c: o * np.tanh(c).",
            ),
            (
                "tanh around the product in h",
                _step(end=lambda c, f, i, o, g: (np.tanh(o * (f * c + i * g)), f * c + i * g)),
                "First squash c, then let it through the gate.",
            ),
            (
                "the input gate left out",
                _step(end=lambda c, f, i, o, g: _end(c, f, 1, o, g)),
                "c = f * c + i * c_tilde.",
            ),
            (
                "the forget gate left out",
                _step(end=lambda c, f, i, o, g: _end(c, 1, i, o, g)),
                "c = f * c + i * c_tilde.",
            ),
            (
                "the forget gate on the whole sum",
                _step(end=lambda c, f, i, o, g: _end(c, f, f * i, o, g)),
                "f meets the old c only. What is written comes after it: c = f * c + i * c_tilde.",
            ),
            (
                "tanh of the new c returned",
                _step(end=lambda *given: (_end(*given)[0], np.tanh(_end(*given)[1]))),
                "Only h goes through tanh. The next step needs c as it is.",
            ),
            (
                "σ in place of tanh in h",
                _step(end=lambda c, *g: (g[2] * sigmoid(_end(c, *g)[1]), _end(c, *g)[1])),
                "h = o ⊙ tanh(c).",
            ),
            (
                "only the hidden state",
                _step(end=lambda *given: _end(*given)[0]),
                "Two states go to the next step: return h, c.",
            ),
            ("the old c returned", _step(end=lambda c, *g: (_end(c, *g)[0], c)), "Return the new one."),
            (
                "tanh left out of h",
                _step(end=lambda c, *g: (g[2] * _end(c, *g)[1], _end(c, *g)[1])),
                "h = o ⊙ tanh(c).",
            ),
            ("c before h", _step(end=lambda *given: _end(*given)[::-1]), "Return h first, then c."),
            (
                "the gates returned",
                lambda x, h, c, W, U, b: gates(x, h, W, U, b),
                "Go on: the new c, then the new h. Return h, c.",
            ),
        ]
    ],
    styles={
        "np.split": _step(),
        "slices": _slices,
        "one tanh for all, in place": _one_tanh,
        "one matrix for all, lists": _joined,
        "einsum": lambda x, h, c, W, U, b: _end(c, *gates(np.einsum("kj,j->k", W, x), h, np.eye(len(b)), U, b)),
        "float32": lambda *given: _slices(*map(np.float32, given)),
        "arguments in another order": lambda W, U, b, x, h, c: fused_step(x, h, c, W, U, b),
    },
    hints=[
        "First the sum of all gates at once, z = W @ x + U @ h + b: it has 4H numbers. Then cut it.",
        "f, i, o, c_tilde = np.split(z, 4) cuts it in four. Three go through sigmoid, the last through np.tanh.",
        "Then as in lesson 06: c = f * c + i * c_tilde, h = o * np.tanh(c). Return h, c.",
    ],
)
