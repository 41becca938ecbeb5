"""The exercise on the two GRUs of Keras: the reset before the product, and after it."""

from grader.exercises.counting_parameters.sizes import different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def gru_parameters(D, H, reset_after):
    return 3 * H * (D + H + (2 if reset_after else 1))


def _cases(rng):
    def ask(*given):
        return tuple(Call("gru_parameters", each) for each in given)

    D, H, more, many = different(rng, 4)
    return [
        Case("the reset before the product, two sizes", 1, ask((D, H, False), (H, D, False))),
        Case("the reset after the product, two sizes", 1, ask((D, H, True), (H, D, True))),
        Case("one input, one unit, both ways", 0.5, ask((1, 1, False), (1, 1, True))),
        Case("10 inputs and 20 units, and others, both ways", 0.5, ask((10, 20, False), (more, many, True))),
    ]


def _triples(D, H, reset_after):
    triples = {gate: [H * D, H * H, H] for gate in ("z", "r", "h")}
    if reset_after:
        for sizes in triples.values():
            sizes.append(H)
    return sum(sum(sizes) for sizes in triples.values())


COUNT_GRU = Exercise(
    "count-gru",
    title="The GRU of Keras, both ways",
    answer_name="gru_parameters",
    reference=gru_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "four bands, as in an LSTM",
                lambda D, H, reset_after: 4 * H * (D + H + (2 if reset_after else 1)),
                "A GRU has three: z, r and the candidate.",
            ),
            (
                "two bands, without the candidate",
                lambda D, H, reset_after: 2 * H * (D + H + (2 if reset_after else 1)),
                "The candidate is no gate, but it has weights of its own.",
            ),
            (
                "the two ways exchanged",
                lambda D, H, reset_after: gru_parameters(D, H, not reset_after),
                "reset_after=True is the one with the second bias.",
            ),
            (
                "always one bias",
                lambda D, H, reset_after: 3 * H * (D + H + 1),
                "With the reset after the product there is a second one in each band.",
            ),
            (
                "always two biases",
                lambda D, H, reset_after: 3 * H * (D + H + 2),
                "With the reset before the product Keras keeps one.",
            ),
            (
                "a second bias for the candidate only",
                lambda D, H, reset_after: 3 * H * (D + H + 1) + (H if reset_after else 0),
                "That would be enough. But Keras keeps a second one in all three bands.",
            ),
            (
                "a second bias for the two gates only",
                lambda D, H, reset_after: 3 * H * (D + H + 1) + (2 * H if reset_after else 0),
                "Keras keeps a second one in all three bands.",
            ),
            (
                "the biases are left out",
                lambda D, H, reset_after: 3 * H * (D + H),
                "Each unit of each band has one bias or two.",
            ),
            (
                "only the second bias is counted",
                lambda D, H, reset_after: 3 * H * (D + H + (1 if reset_after else 0)),
                "Without reset_after there is one bias, with it there are two.",
            ),
            (
                "no bias without reset_after",
                lambda D, H, reset_after: 3 * H * (D + H + (2 if reset_after else 0)),
                "With the reset before the product each row has one bias.",
            ),
            (
                "three biases with reset_after",
                lambda D, H, reset_after: 3 * H * (D + H + (3 if reset_after else 1)),
                "With the reset after the product there is one bias more: two in each row.",
            ),
            (
                "a second bias of one number in each band",
                lambda D, H, reset_after: 3 * H * (D + H + 1) + (3 if reset_after else 0),
                "The second bias has a number for each unit, like the first.",
            ),
            (
                "the 1 and the 2 outside the brackets",
                lambda D, H, reset_after: 3 * H * (D + H) + (2 if reset_after else 1),
                "Each of the 3H rows has its own: the 1 and the 2 belong inside the brackets.",
            ),
            (
                "one bias or two for each band, not for each unit",
                lambda D, H, reset_after: 3 * (H * (D + H) + (2 if reset_after else 1)),
                "Each of the 3H rows has its own.",
            ),
            (
                "D and H exchanged",
                lambda D, H, reset_after: 3 * D * (D + H + (2 if reset_after else 1)),
                "The rows are the units: H in each band.",
            ),
            (
                "everything twice with reset_after",
                lambda D, H, reset_after: 3 * H * (D + H + 1) * (2 if reset_after else 1),
                "Only the bias is there twice.",
            ),
            (
                "one band only",
                lambda D, H, reset_after: H * (D + H + (2 if reset_after else 1)),
                "A GRU has three bands: z, r and the candidate.",
            ),
        ]
    ],
    styles={
        "one bias, and a second": lambda D, H, reset_after: (
            3 * H * (D + H + 1) + 3 * H if reset_after else 3 * H * (D + H + 1)
        ),
        "True counts as 1": lambda D, H, reset_after: 3 * H * (D + H + 1 + reset_after),
        "triples, and what is added to them": _triples,
        "a real number": lambda *given: float(gru_parameters(*given)),
        "reset_after has a default": lambda D, H, reset_after=True: gru_parameters(D, H, reset_after),
        "arguments in another order": lambda reset_after, D, H: gru_parameters(D, H, reset_after),
    },
    hints=[
        "Start from the LSTM: how many bands has a GRU? Then ask how many biases a row has.",
        "3H rows. A row has D + H weights, and one bias; with reset_after=True it has two, in all three bands.",
        "Return 3 * H * (D + H + 2) if reset_after else 3 * H * (D + H + 1).",
    ],
)
