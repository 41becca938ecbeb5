"""The exercise on a whole model: LSTM layers, then Dense layers, each counted from what the one before gives."""

# ruff: noqa: E741 - O is the letter of the equations

import itertools

import numpy as np

from grader.exercises.counting_parameters.sizes import PAGE, chain, dense, different, lstm
from grader.exercises.declare import Call, Case, Exercise, Mistake


def model_parameters(D, units, outputs):
    return chain(D, units, outputs)


def _cases(rng):
    def ask(*models):
        return tuple(Call("model_parameters", model) for model in models)

    a, b, c, d, e, f, g, h = different(rng, 8)
    D, units, outputs = PAGE
    return [
        Case("one LSTM, one Dense layer", 0.5, ask((a, [b], [c]))),
        Case("three LSTM layers, no Dense", 1, ask((a, [b, c, d], []))),
        Case("one LSTM, three Dense layers", 1, ask((h, [g], [f, e, d]))),
        Case("two of each, of other sizes", 1, ask((e, [f, g], [h, a]))),
        Case("the page's model, with 3 signs and with 26", 0.5, ask(*((D, units, [*outputs, n]) for n in (3, 26)))),
    ]


def _same_input(*kinds):
    """Each layer of these kinds reads what came into the first of them."""

    def count(D, units, outputs):
        given = []
        for kind, layer, sizes in (("LSTM", lstm, units), ("Dense", dense, outputs)):
            for size in sizes:
                given.append(layer(D, size))
                D = D if kind in kinds else size
        return given

    return count


def _not_carried_to_dense(D, units, outputs):
    return chain(D, units, []) + chain(D, [], outputs)


def _slices(D, units, outputs):
    reads = [D, *units, *outputs]
    counts = [4 * H * (reads[k] + H + 1) for k, H in enumerate(units)]
    return counts + [O * (reads[len(units) + k] + 1) for k, O in enumerate(outputs)]


def _pairs(D, units, outputs):
    pairs = list(itertools.pairwise([D, *units, *outputs]))
    return np.array([lstm(*pair) for pair in pairs[: len(units)]] + [dense(*pair) for pair in pairs[len(units) :]])


def _appended(D, units, outputs):
    counts = []
    while units:
        H = units.pop(0)
        counts += [4 * (H * D + H * H + H)]
        D = H
    for O in outputs:
        counts += [O * D + O]
        D = O
    return tuple(counts)


COUNT_MODEL = Exercise(
    "count-model",
    title="A whole model, layer by layer",
    answer_name="model_parameters",
    reference=model_parameters,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "every layer reads the model's input",
                lambda D, units, outputs: [lstm(D, H) for H in units] + [dense(D, O) for O in outputs],
                "Only the first layer does. Each other one reads what comes out of the one before.",
            ),
            (
                "every LSTM reads the model's input",
                lambda D, units, outputs: [lstm(D, H) for H in units] + chain(units[-1], [], outputs),
                "Only the first one does. Each other one reads the H numbers of the one before.",
            ),
            (
                "the first Dense layer reads the model's input",
                _not_carried_to_dense,
                "It reads what the last LSTM gives.",
            ),
            (
                "every LSTM reads the model's input, every Dense layer the last LSTM",
                lambda D, units, outputs: [lstm(D, H) for H in units] + [dense(units[-1], O) for O in outputs],
                "After each layer, what it gives becomes the D of the next one.",
            ),
            (
                "D is not carried on from LSTM to LSTM, nor to the first Dense layer",
                _same_input("LSTM"),
                "After each layer, what it gives becomes the D of the next: D = H.",
            ),
            (
                "every Dense layer reads the last LSTM",
                _same_input("Dense"),
                "Only the first Dense layer does. After each layer, D becomes what it gives.",
            ),
            ("the Dense layers are left out", lambda D, units, outputs: chain(D, units, []), "They count as well."),
            (
                "the Dense layers counted like LSTMs",
                lambda *given: chain(*given, dense=lstm),
                "A Dense layer has no gates and no hidden state.",
            ),
            (
                "Dense with its brackets missing",
                lambda *given: chain(*given, dense=lambda D, O: O * D + 1),
                "Each output has a bias: O times (D + 1).",
            ),
            (
                "LSTM with its brackets missing",
                lambda *given: chain(*given, lstm=lambda D, H: 4 * H * (D + H) + 1),
                "Each of the 4H rows has its own bias: 4 times H times (D + H + 1).",
            ),
            (
                "no biases in the LSTM layers",
                lambda *given: chain(*given, lstm=lambda D, H: 4 * H * (D + H)),
                "Each unit of each gate has a bias.",
            ),
            (
                "no biases in the Dense layers",
                lambda *given: chain(*given, dense=lambda D, O: O * D),
                "Each output has a bias.",
            ),
            (
                "no biases at all",
                lambda *given: chain(*given, lstm=lambda D, H: 4 * H * (D + H), dense=lambda D, O: O * D),
                "Each unit of each gate has a bias, and each output.",
            ),
            (
                "D and H exchanged in the LSTM layers",
                lambda *given: chain(*given, lstm=lambda D, H: lstm(H, D)),
                "First what a layer reads, then its units.",
            ),
            (
                "two biases in each LSTM",
                lambda *given: chain(*given, lstm=lambda D, H: 4 * H * (D + H + 2)),
                "That is PyTorch, which comes next. Keras has one.",
            ),
            (
                "the first layer only",
                lambda *given: chain(*given)[:1],
                "One number for each layer. Does the return stand inside the loop?",
            ),
            ("the whole, not the layers", lambda *given: sum(chain(*given)), "One number for each layer, in a list."),
            (
                "running totals",
                lambda *given: list(itertools.accumulate(chain(*given))),
                "Each number stands for one layer alone.",
            ),
            (
                "two lists",
                lambda D, units, outputs: [chain(D, units, []), chain(units[-1], [], outputs)],
                "One list: first the LSTM layers, then the Dense layers. Lists are joined by +.",
            ),
            ("from last to first", lambda *given: chain(*given)[::-1], "In the order in which the layers are used."),
        ]
    ],
    styles={
        "a list of what each layer reads": _slices,
        "pairs of sizes, an array": _pairs,
        "in place, into its own arguments": _appended,
        "real numbers": lambda *given: [float(count) for count in chain(*given)],
        "arguments in another order": lambda units, outputs, D: chain(D, units, outputs),
    },
    hints=[
        "Go through the layers in order, and keep in mind how many numbers come out of the last one.",
        "A loop over units, then a loop over outputs. After each layer, D becomes its H, or its O.",
        "for H in units: counts.append(lstm_parameters(D, H)); D = H. The same with dense_parameters for O in outputs.",
    ],
)
