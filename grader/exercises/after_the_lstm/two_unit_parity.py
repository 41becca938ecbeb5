"""The exercise on parity: the weights of an RNN of two units."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


class TwoUnits:
    """An RNN of two tanh units that reads bits, as the lesson gives it."""

    def __init__(self, U, W, b, V):
        self.weights = U, W, b, V

    def read(self, bits):
        """After each bit, 1 where V @ h is above one half, otherwise 0."""
        U, W, b, V = (np.reshape(part, shape) for part, shape in zip(self.weights, (2, (2, 2), 2, 2), strict=True))
        h, said = np.zeros(2), []
        for bit in bits:
            h = np.tanh(U * bit + W @ h + b)
            said.append(int(V @ h > 0.5))
        return np.array(said)


U, W, b, V = [10, 10], [[5, -5], [5, -5]], [-5, -15], [0.5, -0.5]


def _cases(rng):
    def read(*bits):
        return Call("parity_rnn.read", (np.array(bits),))

    many = rng.integers(0, 2, 200)
    many[:4] = 1, 1, 0, 1
    return [
        Case("one bit: 0, and 1", 0.5, (read(0), read(1))),
        Case("two bits: all four pairs", 0.5, (read(0, 0), read(0, 1), read(1, 0), read(1, 1))),
        Case("five 0s, a 1, and a hundred 0s", 0.5, (read(*[0] * 5, 1, *[0] * 100),)),
        Case("sixty 1s", 0.5, (read(*[1] * 60),)),
        Case("two hundred random bits", 1, (read(*many),)),
    ]


def _scaled(factor):
    return TwoUnits(*(factor * np.array(part) for part in (U, W, b)), V)


TWO_UNIT_PARITY = Exercise(
    "two-unit-parity",
    title="Parity with two units",
    answer_name="parity_rnn",
    reference=TwoUnits(U, W, b, V),
    cases=_cases,
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the last bit",
                TwoUnits(U, np.zeros((2, 2)), b, V),
                "The units do not hear the past. W must bring in the old parity.",
            ),
            (
                "never odd",
                TwoUnits(U, W, [-5, -5], V),
                "After a single 1, unit 0 must be on, near 1, and unit 1 off, near -1. Does the 10 multiply all of the "
                "bracket, the minus in b with it? Does V subtract unit 1?",
            ),
            (
                "once odd, always odd",
                TwoUnits(U, [[5, -5], [0, 0]], b, V),
                "A second 1 must bring it back. Unit 1 needs the old parity as well: the two rows of W are equal.",
            ),
            (
                "the old parity weighs twice",
                TwoUnits(U, [[10, -10], [10, -10]], b, V),
                "The states are -1 and 1, so h[0] - h[1] is 0 or 2. The parity is half of it.",
            ),
            (
                "the columns of W have one sign",
                TwoUnits(U, [[5, 5], [5, 5]], b, V),
                "The old parity is a difference: unit 0 minus unit 1.",
            ),
            (
                "each unit hears only itself",
                TwoUnits(U, [[10, 0], [0, 10]], b, V),
                "Both units need the old parity, and it takes both states to make it: unit 0 minus unit 1, halved.",
            ),
            (
                "the bit weighs half",
                TwoUnits([5, 5], W, b, V),
                "The half belongs to the old parity alone. The 10 meets the bit as it is.",
            ),
            (
                "W has one row",
                TwoUnits(U, [5, -5], b, V),
                "W has a row for each unit, even if the two are equal.",
            ),
            (
                "W is transposed",
                TwoUnits(U, [[5, 5], [-5, -5]], b, V),
                "Row k of W says what unit k hears: half of 10 of unit 0, and minus that of unit 1.",
            ),
            (
                "thresholds of 1 and 2",
                TwoUnits(U, W, [-10, -20], V),
                "At exactly 1 the sum of unit 0 is 0 then: neither on nor off. Put the threshold in between.",
            ),
            (
                "odd is said where both units are on",
                TwoUnits(U, W, b, [0.5, 0.5]),
                "Odd is: at least one, but not both. V takes unit 1 off unit 0.",
            ),
            ("unit 0 alone is shown", TwoUnits(U, W, b, [1, 0]), "Unit 0 is on at two as well, and two is even."),
            (
                "too small: the memory fades",
                _scaled(0.2),
                "The rule is right, but tanh must come near -1 and 1, or the difference shrinks at each step. "
                "Make U, W and b larger, all by the same factor.",
            ),
            (
                "it turns at every step, whatever comes",
                TwoUnits([0, 0], [[-10, 0], [0, -10]], [1, 1], [1, 0]),
                "The units do not hear the bit. A 0 must leave the parity as it was.",
            ),
        ]
    ],
    styles={
        "more gain": _scaled(3),
        "less gain": _scaled(0.5),
        "the units in the other order": TwoUnits(U, [[-5, 5], [-5, 5]], [-15, -5], [-0.5, 0.5]),
        "unit 1 on unless both": TwoUnits([10, -10], [[5, 5], [-5, -5]], [-5, 15], [0.5, 0.5]),
        "as matrices: (2, 1), (2, 2), (2,), (1, 2)": TwoUnits(
            np.array([[10], [10]]), np.array(W), np.array(b), np.array([[0.5, -0.5]])
        ),
        "float32": TwoUnits(*(np.float32(part) for part in (U, W, b, V))),
        "other thresholds between": TwoUnits(U, W, [-4, -14], V),
    },
    hints=[
        "Unit 0: 10 × (bit + parity - 0.5). Unit 1: 10 × (bit + parity - 1.5). Write (h[0] - h[1]) / 2 for the parity.",
        "What stands before the bit goes into U, what stands before h[0] and h[1] into a row of W, the rest into b.",
        "U = [10, 10], each row of W is [5, -5], b = [-5, -15]. V makes (h[0] - h[1]) / 2 of the new state.",
    ],
)
