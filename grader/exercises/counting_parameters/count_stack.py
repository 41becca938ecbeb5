"""The exercise on PyTorch's LSTM layers on top of one another, in one direction or in both."""

from grader.exercises.counting_parameters.sizes import different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def _one(D, H, biases=2):
    return 4 * H * (D + H + biases)


def stack_parameters(D, H, layers, directions):
    count, reads = 0, D
    for _ in range(layers):
        count += directions * _one(reads, H)
        reads = directions * H
    return count


def _cases(rng):
    def ask(*given):
        return tuple(Call("stack_parameters", each) for each in given)

    D, H, more, many = different(rng, 4)
    return [
        Case("one layer, one direction", 0.5, ask((D, H, 1, 1))),
        Case("two layers and four, one direction", 1, ask((D, H, 2, 1), (more, many, 4, 1))),
        Case("one layer, two directions", 0.5, ask((H, D, 1, 2))),
        Case("three layers, two directions", 1, ask((more, many, 3, 2))),
        Case(
            "10 inputs and 20 units, and one of each; two layers, two directions",
            1,
            ask((10, 20, 2, 2), (1, 1, 2, 2)),
        ),
    ]


def _stack(first, next_reads, biases=2):
    """A stack whose first layer and whose other layers read what these two say."""

    def count(D, H, layers, directions):
        reads = [first(D, H, directions)] + [next_reads(D, H, directions)] * (layers - 1)
        return sum(directions * _one(each, H, biases) for each in reads)

    return count


def _recursive(D, H, layers, directions):
    here = directions * 4 * H * (D + H + 2)
    return here if layers == 1 else here + _recursive(directions * H, H, layers - 1, directions)


COUNT_STACK = Exercise(
    "count-stack",
    title="Layers on top of one another, one direction or two",
    answer_name="stack_parameters",
    reference=stack_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "every layer reads the input",
                _stack(lambda D, H, d: D, lambda D, H, d: D),
                "Only the first layer reads D numbers. The next one reads what comes out of it.",
            ),
            (
                "the next layer hears one direction only",
                _stack(lambda D, H, d: D, lambda D, H, d: H),
                "Both directions go on, side by side: directions · H numbers.",
            ),
            (
                "the first layer reads the outputs of two directions",
                _stack(lambda D, H, d: d * H, lambda D, H, d: d * H),
                "The first layer reads the D inputs.",
            ),
            (
                "the input doubled for two directions",
                _stack(lambda D, H, d: d * D, lambda D, H, d: d * H),
                "Both directions read the same D inputs.",
            ),
            (
                "the second direction is not counted",
                lambda D, H, layers, directions: stack_parameters(D, H, layers, directions) // directions,
                "The two directions share nothing: each has all the weights of an LSTM.",
            ),
            (
                "directions are ignored",
                lambda D, H, layers, directions: stack_parameters(D, H, layers, 1),
                "Two directions are two LSTMs in each layer.",
            ),
            (
                "two directions taken for twice the units",
                lambda D, H, layers, directions: stack_parameters(D, directions * H, layers, 1),
                "Units of one direction do not hear those of the other: two LSTMs of H units, not one of 2H.",
            ),
            (
                "the next layer reads 2H numbers even in one direction",
                _stack(lambda D, H, d: D, lambda D, H, d: 2 * H),
                "With one direction only H numbers come out: directions · H.",
            ),
            (
                "each layer reads D numbers, times directions for each layer below",
                lambda D, H, layers, directions: sum(directions * _one(D * directions**k, H) for k in range(layers)),
                "What goes on is the hidden state, not the input: directions · H numbers.",
            ),
            (
                "never more than two layers",
                lambda D, H, layers, directions: stack_parameters(D, H, min(layers, 2), directions),
                "There are layers - 1 layers after the first, all of one size.",
            ),
            (
                "the layers one by one",
                lambda D, H, layers, directions: [
                    directions * _one(reads, H) for reads in [D, *[directions * H] * (layers - 1)]
                ],
                "One number is asked for: the sum over the layers.",
            ),
            (
                "the first layer only",
                lambda D, H, layers, directions: stack_parameters(D, H, 1, directions),
                "There are as many layers as layers says.",
            ),
            (
                "one layer too many",
                lambda D, H, layers, directions: stack_parameters(D, H, layers + 1, directions),
                "The first layer is one of them. There are layers - 1 others.",
            ),
            (
                "one layer too few",
                lambda D, H, layers, directions: stack_parameters(D, H, layers - 1, directions),
                "range(layers) has layers numbers. Is the first layer counted?",
            ),
            (
                "one bias, as in Keras",
                _stack(lambda D, H, d: D, lambda D, H, d: d * H, biases=1),
                "nn.LSTM has two biases in each row.",
            ),
            (
                "the biases are left out",
                _stack(lambda D, H, d: D, lambda D, H, d: d * H, biases=0),
                "nn.LSTM has two biases in each row.",
            ),
            (
                "each layer reads all those below it",
                lambda D, H, layers, directions: sum(
                    directions * _one(D + k * directions * H, H) for k in range(layers)
                ),
                "A layer hears only the one just below it.",
            ),
        ]
    ],
    styles={
        "the first, and the others": lambda D, H, layers, directions: (
            directions * (4 * H * (D + H + 2) + (layers - 1) * 4 * H * (directions * H + H + 2))
        ),
        "recursion": _recursive,
        "a list of what each layer reads": lambda D, H, layers, directions: sum(
            4 * H * (reads + H + 2) * directions for reads in [D, *[directions * H] * (layers - 1)]
        ),
        "a real number": lambda *given: float(stack_parameters(*given)),
        "arguments in another order": lambda D, H, directions, layers: stack_parameters(D, H, layers, directions),
    },
    hints=[
        "Count the first layer. Then ask what the second one reads, and how many more are like it.",
        "Two directions are two LSTMs, and 2H numbers come out of them. So the next layer reads directions * H.",
        "A loop over layers: count += directions * torch_parameters(D, H, True), and then D = directions * H.",
    ],
)
