"""Exercises of lesson 06: shapes, the gates of an LSTM one by one, the whole step, and concatenated weights."""

import itertools

import numpy as np

from grader.exercises.declare import Call, Case, Essay, Exercise, Lesson, Mistake, Read
from lstm_ref import lstm_shapes, lstm_step, lstm_weights, sigmoid, split

SHAPES = {"x": (80,), "h": (12,), "c": (12,), "W_f": (12, 80), "U_f": (12, 12), "b_f": (12,)}


def _shape_cases(rng):
    def ask(*names):
        return tuple(Read("shapes", key=name) for name in names)

    return [
        Case("x, the input", 0.5, ask("x")),
        Case("h and c, the two states", 0.5, ask("h", "c")),
        Case("W_f, which meets x", 1, ask("W_f")),
        Case("U_f, which meets h", 0.5, ask("U_f")),
        Case("b_f, which is added", 0.5, ask("b_f")),
    ]


LSTM_SHAPES = Exercise(
    "lstm-shapes",
    title="The shapes of 80 inputs and 12 units",
    answer_name="shapes",
    reference=SHAPES,
    cases=_shape_cases,
    mistakes=[
        Mistake(name, SHAPES | wrong, advice)
        for name, wrong, advice in [
            ("W_f is transposed", {"W_f": (80, 12)}, "In W_f @ x the last axis of W_f meets x."),
            ("W and U exchanged", {"W_f": (12, 12), "U_f": (12, 80)}, "Here W_f meets x, and U_f meets h."),
            ("U_f is sized like W_f", {"U_f": (12, 80)}, "U_f meets h, and h has 12 numbers."),
            ("W_f for [h, x] in one piece", {"W_f": (12, 92)}, "The weights on h are kept apart here, in U_f."),
            ("the cell state is sized like the input", {"c": (80,)}, "Each unit has one cell value."),
            ("a bias for each input", {"b_f": (80,)}, "The bias is added to W_f @ x: what is its shape?"),
            ("a bias for each pair of units", {"b_f": (12, 12)}, "Each unit has one bias."),
            (
                "columns where vectors are meant",
                {"x": (80, 1), "h": (12, 1), "c": (12, 1), "b_f": (12, 1)},
                "Many pages write 80×1. In this course a vector has one axis.",
            ),
            (
                "brackets without a comma",
                {"x": 80, "h": 12, "c": 12, "b_f": 12},
                "(12) is the number 12; a tuple of one needs its comma: (12,).",
            ),
            (
                "all four blocks in one matrix",
                {"W_f": (48, 80), "U_f": (48, 12), "b_f": (48,)},
                "Frameworks stack the four. W_f, U_f and b_f belong to the forget gate alone.",
            ),
        ]
    ],
    styles={
        "lists": {name: list(shape) for name, shape in SHAPES.items()},
        "arrays": {name: np.array(shape) for name, shape in SHAPES.items()},
        "read off NumPy": {name: np.zeros(shape).shape for name, shape in SHAPES.items()},
        "NumPy numbers inside": {name: tuple(np.int64(n) for n in shape) for name, shape in SHAPES.items()},
        "with the other gates too": SHAPES | lstm_shapes(80, 12),
    },
    hints=[
        "x has one number for each input. Everything that belongs to a unit has one number, or one row, for each unit.",
        "W_f @ x must come out with 12 numbers, and x has 80. U_f @ h must come out with 12 numbers, and h has 12.",
        "W_f is (units, inputs), U_f is (units, units), and b_f is as long as h: (12,), with its comma.",
    ],
)


def _gate_cases(name):
    """Cases for a gate: each of the three terms alone, then all of them, at sizes 1 and 80 → 12."""

    def cases(rng):
        def ask(D, H, alive):
            x, h = rng.standard_normal(D), rng.uniform(-1, 1, H)
            W, U, b = rng.standard_normal((H, D)) / np.sqrt(D), rng.standard_normal((H, H)), rng.standard_normal(H)
            return (Call(name, (x * ("x" in alive), h * ("h" in alive), W, U, b * ("b" in alive))),)

        return [
            Case("with h and b zero", 0.5, ask(5, 3, "x")),
            Case("with x and b zero", 0.5, ask(5, 3, "h")),
            Case("with x and h zero", 0.5, ask(5, 3, "b")),
            Case("everything at once: 5 inputs, 3 units", 0.5, ask(5, 3, "xhb")),
            Case("one input, one unit", 0.5, ask(1, 1, "xhb")),
            Case("80 inputs, 12 units", 0.5, ask(80, 12, "xhb")),
        ]

    return cases


def _sum(x, h, W, U, b):
    return W @ x + U @ h + b


