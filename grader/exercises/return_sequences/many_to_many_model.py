"""The exercise on many-to-many as a Keras model: all is read first, then the answer is written."""

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


def _many_to_many(k, T, D, S, H, O):
    return [k.LSTM(H), k.RepeatVector(S), k.LSTM(H, return_sequences=True), k.Dense(O)]


def many_to_many(T, D, S, H, O):
    return sequential((T, D), _many_to_many, T, D, S, H, O)


def _cases(rng):
    x = rng.standard_normal((3, 5, 4))

    def weights(D, H, O):
        return lstm_arrays(rng, D, H) + lstm_arrays(rng, H, H) + dense_arrays(rng, H, O)

    def ask(make, *more):
        return make("many_to_many", (5, 4, 7, 6, 2), x, *more)

    one = output("many_to_many", (3, 1, 2, 1, 1), x[:, :3, :1], weights(1, 1, 1))
    return [
        Case("the shape of what goes out: 5 steps in, 7 out", 0.5, ask(shape_of_output)),
        Case("the number of parameters", 0.5, ask(number_of_parameters)),
        Case("what goes out, with given weights", 1.5, ask(output, weights(4, 6, 2))),
        Case("one feature, one unit, one output", 0.5, one),
    ]


def _stack(stack):
    return lambda T, D, S, H, O: sequential((T, D), stack, T, D, S, H, O)


def _functional(T, D, S, H, O):
    k = keras()
    x = k.Input((T, D))
    read = k.layers.LSTM(H)(x)
    written = k.layers.LSTM(H, return_sequences=True)(k.layers.RepeatVector(S)(read))
    return k.Model(x, k.layers.TimeDistributed(k.layers.Dense(O))(written))


def _states_handed_over(T, D, S, H, O):
    k = keras()
    x = k.Input((T, D))
    y, h, c = k.layers.LSTM(H, return_state=True)(x)
    y = k.layers.LSTM(H, return_sequences=True)(k.layers.RepeatVector(S)(y), initial_state=[h, c])
    return k.Model(x, k.layers.Dense(O)(y))


def _one_model_in_another(T, D, S, H, O):
    k = keras()
    encoder = k.Sequential([k.Input((T, D)), k.layers.LSTM(H)])
    decoder = k.Sequential(
        [k.Input((H,)), k.layers.RepeatVector(S), k.layers.LSTM(H, return_sequences=True), k.layers.Dense(O)]
    )
    return k.Sequential([encoder, decoder])


