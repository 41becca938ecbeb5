"""Exercises of lesson 03: the shapes of U, W and V, four faults of one network, and the layouts of others."""

# ruff: noqa: E741 - O is the letter of the equations

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Lesson, Mistake
from lstm_ref import convert, lstm_weights, rnn_weights, sigmoid
from lstm_ref import rnn_shapes as recurrent_shapes


def _different(rng, count):
    """Sizes from 3 to 12, no two alike."""
    return [int(size) for size in rng.choice(np.arange(3, 13), count, replace=False)]


def rnn_shapes(D, H, O):
    return recurrent_shapes(D, H) | {"V": (O, H), "c": (O,)}


def _rnn_shapes_cases(rng):
    D, H, O, alike = _different(rng, 4)

    def ask(*given):
        return (Call("rnn_shapes", given),)

    return [
        Case("all sizes equal: the number of axes", 0.5, ask(alike, alike, alike)),
        Case("as many outputs as units", 0.5, ask(D, H, H)),
        Case("as many inputs as units", 0.5, ask(H, H, O)),
        Case("three different sizes", 1, ask(D, H, O)),
        Case("one input, one output, 100 units", 0.5, ask(1, 100, 1)),
    ]


def _with(**wrong):
    """The right shapes but for some: `U=lambda D, H, O: …`."""
    return lambda *given: rnn_shapes(*given) | {name: make(*given) for name, make in wrong.items()}


def _all_turned(D, H, O):
    return {name: shape[::-1] for name, shape in rnn_shapes(D, H, O).items()}


RNN_SHAPES = Exercise(
    "rnn-shapes",
    title="The shapes of U, W, V, b and c",
    answer_name="rnn_shapes",
    reference=rnn_shapes,
    cases=_rnn_shapes_cases,
    mistakes=[
        Mistake(name, _with(**wrong), advice)
        for name, wrong, advice in [
            ("U is transposed", {"U": lambda D, H, O: (D, H)}, "In U @ x the last axis of U meets x, and x has D."),
            ("V is transposed", {"V": lambda D, H, O: (H, O)}, "In V @ h the last axis of V meets h, and h has H."),
            (
                "U and W exchanged",
                {"U": lambda D, H, O: (H, H), "W": lambda D, H, O: (H, D)},
                "In the plain RNN of this course U meets x and W meets h.",
            ),
            ("W is sized like U", {"W": lambda D, H, O: (H, D)}, "W meets h, and h has H numbers."),
            ("V is sized by the input", {"V": lambda D, H, O: (O, D)}, "V meets h, not x."),
            ("b is sized by the input", {"b": lambda D, H, O: (D,)}, "b is added to U @ x. How many numbers is that?"),
            ("c is sized like b", {"c": lambda D, H, O: (H,)}, "c is added to V @ h. How many numbers is that?"),
            (
                "b and c exchanged",
                {"b": lambda D, H, O: (O,), "c": lambda D, H, O: (H,)},
                "b is added before tanh, one number a unit; c to the output.",
            ),
            (
                "biases as columns",
                {"b": lambda D, H, O: (H, 1), "c": lambda D, H, O: (O, 1)},
                "Some pages write them so. In this course a vector has one axis.",
            ),
            (
                "brackets without a comma",
                {"b": lambda D, H, O: H, "c": lambda D, H, O: O},
                "(H) is the number H; a tuple of one needs its comma: (H,).",
            ),
            ("b without its comma", {"b": lambda D, H, O: H}, "(H) is the number H; (H,) is a tuple of one."),
            ("c without its comma", {"c": lambda D, H, O: O}, "(O) is the number O; (O,) is a tuple of one."),
        ]
    ]
    + [
        Mistake("every matrix is transposed", _all_turned, "The course writes W @ x: first what comes out, then in."),
        Mistake(
            "the biases are left out",
            lambda D, H, O: {name: rnn_shapes(D, H, O)[name] for name in "UWV"},
            "Five arrays: the sums before tanh have a bias, b, and the output has one, c.",
        ),
        Mistake(
            "arrays in place of their shapes",
            lambda D, H, O: {name: np.zeros(shape) for name, shape in rnn_shapes(D, H, O).items()},
            "No array is asked for, only its shape: a tuple of sizes.",
        ),
    ],
    styles={
        "lists": lambda D, H, O: {"U": [H, D], "W": [H, H], "V": [O, H], "b": [H], "c": [O]},
        "read off NumPy": lambda D, H, O: {
            "c": np.zeros(O).shape,
            "V": np.zeros((O, H)).shape,
            "U": np.zeros((H, D)).shape,
            "W": np.eye(H).shape,
            "b": np.zeros(H).shape,
        },
        "dict() and keywords": lambda D, H, O: dict(U=(H, D), W=(H, H), V=(O, H), b=(H,), c=(O,)),  # noqa: C408
        "arguments in another order": lambda O, D, H: rnn_shapes(D, H, O),
        "arrays": lambda D, H, O: {name: np.array(shape) for name, shape in rnn_shapes(D, H, O).items()},
    },
    hints=[
        "A matrix stands before what it meets. Its last axis is as long as that; its first as long as what comes out.",
        "U meets x (D,), W meets h (H,), and both give (H,). V meets h (H,) and gives (O,).",
        'U is (H, D), W is (H, H), V is (O, H). A bias is as long as what it is added to: "b": (H,), "c": (O,).',
    ],
)


def _rosetta(D, H):
    rng = np.random.default_rng(0)
    plain, gated = rnn_weights(D, H, rng), lstm_weights(D, H, rng)
    arrays = {
        "Karpathy bh": convert.karpathy.to_rnn(plain | {"V": np.zeros((1, H)), "c": np.zeros(1)})["bh"],
        "PyTorch weight_ih": convert.torch.to_rnn(plain)["weight_ih_l0"],
        "ONNX B": convert.onnx.to_rnn(plain)["B"],
        "Keras kernel": convert.keras.to_rnn(plain)[0],
        "Keras LSTM kernel": convert.keras.to_lstm(gated)[0],
        "PyTorch LSTM weight_hh": convert.torch.to_lstm(gated)["weight_hh_l0"],
    }
    return {name: array.shape for name, array in arrays.items()}


def rosetta_row(name, D, H):
    return _rosetta(D, H)[name]


