"""The exercise on a stack that raises "expected ndim=3, found ndim=2"."""

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

UNITS = {"lower": 6, "middle": 5, "upper": 4}


def _lstms(k, every=("lower", "middle"), units=UNITS):
    return [k.LSTM(H, return_sequences=name in every, name=name) for name, H in units.items()]


def _repaired(k, T, D, n):
    return [*_lstms(k), k.Dense(n, activation="softmax")]


def repaired(T, D, n):
    return sequential((T, D), _repaired, T, D, n)


def _cases(rng):
    x = rng.standard_normal((4, 5, 3))

    def weights(D, n):
        pairs = zip([D, *UNITS.values()], UNITS.values(), strict=False)
        return [array for pair in pairs for array in lstm_arrays(rng, *pair)] + dense_arrays(rng, 4, n)

    return [
        Case("it is made, and gives n numbers for each sequence", 0.5, shape_of_output("repaired", (5, 3, 2), x)),
        Case("it has as many parameters as before", 0.5, number_of_parameters("repaired", (5, 3, 2), x)),
        Case("what it gives, with given weights", 1.5, output("repaired", (5, 3, 2), x, weights(3, 2))),
        Case("one step of one feature", 0.5, output("repaired", (1, 1, 3), x[:, :1, :1], weights(1, 3))),
    ]


def _stack(stack):
    return lambda T, D, n: sequential((T, D), stack, T, D, n)


def _between(make):
    """A stack in which every LSTM gives its last output only, with a layer put in between."""

    def stack(k, T, D, n):
        lower, middle, upper = _lstms(k, every=())
        return [lower, make(k, T, 6), middle, make(k, T, 5), upper, k.Dense(n, activation="softmax")]

    return _stack(stack)


def _functional(T, D, n):
    """Right, layer by layer."""
    k = keras()
    x = y = k.Input((T, D))
    for layer in _lstms(k.layers):
        y = layer(y)
    return k.Model(x, k.layers.Dense(n, activation="softmax")(y))


def _added(T, D, n):
    """Right, with `add`, and the softmax as a layer."""
    k = keras()
    model = k.Sequential()
    for layer in [k.Input((T, D)), *_lstms(k.layers), k.layers.Dense(n), k.layers.Softmax()]:
        model.add(layer)
    return model


def _compiled(T, D, n):
    model = repaired(T, D, n)
    model.compile(loss="categorical_crossentropy")
    return model


def _unnamed(*every, option="return_sequences"):
    """A stack whose layers have no names; `every` says which of the three get the option."""

    def stack(k, T, D, n):
        lstms = [k.LSTM(H, **{option: on}) for H, on in zip(UNITS.values(), every, strict=True)]
        return [*lstms, k.Dense(n, activation="softmax")]

    return _stack(stack)


GIVES = "It gives its last output only, (N, units), and an LSTM reads (N, T, features)."