MANY_TO_MANY_MODEL = Exercise(
    "many-to-many-model",
    title="Many-to-many",
    answer_name="many_to_many",
    reference=many_to_many,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, _stack(stack), advice)
        for name, stack, advice in [
            (
                "synced",
                lambda k, T, D, S, H, O: [k.LSTM(H, return_sequences=True), k.Dense(O)],
                "Then as many steps go out as come in, each at once. Here all is read first: an LSTM of its own reads.",
            ),
            (
                "the second LSTM gets a vector",
                lambda k, T, D, S, H, O: [k.LSTM(H), k.LSTM(H, return_sequences=True), k.Dense(O)],
                "The first LSTM gives (N, H), and the second reads steps: RepeatVector(S) in between.",
            ),
            (
                "the first LSTM gives every output, and they are repeated",
                lambda k, T, D, S, H, O: [
                    k.LSTM(H, return_sequences=True),
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "RepeatVector repeats a vector, (N, H). The first LSTM gives its last output only.",
            ),
            (
                "the second LSTM hears every output of the first",
                lambda k, T, D, S, H, O: [
                    k.LSTM(H, return_sequences=True),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "Then as many steps go out as come in. Let the first give its last output only, and repeat that.",
            ),
            (
                "the sequence itself repeated",
                lambda k, T, D, S, H, O: [k.RepeatVector(S), k.LSTM(H, return_sequences=True), k.Dense(O)],
                "RepeatVector repeats a vector. First an LSTM reads the sequence, and its last output is repeated.",
            ),
            (
                "three LSTMs",
                lambda k, T, D, S, H, O: [
                    k.LSTM(H, return_sequences=True),
                    k.LSTM(H),
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "One LSTM reads and one writes.",
            ),
            (
                "repeated T times",
                lambda k, T, D, S, H, O: [
                    k.LSTM(H),
                    k.RepeatVector(T),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "T steps come in, S go out: RepeatVector(S).",
            ),
            (
                "only the last output",
                lambda k, T, D, S, H, O: [k.LSTM(H), k.RepeatVector(S), k.LSTM(H), k.Dense(O)],
                "The second LSTM writes S outputs: return_sequences=True.",
            ),
            (
                "no second LSTM",
                lambda k, T, D, S, H, O: [k.LSTM(H), k.RepeatVector(S), k.Dense(O)],
                "Then all S outputs are the same. A second LSTM carries a state from output to output.",
            ),
            (
                "no first LSTM",
                lambda k, T, D, S, H, O: [
                    k.Flatten(),
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "The sequence is read by an LSTM: its last output says what was read.",
            ),
            (
                "no Dense layer",
                lambda k, T, D, S, H, O: [k.LSTM(H), k.RepeatVector(S), k.LSTM(H, return_sequences=True)],
                "H units make O outputs: Dense(O).",
            ),
            (
                "a Dense layer between the LSTMs",
                lambda k, T, D, S, H, O: [
                    k.LSTM(H),
                    k.Dense(O),
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "What the first LSTM gives is repeated as it is. Dense comes once, at the end.",
            ),
            (
                "an LSTM of O units at the end",
                lambda k, T, D, S, H, O: [k.LSTM(H), k.RepeatVector(S), k.LSTM(O, return_sequences=True)],
                "Both LSTMs have H units. A Dense layer makes O numbers of them.",
            ),
            (
                "H and O exchanged",
                lambda k, T, D, S, H, O: [k.LSTM(O), k.RepeatVector(S), k.LSTM(O, return_sequences=True), k.Dense(H)],
                "H units in the LSTMs, O outputs in the Dense layer.",
            ),
            (
                "both directions",
                lambda k, T, D, S, H, O: [
                    k.Bidirectional(k.LSTM(H)),
                    k.RepeatVector(S),
                    k.LSTM(H, return_sequences=True),
                    k.Dense(O),
                ],
                "Many translators read in both directions, but here the first LSTM reads forwards only.",
            ),
            (
                "a softmax that nobody asked for",
                lambda k, T, D, S, H, O: [
                    k.LSTM(H),
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
            "the batch axis in Input",
            lambda T, D, S, H, O: sequential((None, T, D), _many_to_many, T, D, S, H, O),
            "Input leaves the batch axis out: keras.Input((T, D)).",
        ),
        Mistake(
            "the states handed over",
            _states_handed_over,
            "Here the second LSTM starts from zeros. All that it hears of the first is its last output, at every step.",
        ),
        Mistake("nothing comes back", lambda T, D, S, H, O: None, "Is a return missing?"),
        *not_a_model(lambda T, D, S, H, O: [keras().Input((T, D)), *_many_to_many(keras().layers, T, D, S, H, O)]),
    ],
    styles={
        "layer by layer, TimeDistributed": _functional,
        "one model that reads, one that writes": _one_model_in_another,
        "without an Input": lambda T, D, S, H, O: keras().Sequential(_many_to_many(keras().layers, T, D, S, H, O)),
        "any number of steps": lambda T, D, S, H, O: sequential((None, D), _many_to_many, T, D, S, H, O),
        "arguments in another order": lambda T, S, D, O, H: many_to_many(T, D, S, H, O),
    },
    hints=[
        "Two halves: many-to-one reads, one-to-many writes. What goes from the first half to the second?",
        "The first LSTM gives its last output, (N, H). RepeatVector(S) makes (N, S, H) of it, for the second LSTM.",
        "LSTM(H), RepeatVector(S), LSTM(H, return_sequences=True), Dense(O), after keras.Input((T, D)).",
    ],
)