def _rosetta_cases(rng):
    D, H, alike = _different(rng, 3)
    sizes = ((D, H), (alike, alike), (1, H), (D, 1), (80, 12))

    def ask(name):
        return tuple(Call("rosetta_row", (name, *given)) for given in sizes)

    return [
        Case("Karpathy's bh", 0.5, ask("Karpathy bh")),
        Case("PyTorch's weight_ih", 0.5, ask("PyTorch weight_ih")),
        Case("B of ONNX", 0.5, ask("ONNX B")),
        Case("Keras' kernel", 0.5, ask("Keras kernel")),
        Case("the kernel of Keras' LSTM", 0.5, ask("Keras LSTM kernel")),
        Case("weight_hh of PyTorch's LSTM", 0.5, ask("PyTorch LSTM weight_hh")),
    ]


def _rows(**wrong):
    """The right rows but for some: `keras_lstm=lambda D, H: …`."""
    names = {
        "bh": "Karpathy bh",
        "keras": "Keras kernel",
        "torch": "PyTorch weight_ih",
        "onnx": "ONNX B",
        "keras_lstm": "Keras LSTM kernel",
        "torch_lstm": "PyTorch LSTM weight_hh",
    }
    given = {names[key]: make for key, make in wrong.items()}
    return lambda name, D, H: given[name](D, H) if name in given else rosetta_row(name, D, H)


def _read_off(name, D, H):
    return {
        "Karpathy bh": np.zeros((H, 1)),
        "Keras kernel": np.zeros((H, D)).T,
        "PyTorch weight_ih": np.zeros((H, D)),
        "ONNX B": np.zeros((1, 2 * H)),
        "Keras LSTM kernel": np.concatenate([np.zeros((D, H))] * 4, axis=1),
        "PyTorch LSTM weight_hh": np.concatenate([np.zeros((H, H))] * 4),
    }[name].shape


def _one_by_one(name, D, H):
    if name == "Karpathy bh":
        return H, 1
    if name == "ONNX B":
        return 1, H + H
    if name == "PyTorch LSTM weight_hh":
        return 4 * H, H
    if name == "PyTorch weight_ih":
        return H, D
    return (D, 4 * H) if "LSTM" in name else (D, H)


ROSETTA_ROWS = Exercise(
    "rosetta-rows",
    title="Six entries of the table, for any sizes",
    answer_name="rosetta_row",
    reference=rosetta_row,
    cases=_rosetta_cases,
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            ("bh as a vector", _rows(bh=lambda D, H: (H,)), "Karpathy's vectors are columns, with a second axis of 1."),
            ("bh as a row", _rows(bh=lambda D, H: (1, H)), "Karpathy's vectors are columns: one number in each row."),
            (
                "Keras and PyTorch exchanged",
                _rows(keras=lambda D, H: (H, D), torch=lambda D, H: (D, H)),
                "PyTorch keeps the course's order, units first. Keras has the units last.",
            ),
            ("Keras is not transposed", _rows(keras=lambda D, H: (H, D)), "In Keras the units are the columns."),
            ("PyTorch is transposed", _rows(torch=lambda D, H: (D, H)), "In PyTorch the units are the rows."),
            ("ONNX without its first axis", _rows(onnx=lambda D, H: (2 * H,)), "Every ONNX array begins with a 1."),
            ("ONNX with one bias", _rows(onnx=lambda D, H: (1, H)), "Two biases lie end to end in B."),
            ("the two biases of ONNX as two rows", _rows(onnx=lambda D, H: (2, H)), "They lie end to end, in one row."),
            (
                "the two biases of ONNX on an axis of their own",
                _rows(onnx=lambda D, H: (1, 2, H)),
                "They lie end to end: after the 1 comes one axis, twice as long.",
            ),
            (
                "the four blocks left out",
                _rows(keras_lstm=lambda D, H: (D, H), torch_lstm=lambda D, H: (H, H)),
                "An LSTM keeps four blocks in one array.",
            ),
            (
                "the four blocks of Keras left out",
                _rows(keras_lstm=lambda D, H: (D, H)),
                "An LSTM keeps four blocks in one array. In Keras they stand side by side.",
            ),
            (
                "the four blocks of PyTorch left out",
                _rows(torch_lstm=lambda D, H: (H, H)),
                "An LSTM keeps four blocks in one array. In PyTorch one lies below the other.",
            ),
            (
                "the blocks on the wrong axis",
                _rows(keras_lstm=lambda D, H: (4 * D, H), torch_lstm=lambda D, H: (H, 4 * H)),
                "Four times as many units: the axis of the units becomes 4H. Which axis is that?",
            ),
            (
                "PyTorch's blocks side by side",
                _rows(torch_lstm=lambda D, H: (H, 4 * H)),
                "In PyTorch the units are the rows, so the blocks lie one below the other.",
            ),
            (
                "Keras' blocks on top of each other",
                _rows(keras_lstm=lambda D, H: (4 * H, D)),
                "In Keras the units are the columns, so the blocks stand side by side.",
            ),
            (
                "weight_hh sized by the input",
                _rows(torch_lstm=lambda D, H: (4 * H, D)),
                "hh says: from hidden to hidden. That matrix meets h.",
            ),
            ("four axes, not four blocks", _rows(keras_lstm=lambda D, H: (4, D, H)), "The blocks share one matrix."),
            ("all six at once", lambda name, D, H: _rosetta(D, H), "Return the one that is asked for: rows[name]."),
        ]
    ],
    styles={
        "lists": lambda name, D, H: list(rosetta_row(name, D, H)),
        "read off NumPy": _read_off,
        "one if after the other": _one_by_one,
        "arguments in another order": lambda D, H, name: rosetta_row(name, D, H),
        "NumPy numbers inside": lambda name, D, H: tuple(np.int64(size) for size in rosetta_row(name, D, H)),
    },
    hints=[
        "Read the row of each program: are the units its rows, or its columns?",
        "bh is a column (H, 1). ONNX has a 1 in front and 2H behind. Keras has the axes of PyTorch exchanged.",
        "In an LSTM the axis of the units is 4H long: (D, 4 * H) in Keras, (4 * H, H) for weight_hh in PyTorch.",
    ],
)


def windows(series, T):
    N = len(series) - T
    X = np.stack([series[n : n + T] for n in range(N)])
    return X[:, :, None], series[T:, None]


def _windows_cases(rng):
    def ask(length, T):
        return (Call("windows", (rng.standard_normal(length), T)),)

    return [
        Case("nine numbers, windows of four", 1, ask(9, 4)),
        Case("windows of one number", 0.5, ask(6, 1)),
        Case("room for two windows only", 0.5, ask(6, 4)),
        Case("200 numbers, windows of 50", 1, ask(200, 50)),
    ]