def _gate_mistakes(g, squash, name):
    """Mistakes that the gates and the candidate share; `g` is the letter on the weights."""
    return [
        Mistake("the bias is left out", lambda x, h, W, U, b: squash(W @ x + U @ h), f"The third term is b_{g}."),
        Mistake("the hidden state is left out", lambda x, h, W, U, b: squash(W @ x + b), "It could not use the past."),
        Mistake("the input is left out", lambda x, h, W, U, b: squash(U @ h + b), "It also listens to x."),
        Mistake("no squashing at all", _sum, "The sum is still any number. What brings it into its range?"),
        Mistake(
            f"U_{g} is transposed",
            lambda x, h, W, U, b: squash(W @ x + U.T @ h + b),
            f"U_{g} is square, so the transpose fits and no error warns you. Row k of U_{g} belongs to unit k.",
        ),
        Mistake(
            f"{name} of each term, and then the sum",
            lambda x, h, W, U, b: squash(W @ x) + squash(U @ h) + squash(b),
            "First add the three terms, then squash the sum once.",
        ),
        Mistake(
            f"U_{g} on the input and W_{g} on the hidden state",
            lambda x, h, W, U, b: squash(U @ x + W @ h + b),
            "Those are the letters of the plain RNN. Here W meets x and U meets h.",
        ),
        Mistake(
            "* where the matrix product is meant",
            lambda x, h, W, U, b: squash(W * x + U * h + b),
            "A matrix meets a vector with @. The sign * multiplies entry by entry.",
        ),
        Mistake(
            f"x @ W_{g}, the vector before the matrix",
            lambda x, h, W, U, b: squash(x @ W + h @ U + b),
            f"The last axis of W_{g} is as long as x, so x comes after it: W_{g} @ x.",
        ),
        Mistake(
            f"W_{g} is transposed",
            lambda x, h, W, U, b: squash(W.T @ x + U @ h + b),
            f"W_{g} is (H, D), as it should be: its last axis meets x.",
        ),
        Mistake(
            f"W_{g} on x and h joined",
            lambda x, h, W, U, b: squash(W @ np.concatenate([x, h]) + b),
            f"In this course W_{g} meets only x. The weights on h are in U_{g}.",
        ),
        Mistake(
            f"{name} of the first term only",
            lambda x, h, W, U, b: squash(W @ x) + U @ h + b,
            "Where does the bracket close? All three terms are squashed, as one sum.",
        ),
        Mistake(
            f"the bias is added after {name}",
            lambda x, h, W, U, b: squash(W @ x + U @ h) + b,
            "Where does the bracket close? The bias belongs to the sum that is squashed.",
        ),
        Mistake(
            "x and h made into columns, the bias not",
            lambda x, h, W, U, b: squash(W @ x[:, None] + U @ h[:, None] + b),
            "A column plus a vector is a whole table. x and h may stay vectors, with one axis.",
        ),
    ]


def _gate_styles(squash, formula):
    """Other right ways to write the same; `formula` is `squash` written out."""

    def loops(x, h, W, U, b):
        values = []
        for k in range(len(b)):
            total = b[k]
            for j in range(len(x)):
                total += W[k, j] * x[j]
            for j in range(len(h)):
                total += U[k, j] * h[j]
            values.append(float(squash(total)))
        return values

    def in_place(x, h, W, U, b):
        b += W @ x
        b += U @ h
        return squash(b)

    return {
        "the formula and np.dot": lambda x, h, W, U, b: formula(np.dot(W, x) + np.dot(U, h) + b),
        "einsum": lambda x, h, W, U, b: squash(np.einsum("kj,j->k", W, x) + np.einsum("kj,j->k", U, h) + b),
        "loops and a list": loops,
        "in place, into its own argument": in_place,
        "one product with [h, x]": lambda x, h, W, U, b: squash(np.hstack([U, W]) @ np.concatenate([h, x]) + b),
        "float32": lambda *given: squash(_sum(*map(np.float32, given))),
    }


def _sigmoid_gate(id, title, gate, reordered, opposite, hints):
    """The exercise on one of the three gates; `opposite` is what 1 - σ would mean."""
    g = id[0]
    return Exercise(
        id,
        title=title,
        answer_name=gate.__name__,
        reference=gate,
        cases=_gate_cases(gate.__name__),
        returns=(g,),
        mistakes=[
            *_gate_mistakes(g, sigmoid, "σ"),
            Mistake(
                "tanh where σ is meant",
                lambda *given: np.tanh(_sum(*given)),
                "tanh reaches from -1 to 1. A gate lets through between nothing, 0, and all, 1.",
            ),
            Mistake(
                opposite,
                lambda *given: 1 - sigmoid(_sum(*given)),
                "1 means open. Is there a 1 - too many, or a minus lost inside exp?",
            ),
            Mistake(
                "softmax where σ is meant",
                lambda *given: np.exp(_sum(*given)) / np.exp(_sum(*given)).sum(),
                "The units do not share one total. Each is squashed by itself.",
            ),
        ],
        styles=_gate_styles(sigmoid, lambda z: 1 / (1 + np.exp(-z))) | {"arguments in another order": reordered},
        hints=hints,
    )


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


