"""Exercises of lesson 05: ⊙, gates by hand, shapes, the column that traps, ⊙ as a matrix, its gradient, the lottery."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Lesson, Mistake, Read


def hadamard(a, b):
    return a * b if a.shape == b.shape else None


def _hadamard_cases(rng):
    def ask(first, second=None):
        return Call("hadamard", (rng.standard_normal(first), rng.standard_normal(second or first)))

    return [
        Case("vectors: of one length, then of two lengths", 1, (ask(5), ask(1), ask(5, 4))),
        Case("tables: of one shape, then with their axes exchanged", 1, (ask((3, 4)), ask((3, 4), (4, 3)))),
        Case(
            "shapes that differ, where NumPy does not mind",
            1,
            (ask(4), ask(4, (4, 1)), ask((3, 4), 4), ask(5, 1), ask((2, 3), (2, 1))),
        ),
    ]


def _raises(a, b):
    if a.shape != b.shape:
        raise ValueError("the shapes differ")
    return a * b


def _none_where_numpy_refuses(a, b):
    try:
        return a * b
    except ValueError:
        return None


def _entry_by_entry(a, b):
    if np.shape(a) != np.shape(b):
        return None
    return np.reshape([p * q for p, q in zip(a.ravel(), b.ravel(), strict=True)], a.shape)


def _in_place(a, b):
    if a.shape == b.shape:
        a *= b
        return a
    return None


HADAMARD = Exercise(
    "hadamard",
    title="The product ⊙",
    answer_name="hadamard",
    reference=hadamard,
    cases=_hadamard_cases,
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            ("NumPy's * alone", lambda a, b: a * b, "It stretches some shapes without a word. Compare a.shape first."),
            (
                "None only where NumPy refuses",
                _none_where_numpy_refuses,
                "NumPy stretches some shapes without an error. Compare a.shape and b.shape yourself.",
            ),
            (
                "only the lengths compared",
                lambda a, b: a * b if len(a) == len(b) else None,
                "len gives the first axis only. A column is as long as its vector. Compare the whole shapes.",
            ),
            (
                "only the number of entries compared",
                lambda a, b: a * b if a.size == b.size else None,
                "A column has as many entries as its vector. Compare the whole shapes.",
            ),
            (
                "only the number of axes compared",
                lambda a, b: a * b if a.ndim == b.ndim else None,
                "Two vectors have one axis each, of whatever length. Compare the whole shapes.",
            ),
            (
                "the matrix product where ⊙ is meant",
                lambda a, b: a @ b if a.shape == b.shape else None,
                "@ of two vectors adds everything up. Entry by entry is *.",
            ),
            (
                "the products added up",
                lambda a, b: (a * b).sum() if a.shape == b.shape else None,
                "⊙ adds nothing up: the result has the shape of a.",
            ),
            (
                "every entry times every entry",
                lambda a, b: np.outer(a, b) if a.shape == b.shape else None,
                "Each entry meets its own partner only.",
            ),
            (
                "a sum in place of a product",
                lambda a, b: a + b if a.shape == b.shape else None,
                "⊙ multiplies.",
            ),
            (
                "an error raised where None is asked for",
                _raises,
                "That is a good habit. The check asks for None here: `return None`.",
            ),
            (
                "vectors only",
                lambda a, b: a * b if a.shape == b.shape and a.ndim == 1 else None,
                "⊙ works for tables too. Compare the shapes as they are, with as many axes as there are.",
            ),
            (
                "the second cut or repeated until it fits",
                lambda a, b: a * np.resize(b, a.shape),
                "Which entry would be whose partner? Return None where the shapes differ.",
            ),
            (
                "the wrong way round: None where the shapes are equal",
                lambda a, b: a * b if a.shape != b.shape else None,
                "Equal shapes are what ⊙ asks for.",
            ),
        ]
    ],
    styles={
        "np.multiply": lambda a, b: np.multiply(a, b) if a.shape == b.shape else None,
        "one entry after another": _entry_by_entry,
        "in place, into its own argument": _in_place,
        "float32": lambda a, b: hadamard(np.float32(a), np.float32(b)),
        "einsum": lambda a, b: np.einsum("...,...->...", a, b) if np.shape(a) == np.shape(b) else None,
        "lists": lambda a, b: (a * b).tolist() if a.shape == b.shape else None,
        "arguments in another order": lambda b, a: hadamard(a, b),
    },
    hints=[
        "There are two questions: may these two meet at all, and what comes out if they do?",
        "a.shape == b.shape compares all axes at once. In NumPy entry by entry is *.",
        "If a.shape and b.shape are equal, return a * b. Otherwise return None.",
    ],
)


BY_HAND = {"kept": np.array([2.0, -4.0, 9.0]), "gate": np.array([1.0, 0.2, 0.0]), "left": np.array([1.0, 8.0, 0.0])}


def _by_hand_cases(rng):
    def ask(name):
        return (Read("by_hand", key=name),)

    return [
        Case("kept: what the gate leaves", 1, ask("kept")),
        Case("gate: which gate it was", 0.5, ask("gate")),
        Case("left: after three steps", 0.5, ask("left")),
    ]


GATE_BY_HAND = Exercise(
    "gate-by-hand",
    title="Gate a memory by hand",
    answer_name="by_hand",
    reference=BY_HAND,
    cases=_by_hand_cases,
    mistakes=[
        Mistake(name, BY_HAND | wrong, advice)
        for name, wrong, advice in [
            ("1 read as forget", {"kept": [2, -1, 1]}, "1 means keep: a gate of 0.9 leaves 0.9 of the number."),
            ("everything added up", {"kept": 7}, "That is f @ c. Each number has its own gate, and stays by itself."),
            ("the gate added", {"kept": [4.5, -4.2, 10.9]}, "A gate multiplies."),
            ("the gate rounded to open or closed", {"kept": [0, -5, 10]}, "A gate may stand anywhere from 0 to 1."),
            ("signs lost", {"kept": [2, 4, 9]}, "A gate brings a number nearer to 0 and leaves its sign alone."),
            ("divided by the gate", {"kept": [8, -6.25, 100 / 9]}, "A gate multiplies: nothing gets larger by it."),
            ("1 - gate in place of the gate", {"gate": [0, 0.8, 1]}, "1 means keep: unit 0 was kept whole."),
            ("the difference, not the gate", {"gate": [0, -4, 10]}, "Which number times before gives after?"),
            ("what is left, not the gate", {"gate": [4, -1, 0]}, "Which number times before gives after?"),
            ("the gate's sign turned", {"gate": [1, -0.2, 0]}, "-5 times what gives -1?"),
            ("one step in place of three", {"left": [4, 8, 0]}, "The gate multiplies again at every step."),
            ("three times the gate", {"left": [12, 24, 0]}, "The gate multiplies at every step: f * f * f * c."),
            ("as much taken away at every step", {"left": [-4, 8, 0]}, "Half of what is left is taken, not half of 8."),
            ("two steps in place of three", {"left": [2, 8, 0]}, "8, then 4, then 2: one more step is to come."),
        ]
    ],
    styles={
        "lists": {name: list(value) for name, value in BY_HAND.items()},
        "tuples": {name: tuple(value) for name, value in BY_HAND.items()},
        "by NumPy": {
            "kept": np.array([0.5, 0.8, 0.9]) * np.array([4, -5, 10]),
            "gate": np.array([4, -1, 0]) / np.array([4, -5, 10]),
            "left": np.array([0.5, 1, 0]) ** 3 * 8,
        },
        "whole numbers where they are": {"kept": [2, -4, 9], "gate": [1, 0.2, 0], "left": [1, 8, 0]},
        "float32": {name: np.float32(value) for name, value in BY_HAND.items()},
    },
    hints=[
        "Three small products each. The gate's entry k meets entry k of the memory, and nothing else.",
        "For the gate, divide what is left by what was there. For three steps, multiply three times.",
        "kept is 0.5 × 4, 0.8 × -5, 0.9 × 10. gate is 4/4, -1/-5, 0/10. left: 8, 4, 2, 1 for unit 0.",
    ],
)


PRODUCTS = {
    "u * v": ((4,), "vectors of one length meet entry by entry"),
    "u @ v": ((), "two vectors meet in a sum"),
    "column * v": ((4, 4), "a column meets a vector"),
    "matrix * v": ((3, 4), "a matrix meets a vector, by *"),
    "matrix @ v": ((3,), "a matrix meets a vector, by @"),
    "matrix @ column": ((3, 1), "a matrix meets a column, by @"),
    "matrix * column": ("error", "a matrix meets a column, by *"),
    "v @ matrix": ("error", "a vector meets a matrix, by @"),
}
PREDICTED = {name: shape for name, (shape, _) in PRODUCTS.items()}

PREDICT_SHAPES = Exercise(
    "predict-shapes",
    title="The shapes of eight products",
    answer_name="predicted",
    reference=PREDICTED,
    cases=lambda rng: [
        Case(f"{name}: {said}", 0.5, (Read("predicted", key=name),)) for name, (_, said) in PRODUCTS.items()
    ],
    mistakes=[
        Mistake(name, PREDICTED | wrong, advice)
        for name, wrong, advice in [
            ("* read as a sum", {"u * v": ()}, "* adds nothing up: four products, four numbers."),
            ("@ of two vectors read as ⊙", {"u @ v": (4,)}, "@ adds the four products up. One number has no axis: ()."),
            ("@ of two vectors read as a table", {"u @ v": (4, 4)}, "@ adds four products up. A number's shape is ()."),
            ("one number taken for a vector of one", {"u @ v": (1,)}, "A number has no axis at all: its shape is ()."),
            (
                "the column taken for a vector",
                {"column * v": (4,)},
                "Write (4, 1) over (4,), from the right: 1 under 4 is stretched, and so is the axis that v lacks.",
            ),
            (
                "the vector taken for a column",
                {"column * v": (4, 1)},
                "Write (4, 1) over (4,), from the right: the 4 of v stands under the 1 of the column.",
            ),
            (
                "* with a matrix read as a sum",
                {"matrix * v": (3,)},
                "* adds nothing up: v meets each row of the matrix.",
            ),
            ("@ that adds nothing up", {"matrix @ v": (3, 4)}, "Each row of the matrix and v give one number: a sum."),
            (
                "a column where a vector comes out",
                {"matrix @ v": (3, 1)},
                "v has one axis, so matrix @ v has one axis.",
            ),
            (
                "the axis that is summed over",
                {"matrix @ v": (4,)},
                "The 4 of the matrix meets the 4 of v, and is used up.",
            ),
            ("a vector where a column comes out", {"matrix @ column": (3,)}, "The axis of 1 is still there after @."),
            (
                "stretched where it does not fit",
                {"matrix * column": (3, 4)},
                "Write (3, 4) over (4, 1), from the right: 3 over 4 are neither equal, nor is one of them 1.",
            ),
            (
                "* read as @",
                {"matrix * column": (3, 1)},
                "That is matrix @ column. For * write (3, 4) over (4, 1), from the right.",
            ),
            (
                "the vector before the matrix",
                {"v @ matrix": (3,)},
                "@ joins the last axis of v, 4, with the first axis of the matrix, 3.",
            ),
            (
                "the matrix's width, although 4 meets 3",
                {"v @ matrix": (4,)},
                "@ joins the 4 of v with the 3 of the matrix.",
            ),
            *(
                (name, {"matrix * column": word, "v @ matrix": word}, 'Write it as asked, in small letters: "error".')
                for name, word in [
                    ("error with a capital letter", "Error"),
                    ("error in capital letters", "ERROR"),
                    ("the kind of error", "ValueError"),
                ]
            ),
            (
                "brackets without a comma",
                {"u * v": 4, "matrix @ v": 3},
                "(4) is the number 4; a tuple of one needs its comma: (4,).",
            ),
        ]
    ],
    styles={
        "lists": {name: shape if shape == "error" else list(shape) for name, shape in PREDICTED.items()},
        "read off NumPy": PREDICTED | {"u @ v": np.float64(1).shape, "column * v": np.zeros((4, 4)).shape},
        "NumPy numbers inside": {
            name: shape if shape == "error" else tuple(np.int64(n) for n in shape) for name, shape in PREDICTED.items()
        },
        "an array": PREDICTED | {"matrix * v": np.array([3, 4])},
        "with one more": PREDICTED | {"matrix * matrix": (3, 4)},
    },
    hints=[
        "For @ look at the two axes that meet: they must be equal, and are used up. For * nothing is used up.",
        "For * write the two shapes under each other, ends on the right. Equal, or one of them 1, or missing: it fits.",
        'v meets each row in matrix * v. column * v is a whole table. Where 3 meets 4, write "error".',
    ],
)


def mean_squared_error(prediction, target):
    return np.mean((np.ravel(prediction) - np.ravel(target)) ** 2)


def _mean_squared_error_cases(rng):
    def ask(n, prediction, target):
        shapes = {"column": (n, 1), "vector": (n,)}
        given = rng.standard_normal(shapes[prediction]), 1 + rng.standard_normal(shapes[target])
        return Call("mean_squared_error", given)

    return [
        Case("a column of predictions, a vector of targets", 1, (ask(6, "column", "vector"),)),
        Case(
            "a vector of predictions, a column of targets",
            1,
            (ask(7, "vector", "column"), ask(1, "vector", "column")),
        ),
        Case("both alike: two vectors, two columns", 1, (ask(5, "vector", "vector"), ask(4, "column", "column"))),
    ]


def _first_column(prediction, target):
    return np.mean((prediction[:, 0] - target) ** 2)


def _mean_in_a_loop(prediction, target):
    total, n = 0.0, len(target)
    for k in range(n):
        total += (prediction[k].item() - target[k].item()) ** 2
    return total / n


MEND_THE_COLUMN = Exercise(
    "mend-the-column",
    title="Mend the loss",
    answer_name="mean_squared_error",
    reference=mean_squared_error,
    cases=_mean_squared_error_cases,
    returns=("loss",),
    mistakes=[
        Mistake(
            "the table of all differences",
            lambda p, t: np.mean((p - t) ** 2),
            "A column minus a vector is a whole table. Give both the same shape first.",
        ),
        Mistake(
            "only the prediction mended", lambda p, t: np.mean((p.ravel() - t) ** 2), "The target may be a column."
        ),
        Mistake(
            "only the target mended", lambda p, t: np.mean((p - t.ravel()) ** 2), "The prediction may be a column."
        ),
        Mistake(
            "the prediction always taken for a column",
            _first_column,
            "[:, 0] asks for two axes, and a vector has one. reshape(-1) and ravel() take either.",
        ),
        Mistake(
            "the target always made a column",
            lambda p, t: np.mean((p - t[:, None]) ** 2),
            "It may be a column already, and the prediction may be a vector.",
        ),
        Mistake(
            "only the prediction made a column",
            lambda p, t: np.mean((p.reshape(-1, 1) - t) ** 2),
            "The target may be a vector. Give both the same shape.",
        ),
        Mistake(
            "only the target made a column",
            lambda p, t: np.mean((p - t.reshape(-1, 1)) ** 2),
            "The prediction may be a vector. Give both the same shape.",
        ),
        Mistake(
            "the sum, not the mean", lambda p, t: np.sum((p.ravel() - t.ravel()) ** 2), "Divide by how many there are."
        ),
        Mistake("the root taken", lambda p, t: mean_squared_error(p, t) ** 0.5, "Only the mean of the squares."),
        Mistake(
            "absolute differences, not squares",
            lambda p, t: np.mean(np.abs(p.ravel() - t.ravel())),
            "Each difference is squared.",
        ),
        Mistake(
            "the square of the mean",
            lambda p, t: np.mean(p.ravel() - t.ravel()) ** 2,
            "First square each difference, then take the mean.",
        ),
        Mistake(
            "one number for each pair",
            lambda p, t: (p.ravel() - t.ravel()) ** 2,
            "A loss is one number: the mean is still to be taken.",
        ),
        Mistake("half of it", lambda p, t: mean_squared_error(p, t) / 2, "Some books halve it; here it is not halved."),
    ],
    styles={
        "reshape(-1)": lambda p, t: ((p.reshape(-1) - t.reshape(-1)) ** 2).mean(),
        "squeeze": lambda p, t: np.mean((np.squeeze(p) - np.squeeze(t)) ** 2),
        "one takes the other's shape": lambda p, t: np.mean((p.reshape(t.shape) - t) ** 2),
        "both made columns": lambda p, t: np.square(p.reshape(-1, 1) - t.reshape(-1, 1)).mean(),
        "a product with itself": lambda p, t: (p.flatten() - t.flatten()) @ (p.flatten() - t.flatten()) / len(t),
        "a loop": _mean_in_a_loop,
        "float32": lambda p, t: mean_squared_error(np.float32(p), np.float32(t)),
    },
    hints=[
        "Print prediction.shape, target.shape and the shape of their difference.",
        "ravel() makes a vector of a column, and leaves a vector as it is.",
        "Subtract target.ravel() from prediction.ravel(), square, and take the mean.",
    ],
)


def as_matrix(a):
    return np.diag(a)


def _as_matrix_cases(rng):
    def ask(n, *closed):
        a = rng.uniform(0.3, 2, n) * rng.choice([-1, 1], n)
        a[list(closed)] = 0
        return Call("as_matrix", (a,))

    return [
        Case("three numbers", 0.5, (ask(3),)),
        Case("two numbers, then one", 0.5, (ask(2), ask(1))),
        Case("five numbers, two of them 0", 0.5, (ask(5, 1, 4),)),
        Case("twelve numbers", 0.5, (ask(12),)),
    ]


def _diagonal_in_a_loop(a):
    matrix = []
    for k in range(len(a)):
        row = [0.0] * len(a)
        row[k] = float(a[k])
        matrix.append(row)
    return matrix


def _filled(a):
    matrix = np.zeros((len(a), len(a)))
    np.fill_diagonal(matrix, a)
    return matrix


AS_MATRIX = Exercise(
    "as-matrix",
    title="A matrix that does what ⊙ does",
    answer_name="as_matrix",
    reference=as_matrix,
    cases=_as_matrix_cases,
    returns=("A",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "a in every row",
                lambda a: np.tile(a, (len(a), 1)),
                "Then every row gives a @ b. Row k must hear b[k] only.",
            ),
            (
                "a in every column",
                lambda a: np.tile(a[:, None], (1, len(a))),
                "Then row k gives a[k] times the sum of b. It must not hear the others: 0 there.",
            ),
            (
                "a as a column",
                lambda a: a[:, None],
                "A column has one column, so it cannot meet a vector of n numbers.",
            ),
            ("a as a row", lambda a: a[None, :], "One row gives one number. n numbers need n rows."),
            ("ones on the diagonal", lambda a: np.eye(len(a)), "That matrix leaves b as it is. Where is a?"),
            (
                "the diagonal runs the other way",
                lambda a: np.diag(a)[::-1],
                "Row 0 must hear b[0]: the diagonal starts at the top left.",
            ),
            ("a turned round on the diagonal", lambda a: np.diag(a[::-1]), "Row 0 must give a[0] times b[0]."),
            ("a times itself on the table", lambda a: np.outer(a, a), "Row k must hear b[k] only: 0 everywhere else."),
            (
                "a squared on the diagonal",
                lambda a: np.diag(a * a),
                "Row k gives what stands there times b[k]. That should be a[k] times b[k].",
            ),
            (
                "the sum of a on the diagonal",
                lambda a: np.eye(len(a)) * a.sum(),
                "Each row has its own number: a[k] in row k.",
            ),
            (
                "ones in place of the zeros",
                lambda a: np.diag(a) + 1 - np.eye(len(a)),
                "A 1 beside the diagonal lets another entry of b in. It must be 0.",
            ),
        ]
    ],
    styles={
        "np.eye, its columns scaled": lambda a: np.eye(len(a)) * a,
        "np.eye, its rows scaled": lambda a: np.eye(len(a)) * a[:, None],
        "a loop and nested lists": _diagonal_in_a_loop,
        "np.fill_diagonal": _filled,
        "einsum": lambda a: np.einsum("j,jk->jk", a, np.eye(len(a))),
        "float32": lambda a: np.diag(np.float32(a)),
    },
    hints=[
        "Write the matrix for three numbers on paper. Row 0 must give a[0] * b[0], whatever b[1] and b[2] are.",
        "Row k has a[k] in column k and 0 everywhere else. The numbers of a stand on the diagonal.",
        "np.diag makes such a matrix of a vector.",
    ],
)


def hadamard_backward(a, b, dz):
    return dz * b, dz * a


def _backward_cases(rng):
    def ask(shape, closed=()):
        a, b, dz = rng.uniform(0.3, 2, (3, *shape)) * rng.choice([-1, 1], (3, *shape))
        a[list(closed)] = 0
        return (Call("hadamard_backward", (a, b, dz)),)

    return [
        Case("vectors of five", 1, ask((5,))),
        Case("tables of three by four", 1, ask((3, 4))),
        Case("one number each", 0.5, ask((1,))),
        Case("vectors of six, two entries of a are 0", 0.5, ask((6,), (1, 4))),
    ]


def _backward_by_matrices(a, b, dz):
    dz, shape = dz.ravel(), dz.shape
    return (np.diag(b.ravel()) @ dz).reshape(shape), (np.diag(a.ravel()) @ dz).reshape(shape)


def _backward_in_place(a, b, dz):
    a *= dz
    b *= dz
    return b, a


def _backward_one_by_one(a, b, dz):
    da, db = np.zeros(a.shape), np.zeros(b.shape)
    for place in np.ndindex(a.shape):
        da[place] = dz[place] * b[place]
        db[place] = dz[place] * a[place]
    return da, db


def _backward_nudged(a, b, dz, s=1e-4):
    def loss(a, b):
        return dz * a * b  # each entry is nudged by itself, so nothing need be added up

    return (loss(a + s, b) - loss(a - s, b)) / (2 * s), (loss(a, b + s) - loss(a, b - s)) / (2 * s)


HADAMARD_BACKWARD = Exercise(
    "hadamard-backward",
    title="The gradient of ⊙",
    answer_name="hadamard_backward",
    reference=hadamard_backward,
    cases=_backward_cases,
    returns=("da", "db"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            ("a and b exchanged", lambda a, b, dz: (dz * a, dz * b), "The slope of a times b in a is b."),
            ("dz is left out", lambda a, b, dz: (b, a), "The chain rule multiplies by what comes from above, dz."),
            ("the rule of a sum", lambda a, b, dz: (dz, dz), "That is the gradient of a + b. Here a meets b."),
            (
                "both terms in each",
                lambda a, b, dz: (dz * b + dz * a, dz * b + dz * a),
                "da says what a nudge of a alone does, while b stays as it is.",
            ),
            (
                "both are dz times a times b",
                lambda a, b, dz: (dz * a * b, dz * a * b),
                "The slope in a is b alone, in b it is a alone. Or did you use `dz *= …`? After `da = dz` both names "
                "mean one array, and the next `*=` changes both: `da = dz * b` makes a new one.",
            ),
            ("dz added, not multiplied", lambda a, b, dz: (dz + b, dz + a), "Along a chain slopes are multiplied."),
            (
                "@ where ⊙ is meant",
                lambda a, b, dz: (dz @ b, dz @ a),
                "Each entry has its own slope: da has the shape of a.",
            ),
            (
                "added up into one number",
                lambda a, b, dz: ((dz * b).sum(), (dz * a).sum()),
                "Each entry has its own slope: da has the shape of a.",
            ),
            (
                "every entry with every entry",
                lambda a, b, dz: (np.outer(dz, b), np.outer(dz, a)),
                "a[k] went into z[k] only, so only dz[k] and b[k] have to do with it.",
            ),
            ("only da", lambda a, b, dz: dz * b, "Return two: da, then db."),
            ("the sign turned", lambda a, b, dz: (-dz * b, -dz * a), "Where b and dz are positive, a nudge up adds."),
            (
                "divided where a product is meant",
                lambda a, b, dz: (dz / b, dz / a),
                "A nudge of a is multiplied by b on its way to z.",
            ),
            ("dz is left out of da", lambda a, b, dz: (b, dz * a), "da is b times what comes from above, dz."),
            ("dz is left out of db", lambda a, b, dz: (dz * b, a), "db is a times what comes from above, dz."),
            ("da is dz alone", lambda a, b, dz: (dz, dz * a), "A nudge of a is multiplied by b on its way to z."),
            ("db is dz alone", lambda a, b, dz: (dz * b, dz), "A nudge of b is multiplied by a on its way to z."),
            ("a in both", lambda a, b, dz: (dz * a, dz * a), "The slope in a is b."),
            ("b in both", lambda a, b, dz: (dz * b, dz * b), "The slope in b is a."),
            ("dz added in da", lambda a, b, dz: (dz + b, dz * a), "Along a chain slopes are multiplied."),
            ("dz added in db", lambda a, b, dz: (dz * b, dz + a), "Along a chain slopes are multiplied."),
            ("db is made of da", lambda a, b, dz: (dz * b, dz * b * a), "db starts from dz, as da does."),
            ("da is a itself", lambda a, b, dz: (a, dz * a), "Return the gradients, not what they belong to."),
            ("db is b itself", lambda a, b, dz: (dz * b, b), "Return the gradients, not what they belong to."),
        ]
    ],
    styles={
        "np.multiply": lambda a, b, dz: (np.multiply(b, dz), np.multiply(a, dz)),
        "one entry after another": _backward_one_by_one,
        "diagonal matrices": _backward_by_matrices,
        "in place, into its own arguments": _backward_in_place,
        "one array of two": lambda a, b, dz: dz * np.stack([b, a]),
        "numerically": _backward_nudged,
        "float32": lambda *given: hadamard_backward(*map(np.float32, given)),
        "arguments in another order": lambda dz, b, a: hadamard_backward(a, b, dz),
    },
    hints=[
        "Take one entry: z = a × b. By how much does z change for a small change of a, while b stays?",
        "The slope in a is b, and the slope in b is a. The chain rule multiplies each by dz.",
        "Return dz * b, dz * a.",
    ],
)


def draw_lots(f, c, u):
    return np.where(u < f, c, 0.0)


def _draw_cases(rng):
    def ask(runs, H):
        f = rng.uniform(0.3, 0.7, H)
        c = rng.uniform(1.5, 4, H) * rng.choice([-1, 1], H)
        u = rng.uniform(size=(runs, H))
        # each unit is kept at least once and lost at least once, and no two units share their lots
        u[0, ::2], u[-1, ::2] = 0.1 * f[::2], 0.9
        u[0, 1::2], u[-1, 1::2] = 0.8, 0.2 * f[1::2]
        return Call("draw_lots", (f, c, u))

    return [
        Case("four runs, three units", 1, (ask(4, 3),)),
        Case("two runs, one unit", 0.5, (ask(2, 1),)),
        Case("50 runs, 12 units", 0.5, (ask(50, 12),)),
    ]


def _drawn_in_loops(f, c, u):
    kept = []
    for run in u:
        kept.append([c[k] if run[k] < f[k] else 0 for k in range(len(f))])
    return kept


def _drawn_by_index(f, c, u):
    kept = np.zeros(u.shape)
    kept += c
    kept[u >= f] = 0
    return kept


DRAW_LOTS = Exercise(
    "draw-lots",
    title="The lottery",
    answer_name="draw_lots",
    reference=draw_lots,
    cases=_draw_cases,
    returns=("kept",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "kept and lost exchanged",
                lambda f, c, u: np.where(u < f, 0.0, c),
                "That is the page's reading. With f = 0.9 a unit is to be kept in 9 of 10 draws.",
            ),
            ("the gate, not the lottery", lambda f, c, u: f * c + 0 * u, "Here a number is kept whole or lost."),
            ("True and False, not numbers", lambda f, c, u: u < f, "Where True, the number of c; otherwise 0."),
            ("1 and 0, not the memory", lambda f, c, u: np.where(u < f, 1.0, 0.0), "What is kept is the number of c."),
            ("lots times memory", lambda f, c, u: u * c, "The lots only decide; they do not multiply."),
            (
                "gated after the draw",
                lambda f, c, u: np.where(u < f, f * c, 0.0),
                "What is kept is kept whole. The gate only decides how often.",
            ),
            (
                "one lot for all units",
                lambda f, c, u: np.where(u[:, :1] < f, c, 0.0),
                "Each unit has a lot of its own: column k of u.",
            ),
            (
                "one run for all",
                lambda f, c, u: np.where(u[0] < f, c, 0.0) + 0 * u,
                "Each run has lots of its own: row after row of u.",
            ),
            (
                "compared with one half, not with the gate",
                lambda f, c, u: np.where(u < 0.5, c, 0.0),
                "Each unit has its own f.",
            ),
            ("the mean over the runs", lambda f, c, u: draw_lots(f, c, u).mean(axis=0), "Give every run its row."),
            (
                "the lost ones left out",
                lambda f, c, u: np.broadcast_to(c, u.shape)[u < f],
                "A lost number leaves a 0 in its place, so that the shape stays (N, H).",
            ),
            ("c minus what is lost, twice", lambda f, c, u: np.where(u < f, c, -c), "What is lost is 0, not -c."),
        ]
    ],
    styles={
        "True and False times the memory": lambda f, c, u: (u < f) * c,
        "two loops and lists": _drawn_in_loops,
        "the lost ones overwritten": _drawn_by_index,
        "a diagonal matrix": lambda f, c, u: (u < f).astype(float) @ np.diag(c),
        "a row at a time": lambda f, c, u: np.array([np.where(run < f, c, 0) for run in u]),
        "rounded up": lambda f, c, u: np.ceil(f - u) * c,
        "arguments in another order": lambda u, f, c: draw_lots(f, c, u),
    },
    hints=[
        "u < f compares each run with the gate: a table of True and False. Where should the number of c stand?",
        "np.where(condition, here, there) takes from the first where True, and from the second where False.",
        "np.where(u < f, c, 0.0), or (u < f) * c, in which True counts as 1.",
    ],
)


def lottery_moments(f, c):
    return f * c, f * (1 - f) * c**2


def _moment_cases(rng):
    def ask(H, *, whole=False, ones=False):
        f = rng.uniform(0.55, 0.9, H) if not whole else rng.permutation([0.0, 1.0, 1.0, 0.0])
        c = np.ones(H) if ones else rng.uniform(1.5, 4, H) * rng.choice([-1, 1], H)
        return (Call("lottery_moments", (f, c)),)

    return [
        Case("a memory of ones", 0.5, ask(4, ones=True)),
        Case("gates that are closed or open", 0.5, ask(4, whole=True)),
        Case("everything at once: 5 units", 1, ask(5)),
        Case("one unit", 0.5, ask(1)),
        Case("12 units", 0.5, ask(12)),
    ]


LOTTERY_MOMENTS = Exercise(
    "lottery-moments",
    title="The mean and the variance of the lottery",
    answer_name="lottery_moments",
    reference=lottery_moments,
    cases=_moment_cases,
    returns=("mean", "variance"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the variance of a gate",
                lambda f, c: (f * c, 0 * c),
                "A gate gives the same every time, the lottery c or 0. By the formula: in the mean of the squares c is "
                "squared, f is not.",
            ),
            (
                "c not squared in the variance",
                lambda f, c: (f * c, f * (1 - f) * c),
                "Twice the memory has four times the variance.",
            ),
            (
                "c left out of the variance",
                lambda f, c: (f * c, f * (1 - f) + 0 * c),
                "That is the variance of a 1 that is kept or lost. Here it is c.",
            ),
            (
                "the mean of the squares",
                lambda f, c: (f * c, f * c**2),
                "From it the square of the mean is still to be taken away.",
            ),
            (
                "f left out of the mean of the squares",
                lambda f, c: (f * c, c**2 - (f * c) ** 2),
                "The square is c**2 in a share f of the draws, and 0 in the others.",
            ),
            (
                "the square of the mean",
                lambda f, c: (f * c, (f * c) ** 2),
                "It is to be taken away from the mean of the squares.",
            ),
            (
                "the two squares exchanged",
                lambda f, c: (f * c, (f * c) ** 2 - f * c**2),
                "No variance is below 0: take the square of the mean from the mean of the squares.",
            ),
            (
                "the mean not squared",
                lambda f, c: (f * c, f * c**2 - f * c),
                "What is taken away is the mean times itself.",
            ),
            (
                "the root of the variance",
                lambda f, c: (f * c, np.sqrt(f * (1 - f)) * np.abs(c)),
                "That is the standard deviation. Square it.",
            ),
            (
                "1 - f in place of f(1 - f)",
                lambda f, c: (f * c, (1 - f) * c**2),
                "A unit that is never kept does not vary. With f = 0 the variance must be 0.",
            ),
            (
                "kept and lost exchanged in the mean",
                lambda f, c: ((1 - f) * c, f * (1 - f) * c**2),
                "c comes in a share f of the draws. That is where f counts.",
            ),
            ("the mean without the gate", lambda f, c: (c, f * (1 - f) * c**2), "It is c only where it is kept."),
            (
                "the variance before the mean",
                lambda f, c: (f * (1 - f) * c**2, f * c),
                "Return the mean first, then the variance.",
            ),
            ("only the mean", lambda f, c: f * c, "Return two: the mean, then the variance."),
            (
                "the variance between the units",
                lambda f, c: (f * c, np.var(f * c)),
                "Each unit varies from draw to draw: one variance for each unit.",
            ),
            (
                "one mean for all units",
                lambda f, c: (np.mean(f * c), np.mean(f * (1 - f) * c**2)),
                "Each unit has a mean and a variance of its own.",
            ),
        ]
    ],
    styles={
        "mean of squares minus square of mean": lambda f, c: (f * c, f * c**2 - (f * c) ** 2),
        "both outcomes weighed": lambda f, c: (f * c, f * (c - f * c) ** 2 + (1 - f) * (f * c) ** 2),
        "lists": lambda f, c: [
            [p * m for p, m in zip(f, c, strict=True)],
            [p * (1 - p) * m * m for p, m in zip(f, c, strict=True)],
        ],
        "one array of two rows": lambda f, c: np.stack(lottery_moments(f, c)),
        "float32": lambda f, c: lottery_moments(np.float32(f), np.float32(c)),
        "arguments in another order": lambda c, f: lottery_moments(f, c),
    },
    hints=[
        "c comes in a share f of the draws, and 0 in the rest. Weigh the two outcomes and add them up.",
        "The mean is f * c. The squares are c**2 in a share f and 0 in the rest: their mean is f * c**2.",
        "Variance: f * c**2 - (f * c)**2, which is f * (1 - f) * c**2. Return mean, variance.",
    ],
)

LESSON = Lesson(
    "05-hadamard",
    "Entry by entry: the product ⊙",
    [
        HADAMARD,
        GATE_BY_HAND,
        PREDICT_SHAPES,
        MEND_THE_COLUMN,
        AS_MATRIX,
        HADAMARD_BACKWARD,
        DRAW_LOTS,
        LOTTERY_MOMENTS,
    ],
    needs=("04-through-time",),
    gives="tell ⊙ from @ and from stretching by shapes alone, and gate a memory by hand",
)