def _cut(series, T, N, ahead):
    """`N` windows with the targets `ahead` places after their last number."""
    X = np.stack([series[n : n + T] for n in range(N)])
    return X[:, :, None], np.array([[series[n + T - 1 + ahead]] for n in range(N)])


def _side_by_side(series, T):
    N = (len(series) - 1) // T
    return series[: N * T].reshape(N, T, 1), series[T : N * T + 1 : T, None]


SINE_WINDOWS = Exercise(
    "sine-windows",
    title="Windows of a series",
    answer_name="windows",
    reference=windows,
    cases=_windows_cases,
    returns=("X", "Y"),
    mistakes=[
        Mistake(
            "X has no axis of features",
            lambda series, T: (windows(series, T)[0][..., 0], windows(series, T)[1]),
            "One number a step is D = 1, and its axis is written too: (N, T, 1).",
        ),
        Mistake(
            "X and Y have no axis of features",
            lambda series, T: tuple(part[..., 0] for part in windows(series, T)),
            "One number a step is D = 1, and its axis is written too: (N, T, 1) and (N, 1).",
        ),
        Mistake(
            "Y has no axis of features",
            lambda series, T: (windows(series, T)[0], series[T:]),
            "Y is (N, 1): one number for each window, with its axis.",
        ),
        Mistake(
            "the target is the last number of the window",
            lambda series, T: _cut(series, T, len(series) - T, 0),
            "The network would see the answer. A slice stops before its end: series[n + T] is the first one outside.",
        ),
        Mistake(
            "one window too few",
            lambda series, T: tuple(part[:-1] for part in windows(series, T)),
            "range(N) ends before N already. The last window ends just before the last number of the series.",
        ),
        Mistake(
            "X has one window too few",
            lambda series, T: (windows(series, T)[0][:-1], windows(series, T)[1]),
            "range(N) ends before N already: N = len(series) - T. And X needs as many windows as Y has targets.",
        ),
        Mistake(
            "a last window without a target",
            lambda series, T: (_cut(np.append(series, 0), T, len(series) - T + 1, 1)[0], series[T:, None]),
            "After the last window nothing comes. X needs as many windows as Y has targets: len(series) - T.",
        ),
        Mistake(
            "windows of T + 1 numbers",
            lambda series, T: (_cut(series, T + 1, len(series) - T, 0)[0], series[T:, None]),
            "The target is in the window. series[n : n + T] holds T numbers and stops before the target.",
        ),
        Mistake(
            "the target is two steps ahead",
            lambda series, T: _cut(series, T, len(series) - T - 1, 2),
            "The next number is asked for: series[n + T].",
        ),
        Mistake(
            "windows side by side, without overlap",
            _side_by_side,
            "The next window begins one step later, not T steps later.",
        ),
        Mistake(
            "steps before windows",
            lambda series, T: (windows(series, T)[0].swapaxes(0, 1), windows(series, T)[1]),
            "First the windows, then the steps: (N, T, 1).",
        ),
        Mistake(
            "the steps taken for features",
            lambda series, T: (windows(series, T)[0].swapaxes(1, 2), windows(series, T)[1]),
            "(N, 1, T) is one step of T features. Here are T steps of one feature.",
        ),
        Mistake("Y before X", lambda series, T: windows(series, T)[::-1], "Return X first, then Y."),
        Mistake(
            "a target for every step",
            lambda series, T: (windows(series, T)[0], _cut(series[1:], T, len(series) - T, 0)[0]),
            "One target for each window: the number after its last.",
        ),
    ],
    styles={
        "loops and lists": lambda series, T: (
            [[[series[n + t]] for t in range(T)] for n in range(len(series) - T)],
            [[series[n + T]] for n in range(len(series) - T)],
        ),
        "a sliding view": lambda series, T: (
            np.lib.stride_tricks.sliding_window_view(series[:-1], T)[..., None],
            series[T:].reshape(-1, 1),
        ),
        "indices": lambda series, T: (
            series[np.add.outer(np.arange(len(series) - T), np.arange(T))][:, :, np.newaxis],
            np.expand_dims(series[T:], 1),
        ),
        "one window longer, cut in two": lambda series, T: (
            np.array([series[n : n + T + 1] for n in range(len(series) - T)])[:, :-1, None],
            np.array([series[n : n + T + 1] for n in range(len(series) - T)])[:, -1:],
        ),
        "float32": lambda series, T: windows(np.float32(series), T),
        "arguments in another order": lambda T, series: windows(series, T),
    },
    hints=[
        "Window 0 is series[0:T], and its target is series[T]. What is window 1? How many have a target?",
        "There are N = len(series) - T windows. np.stack of their slices is (N, T); [:, :, None] adds the last axis.",
        "X = np.stack([series[n:n + T] for n in range(N)])[:, :, None] and Y = series[T:, None].",
    ],
)


def newcomer_input(U, x, t):
    return U[:, t] * x[t]


def _newcomer_input_cases(rng):
    def ask(H, T, t):
        return (Call("newcomer_input", (rng.standard_normal((H, T)), rng.standard_normal((T, 1)), t)),)

    return [
        Case("the first step", 0.5, ask(4, 6, 0)),
        Case("a step in the middle", 0.5, ask(4, 6, 2)),
        Case("the last step", 0.5, ask(7, 5, 4)),
        Case("100 units, 50 steps", 0.5, ask(100, 50, int(rng.integers(1, 49)))),
    ]


def _newcomer_spot(U, x, t):
    spot = np.zeros(len(x))
    spot[t] = x[t, 0]
    return U @ spot


