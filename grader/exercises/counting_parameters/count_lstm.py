"""The exercise on the parameters of one LSTM layer, with one bias a gate."""

import numpy as np

from grader.exercises.counting_parameters.sizes import different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def lstm_parameters(D, H):
    return 4 * H * (D + H + 1)


def _cases(rng):
    def ask(*sizes):
        return tuple(Call("lstm_parameters", pair) for pair in sizes)

    D, H, many, more = different(rng, 4)
    return [
        Case("one input, one unit", 0.5, ask((1, 1))),
        Case("many inputs, one unit", 0.5, ask((many, 1))),
        Case("one input, many units", 0.5, ask((1, more))),
        Case("80 inputs and 12 units, and the other way round", 0.5, ask((80, 12), (12, 80))),
        Case("other sizes, and each of the two doubled", 1, ask((D, H), (2 * D, H), (D, 2 * H))),
    ]


def _twelve_arrays(D, H):
    shapes = [(H, D), (H, H), (H,)] * 4
    return sum(np.zeros(shape).size for shape in shapes)


def _a_loop(D, H):
    count = 0
    for _ in "fico":
        for _ in range(H):
            count += D + H + 1
    return count


COUNT_LSTM = Exercise(
    "count-lstm",
    title="The parameters of an LSTM",
    answer_name="lstm_parameters",
    reference=lstm_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            ("the biases are left out", lambda D, H: 4 * H * (D + H), "Each unit of each gate has a bias, too."),
            ("one unit only", lambda D, H: 4 * (D + H + 1), "That is one row of each gate. A gate has H rows."),
            ("one gate only", lambda D, H: H * (D + H + 1), "There are four triples: f, i, c and o."),
            (
                "three gates, without the candidate",
                lambda D, H: 3 * H * (D + H + 1),
                "The candidate is no gate, but it has a triple of its own: W_c, U_c and b_c.",
            ),
            (
                "five triples, one for the cell state",
                lambda D, H: 5 * H * (D + H + 1),
                "The cell state has no weights. W_c, U_c and b_c belong to the candidate.",
            ),
            ("U is left out", lambda D, H: 4 * H * (D + 1), "U (H, H) meets the hidden state."),
            ("W is left out", lambda D, H: 4 * H * (H + 1), "W (H, D) meets the input."),
            (
                "brackets missing: one bias in all",
                lambda D, H: 4 * H * (D + H) + 1,
                "The 1 belongs inside the brackets: each of the 4H rows has its own bias.",
            ),
            (
                "one bias for each gate",
                lambda D, H: 4 * (H * (D + H) + 1),
                "Each unit of a gate has its own bias: b_f has H numbers.",
            ),
            (
                "the bias is counted once, not four times",
                lambda D, H: 4 * H * (D + H) + H,
                "b_f, b_i, b_c and b_o: each has H numbers.",
            ),
            ("only W counted four times", lambda D, H: 4 * H * D + H * H + H, "U and b are there four times, too."),
            ("D and H exchanged", lambda D, H: 4 * D * (D + H + 1), "The rows are the units: H of them in each gate."),
            (
                "a bias for each input",
                lambda D, H: 4 * (H * D + H * H + D),
                "The bias is added to W @ x, which has a number for each unit.",
            ),
            (
                "a bias for each pair of units",
                lambda D, H: 4 * (H * D + 2 * H * H),
                "A bias is one number for each unit: (H,).",
            ),
            (
                "U is sized like W",
                lambda D, H: 4 * H * (2 * D + 1),
                "U meets the hidden state, and that has H numbers.",
            ),
            (
                "U has one weight for each unit",
                lambda D, H: 4 * H * (D + 2),
                "Every unit hears every unit: U is (H, H).",
            ),
            (
                "two biases for each unit",
                lambda D, H: 4 * H * (D + H + 2),
                "PyTorch has two, and the lesson will come to it. Here each gate has one b.",
            ),
            (
                "rows plus columns, not rows times columns",
                lambda D, H: 4 * ((H + D) + (H + H) + H),
                "A matrix of H rows with D numbers each holds H times D.",
            ),
            (
                "the states are counted, too",
                lambda D, H: 4 * H * (D + H + 1) + 2 * H,
                "h and c are made anew for each sequence. Nothing is learned in them.",
            ),
            (
                "H times D only, the rest once",
                lambda D, H: 4 * (H * D + H + 1),
                "Each of the H rows holds D weights, H weights and a bias: H times (D + H + 1).",
            ),
            (
                "4 times H times D only, the rest once",
                lambda D, H: 4 * H * D + H + 1,
                "Each of the 4H rows holds D weights, H weights and a bias: 4 times H times (D + H + 1).",
            ),
            (
                "a row holds D times H weights",
                lambda D, H: 4 * H * (D * H + 1),
                "A row holds D weights on x, and beside them H weights on h: D + H.",
            ),
            ("a list with one number", lambda D, H: [lstm_parameters(D, H)], "The number alone, without brackets."),
        ]
    ]
    + [
        Mistake("one row", lambda D, H: D + H + 1, "A row has D + H + 1 numbers, and there are 4H rows."),
        Mistake("only the biases", lambda D, H: 4 * H, "Each row has weights on the inputs and the units, too."),
        Mistake(
            "H twice in a row", lambda D, H: 4 * H * (D + 2 * H + 1), "A row has one weight for each of the H units."
        ),
        Mistake("the bias is subtracted", lambda D, H: 4 * H * (D + H - 1), "What is learned is added up."),
    ],
    styles={
        "one gate, times four": lambda D, H: ((D + H) * H + H) * 4,
        "term by term": lambda D, H: 4 * H * D + 4 * H**2 + 4 * H,
        "sizes of arrays": _twelve_arrays,
        "np.prod": lambda D, H: 4 * sum(np.prod(shape) for shape in [(H, D), (H, H), (H,)]),
        "row by row": _a_loop,
        "a real number": lambda D, H: float(lstm_parameters(D, H)),
        "arguments in another order": lambda H, D: lstm_parameters(D, H),
    },
    hints=[
        "Count one row of the rectangle first. What does one unit need for one sum?",
        "A row holds D weights on x, H weights on h and 1 bias. How many rows are there?",
        "Four times H rows, of D + H + 1 numbers each: return 4 * H * (D + H + 1).",
    ],
)
