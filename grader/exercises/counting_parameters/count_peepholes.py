"""The exercise on peepholes: three gates that look at the cell state, each unit at its own."""

from grader.exercises.counting_parameters.sizes import different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def peephole_parameters(D, H):
    return 4 * H * (D + H + 1) + 3 * H


def _cases(rng):
    def ask(*sizes):
        return tuple(Call("peephole_parameters", pair) for pair in sizes)

    D, H, many, more = different(rng, 4)
    return [
        Case("one unit, many inputs", 0.5, ask((many, 1))),
        Case("many units, one input", 0.5, ask((1, more))),
        Case("80 inputs and 12 units, and the other way round", 0.5, ask((80, 12), (12, 80))),
        Case("other sizes", 0.5, ask((D, H), (H, D))),
    ]


COUNT_PEEPHOLES = Exercise(
    "count-peepholes",
    title="An LSTM with peepholes",
    answer_name="peephole_parameters",
    reference=peephole_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, lambda D, H, wrong=wrong: 4 * H * (D + H + 1) + wrong(D, H), advice)
        for name, wrong, advice in [
            ("the peepholes are left out", lambda D, H: 0, "v_f, v_i and v_o are learned: H numbers each."),
            (
                "a peephole for the candidate, too",
                lambda D, H: 4 * H,
                "The candidate does not look: three gates do.",
            ),
            ("one peephole for all gates", lambda D, H: H, "Each of the three gates has a v of its own."),
            (
                "two peepholes, not three",
                lambda D, H: 2 * H,
                "Three gates look: forget, input and output.",
            ),
            (
                "peepholes as matrices",
                lambda D, H: 3 * H * H,
                "The sign is ⊙: a unit looks at its own cell value only. So v_f is (H,).",
            ),
            (
                "peepholes as matrices, for the candidate too",
                lambda D, H: 4 * H * H,
                "The sign is ⊙, so v_f is (H,); and the candidate does not look.",
            ),
            ("one number for each gate", lambda D, H: 3, "A gate has a number for each unit."),
            (
                "a peephole with a bias of its own",
                lambda D, H: 6 * H,
                "The sum has its bias already: a gate has one b.",
            ),
            (
                "peepholes at the input",
                lambda D, H: 3 * D,
                "They look at the cell state, and that has H numbers.",
            ),
            (
                "two biases, as in PyTorch",
                lambda D, H: 7 * H,
                "Here each of the four bands has one bias.",
            ),
            (
                "the biases are left out",
                lambda D, H: -H,
                "Each of the four bands has a bias, too: H numbers.",
            ),
            (
                "the candidate is left out",
                lambda D, H: 3 * H - H * (D + H + 1),
                "The candidate has no peephole, but it has its triple as before.",
            ),
            (
                "the peepholes alone",
                lambda D, H: 3 * H - 4 * H * (D + H + 1),
                "And the whole LSTM with them: add what it had before.",
            ),
        ]
    ]
    + [
        Mistake(
            "one block, not four",
            lambda D, H: H * (D + H + 1) + 3 * H,
            "Three gates and the candidate: each has its rows.",
        ),
        Mistake(
            "five blocks, not four", lambda D, H: 5 * H * (D + H + 1) + 3 * H, "Three gates and the candidate: four."
        ),
        Mistake(
            "the inputs are left out", lambda D, H: 4 * H * (H + 1) + 3 * H, "W meets D inputs in each of the 4H rows."
        ),
        Mistake(
            "the hidden state is left out",
            lambda D, H: 4 * H * (D + 1) + 3 * H,
            "U meets H numbers in each of the 4H rows.",
        ),
        Mistake(
            "the peepholes are subtracted", lambda D, H: 4 * H * (D + H + 1) - 3 * H, "What is learned is added up."
        ),
        Mistake(
            "H twice in a row",
            lambda D, H: 4 * H * (D + 2 * H + 1) + 3 * H,
            "A row has one weight for each of the H units.",
        ),
        Mistake(
            "a row, not 4H rows", lambda D, H: D + H + 1 + 3 * H, "A row has D + H + 1 numbers, and there are 4H rows."
        ),
        Mistake("the bias is subtracted", lambda D, H: 4 * H * (D + H - 1) + 3 * H, "What is learned is added up."),
    ],
    styles={
        "one bracket": lambda D, H: H * (4 * (D + H + 1) + 3),
        "gate by gate": lambda D, H: sum(H * (D + H + 1) + (H if gate != "c" else 0) for gate in "fico"),
        "three wider bands, and one": lambda D, H: 3 * H * (D + H + 2) + H * (D + H + 1),
        "a real number": lambda D, H: float(peephole_parameters(D, H)),
        "arguments in another order": lambda H, D: peephole_parameters(D, H),
    },
    hints=[
        "What is added to the LSTM that you have counted already? Look at ⊙: how many numbers has v_f?",
        "v_f, v_i and v_o are (H,) each. The candidate has none.",
        "Return 4 * H * (D + H + 1) + 3 * H.",
    ],
)