NEWCOMER_COLUMN = Exercise(
    "newcomer-column",
    title="Act one: what meets x[t]",
    answer_name="newcomer_input",
    reference=newcomer_input,
    cases=_newcomer_input_cases,
    returns=("the result",),
    mistakes=[
        Mistake("row t, not column t", lambda U, x, t: U[t] * x[t], "The entries of the vector lie above the columns."),
        Mistake("always the first column", lambda U, x, t: U[:, 0] * x[t], "x[t] stands in place t, above column t."),
        Mistake("the column before", lambda U, x, t: U[:, t - 1] * x[t], "Both are counted from 0: column t."),
        Mistake("the column alone, without x[t]", lambda U, x, t: U[:, t], "The column is multiplied by x[t]."),
        Mistake(
            "all steps at once",
            lambda U, x, t: (U @ x)[:, 0],
            "All entries but number t are 0: the other steps take no part.",
        ),
        Mistake(
            "all steps at once, and as a column",
            lambda U, x, t: U @ x,
            "All entries but number t are 0: the other steps take no part. And the result has one axis.",
        ),
        Mistake(
            "all columns",
            lambda U, x, t: U.sum(axis=1) * x[t],
            "The zeros take the other columns out of the sum.",
        ),
        Mistake(
            "the steps up to t",
            lambda U, x, t: U[:, : t + 1] @ x[: t + 1, 0],
            "Every step begins with fresh zeros: what stood there before is gone.",
        ),
        Mistake(
            "a column where a vector is meant",
            lambda U, x, t: U[:, [t]] * x[t],
            "x[t] has shape (1,), and a vector of zeros shaped like x has two axes. The result has one: "
            "take x[t, 0], or drop the second axis with [:, 0].",
        ),
        Mistake("x[0] at every step", lambda U, x, t: U[:, t] * x[0], "At step t it is x[t] that is read."),
    ],
    styles={
        "the vector of zeros after all": _newcomer_spot,
        "a slice and @": lambda U, x, t: U[:, t : t + 1] @ x[t],
        "a loop and a list": lambda U, x, t: [float(row[t] * x[t, 0]) for row in U],
        "the transpose": lambda U, x, t: x[t] * U.T[t],
        "einsum": lambda U, x, t: np.einsum("k,j->k", U[:, t], x[t]),
        "float32": lambda U, x, t: newcomer_input(np.float32(U), np.float32(x), t),
        "arguments in another order": lambda t, x, U: newcomer_input(U, x, t),
    },
    hints=[
        "Write down U @ [0, 0, x[2], 0] for a small U. Which of its numbers take part?",
        "Only column t does. A column of U is U[:, t].",
        "Return U[:, t] * x[t].",
    ],
)


def can_read(U, x):
    return U.shape[1] == len(x)


def _can_read_cases(rng):
    def ask(shape, *lengths):
        U = rng.standard_normal(shape)
        return tuple(Call("can_read", (U, rng.standard_normal((T, 1)))) for T in lengths)

    return [
        Case("U of shape (3, 5): 1, 3, 4, 5 and 6 steps", 1, ask((3, 5), 1, 3, 4, 5, 6)),
        Case("U of shape (100, 50): 49, 50, 51 and 100 steps", 0.5, ask((100, 50), 49, 50, 51, 100)),
        Case("U of one column, and U of one row", 0.5, ask((4, 1), 1, 2, 4) + ask((1, 6), 1, 5, 6)),
    ]


def _can_read_tried(U, x):
    try:
        for t in range(len(x)):
            spot = np.zeros(x.shape)
            spot[t] = x[t]
            U @ spot
    except ValueError:
        return False
    return True


NEWCOMER_LENGTH = Exercise(
    "newcomer-length",
    title="Act two: which sequences can be read",
    answer_name="can_read",
    reference=can_read,
    cases=_can_read_cases,
    mistakes=[
        Mistake(
            "shorter ones can be read too",
            lambda U, x: len(x) <= U.shape[1],
            "The vector of zeros is as long as the sequence. Four entries cannot meet five columns.",
        ),
        Mistake(
            "longer ones can be read too",
            lambda U, x: len(x) >= U.shape[1],
            "Where would the entry of the last step find its column?",
        ),
        Mistake("every sequence", lambda U, x: True, "That would be a network with the same weights at every step."),
        Mistake("no sequence", lambda U, x: False, "It did run on what it was made for."),
        Mistake(
            "compared with the rows of U",
            lambda U, x: len(x) == U.shape[0],
            "The rows of U are the units. The steps meet its columns.",
        ),
        Mistake(
            "the features compared, not the steps",
            lambda U, x: x.shape[1] == U.shape[1],
            "That will be the rule after the mend. Here the steps of x meet the columns of U.",
        ),
        Mistake(
            "sequences of one step too",
            lambda U, x: len(x) in (1, U.shape[1]),
            "A vector of one entry cannot meet five columns either.",
        ),
        Mistake(
            "whole shapes compared",
            lambda U, x: U.shape == x.shape,
            "A shape holds both axes. Only one of each counts here: the columns of U, U.shape[1], and the steps of x.",
        ),
        Mistake(
            "whole shapes compared, U transposed",
            lambda U, x: U.T.shape == x.shape,
            "Then U would need one row, as x has one column. How many units there are does not count.",
        ),
        Mistake(
            "the columns that lack, not True or False",
            lambda U, x: len(x) - U.shape[1],
            "Asked is a question with two answers: True or False.",
        ),
    ],
    styles={
        "by trying": _can_read_tried,
        "if and else": lambda U, x: True if x.shape[0] == U.shape[1] else False,  # noqa: SIM210
        "True of NumPy": lambda U, x: np.bool_(np.shape(U)[-1] == np.shape(x)[0]),
        "not unlike": lambda U, x: not len(U.T) != len(x),  # noqa: SIM202
        "arguments in another order": lambda x, U: can_read(U, x),
    },
    hints=[
        "In U @ spot, which axis of U meets the axis of spot?",
        "spot has one entry for each step of x, and U has one column for each step it was made for.",
        "Return U.shape[1] == len(x).",
    ],
)


def mended(x, U, W, V):
    h = np.zeros(len(W))
    for x_t in x:
        h = sigmoid(U @ x_t + W @ h)
    return V @ h


def _mended_cases(rng):
    def ask(T, D, H, O, past=1):
        x = rng.standard_normal((T, D))
        U, W, V = (rng.standard_normal(shape) for shape in ((H, D), (H, H), (O, H)))
        return (Call("mended", (x, 1.5 * U, past * 2 * W / np.sqrt(H), V)),)

    return [
        Case("one step", 0.5, ask(1, 1, 4, 1)),
        Case("with W zero", 0.5, ask(5, 1, 4, 1, past=0)),
        Case("everything at once: 6 steps, 4 units", 1, ask(6, 1, 4, 1)),
        Case("50 steps, then 51", 1, ask(50, 1, 7, 1) + ask(51, 1, 7, 1)),
        Case("two numbers a step, three outputs", 0.5, ask(4, 2, 5, 3)),
        Case("one unit", 0.5, ask(3, 1, 1, 1)),
    ]


def _loop(squash=sigmoid, start=0.0, end=lambda V, h: V @ h, steps=lambda x: x, hears=lambda W, h: W @ h):
    """The mended loop with one thing changed."""

    def answer(x, U, W, V):
        h = np.full(len(W), start)
        for x_t in steps(x):
            h = squash(U @ x_t + hears(W, h))
        return end(V, h)

    return answer


