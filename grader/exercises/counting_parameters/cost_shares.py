"""The exercise on what part of a model's work each of its layers does."""

# ruff: noqa: E741 - O is the letter of the equations

import itertools

import numpy as np

from grader.exercises.counting_parameters.sizes import PAGE, chain, dense, different, lstm
from grader.exercises.declare import Call, Case, Exercise, Mistake


def _work(T, lstm_step=lambda D, H: 4 * H * (D + H) + 3 * H, dense_once=lambda D, O: O * D, dense_times=1):
    """What gives the multiplications of each layer of a stack."""
    return lambda D, units, outputs: chain(
        D, units, outputs, lambda D, H: T * lstm_step(D, H), lambda D, O: dense_times * dense_once(D, O)
    )


def _parts(amounts):
    return [amount / sum(amounts) for amount in amounts]


def cost_shares(T, D, units, outputs):
    return _parts(_work(T)(D, units, outputs))


def _cases(rng):
    def ask(*models):
        return tuple(Call("cost_shares", model) for model in models)

    a, b, c, d, e, f, g = different(rng, 7)
    T, many = int(rng.integers(4, 9)), int(rng.integers(20, 60))
    D, units, outputs = PAGE
    return [
        Case("one LSTM alone, two LSTM layers alone", 1, ask((T, a, [b], []), (T, c, [d, e], []))),
        Case("one LSTM and one Dense layer, one step", 0.5, ask((1, a, [f], [g]))),
        Case("one LSTM and two Dense layers, few steps and many", 1, ask(*((t, e, [c], [g, b]) for t in (T, many)))),
        Case("two LSTM and two Dense layers", 0.5, ask((T, g, [a, d], [c, f]))),
        Case("the page's model with 3 signs, 5 steps and 50", 1, ask(*((t, D, units, [*outputs, 3]) for t in (5, 50)))),
    ]


def _with(**change):
    """The parts of another count of the work; `change` says what else is counted, as a function of T."""
    return lambda T, *model: _parts(_work(T, **{name: make(T) for name, make in change.items()})(*model))


def _last_once(T, D, units, outputs):
    work = _work(T)(D, units, outputs)
    work[len(units) - 1] /= T
    return _parts(work)


def _by_kind(T, D, units, outputs):
    work = _work(T)(D, units, outputs)
    return _parts(work[: len(units)]) + (_parts(work[len(units) :]) if outputs else [])


def _same_input(T, D, units, outputs):
    return _parts([T * (4 * H * (D + H) + 3 * H) for H in units] + [O * D for O in outputs])


def _same_input_in_lstm(T, D, units, outputs):
    lone = [_work(T)(D, [H], [])[0] for H in units]
    return _parts(lone + _work(T)(units[-1], [], outputs))


def _dense_from_last(T, D, units, outputs):
    return _parts(_work(T)(D, units, []) + [O * units[-1] for O in outputs])


def _sum_each_time(T, *model):
    work = _work(T)(*model)
    for k in range(len(work)):
        work[k] /= sum(work)
    return work


def _filled(T, D, units, outputs):
    work = np.zeros(len(units) + len(outputs))
    for k, size in enumerate([*units, *outputs]):
        work[k] = T * size * (4 * (D + size) + 3) if k < len(units) else size * D
        D = size
    work /= work.sum()
    return work


COST_SHARES = Exercise(
    "cost-shares",
    title="What part of the work each layer does",
    answer_name="cost_shares",
    reference=cost_shares,
    cases=_cases,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "percent, not parts",
                lambda *given: [100 * part for part in cost_shares(*given)],
                "Parts of 1: they add up to 1, not to 100.",
            ),
            *(
                (
                    f"rounded to {digits} digits",
                    lambda *given, digits=digits: [round(part, digits) for part in cost_shares(*given)],
                    "A small layer is rounded away. Return the parts as they are.",
                )
                for digits in (2, 3, 4)
            ),
            (
                "the multiplications, not their parts",
                lambda T, *model: _work(T)(*model),
                "Divide each number by the sum of all.",
            ),
            (
                "the parts of the parameters",
                lambda T, *model: _parts(chain(*model)),
                "The work is asked for: multiplications, and the LSTM layers do theirs at every step.",
            ),
            (
                "the parts of the parameters, times T in the LSTM layers",
                lambda T, *model: _parts(chain(*model, lstm=lambda D, H: T * lstm(D, H))),
                "A bias is added, not multiplied; and each ⊙ multiplies without any parameter.",
            ),
            (
                "the LSTM layers work as often as the Dense layers",
                _with(dense_times=lambda T: T),
                "An LSTM takes its step T times. The Dense layers read the last output only, once for a sequence.",
            ),
            (
                "the last LSTM works once",
                _last_once,
                "It gives only its last output. But to get there it must take all T steps.",
            ),
            (
                "the biases of the Dense layers are counted",
                _with(dense_once=lambda T: dense),
                "A bias is added: nothing is multiplied.",
            ),
            (
                "the biases of the LSTM layers are counted",
                _with(lstm_step=lambda T: lambda D, H: lstm(D, H) + 3 * H),
                "A bias is added: nothing is multiplied.",
            ),
            (
                "the parameters of the LSTM layers, times T",
                _with(lstm_step=lambda T: lstm),
                "A bias is added, not multiplied; and each ⊙ multiplies without any parameter.",
            ),
            (
                "the three ⊙ are left out",
                _with(lstm_step=lambda T: lambda D, H: 4 * H * (D + H)),
                "Each step has three ⊙, with H multiplications each.",
            ),
            (
                "every layer reads the model's input",
                _same_input,
                "Each layer but the first reads what comes out of the one before.",
            ),
            (
                "every LSTM reads the model's input",
                _same_input_in_lstm,
                "Each LSTM but the first reads the H numbers of the one before.",
            ),
            (
                "every Dense layer reads the last LSTM",
                _dense_from_last,
                "Only the first Dense layer does. After each layer, D becomes what it gives.",
            ),
            (
                "the sum changes while it is used",
                _sum_each_time,
                "Put the sum aside before the loop: each new part makes it smaller.",
            ),
            (
                "each kind of layer by itself",
                _by_kind,
                "One sum over all layers: the parts of LSTM and Dense layers together make 1.",
            ),
            (
                "running totals",
                lambda *given: list(itertools.accumulate(cost_shares(*given))),
                "Each part stands for one layer alone.",
            ),
            (
                "parts of the largest layer",
                lambda T, *model: [work / max(_work(T)(*model)) for work in _work(T)(*model)],
                "Divide by the sum, not by the largest.",
            ),
            (
                "the Dense layers are left out",
                lambda T, D, units, outputs: cost_shares(T, D, units, []),
                "They do some work as well.",
            ),
            (
                "from last to first",
                lambda *given: cost_shares(*given)[::-1],
                "In the order in which the layers are used.",
            ),
        ]
    ],
    styles={
        "an array, in place": _filled,
        "NumPy at the end": lambda T, *model: np.array(_work(T)(*model)) / np.sum(_work(T)(*model)),
        "a tuple": lambda *given: tuple(cost_shares(*given)),
        "float32": lambda *given: np.float32(cost_shares(*given)),
        "arguments in another order": lambda D, units, outputs, T: cost_shares(T, D, units, outputs),
    },
    hints=[
        "First the multiplications of each layer for a whole sequence, then each divided by their sum.",
        "An LSTM layer does T · step_multiplications(D, H). A Dense layer does O · D, once.",
        "work = a list, built as in model_parameters. Then return [each / sum(work) for each in work].",
    ],
)
