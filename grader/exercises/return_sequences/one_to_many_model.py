"""The exercise on one-to-many as a Keras model."""

# ruff: noqa: E741 - O counts the outputs

from grader.exercises.declare import Case, Exercise, Mistake
from grader.exercises.return_sequences.keras_models import (
    USES,
    dense_arrays,
    keras,
    lstm_arrays,
    not_a_model,
    number_of_parameters,
    output,
    sequential,
    shape_of_output,
)


def _one_to_many(k, D, S, H, O):
    return [k.RepeatVector(S), k.LSTM(H, return_sequences=True), k.Dense(O)]


def one_to_many(D, S, H, O):
    return sequential((D,), _one_to_many, D, S, H, O)


def _cases(rng):
    x = rng.standard_normal((3, 4))

    def weights(D, H, O):
        return lstm_arrays(rng, D, H) + dense_arrays(rng, H, O)

    return [
        Case("the shape of what goes out", 0.5, shape_of_output("one_to_many", (4, 5, 6, 2), x)),
        Case("the number of parameters", 0.5, number_of_parameters("one_to_many", (4, 5, 6, 2), x)),
        Case("what goes out, with given weights", 1.5, output("one_to_many", (4, 5, 6, 2), x, weights(4, 6, 2))),
        Case("one feature, one unit, one output", 0.5, output("one_to_many", (1, 2, 1, 1), x[:, :1], weights(1, 1, 1))),
    ]


def _stack(stack):
    return lambda D, S, H, O: sequential((D,), stack, D, S, H, O)


def _functional(D, S, H, O):
    k = keras()
    x = k.Input((D,))
    y = k.layers.LSTM(H, return_sequences=True)(k.layers.RepeatVector(S)(x))
    return k.Model(x, k.layers.TimeDistributed(k.layers.Dense(O))(y))


ONE_TO_MANY_MODEL = Exercise(
    "one-to-many-model",
    title="One-to-many",
    answer_name="one_to_many",
    reference=one_to_many,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, _stack(stack), advice)
        for name, stack, advice in [
            (
                "the vector goes straight into the LSTM",
                lambda k, D, S, H, O: [k.LSTM(H, return_sequences=True), k.Dense(O)],
                "An LSTM reads steps, and a vector has none. RepeatVector(S) makes S steps of it.",
            ),
            (
                "a sequence of one step",
                lambda k, D, S, H, O: [k.Reshape((1, D)), k.LSTM(H, return_sequences=True), k.Dense(O)],
                "One step in gives one output. S outputs need S steps: RepeatVector(S).",
            ),
            (
                "the features taken for steps",
                lambda k, D, S, H, O: [k.Reshape((D, 1)), k.LSTM(H, return_sequences=True), k.Dense(O)],
                "The vector is one input, not D steps. RepeatVector(S) gives all of it to every step.",
            ),
            (
                "only the last output",
                lambda k, D, S, H, O: [k.RepeatVector(S), k.LSTM(H), k.Dense(O)],
                "An output is wanted at every step: return_sequences=True.",
            ),
            (
                "repeated after the LSTM",
                lambda k, D, S, H, O: [k.Reshape((1, D)), k.LSTM(H), k.RepeatVector(S), k.Dense(O)],
                "Then all S outputs are the same. Repeat the vector before the LSTM.",
            ),
            (
                "no LSTM at all",
                lambda k, D, S, H, O: [k.RepeatVector(S), k.Dense(O)],
                "Then all S outputs are the same: nothing is carried from step to step.",
            ),
            (
                "all outputs by one Dense layer",
                lambda k, D, S, H, O: [k.Dense(S * O), k.Reshape((S, O))],
                "That has no steps, and no state. An LSTM writes the outputs one after the other.",
            ),
            (
                "two LSTMs",
                lambda k, D, S, H, O: [
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "One LSTM is enough.",
            ),
            (
                "repeated D times",
                lambda k, D, S, H, O: [k.RepeatVector(D), k.LSTM(H, return_sequences=True), k.Dense(O)],
                "S outputs are wanted: RepeatVector(S).",
            ),
            (
                "repeated H times",
                lambda k, D, S, H, O: [k.RepeatVector(H), k.LSTM(H, return_sequences=True), k.Dense(O)],
                "S outputs are wanted: RepeatVector(S).",
            ),
            (
                "a Dense layer below the LSTM",
                lambda k, D, S, H, O: [
                    k.Dense(H),
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "Here the vector itself is repeated.",
            ),
            (
                "no Dense layer",
                lambda k, D, S, H, O: [k.RepeatVector(S), k.LSTM(H, return_sequences=True)],
                "H units make O outputs: Dense(O).",
            ),
            (
                "an LSTM of O units",
                lambda k, D, S, H, O: [k.RepeatVector(S), k.LSTM(O, return_sequences=True)],
                "The LSTM has H units. Its outputs become O numbers in a Dense layer.",
            ),
            (
                "H and O exchanged",
                lambda k, D, S, H, O: [k.RepeatVector(S), k.LSTM(O, return_sequences=True), k.Dense(H)],
                "H units in the LSTM, O outputs in the Dense layer.",
            ),
            (
                "a softmax that nobody asked for",
                lambda k, D, S, H, O: [
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O, activation="softmax"),
                ],
                "The outputs are plain numbers here: Dense without an activation.",
            ),
        ]
    ]
    + [
        Mistake(
            "sequences come in",
            lambda D, S, H, O: sequential((S, D), lambda k: [k.LSTM(H, return_sequences=True), k.Dense(O)]),
            "That is synced. Here one vector comes in for each example: keras.Input((D,)).",
        ),
        Mistake(
            "the batch axis in Input",
            lambda D, S, H, O: sequential((None, D), _one_to_many, D, S, H, O),
            "Input leaves the batch axis out: keras.Input((D,)).",
        ),
        Mistake(
            "a number in Input, not a shape",
            lambda D, S, H, O: keras().Input(D),
            "A shape is a tuple, also one of a single axis. The comma makes it one: keras.Input((D,)).",
        ),
        Mistake("nothing comes back", lambda D, S, H, O: None, "Is a return missing?"),
        *not_a_model(lambda D, S, H, O: [keras().Input((D,)), *_one_to_many(keras().layers, D, S, H, O)]),
    ],
    styles={
        "layer by layer, TimeDistributed": _functional,
        "without an Input": lambda D, S, H, O: keras().Sequential(_one_to_many(keras().layers, D, S, H, O)),
        "Reshape and UpSampling1D": _stack(
            lambda k, D, S, H, O: [
                k.Reshape((1, D)),
                k.UpSampling1D(S),
                k.LSTM(H, return_sequences=True),
                k.Dense(O),
            ]
        ),
        "arguments in another order": lambda S, D, O, H: one_to_many(D, S, H, O),
    },
    hints=[
        "One vector comes in, (N, D), and an LSTM reads (N, steps, D). Which layer makes steps of a vector?",
        "RepeatVector(S) gives (N, S, D). From there on it is the synced model.",
        "[keras.Input((D,)), layers.RepeatVector(S), layers.LSTM(H, return_sequences=True), layers.Dense(O)]",
    ],
)