def _not_mended(start, meets=lambda U, spot: U @ spot):
    """The loop of the page, with the zeros, from `start(H)`."""

    def answer(x, U, W, V):
        h = start(len(W))
        for t in range(len(x)):
            spot = np.zeros(x.shape)
            spot[t] = x[t]
            h = sigmoid(meets(U, spot) + W @ h)
        return V @ h

    return answer


def _flat_zeros(x, U, W, V):
    h = np.zeros(len(W))
    for t in range(len(x)):
        spot = np.zeros(len(x))
        spot[t] = x[t]
        h = sigmoid(U @ spot + W @ h)
    return V @ h


def _each_squashed(x, U, W, V):
    h = np.zeros(len(W))
    for x_t in x:
        h = sigmoid(U @ x_t) + sigmoid(W @ h)
    return V @ h


def _all_outputs(x, U, W, V):
    h, out = np.zeros(len(W)), []
    for x_t in x:
        h = sigmoid(U @ x_t + W @ h)
        out.append(V @ h)
    return np.array(out)


def _half_mended(x, U, W, V):
    h = np.zeros((len(W), 1))
    for x_t in x:
        h = sigmoid(U @ x_t + W @ h)
    return V @ h


def _by_columns(x, U, W, V):
    h = np.zeros((len(W), 1))
    for x_t in x:
        h = sigmoid(U @ x_t.reshape(-1, 1) + W @ h)
    return V @ h


def _in_place(x, U, W, V):
    h = np.zeros(U.shape[0])
    for t in range(x.shape[0]):
        z = W @ h
        z += U @ x[t]
        h[:] = 1 / (1 + np.exp(-z))
    return list(V @ h)


def _one_product(x, U, W, V):
    M, h = np.hstack([U, W]), np.zeros(len(W))
    for x_t in x:
        h = sigmoid(M @ np.concatenate([x_t, h]))
    return V @ h


ZEROS = "U meets x[t] itself now, which has D numbers. No zeros, no places."

MENDED_LOOP = Exercise(
    "mended-loop",
    title="The newcomer's loop, mended",
    answer_name="mended",
    reference=mended,
    cases=_mended_cases,
    returns=("y",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the vector of zeros is still there",
                _not_mended(np.zeros, meets=lambda U, spot: (U @ spot)[:, 0]),
                ZEROS,
            ),
            ("the vector of zeros is still there, and h is a vector", _not_mended(np.zeros), ZEROS),
            (
                "the loop of the page, unchanged",
                _not_mended(lambda H: np.zeros((H, 1))),
                "The vector of zeros is still there. " + ZEROS,
            ),
            (
                "h returned from the loop of the page",
                lambda x, U, W, V: _not_mended(lambda H: np.zeros((H, 1)))(x, U, W, np.eye(len(W))),
                "The vector of zeros is still there. " + ZEROS + " And after the loop comes V @ h.",
            ),
            ("the vector of zeros is still there, laid flat", _flat_zeros, ZEROS),
            (
                "a vector added to a column",
                _half_mended,
                "U @ x[t] is (H,), W @ h is (H, 1): their sum becomes (H, H). Start h as a vector, np.zeros(len(W)).",
            ),
            (
                "h is never passed on",
                _loop(hears=lambda W, h: 0 * (W @ h)),
                "The new h must be the h that W meets at the next step.",
            ),
            ("tanh where σ is meant", _loop(squash=np.tanh), "Change one thing at a time: the newcomer squashes by σ."),
            ("no squashing", _loop(squash=lambda z: z), "Before it becomes h, the sum goes through σ."),
            ("σ of each product, and then the sum", _each_squashed, "First add the two products, then squash once."),
            ("W is transposed", _loop(hears=lambda W, h: W.T @ h), "W is square, so no error warns you: W @ h."),
            ("the last step is left out", _loop(steps=lambda x: x[:-1]), "range(T) ends before T already."),
            ("the first step is left out", _loop(steps=lambda x: x[1:]), "The steps are counted from 0."),
            ("the steps in reverse order", _loop(steps=lambda x: x[::-1]), "Time goes forwards, from x[0] on."),
            ("x[0] at every step", _loop(steps=lambda x: [x[0]] * len(x)), "At step t it is x[t] that U meets."),
            ("h starts at ones", _loop(start=1.0), "It starts at zeros."),
            ("the output is squashed too", _loop(end=lambda V, h: sigmoid(V @ h)), "y = V @ h, any number."),
            ("h returned, not the output", _loop(end=lambda V, h: h), "After the loop comes V @ h."),
            (
                "the output after the first step",
                _loop(steps=lambda x: x[:1]),
                "Is the return inside the loop? It comes after it.",
            ),
            (
                "the outputs of all steps, added up",
                lambda x, U, W, V: _all_outputs(x, U, W, V).sum(axis=0),
                "Only the output after the last step is asked for: V @ h, after the loop.",
            ),
            ("the outputs of all steps", _all_outputs, "Only the output after the last step is asked for."),
            ("a column where a vector is meant", _by_columns, "h may be a vector, np.zeros(H). Then y is (O,)."),
            (
                "h multiplied entry by entry",
                _loop(hears=lambda W, h: np.diag(W) * h),
                "Every unit hears every unit: W @ h.",
            ),
        ]
    ],
    styles={
        "np.dot and the formula": _loop(
            squash=lambda z: 1 / (1 + np.exp(-z)), end=np.dot, hears=lambda W, h: np.dot(W, h)
        ),
        "in place, a list": _in_place,
        "columns, flattened at the end": lambda x, U, W, V: _by_columns(x, U, W, V)[:, 0],
        "one product for U and W": _one_product,
        "all inputs beforehand": lambda x, U, W, V: mended(x @ U.T, np.eye(len(U)), W, V),
        "float32": lambda *given: mended(*map(np.float32, given)),
        "arguments in another order": lambda U, W, V, x: mended(x, U, W, V),
    },
    hints=[
        "Which line of the newcomer's loop makes a vector as long as the sequence? Do without it.",
        "U has shape (H, D) and x[t] has shape (D,): they fit. Start from h = np.zeros(len(W)).",
        "In the loop h = sigmoid(U @ x[t] + W @ h). After the loop return V @ h.",
    ],
)


def wire(wires, H):
    W = np.zeros((H, H))
    for source, target, weight in wires:
        W[target, source] = weight
    return W


