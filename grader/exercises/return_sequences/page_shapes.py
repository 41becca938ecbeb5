"""The exercise on the shapes of the page's model, before Keras shows them."""

import numpy as np

from grader.exercises.declare import Case, Exercise, Mistake, Read
from grader.exercises.return_sequences.keras_models import USES

SHAPES = {
    "x": (20, 5, 126),
    "lstm_1": (20, 5, 64),
    "lstm_2": (20, 5, 128),
    "lstm_3": (20, 64),
    "dense_1": (20, 64),
    "dense_2": (20, 32),
    "dense_3": (20, 3),
}
LSTM, DENSE = ("lstm_1", "lstm_2", "lstm_3"), ("dense_1", "dense_2", "dense_3")


def _cases(rng):
    def ask(*names):
        return tuple(Read("shapes", key=name) for name in names)

    return [
        Case("x, the batch", 0.5, ask("x")),
        Case("lstm_1 and lstm_2, which give every output", 1.5, ask("lstm_1", "lstm_2")),
        Case("lstm_3, which gives the last one", 1, ask("lstm_3")),
        Case("the three Dense layers", 1, ask(*DENSE)),
    ]


def _changed(change, names=tuple(SHAPES)):
    return {name: change(SHAPES[name]) for name in names}


PAGE_SHAPES = Exercise(
    "page-shapes",
    title="Every shape of the page's model",
    answer_name="shapes",
    reference=SHAPES,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, SHAPES | wrong, advice)
        for name, wrong, advice in [
            ("the batch axis is left out", _changed(lambda shape: shape[1:]), "20 recordings go in, and 20 come out."),
            (
                "None for the batch axis",
                _changed(lambda shape: (None, *shape[1:])),
                "Keras prints None for any number of sequences. Here it is known: 20.",
            ),
            (
                "a batch of one",
                _changed(lambda shape: (1, *shape[1:])),
                "There are 20 recordings: the first axis counts them.",
            ),
            (
                "steps before sequences",
                {name: (5, 20, SHAPES[name][-1]) for name in ("x", "lstm_1", "lstm_2")},
                "That is PyTorch's usual order. In Keras the sequences come first.",
            ),
            (
                "only the last output of every LSTM",
                {"lstm_1": (20, 64), "lstm_2": (20, 128)},
                "lstm_1 and lstm_2 have return_sequences=True: the axis of the steps stays.",
            ),
            (
                "every output of every LSTM",
                {"lstm_3": (20, 5, 64)} | {name: (20, 5, SHAPES[name][-1]) for name in DENSE},
                "lstm_3 has return_sequences=False: only the last output is left of the 5 steps.",
            ),
            (
                "every output of the last LSTM",
                {"lstm_3": (20, 5, 64)},
                "lstm_3 has return_sequences=False: only the last output is left of the 5 steps.",
            ),
            ("an axis of one step is left", {"lstm_3": (20, 1, 64)}, "The axis of the steps goes, not only the steps."),
            (
                "the axis of the steps put back",
                _changed(lambda shape: (20, 5, shape[-1]), DENSE),
                "lstm_3 has dropped the steps, and a Dense layer does not bring them back.",
            ),
            (
                "the features stay",
                _changed(lambda shape: (20, 5, 126), LSTM[:2]),
                "Each unit gives one number. So the last axis is as long as there are units.",
            ),
            (
                "the units as a further axis",
                {"lstm_1": (20, 5, 126, 64), "lstm_2": (20, 5, 64, 128)},
                "The units take the place of the features: an LSTM reads them and gives its own h.",
            ),
            (
                "units and steps exchanged",
                {"lstm_1": (20, 64, 5), "lstm_2": (20, 128, 5)},
                "Steps before features, before and after a layer.",
            ),
            (
                "four times as wide",
                {"lstm_1": (20, 5, 256), "lstm_2": (20, 5, 512), "lstm_3": (20, 256)},
                "Four times as wide are the weights, for three gates and a candidate. What comes out is h: H numbers.",
            ),
            (
                "what goes into a layer, not what comes out",
                dict(zip([*LSTM, *DENSE], list(SHAPES.values())[:-1], strict=True)),
                "A layer's output has as many features as the layer has units.",
            ),
            (
                "the Dense layers without the batch",
                _changed(lambda shape: shape[1:], DENSE),
                "Each of the 20 recordings has its own numbers in every layer.",
            ),
            (
                "the Dense layers as one number each",
                _changed(lambda shape: shape[-1], DENSE),
                "A shape has a number for each axis. The first counts the recordings, the last the units.",
            ),
            (
                "the shapes in quotes",
                _changed(str),
                "Tuples are wanted, without quotes: (20, 5, 126).",
            ),
            (
                "one number for each recording",
                {"dense_3": (20,)},
                "Each recording gets 3 numbers, one for each sign. So there is a second axis.",
            ),
            (
                "one number at the end",
                {"dense_3": (20, 1)},
                "The last layer has 3 units: a probability for each of the signs.",
            ),
            (
                "one vector at the end, for all recordings",
                {"dense_3": (3,)},
                "Each of the 20 recordings gets its own 3 probabilities.",
            ),
        ]
    ],
    styles={
        "lists": {name: list(shape) for name, shape in SHAPES.items()},
        "arrays": {name: np.array(shape) for name, shape in SHAPES.items()},
        "read off NumPy": {name: np.zeros(shape).shape for name, shape in SHAPES.items()},
        "NumPy numbers inside": {name: tuple(map(np.int64, shape)) for name, shape in SHAPES.items()},
        "with a layer more": SHAPES | {"softmax": (20, 3)},
    },
    hints=[
        "20 sequences go through every layer side by side. So every shape begins with 20.",
        "An LSTM gives one number for each unit, at every step or at the last one only. Dense changes the last axis.",
        "lstm_1 is (20, 5, 64): sequences, steps, units. lstm_3 gives the last step only, so it has two axes.",
    ],
)
