"""The exercise on the multiplications of one step of an LSTM."""

import numpy as np

from grader.exercises.counting_parameters.sizes import different, lstm
from grader.exercises.declare import Call, Case, Exercise, Mistake


def step_multiplications(D, H):
    return 4 * H * (D + H) + 3 * H


def _cases(rng):
    def ask(*sizes):
        return tuple(Call("step_multiplications", pair) for pair in sizes)

    D, H, many, more = different(rng, 4)
    return [
        Case("one input, one unit", 0.5, ask((1, 1))),
        Case("many inputs, one unit", 0.5, ask((many, 1))),
        Case("one input, many units", 0.5, ask((1, more))),
        Case("80 inputs and 12 units, and the other way round", 0.5, ask((80, 12), (12, 80))),
        Case("other sizes, and each of the two doubled", 1, ask((D, H), (2 * D, H), (D, 2 * H))),
    ]


def _loops(D, H):
    done = 0
    for _ in "fico":
        for _ in range(H):
            done += D
            done += H
    for _ in ("f * c", "i * c_tilde", "o * tanh(c)"):
        done += H
    return done


COUNT_MULTIPLICATIONS = Exercise(
    "count-multiplications",
    title="The multiplications of one step",
    answer_name="step_multiplications",
    reference=step_multiplications,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "the three ⊙ are left out",
                lambda D, H: 4 * H * (D + H),
                "f ⊙ c, i ⊙ c̃ and o ⊙ tanh(c) multiply as well: H times each.",
            ),
            (
                "as many as there are parameters",
                lstm,
                "A bias is added, not multiplied. And there are three ⊙: f ⊙ c, i ⊙ c̃ and o ⊙ tanh(c).",
            ),
            (
                "the biases are counted, too",
                lambda D, H: lstm(D, H) + 3 * H,
                "A bias is added: nothing is multiplied.",
            ),
            ("one gate only", lambda D, H: H * (D + H) + 3 * H, "There are four pairs of products: f, i, c̃ and o."),
            (
                "three gates, without the candidate",
                lambda D, H: 3 * H * (D + H) + 3 * H,
                "The candidate has two products of its own.",
            ),
            ("only two ⊙", lambda D, H: 4 * H * (D + H) + 2 * H, "f ⊙ c, i ⊙ c̃ and o ⊙ tanh(c): three of them."),
            ("one ⊙", lambda D, H: 4 * H * (D + H) + H, "f ⊙ c, i ⊙ c̃ and o ⊙ tanh(c): three of them."),
            (
                "⊙ counted like a product with a matrix",
                lambda D, H: 4 * H * (D + H) + 3 * H * H,
                "⊙ goes entry by entry: H multiplications.",
            ),
            (
                "⊙ of D numbers",
                lambda D, H: 4 * H * (D + H) + 3 * D,
                "What ⊙ multiplies are gates and states: they have H numbers.",
            ),
            (
                "D times H in each row",
                lambda D, H: 4 * H * D * H + 3 * H,
                "A row meets D inputs and H units one by one: D + H products.",
            ),
            ("three for the three ⊙", lambda D, H: 4 * H * (D + H) + 3, "Each ⊙ multiplies H numbers by H numbers."),
            ("U is left out", lambda D, H: 4 * H * D + 3 * H, "U meets the hidden state at every step."),
            ("W is left out", lambda D, H: 4 * H * H + 3 * H, "W meets the input at every step."),
            (
                "the additions counted, too",
                lambda D, H: 2 * 4 * H * (D + H) + 3 * H,
                "Only multiplications are asked for.",
            ),
            (
                "σ and tanh counted, too",
                lambda D, H: 4 * H * (D + H) + 8 * H,
                "They are left out here: only @ and ⊙.",
            ),
            ("D and H exchanged", lambda D, H: 4 * D * (D + H) + 3 * D, "The rows are the units."),
            (
                "* counted where @ is meant",
                lambda D, H: 4 * (D + H) + 3 * H,
                "In a product with @ each of the H rows meets the whole vector.",
            ),
        ]
    ]
    + [
        Mistake("only the entrywise ones", lambda D, H: 3 * H, "W @ x and U @ h take many more."),
        Mistake(
            "H twice in a row",
            lambda D, H: 4 * H * (D + 2 * H) + 3 * H,
            "A row has one product for each input and each unit.",
        ),
        Mistake("five blocks, not four", lambda D, H: 5 * H * (D + H) + 3 * H, "Three gates and the candidate: four."),
        Mistake("a row, not 4H rows", lambda D, H: D + H + 3 * H, "A row takes D + H products, and there are 4H rows."),
        Mistake("the entrywise ones are subtracted", lambda D, H: 4 * H * (D + H) - 3 * H, "The work is added up."),
        Mistake(
            "the entrywise ones are counted twice",
            lambda D, H: 4 * H * (D + H) + 6 * H,
            "Three of ⊙ in a step, each of H products.",
        ),
    ],
    styles={
        "one bracket": lambda D, H: H * (4 * (D + H) + 3),
        "from the parameters": lambda D, H: lstm(D, H) - H,
        "loops": _loops,
        "sizes of arrays": lambda D, H: 4 * (np.zeros((H, D)).size + np.zeros((H, H)).size) + 3 * np.zeros(H).size,
        "a real number": lambda D, H: float(step_multiplications(D, H)),
        "arguments in another order": lambda H, D: step_multiplications(D, H),
    },
    hints=[
        "Go through the six equations, and look for @ and for ⊙. What does each of them multiply?",
        "Four times W @ x, with H · D each; four times U @ h, with H · H each; and three ⊙, with H each.",
        "Return 4 * H * (D + H) + 3 * H.",
    ],
)
