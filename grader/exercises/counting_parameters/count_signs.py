"""The exercise on a model as a function of n: what does not depend on n, and what each more of n costs."""

from grader.exercises.counting_parameters.sizes import PAGE, chain, different
from grader.exercises.declare import Call, Case, Exercise, Mistake


def fixed_and_each(D, units, outputs):
    return sum(chain(D, units, outputs)), [*units, *outputs][-1] + 1


def _cases(rng):
    def ask(*models):
        return tuple(Call("fixed_and_each", model) for model in models)

    a, b, c, d, e, f = different(rng, 6)
    return [
        Case("one LSTM, one Dense layer before the last", 0.5, ask((a, [b], [c]))),
        Case("two LSTM layers, two Dense layers before the last", 0.5, ask((d, [f, e], [b, a]))),
        Case("no Dense layer before the last", 0.5, ask((c, [d], []), (e, [f, b], []))),
        Case("the page's model, and one that reads another number", 0.5, ask(PAGE, (a, *PAGE[1:]))),
    ]


def _by_trying(D, units, outputs):
    none, one = (sum(chain(D, units, [*outputs, n])) for n in (0, 1))
    return none, one - none


def _with(change):
    return lambda D, units, outputs: change(*fixed_and_each(D, units, outputs), D, units, outputs)


COUNT_SIGNS = Exercise(
    "count-signs",
    title="The whole as a function of n",
    answer_name="fixed_and_each",
    reference=fixed_and_each,
    cases=_cases,
    returns=("fixed", "each"),
    tolerance=1e-9,
    mistakes=[
        Mistake(name, _with(wrong), advice)
        for name, wrong, advice in [
            (
                "a sign without its bias",
                lambda fixed, each, *_: (fixed, each - 1),
                "Each sign is one output more: a row of weights, and a bias.",
            ),
            (
                "brackets missing: one bias for all signs",
                lambda fixed, each, *_: (fixed + 1, each - 1),
                "Each sign has its own bias: n times (D + 1).",
            ),
            (
                "one sign is in the fixed part",
                lambda fixed, each, *_: (fixed + each, each),
                "The fixed part is what there is whatever n is: without the last layer.",
            ),
            (
                "the last layer taken for the fixed part",
                lambda fixed, each, D, units, outputs: (fixed - chain(D, units, outputs)[-1], each),
                "outputs ends before the layer with n outputs: all that is given is fixed.",
            ),
            (
                "the last Dense layer given taken for the one with n outputs",
                lambda fixed, each, D, units, outputs: (sum(chain(D, units, outputs[:-1])), each),
                "outputs ends before the layer with n outputs: all that is given is fixed.",
            ),
            (
                "33 whatever the model",
                lambda fixed, each, *_: (fixed, 33),
                "That is right for the page's model. What does a sign read in another one?",
            ),
            ("each before fixed", lambda fixed, each, *_: (each, fixed), "Return fixed first, then each."),
            (
                "the Dense layers are not in the fixed part",
                lambda fixed, each, D, units, outputs: (sum(chain(D, units, [])), each),
                "The Dense layers before the last one do not depend on n either.",
            ),
            (
                "a sign hears the last LSTM",
                lambda fixed, each, D, units, outputs: (fixed, units[-1] + 1),
                "It hears the layer just before, which is a Dense layer where there is one.",
            ),
            (
                "a sign hears the model's input",
                lambda fixed, each, D, units, outputs: (fixed, D + 1),
                "It hears the layer just before.",
            ),
            (
                "a sign counted like a unit of an LSTM",
                lambda fixed, each, *_: (fixed, 4 * each),
                "The last layer is a Dense layer: no gates.",
            ),
            (
                "without a Dense layer before the last: an error",
                lambda fixed, each, D, units, outputs: (fixed, outputs[-1] + 1),
                "The list outputs may be empty. Then the last layer hears the last LSTM.",
            ),
            (
                "the numbers of the page's model",
                lambda *_: (203360, 33),
                "They are right for that model. Write them for any D, units and outputs.",
            ),
            (
                "an LSTM with its brackets missing",
                lambda fixed, each, D, units, outputs: (
                    sum(chain(D, units, outputs, lstm=lambda D, H: 4 * H * (D + H) + 1)),
                    each,
                ),
                "Each of its 4H rows has its own bias. Look at lstm_parameters first.",
            ),
            (
                "the fixed part only",
                lambda fixed, *_: fixed,
                "Two numbers: what is fixed, and what each sign costs.",
            ),
            (
                "the layers one by one",
                lambda fixed, each, *given: (chain(*given), each),
                "The fixed part is one number: the sum over the layers.",
            ),
        ]
    ]
    + [
        Mistake(
            "the first layer, not the last",
            lambda D, units, outputs: (fixed_and_each(D, units, outputs)[0], [*units, *outputs][0] + 1),
            "The last Dense layer reads what the layer before it gives: take the last size.",
        ),
        Mistake(
            "two biases for each sign",
            lambda D, units, outputs: (fixed_and_each(D, units, outputs)[0], [*units, *outputs][-1] + 2),
            "Each output of a Dense layer has one bias.",
        ),
        Mistake(
            "the bias subtracted",
            lambda D, units, outputs: (fixed_and_each(D, units, outputs)[0], [*units, *outputs][-1] - 1),
            "Each output has one weight for each number that it reads, and a bias.",
        ),
        Mistake(
            "the bias alone",
            lambda D, units, outputs: (fixed_and_each(D, units, outputs)[0], 1),
            "Each output has one weight for each number that it reads, and a bias.",
        ),
    ],
    styles={
        "by trying n = 0 and n = 1": _by_trying,
        "a list": lambda *given: list(fixed_and_each(*given)),
        "two cases": lambda D, units, outputs: (
            sum(chain(D, units, outputs)),
            outputs[-1] + 1 if len(outputs) else units[-1] + 1,
        ),
        "real numbers": lambda *given: tuple(map(float, fixed_and_each(*given))),
        "arguments in another order": lambda outputs, units, D: fixed_and_each(D, units, outputs),
    },
    hints=[
        "n is in one layer only: the last. Everything before it is the fixed part.",
        "A Dense layer of n outputs has n · (D + 1) parameters. Which number is its D?",
        "fixed is sum(model_parameters(D, units, outputs)); each is the last number of [*units, *outputs], plus 1.",
    ],
)