FORGET_GATE = _sigmoid_gate(
    "forget-gate",
    "The forget gate",
    forget_gate,
    lambda h, x, U_f, W_f, b_f: forget_gate(x, h, W_f, U_f, b_f),
    "how much to forget, where how much to keep is meant",
    hints=[
        "A gate listens to the input and to the hidden state of the step before. Which matrix belongs to which?",
        "Add W_f @ x, U_f @ h and the bias. All three have shape (H,).",
        "Squash the sum with sigmoid, entry by entry, and return it.",
    ],
)


def input_gate(x, h, W_i, U_i, b_i):
    return sigmoid(W_i @ x + U_i @ h + b_i)


INPUT_GATE = _sigmoid_gate(
    "input-gate",
    "The input gate",
    input_gate,
    lambda W_i, x, U_i, h, b_i: input_gate(x, h, W_i, U_i, b_i),
    "how much to keep out, where how much to let in is meant",
    hints=[
        "Look at your forget gate. Only the letters on the weights change.",
        "The input gate has weights of its own: W_i on x, U_i on h, and b_i.",
        "Return sigmoid of W_i @ x + U_i @ h + b_i.",
    ],
)


def output_gate(x, h, W_o, U_o, b_o):
    return sigmoid(W_o @ x + U_o @ h + b_o)


OUTPUT_GATE = _sigmoid_gate(
    "output-gate",
    "The output gate",
    output_gate,
    lambda b_o, U_o, W_o, h, x: output_gate(x, h, W_o, U_o, b_o),
    "how much to hide, where how much to show is meant",
    hints=[
        "The third time the same pattern, with weights of its own.",
        "W_o meets x, U_o meets h, and b_o is added.",
        "Return sigmoid of W_o @ x + U_o @ h + b_o.",
    ],
)


def candidate(x, h, W_c, U_c, b_c):
    return np.tanh(W_c @ x + U_c @ h + b_c)


CANDIDATE = Exercise(
    "candidate",
    title="The candidate",
    answer_name="candidate",
    reference=candidate,
    cases=_gate_cases("candidate"),
    returns=("c_tilde",),
    mistakes=[
        *_gate_mistakes("c", np.tanh, "tanh"),
        Mistake("σ where tanh is meant", lambda *given: sigmoid(_sum(*given)), "What is written may be negative too."),
        Mistake(
            "everything below 0 cut off",
            lambda *given: np.maximum(_sum(*given), 0),
            "What is written may be negative too, and stays between -1 and 1: squash it with tanh.",
        ),
    ],
    styles=_gate_styles(np.tanh, lambda z: 2 / (1 + np.exp(-2 * z)) - 1)
    | {"arguments in another order": lambda W_c, U_c, b_c, x, h: candidate(x, h, W_c, U_c, b_c)},
    hints=[
        "The same three terms as in a gate. What differs is the squashing.",
        "A candidate may be negative: which function reaches from -1 to 1?",
        "Return np.tanh of W_c @ x + U_c @ h + b_c.",
    ],
)


def _sums(W, x, h, b):
    return W @ np.concatenate([x, h]) + b


def find_misprint(W, x, h, b, printed):
    return np.flatnonzero(_sums(W, x, h, b) != printed)


def _misprint_cases(rng):
    def ask(W, x, h, b, *off):
        return Call("find_misprint", (W, x, h, b, _sums(W, x, h, b) + np.array(off)))

    def page(*off):
        W = np.outer([1.0, 2.0, 3.0], np.ones(6))
        return ask(W, np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]), np.ones(3), *off)

    def other(*off):
        def whole(low, size):
            return rng.integers(low, 10, size).astype(float)

        return ask(whole(3, (5, 6)), whole(2, 4), whole(2, 2), whole(1, 5), *off)

    return [
        # after σ the last misprint still shows in unit 0: comparing there is not the same as finding nothing
        Case("the page's numbers, and the same with other misprints", 0.5, (page(0, -1, -2), page(-2, 1, 0))),
        Case("other numbers: one misprint, three, none", 0.5, (other(0, 0, 0, -1, 0), other(2, 0, -1, 0, 1), other(0))),
    ]


