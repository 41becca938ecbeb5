"""The exercise on synced many-to-many as a Keras model."""

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


def _synced(k, T, D, H, O):
    return [k.LSTM(H, return_sequences=True), k.Dense(O)]


def synced(T, D, H, O):
    return sequential((T, D), _synced, T, D, H, O)


def _cases(rng):
    x = rng.standard_normal((3, 5, 4))

    def weights(D, H, O):
        return lstm_arrays(rng, D, H) + dense_arrays(rng, H, O)

    return [
        Case("the shape of what goes out", 0.5, shape_of_output("synced", (5, 4, 6, 2), x)),
        Case("the number of parameters", 0.5, number_of_parameters("synced", (5, 4, 6, 2), x)),
        Case("what goes out, with given weights", 1.5, output("synced", (5, 4, 6, 2), x, weights(4, 6, 2))),
        Case("one feature, one unit, one output", 0.5, output("synced", (2, 1, 1, 1), x[:, :2, :1], weights(1, 1, 1))),
    ]


def _stack(stack):
    return lambda T, D, H, O: sequential((T, D), stack, T, D, H, O)


def _functional(T, D, H, O):
    k = keras()
    x = k.Input((T, D))
    return k.Model(x, k.layers.Dense(O)(k.layers.LSTM(H, return_sequences=True)(x)))


SYNCED_MODEL = Exercise(
    "synced-model",
    title="Synced many-to-many",
    answer_name="synced",
    reference=synced,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, _stack(stack), advice)
        for name, stack, advice in [
            (
                "one output for the whole sequence",
                lambda k, T, D, H, O: [k.LSTM(H), k.Dense(O)],
                "That is many-to-one. With return_sequences=True the LSTM gives an output at every step.",
            ),
            (
                "the last output, repeated",
                lambda k, T, D, H, O: [k.LSTM(H), k.RepeatVector(T), k.Dense(O)],
                "Every step would get the same. With return_sequences=True each gives its own.",
            ),
            (
                "all outputs from all steps at once",
                lambda k, T, D, H, O: [
                    k.LSTM(H, return_sequences=True),
                    k.Flatten(),
                    k.Dense(T * O),
                    k.Reshape((T, O)),
                ],
                "Then step 0 would answer with what it hears later. Dense at every step needs no Flatten.",
            ),
            (
                "all steps in one row",
                lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True), k.Flatten(), k.Dense(O)],
                "An output is wanted at every step. Leave out Flatten: Dense acts at every step by itself.",
            ),
            (
                "no Dense layer",
                lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True)],
                "H units make O outputs: Dense(O).",
            ),
            (
                "an LSTM of O units",
                lambda k, T, D, H, O: [k.LSTM(O, return_sequences=True)],
                "The LSTM has H units. Its outputs become O numbers in a Dense layer.",
            ),
            (
                "H and O exchanged",
                lambda k, T, D, H, O: [k.LSTM(O, return_sequences=True), k.Dense(H)],
                "H units in the LSTM, O outputs in the Dense layer.",
            ),
            (
                "an LSTM in place of Dense",
                lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True), k.LSTM(O, return_sequences=True)],
                "The outputs are made by a Dense layer here.",
            ),
            (
                "two LSTMs",
                lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True), k.LSTM(H, return_sequences=True), k.Dense(O)],
                "One LSTM is enough: with return_sequences=True it gives an output at every step.",
            ),
            (
                "Dense below the LSTM",
                lambda k, T, D, H, O: [k.Dense(O), k.LSTM(H, return_sequences=True)],
                "First the LSTM reads, then Dense makes O numbers of its H.",
            ),
            (
                "both directions",
                lambda k, T, D, H, O: [k.Bidirectional(k.LSTM(H, return_sequences=True)), k.Dense(O)],
                "The backward direction knows what comes later. Here each step answers at once.",
            ),
            (
                "a softmax that nobody asked for",
                lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True), k.Dense(O, activation="softmax")],
                "The outputs are plain numbers here: Dense without an activation.",
            ),
            (
                "return_state in place of return_sequences",
                lambda k, T, D, H, O: [k.LSTM(H, return_state=True), k.Dense(O)],
                "return_state gives three values, and Dense takes one. Here return_sequences is meant.",
            ),
            (
                "two Dense layers",
                lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True), k.Dense(H), k.Dense(O)],
                "One Dense layer is enough: it makes O numbers of the H that come out of the LSTM.",
            ),
            (
                "a relu that nobody asked for",
                lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True), k.Dense(O, activation="relu")],
                "The outputs are plain numbers here: Dense without an activation.",
            ),
            ("a GRU", lambda k, T, D, H, O: [k.GRU(H, return_sequences=True), k.Dense(O)], "An LSTM is asked for."),
            (
                "a plain RNN",
                lambda k, T, D, H, O: [k.SimpleRNN(H, return_sequences=True), k.Dense(O)],
                "An LSTM is asked for: layers.LSTM.",
            ),
        ]
    ]
    + [
        Mistake(
            "the batch axis in Input",
            lambda T, D, H, O: sequential((None, T, D), _synced, T, D, H, O),
            "Input leaves the batch axis out: keras.Input((T, D)).",
        ),
        Mistake(
            "the batch of 20 in Input",
            lambda T, D, H, O: sequential((20, T, D), _synced, T, D, H, O),
            "Input leaves the batch axis out: keras.Input((T, D)).",
        ),
        Mistake(
            "T and D exchanged in Input",
            lambda T, D, H, O: sequential((D, T), _synced, T, D, H, O),
            "Steps before features: keras.Input((T, D)).",
        ),
        Mistake(
            "no steps in Input",
            lambda T, D, H, O: sequential((D,), _synced, T, D, H, O),
            "T steps of D features come in: keras.Input((T, D)).",
        ),
        Mistake("nothing comes back", lambda T, D, H, O: None, "Is a return missing?"),
        *not_a_model(lambda T, D, H, O: [keras().Input((T, D)), *_synced(keras().layers, T, D, H, O)]),
    ],
    styles={
        "TimeDistributed": _stack(
            lambda k, T, D, H, O: [k.LSTM(H, return_sequences=True), k.TimeDistributed(k.Dense(O))]
        ),
        "layer by layer": _functional,
        "without an Input": lambda T, D, H, O: keras().Sequential(_synced(keras().layers, T, D, H, O)),
        "any number of steps": lambda T, D, H, O: sequential((None, D), _synced, T, D, H, O),
        "arguments in another order": lambda D, T, O, H: synced(T, D, H, O),
    },
    hints=[
        "Start as in many-to-one. There the LSTM gave its last output only. What must it give now?",
        "With return_sequences=True the LSTM gives (N, T, H). Which layer makes O numbers of the last axis?",
        "[keras.Input((T, D)), layers.LSTM(H, return_sequences=True), layers.Dense(O)], inside keras.Sequential(...).",
    ],
)