def _wire_cases(rng):
    def ask(H, *pairs):
        return (Call("wire", ([(*pair, float(rng.uniform(0.2, 3) * rng.choice([-1, 1]))) for pair in pairs], H)),)

    some = [divmod(int(place), 6) for place in rng.choice([1, 2, 8, 9, 16, 18, 23, 25, 32], 5, replace=False)]
    return [
        Case("one wire", 0.5, ask(4, (0, 2))),
        Case("a ring of three", 0.5, ask(3, (0, 1), (1, 2), (2, 0))),
        Case("a unit that hears itself and others", 1, ask(4, (3, 3), (1, 3), (0, 3), (3, 1))),
        Case("six units, five wires", 1, ask(6, *some)),
    ]


def _each(place, start=np.zeros):
    """Each wire put into W by `place`."""

    def answer(wires, H):
        W = start((H, H))
        for source, target, weight in wires:
            place(W, source, target, weight)
        return W

    return answer


def _put(at, value=lambda weight: weight):
    def place(W, source, target, weight):
        W[at(source, target)] = value(weight)

    return place


def _both_ways(W, source, target, weight):
    W[target, source] = W[source, target] = weight


def _one_list(wires, H):
    W = [[0] * H] * H
    for source, target, weight in wires:
        W[target][source] = weight
    return W


WIRE_W = Exercise(
    "wire-w",
    title="Act three: wires into a matrix",
    answer_name="wire",
    reference=wire,
    cases=_wire_cases,
    returns=("W",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "W is transposed",
                _each(_put(lambda source, target: (source, target))),
                "A row belongs to the unit that hears: W[target, source].",
            ),
            (
                "each wire in both directions",
                _each(_both_ways),
                "A wire carries one way. The other way is another one.",
            ),
            (
                "each unit hears itself only",
                _each(_put(lambda source, target: (target, target))),
                "The column says whom the unit hears: the source.",
            ),
            (
                "counted from 1",
                _each(_put(lambda source, target: (target - 1, source - 1))),
                "Units are counted from 0, and so are rows.",
            ),
            (
                "1 in place of the weight",
                _each(_put(lambda source, target: (target, source), lambda weight: 1)),
                "The third number of a wire says how loudly it is heard.",
            ),
            (
                "whole numbers only",
                lambda wires, H: wire([(*pair, int(weight)) for *pair, weight in wires], H).astype(int),
                "np.zeros((H, H), dtype=int) cuts the weights. Leave dtype away.",
            ),
            ("only the last wire", lambda wires, H: wire(wires[-1:], H), "Make W once, before the loop."),
            ("only the first wire", lambda wires, H: wire(wires[:1], H), "Is the return inside the loop?"),
            (
                "ones where there is no wire",
                _each(_put(lambda source, target: (target, source)), np.ones),
                "No wire, no weight: start from zeros.",
            ),
            (
                "each unit hears itself from the start",
                _each(_put(lambda source, target: (target, source)), lambda shape: np.eye(*shape)),
                "np.eye wires each unit to itself. No wire, no weight: start from zeros.",
            ),
            (
                "one list for all rows",
                _one_list,
                "[[0] * H] * H is the same row H times: a change in one is a change in all. Take np.zeros((H, H)).",
            ),
            (
                "a whole row set",
                _each(_put(lambda source, target: target)),
                "W[target] is the whole row: all that the unit hears. One wire is one entry, W[target, source].",
            ),
            (
                "what arrives at each unit, in one vector",
                lambda wires, H: wire(wires, H).sum(axis=1),
                "A vector cannot say from whom. W has a column for each unit that is heard.",
            ),
            (
                "the sign is lost",
                _each(_put(lambda source, target: (target, source), abs)),
                "A weight may be negative: then the unit hears the opposite.",
            ),
        ]
    ],
    styles={
        "lists of lists": lambda wires, H: [
            [sum(weight for j, k, weight in wires if (j, k) == (source, target)) for source in range(H)]
            for target in range(H)
        ],
        "adding up": _each(lambda W, source, target, weight: np.add.at(W, (target, source), weight)),
        "outer products": lambda wires, H: sum(
            weight * np.outer(np.eye(H)[target], np.eye(H)[source]) for source, target, weight in wires
        ),
        "a transpose at the end": lambda wires, H: _each(_put(lambda source, target: (source, target)))(
            wires, H
        ).transpose(),
        "float32": lambda wires, H: wire(wires, H).astype(np.float32),
        "arguments in another order": lambda H, wires: wire(wires, H),
    },
    hints=[
        "Unit k of the new h is row k of W times the old h. Who hears, and who is heard?",
        "The row is the unit that hears, the target; the column is the unit that is heard, the source.",
        "Start from np.zeros((H, H)), and for each wire set W[target, source] = weight.",
    ],
)


def stuck_output(V):
    return V.sum(axis=1)


def _stuck_output_cases(rng):
    def ask(O, H, signs=(1,)):
        V = rng.uniform(0.1, 1, (O, H)) * rng.choice(signs, (O, H))
        V[0] *= np.sign(V[0]) * signs[0]  # with both signs, the first sum is below zero
        return (Call("stuck_output", (V,)),)

    return [
        Case("one output, 100 units", 1, ask(1, 100)),
        Case("three outputs, 5 units", 0.5, ask(3, 5)),
        Case("four outputs, 4 units, weights of both signs", 0.5, ask(4, 4, signs=(-1, 1))),
    ]


SAME_NUMBER = Exercise(
    "same-number",
    title="Act four: the number that comes out",
    answer_name="stuck_output",
    reference=stuck_output,
    cases=_stuck_output_cases,
    returns=("y",),
    mistakes=[
        Mistake("the mean, not the sum", lambda V: V.mean(axis=1), "V @ h adds up; nothing is divided."),
        Mistake("one sum over all outputs", lambda V: V.sum(), "Each row of V is one output, with a sum of its own."),
        Mistake("columns added up, not rows", lambda V: V.sum(axis=0), "Row k of V gives output k: sum along it."),
        Mistake("units at one half", lambda V: 0.5 * V.sum(axis=1), "The units are at 1 now, not at 0.5."),
        Mistake("σ of the sum", lambda V: sigmoid(V.sum(axis=1)), "Nothing squashes the output: y = V @ h."),
        Mistake("the number of units", lambda V: np.full(len(V), V.shape[1] * 1.0), "Each unit is weighed by V."),
        Mistake("a column", lambda V: V.sum(axis=1, keepdims=True), "h has shape (H,), so V @ h has shape (O,)."),
        Mistake(
            "the signs are lost", lambda V: np.abs(V).sum(axis=1), "A weight may be negative, and counts as it is."
        ),
        Mistake("the largest weight", lambda V: V.max(axis=1), "All units are at 1, so all weights are added up."),
    ],
    styles={
        "a vector of ones": lambda V: V @ np.ones(V.shape[1]),
        "a loop and a list": lambda V: [sum(row) for row in V],
        "einsum": lambda V: np.einsum("kj->k", V),
        "np.sum of the transpose": lambda V: np.sum(V.T, axis=0),
        "float32": lambda V: np.float32(V).sum(axis=-1),
    },
    hints=[
        "What is h, as a vector, when all units are at 1?",
        "V @ h with h all ones: each weight of a row counts once.",
        "Return V.sum(axis=1), or V @ np.ones(V.shape[1]).",
    ],
)