FIND_MISPRINT = Exercise(
    "find-misprint",
    title="Find the misprint",
    answer_name="find_misprint",
    reference=find_misprint,
    cases=_misprint_cases,
    returns=("places",),
    mistakes=[
        Mistake(name, lambda W, x, h, b, printed, find=find: find(_sums(W, x, h, b), printed, b), advice)
        for name, find, advice in [
            ("compared after σ", lambda z, p, b: np.flatnonzero(sigmoid(z) != sigmoid(p)), "There all of them are 1."),
            ("the bias is left out", lambda z, p, b: np.flatnonzero(z - b != p), "Printed are the sums with the bias."),
            ("counted from 1", lambda z, p, b: np.flatnonzero(z != p) + 1, "Python counts from 0."),
            ("the places that are right", lambda z, p, b: np.flatnonzero(z == p), "Which ones differ?"),
            ("True and False, not places", lambda z, p, b: z != p, "np.flatnonzero turns them into places."),
            ("the right numbers, not their places", lambda z, p, b: z[z != p], "Where are they? The first place is 0."),
            ("the printed numbers, not places", lambda z, p, b: p[z != p], "Where are they? The first place is 0."),
            ("only the first place", lambda z, p, b: np.argmax(z != p), "A page may have several misprints, or none."),
            ("a tuple, from np.where", lambda z, p, b: np.where(z != p), "Take its first part, or use np.flatnonzero."),
        ]
    ]
    + [
        Mistake(
            "h before x", lambda W, x, h, b, p: find_misprint(W, h, x, b, p), "Here the columns of W follow [x, h]."
        )
    ],
    styles={
        "np.where, its first part": lambda W, x, h, b, printed: np.where(W @ np.hstack([x, h]) + b - printed)[0],
        "within rounding": lambda W, x, h, b, printed: np.flatnonzero(~np.isclose(_sums(W, x, h, b), printed)),
        "a list": lambda W, x, h, b, printed: [k for k in range(len(b)) if _sums(W, x, h, b)[k] != printed[k]],
        "two products": lambda W, x, h, b, printed: np.flatnonzero(
            W[:, : len(x)] @ x + W[:, len(x) :] @ h + b - printed
        ),
    },
    hints=[
        "Compute the three sums yourself, with the bias and before σ, and compare them with what is printed.",
        "np.concatenate([x, h]) puts x first. Then W @ that, plus b.",
        "Use != to compare and np.flatnonzero to turn True and False into places.",
    ],
)


def cell_update(c, f, i, c_tilde):
    return f * c + i * c_tilde


def _either_sign(rng, low, high, size):
    """Numbers from `low` to `high` or from `-high` to `-low`."""
    return rng.uniform(low, high, size) * rng.choice([-1, 1], size)


def _cell_update_cases(rng):
    def ask(H, f=1, i=1):
        # c so large that the sum lies outside -1 to 1 in every unit, where squashing it shows
        c, c_tilde = _either_sign(rng, 4, 6, H), _either_sign(rng, 0.3, 0.9, H)
        return (Call("cell_update", (c, f * rng.uniform(0.55, 0.9, H), i * rng.uniform(0.1, 0.9, H), c_tilde)),)

    return [
        Case("with the input gate closed, 4 units", 0.5, ask(4, i=0)),
        Case("with the forget gate closed, 4 units", 0.5, ask(4, f=0)),
        Case("everything at once: 5 units", 1, ask(5)),
        Case("one unit", 0.5, ask(1)),
        Case("12 units", 0.5, ask(12)),
    ]


def _cell_update_in_place(c, f, i, c_tilde):
    c *= f
    c += i * c_tilde
    return c


ONE_NUMBER = "@ of two vectors adds everything up into one number. Each unit has its own gate: use *."

CELL_UPDATE = Exercise(
    "cell-update",
    title="The cell update",
    answer_name="cell_update",
    reference=cell_update,
    cases=_cell_update_cases,
    returns=("c",),
    mistakes=[
        Mistake("f and i exchanged", lambda c, f, i, g: i * c + f * g, "f keeps the old c; i lets the new c_tilde in."),
        Mistake("the forget gate is left out", lambda c, f, i, g: c + i * g, "Nothing could ever be forgotten."),
        Mistake(
            "the input gate is left out", lambda c, f, i, g: f * c + g, "Every candidate would be written in full."
        ),
        Mistake("both gates are left out", lambda c, f, i, g: c + g, "Each of the two passes through its own gate."),
        Mistake("nothing is written", lambda c, f, i, g: f * c, "The second term, i ⊙ c_tilde, is missing."),
        Mistake("nothing is kept", lambda c, f, i, g: i * g, "The first term, f ⊙ c, is missing."),
        Mistake("the matrix product where ⊙ is meant", lambda c, f, i, g: f @ c + i @ g, ONE_NUMBER),
        Mistake("f read as how much to forget", lambda c, f, i, g: (1 - f) * c + i * g, "f = 1 keeps all."),
        Mistake("1 - f in place of i", lambda c, f, i, g: f * c + (1 - f) * g, "Here i is a gate of its own."),
        Mistake("a tanh around the sum", lambda c, f, i, g: np.tanh(f * c + i * g), "tanh comes later, in h."),
        Mistake("the candidate squashed again", lambda c, f, i, g: f * c + i * np.tanh(g), "It was squashed already."),
        Mistake("i on both terms", lambda c, f, i, g: i * c + i * g, "f keeps the old c; i lets the candidate in."),
        Mistake("f on both terms", lambda c, f, i, g: f * c + f * g, "f keeps the old c; i lets the candidate in."),
        Mistake("the old c squared", lambda c, f, i, g: c * c + i * g, "f multiplies the old c."),
    ],
    styles={
        "loops and a list": lambda c, f, i, g: [f[k] * c[k] + i[k] * g[k] for k in range(len(c))],
        "np.multiply and np.add": lambda c, f, i, g: np.add(np.multiply(f, c), np.multiply(i, g)),
        "diagonal matrices": lambda c, f, i, g: np.diag(f) @ c + np.diag(i) @ g,
        "in place, into its own argument": _cell_update_in_place,
        "float32": lambda *given: cell_update(*map(np.float32, given)),
        "arguments in another order": lambda f, c, i, c_tilde: cell_update(c, f, i, c_tilde),
    },
    hints=[
        "Two things are added: what is kept of the old, and what is let in of the new.",
        "f belongs to c, and i belongs to c_tilde. Each unit has its own gate, so multiply entry by entry.",
        "Return f * c + i * c_tilde.",
    ],
)


