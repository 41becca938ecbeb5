"""The exercise `carried-sizes`: how much of a gradient arrives along the cell state."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.lstm_unrolled.inputs import either_sign
from lstm_ref import sigmoid


def carried_sizes(dc, fs):
    sizes = [np.linalg.norm(dc)]
    for f in fs[::-1]:
        dc = dc * f
        sizes.append(np.linalg.norm(dc))
    return np.array(sizes)


def _cases(rng):
    def ask(T, H, closed=None):
        fs = rng.uniform(0.3, 0.95, (T, H))
        if closed is not None:
            fs[closed] = 0
        return (Call("carried_sizes", (either_sign(rng, 0.5, 2, H), fs)),)

    return [
        Case("one step, 3 units", 0.5, ask(1, 3)),
        Case("4 steps, 3 units", 1, ask(4, 3)),
        Case("5 steps, all gates closed at one of them", 0.5, ask(5, 2, closed=1)),
        Case("6 steps, one unit", 0.5, ask(6, 1)),
        Case("8 steps, 5 units", 0.5, ask(8, 5)),
    ]


def _sizes(steps=lambda fs: fs[::-1], factor=lambda f: f, size=np.linalg.norm):
    """Sizes with an order, a factor or a measure of their own."""

    def sizes(dc, fs):
        found = [size(dc)]
        for f in steps(fs):
            dc = dc * factor(f)
            found.append(size(dc))
        return np.array(found)

    return sizes


def _changed(change):
    return lambda dc, fs: change(carried_sizes(dc, fs))


def _by_dot(product):
    """Sizes by a product that adds up: @ stops at the number it has made, np.dot goes on with it."""

    def sizes(dc, fs):
        found = [np.linalg.norm(dc)]
        for f in fs[::-1]:
            dc = product(dc, f)
            found.append(np.linalg.norm(dc))
        return np.array(found)

    return sizes


def _by_cumprod(dc, fs):
    kept = np.vstack([np.ones(len(dc)), np.cumprod(fs[::-1], axis=0)])
    return np.sqrt(((kept * dc) ** 2).sum(axis=1))


def _vectors(dc, fs, axis=0):
    """What is left of dc at each distance, a row a distance; with axis 1 the gates meet across the units."""
    return dc * np.cumprod(np.vstack([np.ones(len(dc)), fs[::-1]]), axis=axis)


def _in_place(dc, fs):
    sizes = [float(np.sqrt(dc @ dc))]
    for t in reversed(range(len(fs))):
        dc *= fs[t]
        sizes.append(float(np.sqrt(dc @ dc)))
    return sizes


def _entry_by_entry(dc, fs):
    dc, sizes = list(dc), []
    for t in range(len(fs), -1, -1):
        if t < len(fs):
            dc = [value * fs[t][k] for k, value in enumerate(dc)]
        sizes.append(sum(value**2 for value in dc) ** 0.5)
    return tuple(sizes)


CARRIED_SIZES = Exercise(
    "carried-sizes",
    title="What arrives along the cell state",
    answer_name="carried_sizes",
    reference=carried_sizes,
    cases=_cases,
    returns=("sizes",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "first step first",
                _sizes(steps=lambda fs: fs),
                "The gradient starts at the end: the gate of the last step comes first.",
            ),
            (
                "the slope of σ as well",
                _sizes(factor=lambda f: f * f * (1 - f)),
                "Along c nothing is squashed. It meets f, not its slope.",
            ),
            (
                "the slope of σ in place of the gate",
                _sizes(factor=lambda f: f * (1 - f)),
                "Along c nothing is squashed: multiply by f itself.",
            ),
            (
                "σ taken a second time",
                _sizes(factor=sigmoid),
                "fs holds the gates. They have been through σ already: multiply by f itself.",
            ),
            ("1 - f in place of f", _sizes(factor=lambda f: 1 - f), "1 means keep, on the way back as well."),
            (
                "the slope of tanh as well",
                _sizes(factor=lambda f: f * (1 - f**2)),
                "Along c nothing is squashed: multiply by f, and by nothing else.",
            ),
            (
                "one gate for all units, the mean",
                _sizes(factor=lambda f: f.mean()),
                "Each unit has its own gate: multiply entry by entry.",
            ),
            (
                "the size of the gate taken, not its entries",
                _sizes(factor=lambda f: np.linalg.norm(f)),
                "Multiply entry by entry first, then take the size.",
            ),
            (
                "distance 0 is left out",
                _changed(lambda sizes: sizes[1:]),
                "Begin with the size of dc itself: T + 1 sizes.",
            ),
            (
                "the last distance is left out",
                _changed(lambda sizes: sizes[:-1]),
                "T steps lead back to the start, at distance T: T + 1 sizes.",
            ),
            ("the start first", _changed(lambda sizes: sizes[::-1]), "Distance 0 is the end of the sequence."),
            (
                "the last distance first, after the start",
                lambda dc, fs: np.linalg.norm(np.vstack([dc, np.cumprod(fs, axis=0)[::-1] * dc]), axis=1),
                "At distance 1 only the gate of the last step has been met. Turn fs round before you multiply on.",
            ),
            (
                "a size of 1 at distance 0",
                _changed(lambda sizes: np.array([1, *sizes[1:]])),
                "Distance 0 has the size of dc itself.",
            ),
            (
                "@ for the product entry by entry",
                _by_dot(np.matmul),
                "@ adds everything up into one number. Each unit has its own gate: use *.",
            ),
            (
                "np.dot for the product entry by entry",
                _by_dot(np.dot),
                "np.dot of two vectors adds everything up into one number. Each unit has its own gate: use *.",
            ),
            (
                "one gate for all units, the product of all",
                lambda dc, fs: np.array([np.linalg.norm(dc) * np.prod(fs[t:]) for t in range(len(fs), -1, -1)]),
                "Each unit has its own gate: multiply entry by entry, then take the size.",
            ),
            (
                "the gates of a single step each time",
                lambda dc, fs: np.array([np.linalg.norm(dc), *(np.linalg.norm(dc * f) for f in fs[::-1])]),
                "Go on from what was left: dc = dc * f.",
            ),
            (
                "the last gate at every step",
                _sizes(steps=lambda fs: [fs[-1]] * len(fs)),
                "Each step has gates of its own: fs[t].",
            ),
            (
                "distance 0 twice, the last step's gate never",
                lambda dc, fs: carried_sizes(dc, np.vstack([fs[:-1], np.ones(len(dc))])),
                "Distance 1 is behind the gate of the last step: multiply, then append.",
            ),
            (
                "multiplied along the units, not along time",
                lambda dc, fs: np.linalg.norm(_vectors(dc, fs, axis=1), axis=1),
                "A row of fs is a step: np.cumprod with axis=0 goes from step to step.",
            ),
            (
                "a size for each unit",
                lambda dc, fs: np.linalg.norm(_vectors(dc, fs), axis=0),
                "A size for each distance: the norm of each row, axis=1.",
            ),
            (
                "all distances in one size",
                lambda dc, fs: np.linalg.norm(_vectors(dc, fs)),
                "A size for each distance: the norm of each row, axis=1.",
            ),
            (
                "only the last size",
                _changed(lambda sizes: sizes[-1]),
                "Keep the size at every distance: T + 1 sizes.",
            ),
            (
                "shares of the first size",
                _changed(lambda sizes: sizes / sizes[0]),
                "The sizes themselves are asked for. The first is np.linalg.norm(dc).",
            ),
            (
                "the mean in place of the sum of squares",
                _sizes(size=lambda dc: np.sqrt(np.mean(dc**2))),
                "Take np.linalg.norm(dc): the root of the sum of squares.",
            ),
            (
                "the square of the size",
                _changed(lambda sizes: sizes**2),
                "The size is the root of the sum of squares, np.linalg.norm(dc).",
            ),
            (
                "a plain sum, where pieces cancel",
                _sizes(size=np.sum),
                "Positive and negative entries would cancel. Take np.linalg.norm(dc).",
            ),
            ("the sum of the amounts", _sizes(size=lambda dc: abs(dc).sum()), "Take np.linalg.norm(dc)."),
            ("the largest entry", _sizes(size=lambda dc: abs(dc).max()), "Take np.linalg.norm(dc)."),
            (
                "the vectors, not their sizes",
                _vectors,
                "One number for each distance: np.linalg.norm.",
            ),
        ]
    ],
    styles={
        "np.cumprod": _by_cumprod,
        "in place, a list": _in_place,
        "entry by entry": _entry_by_entry,
        "a column": lambda dc, fs: [np.linalg.norm(dc[:, None] * part) for part in _columns(fs)],
        "float32": lambda dc, fs: carried_sizes(np.float32(dc), np.float32(fs)),
        "arguments in another order": lambda fs, dc: carried_sizes(dc, fs),
    },
    hints=[
        "Start a list with the size of dc, np.linalg.norm(dc). Then go over the gates, last step first.",
        "For each: dc = dc * f, and append the size. There is no slope, and no matrix.",
        "for f in fs[::-1]: dc = dc * f, then sizes.append(np.linalg.norm(dc)). Return sizes.",
    ],
)


def _columns(fs):
    """What is kept of each unit at each distance, as columns."""
    return [np.prod(fs[len(fs) - k :], axis=0)[:, None] for k in range(len(fs) + 1)]
