"""The exercise on the parameters of a Dense layer, brackets included."""

# ruff: noqa: E741 - O is the letter of the equations

import numpy as np

from grader.exercises.counting_parameters.sizes import different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def dense_parameters(D, O):
    return O * (D + 1)


def _cases(rng):
    def ask(*sizes):
        return tuple(Call("dense_parameters", pair) for pair in sizes)

    D, O, many, more = different(rng, 4)
    return [
        Case("many numbers in, one out; one in, one out", 0.5, ask((many, 1), (1, 1))),
        Case("one number in, many out", 0.5, ask((1, more))),
        Case("64 numbers in, 64 out; 64 in, 32 out", 0.5, ask((64, 64), (64, 32))),
        Case("other sizes, and the other way round", 0.5, ask((D, O), (O, D))),
    ]


COUNT_DENSE = Exercise(
    "count-dense",
    title="The parameters of a Dense layer",
    answer_name="dense_parameters",
    reference=dense_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "brackets missing: one bias in all",
                lambda D, O: O * D + 1,
                "So the page has it in words. Each of the O outputs has its own bias: O times (D + 1).",
            ),
            ("the biases are left out", lambda D, O: O * D, "Each output has a bias, too."),
            (
                "a bias for each input",
                lambda D, O: (O + 1) * D,
                "The bias is added to what comes out: O numbers.",
            ),
            ("a bias for each weight", lambda D, O: 2 * O * D, "A bias is one number for each output."),
            (
                "a bias for each input and for each output",
                lambda D, O: O * D + O + D,
                "Only what comes out has a bias: O times (D + 1).",
            ),
            (
                "a bias on both sides",
                lambda D, O: (O + 1) * (D + 1),
                "Only what comes out has a bias: O times (D + 1).",
            ),
            (
                "two biases for each output",
                lambda D, O: O * (D + 2),
                "A Dense layer has one bias for each output, in Keras and in PyTorch.",
            ),
            (
                "the outputs hear each other",
                lambda D, O: O * (D + O + 1),
                "Nothing goes round in a Dense layer: an output hears only what comes in.",
            ),
            ("counted like an LSTM", lambda D, O: 4 * O * (D + O + 1), "There are no gates here, and no hidden state."),
            ("four times", lambda D, O: 4 * O * (D + 1), "The four belongs to the gates of an LSTM."),
            (
                "rows plus columns, not rows times columns",
                lambda D, O: O + D + O,
                "A matrix of O rows with D numbers each holds O times D.",
            ),
            (
                "the sizes added up",
                lambda D, O: D + O + 1,
                "Each of the O outputs has D weights and a bias of its own: O times (D + 1).",
            ),
            ("a list with one number", lambda D, O: [dense_parameters(D, O)], "The number alone, without brackets."),
        ]
    ],
    styles={
        "term by term": lambda D, O: D * O + O,
        "sizes of arrays": lambda D, O: np.zeros((O, D)).size + np.zeros(O).size,
        "output by output": lambda D, O: sum(D + 1 for _ in range(O)),
        "a real number": lambda D, O: float(O * (D + 1)),
        "a NumPy number": lambda D, O: np.int64(O) * (D + 1),
        "arguments in another order": lambda O, D: dense_parameters(D, O),
    },
    hints=[
        "V has a row for each output. How many numbers are in a row, and how many in c?",
        "V is (O, D) and c is (O,): a row and its bias are D + 1 numbers.",
        "Return O * (D + 1).",
    ],
)