def hidden_state(o, c):
    return o * np.tanh(c)


def _hidden_state_cases(rng):
    def ask(H, lowest=0.6, highest=0.9):
        return (Call("hidden_state", (rng.uniform(lowest, highest, H), _either_sign(rng, 1.2, 2.5, H))),)

    return [
        Case("with all gates wide open, 4 units", 0.5, ask(4, lowest=1, highest=1)),
        Case("with each gate somewhere between, 5 units", 0.5, ask(5)),
        Case("one unit", 0.5, ask(1)),
        Case("12 units", 0.5, ask(12)),
    ]


HIDDEN_STATE = Exercise(
    "hidden-state",
    title="The hidden state",
    answer_name="hidden_state",
    reference=hidden_state,
    cases=_hidden_state_cases,
    returns=("h",),
    mistakes=[
        Mistake("tanh is left out", lambda o, c: o * c, "c has no bounds; h is kept between -1 and 1."),
        Mistake("the gate is left out", lambda o, c: np.tanh(c), "o decides how much of each unit is shown."),
        Mistake("σ where tanh is meant", lambda o, c: o * sigmoid(c), "σ would turn every negative value positive."),
        Mistake(
            "tanh around the product", lambda o, c: np.tanh(o * c), "First squash c, then let it through the gate."
        ),
        Mistake("tanh on the gate, not on c", lambda o, c: np.tanh(o) * c, "o is squashed already; c is not."),
        Mistake("tanh on both", lambda o, c: np.tanh(o) * np.tanh(c), "o is squashed already."),
        Mistake("the gate squashed again", lambda o, c: sigmoid(o) * np.tanh(c), "o has been through σ already."),
        Mistake("the matrix product where ⊙ is meant", lambda o, c: o @ np.tanh(c), ONE_NUMBER),
        Mistake("a sum in place of a product", lambda o, c: o + np.tanh(c), "A gate multiplies."),
        Mistake("o read as how much to hide", lambda o, c: (1 - o) * np.tanh(c), "o = 1 shows all."),
    ],
    styles={
        "loops and a list": lambda o, c: [o[k] * np.tanh(c[k]) for k in range(len(o))],
        "np.multiply": lambda o, c: np.multiply(np.tanh(c), o),
        "in place, into its own argument": lambda o, c: np.multiply(o, np.tanh(c, out=c), out=o),
        "tanh by σ": lambda o, c: o * (2 * sigmoid(2 * c) - 1),
        "float32": lambda o, c: np.float32(o) * np.tanh(np.float32(c)),
        "arguments in another order": lambda c, o: o * np.tanh(c),
    },
    hints=[
        "The cell state may have grown beyond 1. What brings it back between -1 and 1?",
        "Squash c with tanh first. Then the gate o, which is squashed already, multiplies it.",
        "Return o * np.tanh(c).",
    ],
)


