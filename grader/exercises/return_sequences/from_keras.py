"""The exercise on Keras's weights by the names of the course."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake, Read
from grader.exercises.return_sequences.keras_models import USES, lstm_arrays
from lstm_ref import convert

ORDER = "ifco"


def from_keras(kernel, recurrent_kernel, bias):
    return convert.keras.from_lstm([kernel, recurrent_kernel, bias])


def _cases(rng):
    def ask(D, H, *letters):
        names = [f"{letter}_{gate}" for letter in letters for gate in "fico"]
        arrays = tuple(lstm_arrays(rng, D, H))
        return Call("from_keras", arrays, keep="p"), *(Read("p", key=name) for name in names)

    return [
        Case("W_f, W_i, W_c and W_o, of 5 inputs and 3 units", 1, ask(5, 3, "W")),
        Case("U_f, U_i, U_c and U_o", 1, ask(5, 3, "U")),
        Case("b_f, b_i, b_c and b_o", 1, ask(5, 3, "b")),
        Case("everything: 2 inputs, 7 units", 0.5, ask(2, 7, "W", "U", "b")),
        Case("everything: one input, one unit", 0.5, ask(1, 1, "W", "U", "b")),
    ]


def _cut(order=ORDER, turn=(True, True), block=None):
    """An answer that cuts the three arrays into blocks; `turn` says which of the matrices it transposes."""
    block = block or (lambda array, k, H: array[..., k * H : (k + 1) * H])

    def answer(kernel, recurrent_kernel, bias):
        H, p = len(recurrent_kernel), {}
        for k, gate in enumerate(order):
            W, U = block(kernel, k, H), block(recurrent_kernel, k, H)
            p[f"W_{gate}"] = W.T if turn[0] else W
            p[f"U_{gate}"] = U.T if turn[1] else U
            p[f"b_{gate}"] = block(bias, k, H)
        return p

    return answer


def _split(kernel, recurrent_kernel, bias):
    parts = zip(*(np.split(array, 4, axis=-1) for array in (kernel, recurrent_kernel, bias)), strict=True)
    return {
        name: part.T
        for gate, blocks in zip(ORDER, parts, strict=True)
        for name, part in zip([f"W_{gate}", f"U_{gate}", f"b_{gate}"], blocks, strict=True)
    }


def _reshaped(kernel, recurrent_kernel, bias):
    H = len(bias) // 4
    W, U, b = (array.T.reshape(4, H, -1) for array in (kernel, recurrent_kernel, bias))
    return {f"{name}_{gate}": array[k] for name, array in (("W", W), ("U", U)) for k, gate in enumerate(ORDER)} | {
        f"b_{gate}": b[k, :, 0] for k, gate in enumerate(ORDER)
    }


def _changed(**changes):
    """A right answer of which the arrays that begin with a letter are changed afterwards."""

    def answer(*arrays):
        return {name: changes.get(name[0], lambda array: array)(array) for name, array in from_keras(*arrays).items()}

    return answer


def _forget_again(*arrays):
    p = from_keras(*arrays)
    return p | {"b_f": p["b_f"] + 1}


def _first_gate(*arrays):
    p = from_keras(*arrays)
    return {name: p[name] for name in ("W_i", "U_i", "b_i")}


def _called_g(*arrays):
    return {name.replace("_c", "_g"): array for name, array in from_keras(*arrays).items()}


def _exchanged(*arrays):
    p = from_keras(*arrays)
    other = {"W": "U", "U": "W", "b": "b"}
    return {f"{other[name[0]]}{name[1:]}": array for name, array in p.items()}


THE_ORDER = "Keras keeps the four blocks in the order i, f, c, o."

FROM_KERAS = Exercise(
    "from-keras",
    title="Keras's weights, by the names of the course",
    answer_name="from_keras",
    reference=from_keras,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            ("the order f, i, c, o", _cut("fico"), f"That is the order of lesson 06. {THE_ORDER}"),
            ("the order i, f, o, c", _cut("ifoc"), f"That is the order of CS231n. {THE_ORDER}"),
            ("the order i, o, f, c", _cut("iofc"), f"That is the order of ONNX. {THE_ORDER}"),
            ("the order f, i, o, c", _cut("fioc"), THE_ORDER),
            ("the order i, c, f, o", _cut("icfo"), THE_ORDER),
            ("the order o, c, f, i", _cut("ocfi"), THE_ORDER),
            ("no matrix is turned", _cut(turn=(False, False)), "In Keras units are columns, here they are rows: .T"),
            (
                "U is not turned",
                _cut(turn=(True, False)),
                "The blocks of recurrent_kernel are square, so nothing warns you. There too a unit is a column.",
            ),
            ("W is not turned", _cut(turn=(False, True)), "W_f is (H, D); the block of kernel is (D, H)."),
            (
                "every fourth column",
                _cut(block=lambda array, k, H: array[..., k::4]),
                "The blocks stand side by side: first H columns of i, then H columns of f.",
            ),
            (
                "rows cut, not columns",
                _cut(turn=(False, False), block=lambda array, k, H: array[k * H : (k + 1) * H]),
                "The gates stand side by side: cut the second axis.",
            ),
            (
                "reshaped where it should be cut",
                _cut(block=lambda array, k, H: array.reshape(4, *array.shape[:-1], H)[k]),
                "reshape fills row by row and mixes the gates. Cut columns: kernel[:, :H].",
            ),
            (
                "reshape in place of .T",
                lambda W, U, b: {name: array.T.reshape(array.shape) for name, array in from_keras(W, U, b).items()},
                "reshape keeps the numbers in their row. .T makes rows of the columns.",
            ),
            (
                "W reshaped, not turned",
                _changed(W=lambda array: array.T.reshape(array.shape)),
                "reshape keeps the numbers in their row. .T makes rows of the columns.",
            ),
            (
                "blocks of 3 columns",
                _cut(block=lambda array, k, H: array[..., k * 3 : (k + 1) * 3]),
                "Other layers have other units. H is len(bias) // 4.",
            ),
            (
                "blocks of 4 columns",
                _cut(block=lambda array, k, H: array[..., k * 4 : (k + 1) * 4]),
                "There are 4 blocks. Each of them is H columns wide.",
            ),
            (
                "blocks D wide",
                lambda W, U, b: _cut(block=lambda array, k, H: array[..., k * len(W) : (k + 1) * len(W)])(W, U, b),
                "A block has a column for each unit: H. kernel has D rows and 4H columns.",
            ),
            (
                "all four blocks under each name",
                _cut(block=lambda array, k, H: array),
                "W_f is (H, D): one block of four. H is a quarter of the columns.",
            ),
            (
                "the biases left whole",
                lambda W, U, b: from_keras(W, U, b) | {f"b_{gate}": b for gate in ORDER},
                "The bias has four blocks, too.",
            ),
            (
                "one bias for each gate",
                lambda W, U, b: from_keras(W, U, b) | {f"b_{gate}": b[k] for k, gate in enumerate(ORDER)},
                "Each unit has a bias of its own: H in each block.",
            ),
            (
                "blocks one column apart",
                _cut(block=lambda array, k, H: array[..., k : k + len(array.T) // 4]),
                "Block k begins at column k * H: the one before it is H columns wide.",
            ),
            ("returned after the first gate", _first_gate, "Is the return inside the loop?"),
            (
                "a list, not a dict",
                lambda *arrays: list(from_keras(*arrays).values()),
                'A dict: p["W_f"] is asked for.',
            ),
            ("nothing comes back", lambda *arrays: None, "Is a return missing?"),
            ("kernel taken for U", _exchanged, "kernel meets x, so it is W. recurrent_kernel meets h: U."),
            (
                "1 added to the forget bias",
                _forget_again,
                "Keras has put its 1 into the bias already, when the layer was made.",
            ),
            (
                "the biases left out",
                lambda *arrays: {name: array for name, array in from_keras(*arrays).items() if name[0] != "b"},
                "Twelve arrays are wanted: the bias is cut into four, too.",
            ),
            (
                "a tuple, not a dict",
                lambda *arrays: tuple(from_keras(*arrays).values()),
                'A dict: p["W_f"] is asked for.',
            ),
            ("the candidate called g", _called_g, "In the course it is c: W_c, U_c, b_c."),
            (
                "biases as columns",
                _changed(b=lambda array: array[:, None]),
                "A bias is a vector: (H,).",
            ),
            (
                "the sign of the weights turned",
                _changed(W=np.negative, U=np.negative, b=np.negative),
                "The numbers stay as they are: they are only cut and turned.",
            ),
        ]
    ],
    styles={
        "np.split": _split,
        "turned first, then reshaped": _reshaped,
        "cut by a loop": _cut(),
        "nested lists": lambda *arrays: {name: array.tolist() for name, array in from_keras(*arrays).items()},
        "float32": lambda *arrays: from_keras(*map(np.float32, arrays)),
        "with more in it": lambda *arrays: from_keras(*arrays) | {"H": len(arrays[1])},
        "arguments in another order": lambda bias, kernel, recurrent_kernel: from_keras(kernel, recurrent_kernel, bias),
    },
    hints=[
        "H is a quarter of the columns, or the number of rows of recurrent_kernel. Which H columns belong to i?",
        "kernel[:, :H] is the block of i, as (D, H). W_i is (H, D). Next come f, c and o.",
        'for k, gate in enumerate("ifco"): the block is kernel[:, k * H : (k + 1) * H], and its .T is W_i, W_f, …',
    ],
)
