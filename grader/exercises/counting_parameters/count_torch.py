"""The exercise on PyTorch's LSTM: two biases a gate, or none."""

from grader.exercises.counting_parameters.sizes import different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def torch_parameters(D, H, bias):
    return 4 * H * (D + H + (2 if bias else 0))


def _cases(rng):
    def ask(*given):
        return tuple(Call("torch_parameters", each) for each in given)

    D, H, more, many = different(rng, 4)
    return [
        Case("with biases: 80 inputs and 12 units, and the other way round", 1, ask((80, 12, True), (12, 80, True))),
        Case("with bias=False: the same two", 1, ask((80, 12, False), (12, 80, False))),
        Case("one input, one unit, with biases and without", 0.5, ask((1, 1, True), (1, 1, False))),
        Case("other sizes, with biases and without", 0.5, ask((D, H, True), (more, many, False))),
    ]


def _four_arrays(D, H, bias):
    arrays = {"weight_ih": 4 * H * D, "weight_hh": 4 * H * H, "bias_ih": 4 * H, "bias_hh": 4 * H}
    return sum(size for name, size in arrays.items() if bias or "bias" not in name)


COUNT_TORCH = Exercise(
    "count-torch",
    title="The LSTM of PyTorch",
    answer_name="torch_parameters",
    reference=torch_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "the second bias is left out",
                lambda D, H, bias: 4 * H * (D + H + bool(bias)),
                "PyTorch has bias_ih and bias_hh, of 4H numbers each.",
            ),
            (
                "bias is ignored: two are always counted",
                lambda D, H, bias: 4 * H * (D + H + 2),
                "With bias=False there is neither bias_ih nor bias_hh.",
            ),
            (
                "the biases are never counted",
                lambda D, H, bias: 4 * H * (D + H),
                "With bias=True there are two, of 4H numbers each.",
            ),
            (
                "bias=False takes away one of the two",
                lambda D, H, bias: 4 * H * (D + H + (2 if bias else 1)),
                "With bias=False there is neither bias_ih nor bias_hh.",
            ),
            (
                "True and False exchanged",
                lambda D, H, bias: 4 * H * (D + H + (0 if bias else 2)),
                "bias=True means that there are biases.",
            ),
            (
                "a second bias of H numbers, not 4H",
                lambda D, H, bias: 4 * H * (D + H) + (5 * H if bias else 0),
                "Each of the four blocks has a second bias of its own: bias_hh has 4H numbers.",
            ),
            (
                "two biases of H numbers, not 4H",
                lambda D, H, bias: 4 * H * (D + H) + (2 * H if bias else 0),
                "Each of the four blocks has two biases: bias_ih and bias_hh have 4H numbers each.",
            ),
            (
                "two biases of 48 numbers, whatever H is",
                lambda D, H, bias: 4 * H * (D + H) + (96 if bias else 0),
                "48 is 4 · 12: a bias has 4H numbers.",
            ),
            (
                "with bias=False no weights either",
                lambda D, H, bias: 4 * H * (D + H + 2) if bias else 0,
                "bias=False takes away the biases only. The weights stay.",
            ),
            (
                "bias_ih as long as the input",
                lambda D, H, bias: 4 * H * (D + H) + (4 * (D + H) if bias else 0),
                "ih says where the product comes from. Both biases are added to sums of units: 4H numbers each.",
            ),
            (
                "two of everything",
                lambda D, H, bias: 8 * H * (D + H + bool(bias)),
                "Only the bias is there twice: once with the input weights, once with the recurrent ones.",
            ),
            (
                "the 2 outside the brackets",
                lambda D, H, bias: 4 * H * (D + H) + (2 if bias else 0),
                "Each of the 4H rows has two biases: the 2 belongs inside the brackets.",
            ),
            (
                "two biases for each gate, not for each unit",
                lambda D, H, bias: 4 * (H * (D + H) + (2 if bias else 0)),
                "bias_ih and bias_hh have 4H numbers each: one for each row.",
            ),
            (
                "the four blocks are left out",
                lambda D, H, bias: H * (D + H + (2 if bias else 0)),
                "Each array holds four blocks: 4H rows.",
            ),
            (
                "D and H exchanged",
                lambda D, H, bias: 4 * D * (D + H + (2 if bias else 0)),
                "The rows are the units: 4H of them.",
            ),
            (
                "weight_hh is sized like weight_ih",
                lambda D, H, bias: 4 * H * (2 * D + (2 if bias else 0)),
                "weight_hh meets the hidden state: (4H, H).",
            ),
        ]
    ],
    styles={
        "one bias, and a second": lambda D, H, bias: 4 * H * (D + H + 1) + 4 * H if bias else 4 * H * (D + H),
        "True counts as 1": lambda D, H, bias: 4 * H * (D + H + 2 * bias),
        "the four arrays": _four_arrays,
        "a real number": lambda *given: float(torch_parameters(*given)),
        "bias has a default": lambda D, H, bias=True: torch_parameters(D, H, bias),
        "arguments in another order": lambda bias, H, D: torch_parameters(D, H, bias),
    },
    hints=[
        "Add up the sizes of the four arrays. Which of them are there with bias=False?",
        "A row of the rectangle holds D + H weights. With biases it holds two numbers more, not one.",
        "Return 4 * H * (D + H + 2) if bias else 4 * H * (D + H).",
    ],
)