def _lstm_step_cases(rng):
    def ask(D, H, x=1, h=1, c=1, written=1):
        p = lstm_weights(D, H, rng)
        p |= {name: written * p[name] for name in ("W_c", "U_c", "b_c")}
        given = x * rng.standard_normal(D), h * rng.uniform(-1, 1, H), 1.5 * c * rng.standard_normal(H)
        return (Call("lstm_step", (*given, p)),)

    return [
        Case("with the old c zero", 1, ask(5, 3, c=0)),
        Case("with W_c, U_c and b_c zero", 1, ask(5, 3, written=0)),
        Case("with x zero", 0.5, ask(5, 3, x=0)),
        Case("with h zero", 0.5, ask(5, 3, h=0)),
        Case("everything at once: 5 inputs, 3 units", 1, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("80 inputs, 12 units", 0.5, ask(80, 12)),
    ]


def _end(c, f, i, g, o):
    """The end of a step, from the gates and the candidate g on."""
    c = cell_update(c, f, i, g)
    return hidden_state(o, c), c


def _step(end, squash=np.tanh):
    """A step with an end of its own."""

    def step(x, h, c, p):
        f, i, g, o = (_sum(x, h, p[f"W_{k}"], p[f"U_{k}"], p[f"b_{k}"]) for k in "fico")
        return end(c, sigmoid(f), sigmoid(i), squash(g), sigmoid(o))

    return step


def _step_with_o_from_c(x, h, c, p):
    _, c = lstm_step(x, h, c, p)
    return hidden_state(output_gate(x, c, p["W_o"], p["U_o"], p["b_o"]), c), c


def _one_product(x, h, c, p):
    H = len(c)
    W, U, b = (np.concatenate([p[f"{letter}_{k}"] for k in "fioc"]) for letter in "WUb")
    z = W @ x + U @ h + b
    f, i, o = np.split(sigmoid(z[: 3 * H]), 3)
    c *= f
    c += i * np.tanh(z[3 * H :])
    return [o * np.tanh(c), c]


GATE_NAMES = {"f": "forget gate", "i": "input gate", "c": "candidate", "o": "output gate"}

LSTM_STEP = Exercise(
    "lstm-step",
    title="The LSTM step",
    answer_name="lstm_step",
    reference=lstm_step,
    cases=_lstm_step_cases,
    returns=("h", "c"),
    mistakes=[
        Mistake(name, _step(end), advice)
        for name, end, advice in [
            ("f and i exchanged", lambda c, f, i, g, o: _end(c, i, f, g, o), "f keeps, i lets in."),
            ("i and o exchanged", lambda c, f, i, g, o: _end(c, f, o, g, i), "i lets in, o shows."),
            ("f and o exchanged", lambda c, f, i, g, o: _end(c, o, i, g, f), "f keeps, o shows."),
            ("f read as how much to forget", lambda c, f, i, g, o: _end(c, 1 - f, i, g, o), "f = 1 keeps all."),
            ("1 - f in place of i", lambda c, f, i, g, o: _end(c, f, 1 - f, g, o), "Here i is a gate of its own."),
            ("no forget gate", lambda c, f, i, g, o: _end(c, 1, i, g, o), "Nothing could ever be forgotten."),
            ("no input gate", lambda c, f, i, g, o: _end(c, f, 1, g, o), "All candidates would be written in full."),
            ("no output gate", lambda c, f, i, g, o: _end(c, f, i, g, 1), "o decides how much of a unit is shown."),
            ("c_tilde used in h", lambda c, f, i, g, o: (o * np.tanh(g), f * c + i * g), "h is made from the new c."),
            ("the old c used in h", lambda c, f, i, g, o: (o * np.tanh(c), f * c + i * g), "Update c first."),
            ("the old c returned", lambda c, f, i, g, o: (_end(c, f, i, g, o)[0], c), "Return the updated one."),
            ("c before h", lambda *given: _end(*given)[::-1], "The hidden state is returned first, then c."),
            ("tanh left out of h", lambda c, f, i, g, o: (o * (f * c + i * g), f * c + i * g), "h = o ⊙ tanh(c)."),
            (
                "tanh around the product in h",
                lambda c, f, i, g, o: (np.tanh(o * (f * c + i * g)), f * c + i * g),
                "First squash c, then let it through the gate.",
            ),
            (
                "the cell state squashed",
                lambda *given: (_end(*given)[0], np.tanh(_end(*given)[1])),
                "tanh belongs into h only.",
            ),
            (
                "@ for ⊙ in the cell update",
                lambda c, f, i, g, o: (o * np.tanh(f @ c + i @ g), f @ c + i @ g),
                ONE_NUMBER,
            ),
            (
                "@ for ⊙ in the hidden state",
                lambda c, f, i, g, o: (o @ np.tanh(f * c + i * g), f * c + i * g),
                ONE_NUMBER,
            ),
        ]
    ]
    + [
        Mistake(
            "σ on the candidate", _step(_end, squash=sigmoid), "The candidate is squashed by tanh, between -1 and 1."
        ),
        Mistake(
            "no squashing of the candidate",
            _step(_end, squash=lambda z: z),
            "It is squashed by tanh, between -1 and 1.",
        ),
        Mistake("the gates do not listen to x", lambda x, h, c, p: lstm_step(0 * x, h, c, p), "W @ x is missing."),
        Mistake("the gates do not listen to h", lambda x, h, c, p: lstm_step(x, 0 * h, c, p), "U @ h is missing."),
        Mistake("the gates listen to c, not to h", lambda x, h, c, p: lstm_step(x, c, c, p), "U meets h, not c."),
        Mistake(
            "the output gate listens to the new c, not to h",
            _step_with_o_from_c,
            "All four listen to the same two: x of this step and h of the step before.",
        ),
        Mistake(
            "every W and U exchanged",
            lambda x, h, c, p: lstm_step(h, x, c, p),
            "In the LSTM of this course W meets x and U meets h.",
        ),
        Mistake(
            "x @ W, the vector before the matrix",
            lambda x, h, c, p: lstm_step(x, h, c, {k: v.T if k[0] != "b" else v for k, v in p.items()}),
            "The last axis of W is as long as x, so x comes after it: W @ x.",
        ),
        Mistake(
            "the biases are left out",
            lambda x, h, c, p: lstm_step(x, h, c, {k: v * (k[0] != "b") for k, v in p.items()}),
            "Each of the four has a bias of its own.",
        ),
        Mistake(
            "every U is transposed",
            lambda x, h, c, p: lstm_step(x, h, c, {k: v.T if k[0] == "U" else v for k, v in p.items()}),
            "U is square, so the transpose fits and no error warns you. Row k of U belongs to unit k.",
        ),
    ]
    + [
        Mistake(
            f"{letter}_{source} used in the {GATE_NAMES[target]}",
            lambda x, h, c, p, own=f"{letter}_{target}", other=f"{letter}_{source}": lstm_step(
                x, h, c, p | {own: p[other]}
            ),
            f"A slip of copying? It has a {letter}_{target} of its own.",
        )
        for source, target in itertools.permutations(GATE_NAMES, 2)
        for letter in "WUb"
    ]
    + [
        Mistake(
            f"{said} in the {name}",
            lambda x, h, c, p, own=f"{letter}_{k}", change=change: lstm_step(x, h, c, p | {own: change(p[own])}),
            advice.format(k=k),
        )
        for k, name in GATE_NAMES.items()
        for letter, said, change, advice in [
            ("W", "the input is left out", lambda w: 0 * w, "The first term is W_{k} @ x."),
            ("U", "the hidden state is left out", lambda w: 0 * w, "The second term is U_{k} @ h."),
            ("b", "the bias is left out", lambda w: 0 * w, "The third term is b_{k}."),
            ("b", "the bias is there twice", lambda w: 2 * w, "b_{k} is added once."),
            ("W", "the input is subtracted", lambda w: -w, "All three terms are added."),
            ("U", "the hidden state is subtracted", lambda w: -w, "All three terms are added."),
            ("b", "the bias is subtracted", lambda w: -w, "All three terms are added."),
            ("U", "h @ U, which is U transposed,", np.transpose, "Row m of U_{k} belongs to unit m: U_{k} @ h."),
        ]
    ]
    + [
        Mistake(
            "c is not renewed",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(c)),
            "The new c is f * c + i * c_tilde, and h is made from it.",
        ),
        Mistake(
            "f added, not multiplied",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(f + i * g)),
            "f multiplies the old c, entry by entry.",
        ),
        Mistake(
            "i added, not multiplied",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(f * c + i)),
            "i multiplies c_tilde, entry by entry.",
        ),
        Mistake(
            "only the gate is shown",
            _step(lambda c, f, i, g, o: (lambda new: (o, new))(f * c + i * g)),
            "h is o times tanh of the new c.",
        ),
        Mistake(
            "f in the place of o",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(f, new), new))(f * c + i * g)),
            "The output gate o says what is shown.",
        ),
        Mistake(
            "i in the place of o",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(i, new), new))(f * c + i * g)),
            "The output gate o says what is shown.",
        ),
        Mistake(
            "c in the place of o",
            _step(lambda c, f, i, g, o: (lambda new: (new * np.tanh(new), new))(f * c + i * g)),
            "The output gate o says what is shown.",
        ),
        Mistake(
            "σ around c, not tanh",
            _step(lambda c, f, i, g, o: (lambda new: (o * sigmoid(new), new))(f * c + i * g)),
            "h is o times tanh of the new c.",
        ),
        Mistake(
            "i on both terms",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(i * c + i * g)),
            "f keeps the old c; i lets the candidate in.",
        ),
        Mistake(
            "f on both terms",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(f * c + f * g)),
            "f keeps the old c; i lets the candidate in.",
        ),
        Mistake(
            "the old c in both terms",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(f * c + i * c)),
            "i meets the candidate, c_tilde.",
        ),
        Mistake(
            "the candidate in both terms",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(f * g + i * g)),
            "f meets the old c.",
        ),
        Mistake(
            "f returned, not c",
            _step(lambda c, f, i, g, o: (hidden_state(o, f * c + i * g), f)),
            "Return h and the new c.",
        ),
        Mistake(
            "i returned, not c",
            _step(lambda c, f, i, g, o: (hidden_state(o, f * c + i * g), i)),
            "Return h and the new c.",
        ),
        Mistake(
            "o returned, not c",
            _step(lambda c, f, i, g, o: (hidden_state(o, f * c + i * g), o)),
            "Return h and the new c.",
        ),
        Mistake(
            "the candidate returned, not c",
            _step(lambda c, f, i, g, o: (hidden_state(o, f * c + i * g), g)),
            "Return h and the new c.",
        ),
        Mistake(
            "the candidate minus what is kept",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(i * g - f * c)),
            "The two terms are added.",
        ),
        Mistake(
            "the candidate subtracted",
            _step(lambda c, f, i, g, o: (lambda new: (hidden_state(o, new), new))(f * c - i * g)),
            "The two terms are added.",
        ),
    ],
    styles={
        "one product for all four, in place, a list": _one_product,
        "a function for each part": _step(_end),
        "one array of two rows": lambda x, h, c, p: np.stack(lstm_step(x, h, c, p)),
        "lists in the tuple": lambda x, h, c, p: tuple(list(part) for part in lstm_step(x, h, c, p)),
        "float32": lambda x, h, c, p: lstm_step(*map(np.float32, (x, h, c)), {k: np.float32(v) for k, v in p.items()}),
        "arguments in another order": lambda p, x, c, h: lstm_step(x, h, c, p),
    },
    hints=[
        "Six lines: three gates, the candidate, the new c, the new h. Write them in the order of the equations.",
        'The weights are in p by name: p["W_f"], p["U_f"], p["b_f"] for the forget gate, and so on for i, c and o.',
        "Make the new c before h: c = f * c + i * c_tilde, then h = o * np.tanh(c). Return h, c.",
    ],
)


