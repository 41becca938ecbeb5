"""The exercise on the batch axis: one recording as a batch of one."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake, Read
from grader.exercises.return_sequences.keras_models import USES


def batch_of_one(x):
    return x[None]


def _cases(rng):
    def ask(T, D):
        x = rng.standard_normal((T, D))
        # a list of one array would look right, but is no array: Keras takes a list for several inputs
        return Call("batch_of_one", (x,), keep="batch"), Read("batch"), Read("batch.shape")

    return [
        Case("5 steps of 126 features", 0.5, ask(5, 126)),
        Case("as many steps as features: 4", 0.5, ask(4, 4)),
        Case("one step, and one feature", 1, ask(1, 3) + ask(3, 1)),
    ]


BATCH_AXIS = Exercise(
    "batch-axis",
    title="A batch of one",
    answer_name="batch_of_one",
    reference=batch_of_one,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake("no new axis", lambda x: x, "Three axes are wanted: sequences, steps, features."),
        Mistake(
            "the new axis in the middle",
            lambda x: x[:, None],
            "That is a sequence for each step, with one step each. Keras would take it without a word.",
        ),
        Mistake("the new axis at the end", lambda x: x[..., None], "The sequences are counted by the first axis."),
        Mistake("steps and features exchanged", lambda x: x.T[None], "Steps stay before features: (1, T, D)."),
        Mistake(
            "filled in another order",
            lambda x: x.reshape(1, *x.shape[::-1]),
            "The last axis is D long, as it was. Nothing has to move: only an axis is added.",
        ),
        Mistake(
            "all numbers in one row", lambda x: x.reshape(1, -1), "Steps and features keep an axis each: three in all."
        ),
        Mistake("all numbers as one step", lambda x: x.reshape(1, 1, -1), "The steps stay apart: (1, T, D)."),
        Mistake("all numbers as steps", lambda x: x.reshape(1, -1, 1), "A step has D features: (1, T, D)."),
        Mistake("a list, not an array", lambda x: [x], "Keras takes a list for several inputs. x[None] is an array."),
        Mistake("two new axes", lambda x: x[None, None], "One new axis is enough."),
        Mistake("two recordings", lambda x: np.stack([x, x]), "The batch holds one recording: its first axis is 1."),
        Mistake(
            "20 copies", lambda x: np.repeat(x[None], 20, axis=0), "The batch holds one recording: its first axis is 1."
        ),
        Mistake("a batch of zeros", lambda x: np.zeros((1, *x.shape)), "The shape is right. The numbers are x's own."),
        Mistake("a fixed shape", lambda x: x.reshape(1, 5, 126), "Other recordings have other sizes: take x's own."),
        Mistake("nothing comes back", lambda x: None, "Is a return missing? print shows a value and gives nothing."),
        Mistake("the shape, not the batch", lambda x: (1, *x.shape), "The array itself is wanted, with that shape."),
    ],
    styles={
        "np.newaxis": lambda x: x[np.newaxis, :, :],
        "np.expand_dims": lambda x: np.expand_dims(x, axis=0),
        "reshape": lambda x: x.reshape(1, x.shape[0], x.shape[1]),
        "a list in np.array": lambda x: np.array([x]),
        "np.stack": lambda x: np.stack([x]),
        "float32": lambda x: np.float32(x)[None],
    },
    hints=[
        "A batch of 20 recordings has the shape (20, T, D). Which shape has a batch of one?",
        "Nothing moves: an axis of length 1 is put in front. np.expand_dims, reshape and [None] can all do it.",
        "Return x[None].",
    ],
)