def better_start(R):
    return (2 * R - 1) / np.sqrt(R.shape[1])


def _better_start_cases(rng):
    def ask(*shape):
        return (Call("better_start", (rng.uniform(0, 1, shape),)),)

    return [
        Case("W for 5 units", 1, ask(5, 5)),
        Case("U for 7 units, 3 inputs", 1, ask(7, 3)),
        Case("V for 2 outputs, 12 units", 0.5, ask(2, 12)),
        Case("U for the sine: one input", 0.5, ask(6, 1)),
    ]


BETTER_START = Exercise(
    "better-start",
    title="Weights to start from",
    answer_name="better_start",
    reference=better_start,
    cases=_better_start_cases,
    returns=("the weights",),
    mistakes=[
        Mistake(
            "not centred",
            lambda R: R / np.sqrt(R.shape[1]),
            "All weights are still positive, so the sums still grow. Bring 0 to 1 to -1 to 1 first.",
        ),
        Mistake("not made smaller", lambda R: 2 * R - 1, "The second half is missing: divide by the root of inputs."),
        Mistake(
            "half as wide",
            lambda R: (R - 0.5) / np.sqrt(R.shape[1]),
            "R - 0.5 goes from -0.5 to 0.5. Asked is -1 to 1, before the division.",
        ),
        Mistake(
            "divided by the inputs, not by their root",
            lambda R: (2 * R - 1) / R.shape[1],
            "Terms of both signs mostly cancel: what is left grows like the root of n. Divide by that root.",
        ),
        Mistake(
            "only the 1 is divided",
            lambda R: 2 * R - 1 / np.sqrt(R.shape[1]),
            "A division comes before a minus: put brackets round (2 * R - 1).",
        ),
        Mistake(
            "halved, where the root is meant",
            lambda R: (2 * R - 1) / R.shape[1] / 2,
            "n**1/2 is (n**1)/2. The root is n**0.5, or np.sqrt(n); and divide by all of it, in brackets.",
        ),
        Mistake(
            "divided by n**1/2",
            lambda R: (2 * R - 1) / (R.shape[1] / 2),
            "n**1/2 is (n**1)/2. The root is n**0.5, or np.sqrt(n).",
        ),
        Mistake(
            "always divided by 10",
            lambda R: (2 * R - 1) / 10,
            "10 is the root of 100, for 100 units. The row of R says how many terms there are here: R.shape[1].",
        ),
        Mistake(
            "moved, not stretched",
            lambda R: (R - 1) / np.sqrt(R.shape[1]),
            "R - 1 goes from -1 to 0. First stretch, 2 * R, then move by 1.",
        ),
        Mistake(
            "turned round",
            lambda R: (1 - 2 * R) / np.sqrt(R.shape[1]),
            "The range is right, but 0 became 1. Stretched and moved, 0 becomes -1 and 1 stays 1: 2 * R - 1.",
        ),
        Mistake(
            "the rows counted, not the columns",
            lambda R: (2 * R - 1) / np.sqrt(R.shape[0]),
            "A sum has as many terms as a row of R has numbers: R.shape[1].",
        ),
        Mistake(
            "all entries counted",
            lambda R: (2 * R - 1) / np.sqrt(R.size),
            "A sum has as many terms as one row of R has numbers: R.shape[1].",
        ),
        Mistake(
            "the mean of the draw taken away",
            lambda R: 2 * (R - R.mean()) / np.sqrt(R.shape[1]),
            "The middle of the range is 0.5, whatever the mean of this draw.",
        ),
        Mistake(
            "divided before it is centred",
            lambda R: 2 * R / np.sqrt(R.shape[1]) - 1,
            "Centre first: (2 * R - 1), in brackets. Then divide.",
        ),
        Mistake(
            "multiplied by the root",
            lambda R: (2 * R - 1) * np.sqrt(R.shape[1]),
            "More terms need smaller weights: divide.",
        ),
    ],
    styles={
        "limits": lambda R: -1 / np.sqrt(R.shape[1]) + 2 / np.sqrt(R.shape[1]) * R,
        "np.interp": lambda R: np.interp(R, [0, 1], [-1 / R.shape[1] ** 0.5, 1 / R.shape[1] ** 0.5]),
        "in place": lambda R: np.divide(np.subtract(np.multiply(R, 2, out=R), 1, out=R), len(R.T) ** 0.5, out=R),
        "loops and lists": lambda R: [[(2 * value - 1) / len(row) ** 0.5 for value in row] for row in R],
        "float32": lambda R: better_start(np.float32(R)),
    },
    hints=[
        "Two things are wrong with numbers from 0 to 1: none is negative, and there are many in each sum.",
        "2 * R - 1 goes from -1 to 1. Then divide by the root of the number of terms, R.shape[1].",
        "Return (2 * R - 1) / np.sqrt(R.shape[1]).",
    ],
)


def translate(U, W):
    p = {"U": U, "W": W, "b": np.zeros(len(W))}
    kernel, recurrent_kernel, _ = convert.keras.to_rnn(p)
    state = convert.torch.to_rnn(p)
    return kernel, recurrent_kernel, state["weight_ih_l0"], state["weight_hh_l0"]


def _translate_cases(rng):
    def ask(D, H):
        return (Call("translate", (rng.standard_normal((H, D)), rng.standard_normal((H, H)))),)

    return [
        Case("2 inputs, 5 units", 1, ask(2, 5)),
        Case("more inputs than units", 0.5, ask(7, 3)),
        Case("one input, as in a sine", 0.5, ask(1, 4)),
        Case("as many inputs as units: no shape can warn you", 1, ask(4, 4)),
    ]