def split_weights(W_hx, H):
    return split(W_hx, H)


def _split_cases(rng):
    def ask(D, H):
        return (Call("split_weights", (rng.standard_normal((H, H + D)), H)),)

    return [
        Case("5 inputs, 3 units", 0.5, ask(5, 3)),
        Case("more units than inputs", 0.5, ask(2, 7)),
        Case("4 inputs, one unit", 0.5, ask(4, 1)),
        Case("80 inputs, 12 units", 0.5, ask(80, 12)),
    ]


SPLIT_WEIGHTS = Exercise(
    "split-weights",
    title="Split concatenated weights",
    answer_name="split_weights",
    reference=split_weights,
    cases=_split_cases,
    returns=("W", "U"),
    mistakes=[
        Mistake("the first block taken for W", lambda M, H: (M[:, :H], M[:, H:]), "The first H columns meet h: U."),
        Mistake("split for [x, h]", lambda M, H: split(M, H, "xh"), "Here h comes first, so its columns do too."),
        Mistake("cut after D columns", lambda M, H: split(M, H, "xh")[::-1], "h has H numbers, not D."),
        Mistake("cut in the middle", lambda M, H: (*np.hsplit(M, [len(M.T) // 2])[::-1],), "Only h has H numbers."),
        Mistake("rows cut, not columns", lambda M, H: (M[H:], M[:H]), "The columns meet [h, x]: cut the second axis."),
        Mistake("both transposed", lambda M, H: (M[:, H:].T, M[:, :H].T), "Only cut; the rows stay the units."),
        Mistake("one column lost", lambda M, H: (M[:, H + 1 :], M[:, :H]), ":H ends before H; go on from H."),
        Mistake("one column twice", lambda M, H: (M[:, H:], M[:, : H + 1]), ":H holds the columns 0 to H - 1."),
    ],
    styles={
        "np.split": lambda M, H: np.split(M, [H], axis=1)[::-1],
        "by products": lambda M, H: (M @ np.eye(len(M.T))[:, H:], M @ np.eye(len(M.T))[:, :H]),
        "nested lists": lambda M, H: ([list(row[H:]) for row in M], [list(row[:H]) for row in M]),
        "arguments in another order": lambda H, W_hx: (W_hx[:, H:], W_hx[:, :H]),
    },
    hints=[
        "Column j of the matrix meets number j of [h, x]. Which columns meet h?",
        "The first H columns meet h: they are U. The others meet x: they are W.",
        "W_hx[:, :H] is U and W_hx[:, H:] is W. Return W first.",
    ],
)

GRADED = [LSTM_SHAPES, FORGET_GATE, FIND_MISPRINT, INPUT_GATE, CANDIDATE, CELL_UPDATE, OUTPUT_GATE, HIDDEN_STATE]
TWO_STATES = Essay("explain-two-states", "Cell state and hidden state, in your own words", 2)
LESSON = Lesson(
    "06-lstm-gates",
    "The gates of an LSTM",
    [*GRADED, LSTM_STEP, SPLIT_WEIGHTS],
    essays=[TWO_STATES],
    needs=("03-weight-shapes", "05-hadamard"),
    gives="write each gate and the step of an LSTM, and translate its weights from other pages",
)
