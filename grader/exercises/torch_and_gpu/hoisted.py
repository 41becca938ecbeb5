"""The LSTM's loop with the product of the input taken out of it: the values, and how often x is multiplied."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.torch_and_gpu.counted import counted
from lstm_ref import lstm_weights, sigmoid
from lstm_ref.layers import LSTM

GATES = "fico"


def hoisted(x, p):
    given = {gate: x @ p[f"W_{gate}"].T + p[f"b_{gate}"] for gate in GATES}
    return _loop(given, p)


def _loop(given, p, start=None):
    """The loop that is left: from what the input gave, a dict of (N, T, H), to the hidden states (N, T, H)."""
    N, T, H = given["f"].shape
    h = c = np.zeros((N, H)) if start is None else start
    hs = []
    for t in range(T):
        f, i, o = (sigmoid(given[gate][:, t] + h @ p[f"U_{gate}"].T) for gate in "fio")
        c = f * c + i * np.tanh(given["c"][:, t] + h @ p["U_c"].T)
        h = o * np.tanh(c)
        hs.append(h)
    return np.stack(hs, axis=1)


def _cases(rng):
    def ask(N, T, D, H, x=1, alive="WUb", each=False):
        p = {name: (name[0] in alive) * array for name, array in lstm_weights(D, H, rng).items()}
        most = 4 * N + 2  # once by each W, and there is room for who does so sequence by sequence
        x = counted((x * rng.standard_normal((N, T, D))).round(4), most)
        # np.asarray(x) is counted no longer, so one case counts at the W as well
        return (Call("hoisted", (x, counted(p, most, "W") if each else p)),)

    return [
        Case("with U and b zero", 0.5, ask(2, 4, 5, 3, alive="W")),
        Case("with x zero", 0.5, ask(2, 4, 5, 3, x=0)),
        Case("everything at once: 2 sequences of 6 steps", 1, ask(2, 6, 4, 3)),
        Case("more sequences than steps", 0.5, ask(5, 2, 3, 4)),
        Case("one input, one unit", 0.5, ask(1, 3, 1, 1)),
        Case("12 steps, and no more products with x than for 6", 1, ask(2, 12, 3, 2, each=True)),
    ]


def textbook(x, p):
    """The loop as it was: the input is multiplied at every step."""
    h = c = np.zeros((len(x), len(p["b_f"])))
    hs = []
    for t in range(x.shape[1]):
        z = {gate: x[:, t] @ p[f"W_{gate}"].T + h @ p[f"U_{gate}"].T + p[f"b_{gate}"] for gate in GATES}
        c = sigmoid(z["f"]) * c + sigmoid(z["i"]) * np.tanh(z["c"])
        h = sigmoid(z["o"]) * np.tanh(c)
        hs.append(h)
    return np.stack(hs, axis=1)


def _given(x, p, bias=1):
    return {gate: x @ p[f"W_{gate}"].T + bias * p[f"b_{gate}"] for gate in GATES}


def _step(end):
    """A hoisted loop whose step has an end of its own: from the four sums, h and c, to the new h and c."""

    def run(x, p):
        given, h, hs = _given(x, p), np.zeros((len(x), len(p["b_f"]))), []
        c = h
        for t in range(x.shape[1]):
            h, c = end(*(given[gate][:, t] + h @ p[f"U_{gate}"].T for gate in GATES), h, c)
            hs.append(h)
        return np.stack(hs, axis=1)

    return run


def _right_end(f, i, g, o, h, c):
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def _shown_as_it_is(f, i, g, o, h, c):
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * c, c


def _squashed_by_sigmoid(f, i, g, o, h, c):
    c = sigmoid(f) * c + sigmoid(i) * sigmoid(g)
    return sigmoid(o) * np.tanh(c), c


def _without_loop(x, p):
    """All steps at once, each from zero states."""
    given = _given(x, p)
    return sigmoid(given["o"]) * np.tanh(sigmoid(given["i"]) * np.tanh(given["c"]))


def _from_zero_states(x, p):
    """The product with h taken out as well: it then only ever meets the zeros of the start."""
    given, c, hs = _given(x, p), np.zeros((len(x), len(p["b_f"]))), []
    for t in range(x.shape[1]):
        h, c = _right_end(*(given[gate][:, t] for gate in GATES), None, c)
        hs.append(h)
    return np.stack(hs, axis=1)


def _squashed_early(x, p):
    early = {gate: (np.tanh if gate == "c" else sigmoid)(z) for gate, z in _given(x, p).items()}
    return _loop(early, p)


def _cells(x, p):
    given, h, cs = _given(x, p), np.zeros((len(x), len(p["b_f"]))), []
    c = h
    for t in range(x.shape[1]):
        h, c = _right_end(*(given[gate][:, t] + h @ p[f"U_{gate}"].T for gate in GATES), h, c)
        cs.append(c)
    return np.stack(cs, axis=1)


def _first_step_again(x, p):
    given = {gate: z[:, :1].repeat(x.shape[1], axis=1) for gate, z in _given(x, p).items()}
    return _loop(given, p)


def _rows_taken_for_steps(x, p):
    """`given[t]` is sequence t, not step t."""
    given, h, hs = _given(x, p), np.zeros((len(x), len(p["b_f"]))), []
    c = h
    for t in range(x.shape[1]):
        h, c = _right_end(*(given[gate][t] + h @ p[f"U_{gate}"].T for gate in GATES), h, c)
        hs.append(h)
    return np.stack(hs, axis=1)


def _fused(x, p):
    W, U, b = (np.concatenate([p[f"{letter}_{gate}"] for gate in "fioc"]) for letter in "WUb")
    H = len(b) // 4
    z = x @ W.T + b
    h, c, hs = np.zeros((len(x), H)), np.zeros((len(x), H)), []
    for t in range(x.shape[1]):
        total = z[:, t] + h @ U.T
        f, i, o = np.split(sigmoid(total[:, : 3 * H]), 3, axis=1)
        c = f * c + i * np.tanh(total[:, 3 * H :])
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs).swapaxes(0, 1)


def _time_first(x, p):
    given = {gate: np.einsum("ntd,hd->tnh", x, p[f"W_{gate}"]) for gate in GATES}
    h = c = 0 * given["f"][0]
    y = np.empty((*x.shape[:2], len(p["b_f"])))
    for t, (f, i, g, o) in enumerate(zip(*(given[gate] for gate in GATES), strict=True)):
        f, i, g, o = (
            z + p[f"b_{gate}"] + np.dot(h, p[f"U_{gate}"].T) for z, gate in zip((f, i, g, o), GATES, strict=True)
        )
        h, c = _right_end(f, i, g, o, h, c)
        y[:, t] = h
    return y


def _flat(x, p):
    N, T, D = x.shape
    given = {gate: (x.reshape(N * T, D).dot(p[f"W_{gate}"].T) + p[f"b_{gate}"]).reshape(N, T, -1) for gate in GATES}
    return _loop(given, p)


def _sequence_by_sequence(x, p):
    return [list(hoisted(x_n[None], p)[0]) for x_n in x]


def _swapped_states(x, p):
    given, c, hs = _given(x, p), np.zeros((len(x), len(p["b_f"]))), []
    for t in range(x.shape[1]):
        h, c = _right_end(*(given[gate][:, t] + c @ p[f"U_{gate}"].T for gate in GATES), None, c)
        hs.append(h)
    return np.stack(hs, axis=1)


HOISTED = Exercise(
    "hoist",
    title="The input's product out of the loop",
    answer_name="hoisted",
    reference=hoisted,
    cases=_cases,
    returns=("y",),
    uses=("torch",),
    mistakes=[
        Mistake(
            "the textbook loop as it was",
            textbook,
            "The numbers are right. But x @ W.T does not depend on h: make it for all steps at once, before the loop.",
        ),
        Mistake(
            "the product with h taken out too",
            _from_zero_states,
            "It cannot be: each step needs the h of the step before.",
        ),
        Mistake(
            "the bias twice",
            lambda x, p: _loop(_given(x, p, bias=2), p),
            "Added before the loop, it must not be added in it again.",
        ),
        Mistake("no bias", lambda x, p: _loop(_given(x, p, bias=0), p), "Each of the four sums has a bias."),
        Mistake("squashed before h is added", _squashed_early, "First the whole sum, with U and h, then σ or tanh."),
        Mistake(
            "time first in the result",
            lambda x, p: hoisted(x, p).swapaxes(0, 1),
            "y is (N, T, H): np.stack(hs, axis=1).",
        ),
        Mistake("the last state only", lambda x, p: hoisted(x, p)[:, -1], "The states of all steps: (N, T, H)."),
        Mistake("the cell states", _cells, "y has the hidden states, h."),
        Mistake("the first step's input at every step", _first_step_again, "Step t takes what x[:, t] gave."),
        Mistake(
            "sequences taken for steps",
            _rows_taken_for_steps,
            "What the input gave is (N, T, H): step t is [:, t].",
        ),
        Mistake(
            "rows poured into steps",
            lambda x, p: _loop(
                {gate: z.reshape(z.shape[1], len(z), -1).swapaxes(0, 1) for gate, z in _given(x, p).items()}, p
            ),
            "The rows of the table go sequence by sequence: back to (N, T, H), and not to (T, N, H).",
        ),
        Mistake(
            "f and i exchanged",
            _step(lambda f, i, g, o, h, c: _right_end(i, f, g, o, h, c)),
            "f keeps the old c, i lets the candidate in.",
        ),
        Mistake(
            "f and o exchanged",
            _step(lambda f, i, g, o, h, c: _right_end(o, i, g, f, h, c)),
            "f keeps the old c, o shows the new one.",
        ),
        Mistake(
            "the old c is lost",
            _step(lambda f, i, g, o, h, c: _right_end(f, i, g, o, h, 0)),
            "c goes from step to step too.",
        ),
        Mistake(
            "the cell state hears itself, not h",
            _swapped_states,
            "U meets h. Which of the two did the loop hand on?",
        ),
        Mistake(
            "tanh left out of h",
            _step(_shown_as_it_is),
            "h = o ⊙ tanh(c).",
        ),
        Mistake(
            "U transposed",
            lambda x, p: hoisted(x, {name: array.T if name[0] == "U" else array for name, array in p.items()}),
            "With the batch in front it is h @ U.T.",
        ),
        Mistake(
            "x and W without .T",
            lambda x, p: x @ p["W_f"] + p["b_f"],
            "The last axis of x meets the last axis of W: x @ W.T.",
        ),
        Mistake(
            "the textbook loop, with x as a plain array",
            lambda x, p: textbook(np.asarray(x), p),
            "The numbers are right. But x @ W.T does not depend on h: make it for all steps at once, before the loop.",
        ),
        Mistake(
            "i and o exchanged",
            _step(lambda f, i, g, o, h, c: _right_end(f, o, g, i, h, c)),
            "i lets the candidate in, o shows the new c.",
        ),
        Mistake(
            "σ for the candidate",
            _step(_squashed_by_sigmoid),
            "The three gates are squashed by σ, the candidate by tanh.",
        ),
        Mistake(
            "no loop left",
            _without_loop,
            "Only the products with x can be made at once. h and c still go from step to step.",
        ),
    ],
    styles={
        "fused, one product": _fused,
        "einsum, time first, the bias in the loop": _time_first,
        "all steps as rows of one table": _flat,
        "sequence by sequence, lists": _sequence_by_sequence,
        "tensordot": lambda x, p: _loop(
            {gate: np.tensordot(x, p[f"W_{gate}"], axes=(2, 1)) + p[f"b_{gate}"] for gate in GATES}, p
        ),
        "a step that is called": _step(_right_end),
        "float32": lambda x, p: hoisted(x.astype(np.float32), {k: v.astype(np.float32) for k, v in p.items()}),
        "arguments in another order": lambda p, x: hoisted(x, p),
        "a fast layer": lambda x, p: LSTM(p)(np.asarray(x), return_sequences=True),
    },
    hints=[
        "Four of the eight products do not hear h. They are the same whatever happened before.",
        "Lay all steps as rows of one table, x.reshape(N * T, D), and multiply it by each W.T once. Back in the shape "
        "(N, T, H), with the bias added, take [:, t] of each in the loop. (x @ W.T, with its three axes, does too.)",
        'Before the loop: given = {gate: (table @ p[f"W_{gate}"].T + p[f"b_{gate}"]).reshape(N, T, H) '
        'for gate in "fico"}. In it: z = {gate: given[gate][:, t] + h @ p[f"U_{gate}"].T for gate in "fico"}. '
        "The rest stays.",
    ],
)
