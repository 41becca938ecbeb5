"""The exercise on the other meaning of z: weights from a page where it lets go."""

from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import gru_weights

TRIPLE = ("W_z", "U_z", "b_z")


def from_let_go(p):
    return p | {name: -p[name] for name in TRIPLE}


def _cases(rng):
    def ask(D, H, reset_after=False):
        return (Call("from_let_go", (gru_weights(D, H, rng, reset_after),)),)

    return [
        Case("5 inputs, 3 units", 0.5, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("a page that resets after the product, with a d_h", 0.5, ask(3, 4, reset_after=True)),
        Case("two pages, one after the other", 0.5, ask(2, 6) + ask(4, 2)),
    ]


def _in_place(p):
    for name in TRIPLE:
        p[name] *= -1
    return p


def _with(change, *names):
    return lambda p: p | {name: change(p[name]) for name in names}


GRU_LET_GO = Exercise(
    "gru-let-go",
    title="Weights from a page where z lets go",
    answer_name="from_let_go",
    reference=from_let_go,
    cases=_cases,
    mistakes=[
        Mistake(
            "nothing is changed",
            lambda p: dict(p),
            "With these weights the gate of this course would let go where theirs kept.",
        ),
        Mistake(
            "1 minus the weights",
            _with(lambda w: 1 - w, *TRIPLE),
            "1 - z is wanted after σ. The weights stand before it: which z has σ(z) = 1 - σ(old z)?",
        ),
        Mistake(
            "the bias keeps its sign",
            _with(lambda w: -w, "W_z", "U_z"),
            "σ sees one sum of three terms. All three must change their sign.",
        ),
        Mistake(
            "only the bias changes its sign", _with(lambda w: -w, "b_z"), "All three terms must change their sign."
        ),
        Mistake("only W_z changes its sign", _with(lambda w: -w, "W_z"), "All three terms must change their sign."),
        Mistake("only U_z changes its sign", _with(lambda w: -w, "U_z"), "All three terms must change their sign."),
        Mistake(
            "the candidate changes its sign too",
            lambda p: from_let_go(p) | {name: -p[name] for name in ("W_h", "U_h", "b_h")},
            "The candidate means the same on both pages. Only z differs.",
        ),
        Mistake(
            "everything of the candidate changes its sign too",
            lambda p: {name: w if name.endswith("_r") else -w for name, w in p.items()},
            "The candidate means the same on both pages. Only z differs.",
        ),
        Mistake(
            "everything changes its sign",
            lambda p: {name: -w for name, w in p.items()},
            "Only z means something else on that page. r and the candidate stay.",
        ),
        Mistake(
            "r changes its sign, not z",
            _with(lambda w: -w, "W_r", "U_r", "b_r"),
            "The update gate is the one that means something else.",
        ),
        Mistake(
            "z and r exchanged",
            lambda p: (
                p | {f"{letter}_{a}": p[f"{letter}_{b}"] for letter in "WUb" for a, b in (("z", "r"), ("r", "z"))}
            ),
            "Their z is still an update gate. Keep the names, and find a z that comes out as 1 - z.",
        ),
        Mistake(
            "z and the candidate exchanged",
            lambda p: (
                p | {f"{letter}_{a}": p[f"{letter}_{b}"] for letter in "WUb" for a, b in (("z", "h"), ("h", "z"))}
            ),
            "They are squashed by different curves. Keep the names, and find a z that comes out as 1 - z.",
        ),
        Mistake(
            "only the three arrays of z are returned",
            lambda p: {name: -p[name] for name in TRIPLE},
            "The new weights are a whole dict: the others go along as they are.",
        ),
        Mistake(
            "divided, not negated",
            _with(lambda w: 1 / w, *TRIPLE),
            "σ(-z) = 1 - σ(z): look at the sign.",
        ),
    ],
    styles={
        "in place": _in_place,
        "a loop over all names": lambda p: {name: -w if name.endswith("_z") else w for name, w in p.items()},
        "copies": lambda p: {name: (-1.0 if name in TRIPLE else 1.0) * w.copy() for name, w in p.items()},
        "nested lists": lambda p: {name: w.tolist() for name, w in from_let_go(p).items()},
        "the keys in another order": lambda p: dict(sorted(from_let_go(p).items())),
    },
    hints=[
        "On both pages z = σ(s) for a sum s. You look for a sum whose σ is 1 - σ(s).",
        "Look at the curve of σ in lesson 06: it is symmetric about 0.5. So 1 - σ(s) = σ(-s).",
        "The sum is W_z @ x + U_z @ h + b_z. Negate all three arrays of z, and leave the others as they are.",
    ],
)
