"""The exercise on PyTorch's LSTM with a projection: H units remember, P numbers are shown."""

from grader.exercises.counting_parameters.sizes import different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def projected_parameters(D, H, P):
    return 4 * H * (D + P + 2) + P * H


def _cases(rng):
    def ask(*sizes):
        return tuple(Call("projected_parameters", given) for given in sizes)

    D, many, units = different(rng, 3, low=10)
    P, few = different(rng, 2, high=9)
    return [
        Case("a projection to one number", 0.5, ask((D, units, 1))),
        Case("one input, projected to a few numbers", 0.5, ask((1, units, P))),
        Case("80 inputs and 12 units, projected to 5 and to 4", 1, ask((80, 12, 5), (80, 12, 4))),
        Case("other sizes", 1, ask((many, units, few), (D, many, P))),
    ]


COUNT_PROJECTED = Exercise(
    "count-projected",
    title="An LSTM with a projection",
    answer_name="projected_parameters",
    reference=projected_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "the projection's own matrix is left out",
                lambda D, H, P: 4 * H * (D + P + 2),
                "The matrix that makes P numbers of H is learned, too: (P, H).",
            ),
            (
                "U still meets H numbers",
                lambda D, H, P: 4 * H * (D + H + 2) + P * H,
                "The hidden state has P numbers now, and U meets it: (4H, P).",
            ),
            (
                "there are only P units",
                lambda D, H, P: 4 * P * (D + P + 2) + P * H,
                "The gates and the cell state keep their H units. Only what is shown is shorter.",
            ),
            (
                "an LSTM of P units",
                lambda D, H, P: 4 * P * (D + P + 2),
                "The gates and the cell state keep their H units. Only what is shown is shorter.",
            ),
            (
                "the projection is there four times",
                lambda D, H, P: 4 * H * (D + P + 2) + 4 * P * H,
                "The hidden state is made once: one matrix, (P, H).",
            ),
            (
                "the projection has a bias of H numbers",
                lambda D, H, P: 4 * H * (D + P + 2) + H * (P + 1),
                "In PyTorch it has none.",
            ),
            (
                "P put in place of D",
                lambda D, H, P: 4 * H * (P + H + 2) + P * H,
                "W still meets D inputs. It is the hidden state that has P numbers, and U meets it.",
            ),
            (
                "P put in place of D, too",
                lambda D, H, P: 4 * H * (P + P + 2) + P * H,
                "W still meets D inputs. Only the hidden state is shorter.",
            ),
            (
                "P put in place of the rows",
                lambda D, H, P: 4 * P * (D + H + 2) + P * H,
                "There are 4H rows as before. P takes the place of H inside the brackets.",
            ),
            (
                "the projection has a bias",
                lambda D, H, P: 4 * H * (D + P + 2) + P * (H + 1),
                "In PyTorch it has none.",
            ),
            (
                "one bias, as in Keras",
                lambda D, H, P: 4 * H * (D + P + 1) + P * H,
                "nn.LSTM has two biases in each row.",
            ),
            (
                "the biases are left out",
                lambda D, H, P: 4 * H * (D + P) + P * H,
                "nn.LSTM has two biases in each row.",
            ),
            (
                "P is ignored",
                lambda D, H, P: 4 * H * (D + H + 2),
                "Two things change: U meets P numbers, and a matrix (P, H) is new.",
            ),
            (
                "bias_hh has 4P numbers",
                lambda D, H, P: 4 * H * (D + P + 1) + 4 * P + P * H,
                "A bias is added to a sum of each of the 4H rows.",
            ),
            (
                "the projection is square",
                lambda D, H, P: 4 * H * (D + P + 2) + P * P,
                "It makes P numbers out of H: (P, H).",
            ),
            (
                "the input is projected",
                lambda D, H, P: 4 * H * (P + H + 2) + P * D,
                "It is the hidden state that becomes shorter: P numbers in place of H.",
            ),
        ]
    ]
    + [
        Mistake("only the projection", lambda D, H, P: P * H, "The four blocks of W, U and b are there as before."),
        Mistake(
            "one block, not four",
            lambda D, H, P: H * (D + P + 2) + P * H,
            "Three gates and the candidate: each has its rows.",
        ),
        Mistake(
            "the inputs are left out",
            lambda D, H, P: 4 * H * (P + 2) + P * H,
            "W meets D inputs in each of the 4H rows.",
        ),
        Mistake(
            "the hidden state is left out",
            lambda D, H, P: 4 * H * (D + 2) + P * H,
            "U meets P numbers in each of the 4H rows.",
        ),
        Mistake(
            "three blocks, not four",
            lambda D, H, P: 3 * H * (D + P + 2) + P * H,
            "Three gates and the candidate: four.",
        ),
        Mistake(
            "five blocks, not four", lambda D, H, P: 5 * H * (D + P + 2) + P * H, "Three gates and the candidate: four."
        ),
        Mistake("three biases", lambda D, H, P: 4 * H * (D + P + 3) + P * H, "nn.LSTM has two biases in each row."),
        Mistake("four biases", lambda D, H, P: 4 * H * (D + P + 4) + P * H, "nn.LSTM has two biases in each row."),
        Mistake(
            "the projection is counted twice",
            lambda D, H, P: 4 * H * (D + P + 2) + 2 * P * H,
            "The hidden state is made once: one matrix, (P, H).",
        ),
        Mistake(
            "P twice in a row",
            lambda D, H, P: 4 * H * (D + 2 * P + 2) + P * H,
            "A row has one weight for each of the P numbers.",
        ),
        Mistake(
            "the projection is subtracted", lambda D, H, P: 4 * H * (D + P + 2) - P * H, "What is learned is added up."
        ),
        Mistake(
            "a row, not 4H rows",
            lambda D, H, P: D + P + 2 + P * H,
            "A row has D + P + 2 numbers, and there are 4H rows.",
        ),
        Mistake(
            "the projection has P numbers",
            lambda D, H, P: 4 * H * (D + P + 2) + P,
            "It is a matrix of P rows of H numbers.",
        ),
    ],
    styles={
        "term by term": lambda D, H, P: 4 * H * D + 4 * H * P + 8 * H + P * H,
        "one bracket": lambda D, H, P: H * (4 * (D + P + 2) + P),
        "the arrays of PyTorch": lambda D, H, P: sum(
            {
                "weight_ih": 4 * H * D,
                "weight_hh": 4 * H * P,
                "bias_ih": 4 * H,
                "bias_hh": 4 * H,
                "weight_hr": P * H,
            }.values()
        ),
        "a real number": lambda D, H, P: float(projected_parameters(D, H, P)),
        "arguments in another order": lambda P, H, D: projected_parameters(D, H, P),
    },
    hints=[
        "Two things change: what U meets, and one matrix is new.",
        "The hidden state has P numbers, so a row holds D + P weights and two biases. The new matrix is (P, H).",
        "Return 4 * H * (D + P + 2) + P * H.",
    ],
)