TRANSLATE_WEIGHTS = Exercise(
    "translate-weights",
    title="U and W for Keras and for PyTorch",
    answer_name="translate",
    reference=translate,
    cases=_translate_cases,
    returns=("kernel", "recurrent_kernel", "weight_ih", "weight_hh"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the recurrent kernel is not transposed",
                lambda U, W: (U.T, W, U, W),
                "W is square, so nothing warns you. In Keras its units are columns too: W.T.",
            ),
            ("the kernel is not transposed", lambda U, W: (U, W.T, U, W), "In Keras the units are columns: U.T."),
            ("nothing is transposed", lambda U, W: (U, W, U, W), "In Keras the units are columns."),
            ("everything is transposed", lambda U, W: (U.T, W.T, U.T, W.T), "PyTorch has the units as rows, as here."),
            ("Keras and PyTorch exchanged", lambda U, W: (U, W, U.T, W.T), "Keras transposes, PyTorch does not."),
            (
                "U turned for PyTorch, not for Keras, and W for neither",
                lambda U, W: (U, W, U.T, W),
                "Keras transposes, PyTorch does not. And Keras transposes W too, though its shape does not show it.",
            ),
            (
                "W turned for PyTorch, not for Keras",
                lambda U, W: (U.T, W, U, W.T),
                "W goes as U does: turned for Keras, where the units are columns, and kept for PyTorch.",
            ),
            (
                "weight_ih and weight_hh exchanged",
                lambda U, W: (U.T, W.T, W, U),
                "ih: from input to hidden, which is U. hh: from hidden to hidden, which is W.",
            ),
            (
                "U and W exchanged",
                lambda U, W: (W.T, U.T, W, U),
                "kernel and weight_ih meet the input, as U does here.",
            ),
            (
                "another shape is not a transpose",
                lambda U, W: (U.reshape(U.shape[::-1]), W.T, U, W),
                "reshape keeps the numbers in their order and cuts the rows elsewhere. U.T turns the matrix.",
            ),
            (
                "only weight_hh is transposed",
                lambda U, W: (U.T, W.T, U, W.T),
                "PyTorch has the units as rows, as here.",
            ),
            (
                "in pairs: U and U, W and W",
                lambda U, W: (U.T, U, W.T, W),
                "First both for Keras, then both for PyTorch.",
            ),
        ]
    ],
    styles={
        "a list of copies": lambda U, W: [U.T.copy(), W.T.copy(), U.copy(), W.copy()],
        "np.transpose": lambda U, W: (np.transpose(U), np.transpose(W), U, W),
        "swapaxes and einsum": lambda U, W: (U.swapaxes(0, 1), np.einsum("kj->jk", W), U, W),
        "lists of columns": lambda U, W: (list(zip(*U, strict=True)), list(zip(*W, strict=True)), U.tolist(), W),
        "float32": lambda U, W: translate(np.float32(U), np.float32(W)),
        "arguments in another order": lambda W, U: translate(U, W),
    },
    hints=[
        "In which of the two programs are the units columns? Look at the picture again.",
        "Keras has (D, H), the transpose of U. The same holds for W, though its shape does not show it.",
        "Return U.T, W.T, U, W.",
    ],
)


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    state = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    p = convert.torch.from_rnn(state)
    return p["U"], p["W"], p["b"]


def _from_torch_cases(rng):
    def ask(D, H, ih=1, hh=1):
        U, W, first, second = (rng.standard_normal(shape) for shape in ((H, D), (H, H), H, H))
        return (Call("from_torch", (U, W, ih * first, hh * second)),)

    return [
        Case("with bias_hh zero", 0.5, ask(3, 5, hh=0)),
        Case("with bias_ih zero", 0.5, ask(3, 5, ih=0)),
        Case("everything at once: one input, 4 units", 0.5, ask(1, 4)),
        Case("as many inputs as units", 0.5, ask(3, 3)),
    ]


FROM_TORCH = Exercise(
    "from-torch",
    title="U, W and b from PyTorch",
    answer_name="from_torch",
    reference=from_torch,
    cases=_from_torch_cases,
    returns=("U", "W", "b"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            ("the second bias is lost", lambda U, W, b, d: (U, W, b), "Both are added before tanh. So which is b?"),
            ("the first bias is lost", lambda U, W, b, d: (U, W, d), "Both are added before tanh. So which is b?"),
            ("the mean of the biases", lambda U, W, b, d: (U, W, (b + d) / 2), "Both are added, in full."),
            ("the biases end to end", lambda U, W, b, d: (U, W, np.concatenate([b, d])), "b has one number a unit."),
            ("the difference of the biases", lambda U, W, b, d: (U, W, b - d), "Both are added."),
            ("the product of the biases", lambda U, W, b, d: (U, W, b * d), "Both are added, neither multiplies."),
            ("transposed as if from Keras", lambda U, W, b, d: (U.T, W.T, b + d), "PyTorch has the units as rows."),
            ("W is transposed", lambda U, W, b, d: (U, W.T, b + d), "weight_hh has the units as rows, as W has here."),
            ("U and W exchanged", lambda U, W, b, d: (W, U, b + d), "ih: from input to hidden. That is U here."),
            ("the bias first", lambda U, W, b, d: (b + d, U, W), "Return U, W and b, in this order."),
        ]
    ],
    styles={
        "a list": lambda weight_ih, weight_hh, bias_ih, bias_hh: [weight_ih, weight_hh, np.add(bias_ih, bias_hh)],
        "in place": lambda U, W, b, d: (U, W, np.add(b, d, out=b)),
        "a loop": lambda U, W, b, d: (U, W, [one + other for one, other in zip(b, d, strict=True)]),
        "np.sum": lambda U, W, b, d: (U.copy(), W.copy(), np.sum([b, d], axis=0)),
        "float32": lambda *given: from_torch(*map(np.float32, given)),
        "arguments in another order": lambda bias_ih, bias_hh, weight_ih, weight_hh: from_torch(
            weight_ih, weight_hh, bias_ih, bias_hh
        ),
    },
    hints=[
        "PyTorch computes tanh(weight_ih @ x + bias_ih + weight_hh @ h + bias_hh). Put it beside equation (1).",
        "The two matrices are U and W as they are. Two vectors that are only ever added can be added beforehand.",
        "Return weight_ih, weight_hh, bias_ih + bias_hh.",
    ],
)

LESSON = Lesson(
    "03-weight-shapes",
    "The shapes of U, W and V",
    [
        RNN_SHAPES,
        ROSETTA_ROWS,
        SINE_WINDOWS,
        NEWCOMER_COLUMN,
        NEWCOMER_LENGTH,
        MENDED_LOOP,
        WIRE_W,
        SAME_NUMBER,
        BETTER_START,
        TRANSLATE_WEIGHTS,
        FROM_TORCH,
    ],
    needs=("02-unrolling",),
    gives="give the shape of every weight in anybody's layout, and find faults by reading shapes",
)