REPAIR_STACK = Exercise(
    "repair-stack",
    title="Repair the stack",
    answer_name="repaired",
    reference=repaired,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, _stack(stack), advice)
        for name, stack, advice in [
            (
                "the lower LSTM is not repaired",
                lambda k, T, D, n: [*_lstms(k, every=()), k.Dense(n)],
                f"Keras names middle, which cannot read. The fault is in the layer below it, lower. {GIVES}",
            ),
            (
                "the middle LSTM is not repaired",
                lambda k, T, D, n: [*_lstms(k, every=["lower"]), k.Dense(n)],
                f"Now Keras names upper. The fault is in the layer below it, middle. {GIVES}",
            ),
            (
                "the upper LSTM gives every output",
                lambda k, T, D, n: [*_lstms(k, every=UNITS), k.Dense(n, activation="softmax")],
                "One answer for each sequence is wanted, so upper gives its last output only.",
            ),
            (
                "every output, flattened",
                lambda k, T, D, n: [*_lstms(k, every=UNITS), k.Flatten(), k.Dense(n, activation="softmax")],
                "Then Dense has weights of its own for each step. Let upper give its last output only.",
            ),
            (
                "the mean of every output",
                lambda k, T, D, n: [
                    *_lstms(k, every=UNITS),
                    k.GlobalAveragePooling1D(),
                    k.Dense(n, activation="softmax"),
                ],
                "The stack as it was takes the last output of upper.",
            ),
            (
                "one LSTM left",
                lambda k, T, D, n: [*_lstms(k, (), {"lower": 6}), k.Dense(n, activation="softmax")],
                "All three LSTM layers are to stay.",
            ),
            (
                "two LSTMs left",
                lambda k, T, D, n: [*_lstms(k, ["lower"], {"lower": 6, "upper": 4}), k.Dense(n, activation="softmax")],
                "All three LSTM layers are to stay.",
            ),
            (
                "return_state in place of return_sequences",
                lambda k, T, D, n: [k.LSTM(6, return_state=True, name="lower"), *_lstms(k)[1:], k.Dense(n)],
                "return_state gives three values, and a stack can pass on only one. Here return_sequences is meant.",
            ),
            (
                "the softmax is left out",
                lambda k, T, D, n: [*_lstms(k), k.Dense(n)],
                'The last layer turns scores into probabilities: activation="softmax".',
            ),
            (
                "the units of the page",
                lambda k, T, D, n: [
                    *_lstms(k, units={"lower": 64, "middle": 128, "upper": 64}),
                    k.Dense(n, activation="softmax"),
                ],
                "The stack to repair is a small one, with 6, 5 and 4 units.",
            ),
            (
                "a sigmoid at the end",
                lambda k, T, D, n: [*_lstms(k), k.Dense(n, activation="sigmoid")],
                'Change nothing but what is broken. The last layer had activation="softmax".',
            ),
            (
                "the units in another order",
                lambda k, T, D, n: [
                    *_lstms(k, units={"lower": 4, "middle": 5, "upper": 6}),
                    k.Dense(n, activation="softmax"),
                ],
                "From the lowest to the uppermost the layers have 6, 5 and 4 units, as before.",
            ),
            (
                "GRUs",
                lambda k, T, D, n: [
                    *[k.GRU(H, return_sequences=H > 4) for H in UNITS.values()],
                    k.Dense(n, activation="softmax"),
                ],
                "Change nothing but what is broken: the layers are LSTMs.",
            ),
            (
                "relu where it was not",
                lambda k, T, D, n: [
                    *[k.LSTM(H, return_sequences=H > 4, activation="relu") for H in UNITS.values()],
                    k.Dense(n, activation="softmax"),
                ],
                "Change nothing but what is broken.",
            ),
        ]
    ]
    + [
        Mistake(
            "the first LSTM is not repaired",
            _unnamed(False, True, False),
            f"Keras names the second, which cannot read. The fault is in the layer below it, the first. {GIVES}",
        ),
        Mistake(
            "the second LSTM is not repaired",
            _unnamed(True, False, False),
            f"Keras names the third, which cannot read. The fault is in the layer below it, the second. {GIVES}",
        ),
        Mistake(
            "return_state where return_sequences is meant",
            _unnamed(True, True, False, option="return_state"),
            "return_state gives three values, and a stack can pass on only one.",
        ),
        Mistake(
            "the batch of 20 in Input",
            lambda T, D, n: sequential((20, T, D), lambda k: [*_lstms(k), k.Dense(n, activation="softmax")]),
            "Input leaves the batch axis out: keras.Input((T, D)), as it was.",
        ),
        Mistake(
            "always two answers",
            lambda T, D, n: repaired(T, D, 2),
            "n says how many numbers are wanted for each sequence: Dense(n).",
        ),
        Mistake(
            "always three features",
            lambda T, D, n: repaired(T, 3, n),
            "The sizes come as T and D: keras.Input((T, D)), as it was.",
        ),
        Mistake(
            "RepeatVector between the LSTMs",
            _between(lambda k, T, units: k.RepeatVector(T)),
            "It runs, but then each LSTM hears T times the same. It should hear what was given at every step.",
        ),
        Mistake(
            "the last output made a sequence of one step",
            _between(lambda k, T, units: k.Reshape((1, units))),
            "It runs, but the outputs of all other steps are lost. Let the LSTM below give every output.",
        ),
        Mistake(
            "the batch axis in Input",
            lambda T, D, n: sequential((None, T, D), _repaired, T, D, n),
            "Input leaves the batch axis out: keras.Input((T, D)), as it was.",
        ),
        Mistake("nothing comes back", lambda T, D, n: None, "Is a return missing?"),
        *not_a_model(lambda T, D, n: [keras().Input((T, D)), *_repaired(keras().layers, T, D, n)]),
    ],
    styles={
        "layer by layer": _functional,
        "with add": _added,
        "without an Input": lambda T, D, n: keras().Sequential(_repaired(keras().layers, T, D, n)),
        "any number of steps": lambda T, D, n: sequential((None, D), _repaired, T, D, n),
        "compiled": _compiled,
        "arguments in another order": lambda n, D, T: repaired(T, D, n),
    },
    hints=[
        "Keras names the layer that cannot read what it gets. Look at the layer below that one.",
        "An LSTM reads three axes: (N, T, features). Which of the three LSTMs must give every output for that?",
        "lower and middle get return_sequences=True. upper stays as it is: one answer is wanted for each sequence.",
    ],
)
