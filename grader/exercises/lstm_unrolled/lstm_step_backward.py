"""The exercise `lstm-step-backward`: one step back, to the input, to both states and to the weights."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.lstm_unrolled.cell_backward import cell_backward
from grader.exercises.lstm_unrolled.inputs import drawn, either_sign, gates


def _dz(dh, dc, x, h, c, W, U, b):
    """What goes to the old cell state, and to the four sums, end to end."""
    f, i, o, c_tilde = gates(x, h, W, U, b)
    dc_before, *dz = cell_backward(dh, dc, c, f * c + i * c_tilde, f, i, o, c_tilde)
    return dc_before, np.concatenate(dz)


def lstm_step_backward(dh, dc, x, h, c, W, U, b):
    dc_before, dz = _dz(dh, dc, x, h, c, W, U, b)
    return dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz


def _cases(rng):
    def ask(D, H, dh=1, h=1, U=1):
        W, U_drawn, b = drawn(rng, D, H)
        x, h, c = rng.standard_normal(D), h * either_sign(rng, 0.3, 0.9, H), either_sign(rng, 0.6, 1.5, H)
        dh, dc = dh * either_sign(rng, 0.5, 2, H), either_sign(rng, 0.5, 2, H)
        return (Call("lstm_step_backward", (dh, dc, x, h, c, W, U * U_drawn, b)),)

    return [
        Case("with U zero: nothing goes to the old h", 0.5, ask(5, 3, U=0)),
        Case("with h zero", 0.5, ask(5, 3, h=0)),
        Case("with dh zero", 0.5, ask(5, 3, dh=0)),
        Case("everything at once: 5 inputs, 3 units", 1, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("2 inputs, 6 units", 0.5, ask(2, 6)),
        Case("8 inputs, 12 units", 0.5, ask(8, 12)),
    ]


def _with_dz(change):
    """A step back whose dz is changed by `change(dz_f, dz_i, dz_o, dz_c)`."""

    def back(dh, dc, x, h, c, W, U, b):
        dc_before, dz = _dz(dh, dc, x, h, c, W, U, b)
        dz = np.concatenate(change(*np.split(dz, 4)))
        return dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz

    return back


def _with_cell(change):
    """A step back that gives something else to `cell_backward`."""

    def back(dh, dc, x, h, c, W, U, b):
        f, i, o, c_tilde = gates(x, h, W, U, b)
        given = dh, dc, c, f * c + i * c_tilde, f, i, o, c_tilde
        dc_before, *dz = cell_backward(*change(*given))
        dz = np.concatenate(dz)
        return dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz

    return back


def _unpacked_otherwise(dh, dc, x, h, c, W, U, b):
    f, i, c_tilde, o = gates(x, h, W, U, b)
    dc_before, *dz = cell_backward(dh, dc, c, f * c + i * c_tilde, f, i, o, c_tilde)
    dz = np.concatenate(dz)
    return dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz


def _first_two_exchanged(dh, dc, x, h, c, W, U, b):
    i, f, o, c_tilde = gates(x, h, W, U, b)
    dc_before, *dz = cell_backward(dh, dc, c, f * c + i * c_tilde, f, i, o, c_tilde)
    dz = np.concatenate(dz)
    return dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz


def _sloped_twice(dh, dc, x, h, c, W, U, b):
    f, i, o, g = gates(x, h, W, U, b)
    slopes = np.concatenate([f * (1 - f), i * (1 - i), o * (1 - o), 1 - g**2])
    dc_before, dz = _dz(dh, dc, x, h, c, W, U, b)
    dz = dz * slopes
    return dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz


def _changed(change):
    """The right step back, with its result changed by `change(result, given, dz)`."""

    def back(*given):
        return change(lstm_step_backward(*given), given, _dz(*given)[1])

    return back


def _block_by_block(dh, dc, x, h, c, W, U, b):
    """The four gates one after another, each with its own rows."""
    H = len(h)
    dc_before, dz = _dz(dh, dc, x, h, c, W, U, b)
    dx, dh_before, dW, dU = 0 * x, 0 * h, 0 * W, 0 * U
    for k in range(4):
        rows = slice(k * H, (k + 1) * H)
        dx += W[rows].T @ dz[rows]
        dh_before += U[rows].T @ dz[rows]
        dW[rows], dU[rows] = dz[rows, None] * x, dz[rows, None] * h
    return dx, dh_before, dc_before, dW, dU, dz.tolist()


def _in_place(dh, dc, x, h, c, W, U, b):
    f, i, o, g = gates(x, h, W, U, b)
    shown = np.tanh(f * c + i * g)
    dc += dh * o * (1 - shown**2)
    b[:] = np.concatenate([dc * c * f * (1 - f), dc * g * i * (1 - i), dh * shown * o * (1 - o), dc * i * (1 - g**2)])
    dc *= f
    return [W.T @ b, U.T @ b, dc, b[:, None] @ x[None], b[:, None] @ h[None], b]


def _by_lists(*given):
    return tuple(part.tolist() for part in lstm_step_backward(*given))


BOTH = "cell_backward needs both: c from before the step, and c_new = f * c + i * c_tilde."

LSTM_STEP_BACKWARD = Exercise(
    "lstm-step-backward",
    title="One step back, to the weights",
    answer_name="lstm_step_backward",
    reference=lstm_step_backward,
    cases=_cases,
    returns=("dx", "dh_before", "dc_before", "dW", "dU", "db"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "dz in the order f, i, c, o",
                _with_dz(lambda f, i, o, c: [f, i, c, o]),
                "The rows of W and U are f, i, o, c. dz must have their order.",
            ),
            (
                "dz in the order i, f, o, c",
                _with_dz(lambda f, i, o, c: [i, f, o, c]),
                "The rows of W and U are f, i, o, c. dz must have their order.",
            ),
            (
                "dz in the order i, f, c, o",
                _with_dz(lambda f, i, o, c: [i, f, c, o]),
                "That is the order of Keras. The rows of W and U are f, i, o, c, and dz must have their order.",
            ),
            (
                "the slopes of σ and tanh taken twice",
                _sloped_twice,
                "cell_backward goes back to the sums already. Join what it gives, and take it to the weights.",
            ),
            (
                "the old c left out of the new one",
                _with_cell(lambda dh, dc, c, new, f, i, o, g: (dh, dc, c, i * g, f, i, o, g)),
                "c_new = f * c + i * c_tilde.",
            ),
            (
                "the input gate left out of the new c",
                _with_cell(lambda dh, dc, c, new, f, i, o, g: (dh, dc, c, f * c + g, f, i, o, g)),
                "c_new = f * c + i * c_tilde.",
            ),
            (
                "the old c taken for the new one",
                _with_cell(lambda dh, dc, c, new, f, i, o, g: (dh, dc, c, c, f, i, o, g)),
                BOTH,
            ),
            (
                "the new c taken for the old one",
                _with_cell(lambda dh, dc, c, new, f, i, o, g: (dh, dc, new, new, f, i, o, g)),
                BOTH,
            ),
            (
                "the old c and the new one exchanged",
                _with_cell(lambda dh, dc, c, new, f, i, o, g: (dh, dc, new, c, f, i, o, g)),
                BOTH,
            ),
            (
                "o and c_tilde exchanged",
                _with_cell(lambda dh, dc, c, new, f, i, o, g: (dh, dc, c, new, f, i, g, o)),
                "gates and cell_backward have the order f, i, o, c_tilde.",
            ),
            (
                "the gates unpacked as f, i, c_tilde, o",
                _unpacked_otherwise,
                "gates gives f, i, o, c_tilde, in this order.",
            ),
            (
                "the gates unpacked as i, f, o, c_tilde",
                _first_two_exchanged,
                "gates gives f, i, o, c_tilde, in this order.",
            ),
            (
                "the slopes of all biases in one number",
                _changed(lambda r, given, dz: (*r[:5], dz.sum())),
                "Each sum has a bias of its own: db is dz, (4H,).",
            ),
            (
                "tanh of the new c, where the new c is meant",
                _with_cell(lambda dh, dc, c, new, f, i, o, g: (dh, dc, c, np.tanh(new), f, i, o, g)),
                "cell_backward takes tanh of c_new itself. c_new = f * c + i * c_tilde.",
            ),
            (
                "dh is left out",
                lambda dh, dc, *given: lstm_step_backward(0 * dh, dc, *given),
                "Give cell_backward both: dh and dc.",
            ),
            (
                "dc is left out",
                lambda dh, dc, *given: lstm_step_backward(dh, 0 * dc, *given),
                "Give cell_backward both: dh and dc.",
            ),
            (
                "dh and dc exchanged",
                lambda dh, dc, *given: lstm_step_backward(dc, dh, *given),
                "cell_backward takes dh first, then dc.",
            ),
            (
                "dc is passed on as it came",
                _changed(lambda r, given, dz: (*r[:2], given[1], *r[3:])),
                "cell_backward gives dc_before: that is what goes on.",
            ),
            (
                "dh is passed on as it came",
                _changed(lambda r, given, dz: (r[0], given[0], *r[2:])),
                "The old h was heard by the four sums: dz @ U goes to it.",
            ),
            (
                "the forget gate once more on dc_before",
                _changed(lambda r, given, dz: (*r[:2], r[2] * gates(*given[2:4], *given[5:])[0], *r[3:])),
                "cell_backward has met f already. Return its dc_before as it is.",
            ),
            (
                "dc_before is missing",
                _changed(lambda r, given, dz: (*r[:2], *r[3:])),
                "Two states came in: return dx, dh_before, dc_before, dW, dU, db.",
            ),
            (
                "dh is added to what goes to the old h",
                _changed(lambda r, given, dz: (r[0], r[1] + given[0], *r[2:])),
                "The old h is heard by the four sums only: dz @ U.",
            ),
            (
                "dc_before before dh_before",
                _changed(lambda r, given, dz: (r[0], r[2], r[1], *r[3:])),
                "Return dx, dh_before, dc_before, dW, dU, db.",
            ),
            (
                "dh_before and dx exchanged",
                _changed(lambda r, given, dz: (r[1], r[0], *r[2:])),
                "Return dx first: dz @ W. Then dh_before: dz @ U.",
            ),
            (
                "dU before dW",
                _changed(lambda r, given, dz: (*r[:3], r[4], r[3], r[5])),
                "Return dx, dh_before, dc_before, dW, dU, db.",
            ),
            (
                "dW and dU are turned",
                _changed(lambda r, given, dz: (*r[:3], r[3].T, r[4].T, r[5])),
                "A gradient has the shape of its array: np.outer(dz, x) is (4H, D).",
            ),
            (
                "dU made with the new h",
                _changed(
                    lambda r, given, dz: (*r[:4], np.outer(dz, _new_hidden(*given[2:])), r[5]),
                ),
                "U met the hidden state from before the step: h.",
            ),
            (
                "dU made with c",
                _changed(lambda r, given, dz: (*r[:4], np.outer(dz, given[4]), r[5])),
                "U met h.",
            ),
            (
                "only the candidate's way to the old h",
                _changed(lambda r, given, dz: (r[0], np.split(dz, 4)[3] @ np.split(given[6], 4)[3], *r[2:])),
                "All four sums heard h. With fused weights it is one product: dz @ U.",
            ),
            (
                "the slopes of the four added up in db",
                _changed(lambda r, given, dz: (*r[:5], dz.reshape(4, -1).sum(axis=0))),
                "Each gate has a bias of its own: db is dz, (4H,).",
            ),
            (
                "U not turned on the way to h",
                lambda *given: (lambda dz: (given[5] @ dz, given[6] @ dz))(_dz(*given)[1]),
                "Row k of U belongs to sum k. On the way back add up over the sums: dz @ U, or U.T @ dz.",
            ),
            (
                "dz returned as well",
                _changed(lambda r, given, dz: (dz, *r)),
                "Six are asked for: dx, dh_before, dc_before, dW, dU, db. (dz is db.)",
            ),
        ]
    ],
    styles={
        "block by block": _block_by_block,
        "in place": _in_place,
        "lists": _by_lists,
        "einsum": _changed(
            lambda r, given, dz: (np.einsum("kj,k->j", given[5], dz), np.einsum("kj,k->j", given[6], dz), *r[2:])
        ),
        "float32": lambda *given: lstm_step_backward(*map(np.float32, given)),
        "arguments in another order": lambda x, h, c, W, U, b, dh, dc: lstm_step_backward(dh, dc, x, h, c, W, U, b),
    },
    hints=[
        "Three parts: the gates and the new c, once more forwards; your cell_backward; then the way back of lesson 04.",
        "dc_before, *dz = cell_backward(...), and dz = np.concatenate(dz) is one vector of 4H. From here on W, U and b "
        "are those of an RNN with 4H units.",
        "dz @ W, dz @ U, dc_before, np.outer(dz, x), np.outer(dz, h), dz, in this order.",
    ],
)


def _new_hidden(x, h, c, W, U, b):
    f, i, o, c_tilde = gates(x, h, W, U, b)
    return o * np.tanh(f * c + i * c_tilde)
