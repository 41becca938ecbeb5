"""The exercise on the shapes of any stack."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.return_sequences.keras_models import USES

PAGE = [("LSTM seq", 64), ("LSTM seq", 128), ("LSTM", 64), ("Dense", 64), ("Dense", 32), ("Dense", 3)]


def stack_shapes(x_shape, stack):
    shapes = []
    shape = x_shape
    for kind, units in stack:
        kept = shape[:1] if kind == "LSTM" else shape[:-1]
        shape = (*kept, units)
        shapes.append(shape)
    return shapes


def _cases(rng):
    def ask(x_shape, *kinds):
        units = rng.permutation(np.arange(2, 40))[: len(kinds)]
        return (Call("stack_shapes", (x_shape, [(kind, int(each)) for kind, each in zip(kinds, units, strict=True)])),)

    N, T, D = (int(size) for size in rng.permutation(np.arange(41, 60))[:3])
    return [
        Case("the page's stack", 0.5, (Call("stack_shapes", ((20, 5, 126), PAGE)),)),
        Case("one LSTM that gives every output", 0.5, ask((N, T, D), "LSTM seq")),
        Case("one LSTM that gives the last output", 0.5, ask((N, T, D), "LSTM")),
        Case("Dense on vectors", 0.5, ask((N, D), "Dense", "Dense")),
        Case("Dense at every step", 0.5, ask((N, T, D), "Dense", "LSTM seq", "Dense", "Dense")),
        Case("one sequence of one step", 0.5, ask((1, 1, 1), "LSTM seq", "Dense", "LSTM", "Dense")),
    ]


def _by(rule, first=()):
    """An answer that goes through the stack by a rule of its own for the next shape."""

    def answer(x_shape, stack):
        shapes = [x_shape, *first]
        for kind, units in stack:
            shapes.append(rule(shapes[-1], kind, units, x_shape))
        return shapes[1:]

    return answer


def _next(shape, kind, units):
    return (*(shape[:1] if kind == "LSTM" else shape[:-1]), units)


def _unpacked(x_shape, stack):
    N, T, _ = x_shape
    return stack_shapes((N, T, 0), stack)


def _arrays(x_shape, stack):
    """Right, by arrays that are really made."""
    y, shapes = np.zeros(x_shape), []
    for kind, units in stack:
        y = (y[:, -1] if kind == "LSTM" else y) @ np.zeros((y.shape[-1], units))
        shapes.append(y.shape)
    return shapes


STACK_SHAPES = Exercise(
    "stack-shapes",
    title="The shapes of any stack",
    answer_name="stack_shapes",
    reference=stack_shapes,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "Dense drops the steps",
                _by(lambda s, kind, units, x: (s[0], units) if kind != "LSTM seq" else (*s[:-1], units)),
                "Dense changes the last axis only. Where there are steps, they stay.",
            ),
            (
                "Dense always without steps",
                lambda x, stack: [
                    (x[0], x[1], units) if kind == "LSTM seq" else (x[0], units) for kind, units in stack
                ],
                "Dense changes the last axis only. Where there are steps, they stay.",
            ),
            (
                "Dense always with steps",
                lambda x, stack: [(x[0], units) if kind == "LSTM" else (x[0], x[1], units) for kind, units in stack],
                "Above an LSTM that gives its last output there are no steps. Dense keeps the axes that it gets.",
            ),
            (
                "the shapes of the example",
                lambda x, stack: [(20, 5, 64), (20, 8), (20, 3)],
                "Other stacks have other layers: go through stack, one pair after the other.",
            ),
            (
                "every LSTM gives its last output only",
                _by(lambda s, kind, units, x: (s[0], units) if kind != "Dense" else (*s[:-1], units)),
                '"LSTM seq" has return_sequences=True: the steps stay.',
            ),
            (
                "every LSTM gives every output",
                _by(lambda s, kind, units, x: (*s[:-1], units)),
                '"LSTM", without seq, gives the last output only: the axis of the steps goes.',
            ),
            (
                "the two kinds of LSTM exchanged",
                _by(
                    lambda s, kind, units, x: _next(s, {"LSTM": "LSTM seq", "LSTM seq": "LSTM"}.get(kind, kind), units)
                ),
                '"LSTM seq" gives every output, "LSTM" the last one.',
            ),
            (
                "the steps come back after an LSTM",
                _by(lambda s, kind, units, x: _next(x, kind, units)),
                "Each layer reads what the one below gives. Go on from the last shape, not from that of x.",
            ),
            ("the shape of x in the list", lambda x, stack: [x, *stack_shapes(x, stack)], "One shape for each layer."),
            (
                "x always has steps",
                _unpacked,
                "N, T, D = x_shape fails where x is (N, D). Take the axes from the last shape instead.",
            ),
            (
                "only the last shape",
                lambda x, stack: stack_shapes(x, stack)[-1],
                "One shape for each layer, in a list.",
            ),
            ("the last layer first", lambda x, stack: stack_shapes(x, stack)[::-1], "The lowest layer comes first."),
            (
                "the batch axis is left out",
                lambda x, stack: [shape[1:] for shape in stack_shapes(x, stack)],
                "Every shape begins with the number of sequences.",
            ),
            (
                "the features stay",
                _by(lambda s, kind, units, x: (*s, units)),
                "The units take the place of the features: the last axis.",
            ),
            (
                "an axis of one step is left",
                _by(lambda s, kind, units, x: (s[0], 1, units) if kind == "LSTM" else (*s[:-1], units)),
                "The axis of the steps goes, not only the steps.",
            ),
            (
                "returned after the first layer",
                lambda x, stack: stack_shapes(x, stack)[:1],
                "Is the return inside the loop? There is one shape for each layer.",
            ),
        ]
    ],
    styles={
        "arrays that are made": _arrays,
        "lists of lists": lambda x, stack: [list(shape) for shape in stack_shapes(x, stack)],
        "a tuple of tuples": lambda x, stack: tuple(stack_shapes(x, stack)),
        "a rule of its own": _by(lambda s, kind, units, x: _next(s, kind, units)),
        "arguments in another order": lambda stack, x_shape: stack_shapes(x_shape, stack),
    },
    hints=[
        "Keep the shape of the moment in a variable, and let each layer of the stack make the next one from it.",
        "All three kinds put their units into the last axis. Which of them also takes an axis away?",
        'For "LSTM" the next shape is (shape[0], units). For the other two it is (*shape[:-1], units).',
    ],
)
