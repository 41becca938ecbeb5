"""What a layer of two directions says last: each direction at its own end."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def last_of_both(y):
    H = y.shape[2] // 2
    return np.concatenate([y[:, -1, :H], y[:, 0, H:]], axis=1)


def _cases(rng):
    def ask(N, T, H):
        return (Call("last_of_both", (rng.uniform(-1, 1, (N, T, 2 * H)),)),)

    return [
        Case("3 sequences of 5 steps, 4 units a direction", 1, ask(3, 5, 4)),
        Case("one sequence, one unit a direction", 0.5, ask(1, 4, 1)),
        Case("more sequences than steps", 0.5, ask(6, 2, 3)),
    ]


def _halves(y):
    return np.split(y, 2, axis=2)


def _in_torch(y):
    import torch

    ahead, back = torch.from_numpy(y).chunk(2, dim=-1)
    return torch.cat((ahead[:, -1], back[:, 0]), dim=-1)


BOTH_ENDS = Exercise(
    "both-ends",
    title="The last output of both directions",
    answer_name="last_of_both",
    reference=last_of_both,
    cases=_cases,
    returns=("last",),
    uses=("torch",),
    mistakes=[
        Mistake(
            "both at the last step",
            lambda y: y[:, -1],
            "At the last step, the direction from the end has read one input only.",
        ),
        Mistake(
            "both at the first step",
            lambda y: y[:, 0],
            "At step 0, the direction from the start has read one input only.",
        ),
        Mistake(
            "each at its beginning",
            lambda y: np.concatenate([_halves(y)[0][:, 0], _halves(y)[1][:, -1]], axis=1),
            "There each has read one input only. Where has each read all?",
        ),
        Mistake(
            "from the end first",
            lambda y: np.concatenate([_halves(y)[1][:, 0], _halves(y)[0][:, -1]], axis=1),
            "In y the direction from the start comes first; keep that order.",
        ),
        Mistake(
            "the halves exchanged",
            lambda y: np.concatenate([_halves(y)[1][:, -1], _halves(y)[0][:, 0]], axis=1),
            "The first half of the last axis belongs to the direction from the start.",
        ),
        Mistake(
            "every other number",
            lambda y: np.concatenate([y[:, -1, ::2], y[:, 0, 1::2]], axis=1),
            "The directions are not mixed: first H numbers of the one, then H of the other.",
        ),
        Mistake(
            "the two added up",
            lambda y: _halves(y)[0][:, -1] + _halves(y)[1][:, 0],
            "Side by side, as they are in y: the result has 2H numbers for each sequence.",
        ),
        Mistake(
            "two arrays",
            lambda y: (_halves(y)[0][:, -1], _halves(y)[1][:, 0]),
            "Put them side by side into one array, (N, 2H): np.concatenate(…, axis=1).",
        ),
        Mistake(
            "time taken for the first axis",
            lambda y: np.concatenate([y[-1, :, : y.shape[2] // 2], y[0, :, y.shape[2] // 2 :]], axis=1),
            "Here y is (N, T, 2H): steps are its second axis.",
        ),
        Mistake(
            "on top of each other",
            lambda y: np.concatenate([_halves(y)[0][:, -1], _halves(y)[1][:, 0]], axis=0),
            "They belong side by side: axis=1.",
        ),
        Mistake(
            "an axis for the directions",
            lambda y: np.stack([_halves(y)[0][:, -1], _halves(y)[1][:, 0]], axis=1),
            "Side by side on one axis: (N, 2H). np.concatenate joins, np.stack makes a new axis.",
        ),
        Mistake(
            "the axis of time is kept",
            lambda y: np.concatenate([_halves(y)[0][:, -1:], _halves(y)[1][:, :1]], axis=2),
            "y[:, -1] takes a step out; y[:, -1:] keeps an axis of 1.",
        ),
        Mistake("the mean over time", lambda y: y.mean(axis=1), "Only one step of each direction is asked for."),
        Mistake(
            "the direction from the start alone",
            lambda y: _halves(y)[0][:, -1],
            "The direction from the end has a last output too: put it beside this one.",
        ),
        Mistake(
            "both ends of both directions",
            lambda y: np.concatenate([y[:, -1], y[:, 0]], axis=1),
            "At each end only one direction has read all: H numbers from the one end, H from the other.",
        ),
        Mistake(
            "the two averaged",
            lambda y: (_halves(y)[0][:, -1] + _halves(y)[1][:, 0]) / 2,
            "Side by side, as they are in y: the result has 2H numbers for each sequence.",
        ),
    ],
    styles={
        "np.split and hstack": lambda y: np.hstack([_halves(y)[0][:, -1], _halves(y)[1][:, 0]]),
        "an axis for the directions": lambda y: y.reshape(*y.shape[:2], 2, -1)[:, [-1, 0], [0, 1]].reshape(
            len(y), y.shape[2]
        ),
        "filled in": lambda y: np.where(np.arange(y.shape[2]) < y.shape[2] // 2, y[:, -1], y[:, 0]),
        "loops and lists": lambda y: [[*row[-1][: len(row[0]) // 2], *row[0][len(row[0]) // 2 :]] for row in y],
        "PyTorch": _in_torch,
        "float32": lambda y: last_of_both(np.float32(y)),
    },
    hints=[
        "In the picture, where does each row of the top layer end?",
        "The first H numbers of the last axis are the direction from the start: it ends at step -1. "
        "The others end at step 0.",
        "H = y.shape[2] // 2, then np.concatenate([y[:, -1, :H], y[:, 0, H:]], axis=1).",
    ],
)
