"""The exercise `fuse-gates`: four matrices on top of one another."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.lstm_unrolled.inputs import fused
from lstm_ref import lstm_weights


def fuse(p):
    return fused(p)


def _cases(rng):
    def ask(D, H):
        return (Call("fuse", (lstm_weights(D, H, rng),)),)

    return [
        Case("5 inputs, 3 units", 0.5, ask(5, 3)),
        Case("more units than inputs", 0.5, ask(2, 6)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("80 inputs, 12 units", 0.5, ask(80, 12)),
    ]


def _joined(join):
    """Fuse with a way of its own to join the four blocks of a letter."""
    return lambda p: tuple(join([p[f"{letter}_{gate}"] for gate in "fioc"]) for letter in "WUb")


def _rows_unit_by_unit(blocks):
    return np.stack(blocks, axis=1).reshape(4 * len(blocks[0]), *blocks[0].shape[1:])


def _into_zeros(p):
    H, D = p["W_f"].shape
    W, U, b = np.zeros((4 * H, D)), np.zeros((4 * H, H)), np.zeros(4 * H)
    for k, gate in enumerate("fioc"):
        rows = slice(k * H, (k + 1) * H)
        W[rows], U[rows], b[rows] = p[f"W_{gate}"], p[f"U_{gate}"], p[f"b_{gate}"]
    return W, U, b


def _row_by_row(p):
    return [[row for gate in "fioc" for row in p[f"{letter}_{gate}"].tolist()] for letter in "WUb"]


FUSE_GATES = Exercise(
    "fuse-gates",
    title="Stack the weights of the gates",
    answer_name="fuse",
    reference=fuse,
    cases=_cases,
    returns=("W", "U", "b"),
    mistakes=[
        Mistake(
            name,
            lambda p, order=order: fused(p, order),
            advice,
        )
        for name, order, advice in [
            ("in the order f, i, c, o", "fico", "The picture has the three gates first, and the candidate last."),
            ("in the order i, f, c, o", "ifco", "That is how Keras stacks them. Here it is f, i, o, c."),
            ("in the order i, f, o, c", "ifoc", "The forget gate comes first: f, i, o, c."),
            ("in the order f, o, i, c", "foic", "The input gate comes second: f, i, o, c."),
            ("in the order of the alphabet", "cfio", "Here the order is f, i, o, c."),
            ("upside down", "coif", "f is at the top, c at the bottom."),
            ("f, i and o only", "fio", "The candidate is the fourth block. It has a W, a U and a b as well."),
            ("the forget gate four times", "ffff", "A slip of copying? Each gate has weights of its own."),
        ]
    ]
    + [
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "side by side",
                _joined(lambda blocks: np.concatenate(blocks, axis=-1)),
                "Rows belong to units: put the blocks on top of one another, with axis 0.",
            ),
            (
                "on an axis of their own",
                _joined(np.stack),
                "That is (4, H, D). One matrix is asked for: np.concatenate, or np.vstack, in place of np.stack.",
            ),
            (
                "added up",
                _joined(lambda blocks: sum(blocks)),
                "The four gates get a sum each: keep all the rows.",
            ),
            (
                "unit by unit",
                _joined(_rows_unit_by_unit),
                "All rows of the forget gate come first, then all rows of the input gate.",
            ),
            (
                "turned, as Keras has them",
                _joined(lambda blocks: np.concatenate(blocks).T),
                "In this course a row is a unit: (4H, D), (4H, H), (4H,).",
            ),
            ("U before W", lambda p: (fuse(p)[1], fuse(p)[0], fuse(p)[2]), "Return W, U, b, in this order."),
            (
                "U in an order of its own",
                lambda p: (fuse(p)[0], fused(p, "fico")[1], fuse(p)[2]),
                "A slip of copying? Row k of W, U and b must belong to one sum: f, i, o, c in all three.",
            ),
            (
                "b in an order of its own",
                lambda p: (*fuse(p)[:2], fused(p, "fico")[2]),
                "A slip of copying? Row k of W, U and b must belong to one sum: f, i, o, c in all three.",
            ),
            ("the biases are missing", lambda p: fuse(p)[:2], "Return W, U, b."),
            (
                "the bias as a column",
                lambda p: (*fuse(p)[:2], fuse(p)[2][:, None]),
                "A vector has one axis: (4H,).",
            ),
            (
                "the biases stacked as rows",
                lambda p: (*fuse(p)[:2], np.vstack([p[f"b_{gate}"] for gate in "fioc"])),
                "np.vstack makes each vector a row. np.concatenate puts them end to end.",
            ),
            (
                "W and U joined as well",
                lambda p: (np.hstack(fuse(p)[:2]), fuse(p)[2]),
                "W and U stay apart: W meets x, U meets h.",
            ),
        ]
    ],
    styles={
        "np.vstack and np.hstack": lambda p: (
            np.vstack([p["W_f"], p["W_i"], p["W_o"], p["W_c"]]),
            np.vstack([p["U_f"], p["U_i"], p["U_o"], p["U_c"]]),
            np.hstack([p["b_f"], p["b_i"], p["b_o"], p["b_c"]]),
        ),
        "into arrays of zeros": _into_zeros,
        "row by row, lists": _row_by_row,
        "np.stack, then reshaped": _joined(lambda blocks: np.stack(blocks).reshape(-1, *blocks[0].shape[1:])),
        "np.r_": _joined(lambda blocks: np.r_[tuple(blocks)]),
        "float32": lambda p: tuple(np.float32(part) for part in fuse(p)),
    },
    hints=[
        "Take W first: p['W_f'] lies on top, under it p['W_i'], then p['W_o'], then p['W_c'].",
        "np.concatenate([...]) puts arrays on top of one another, and vectors end to end.",
        "W = np.concatenate([p['W_f'], p['W_i'], p['W_o'], p['W_c']]), and U and b in the same way. Return W, U, b.",
    ],
)
