"""The exercise on the last output of a bidirectional layer."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.return_sequences.keras_models import USES


def last_of_both(y):
    H = y.shape[2] // 2
    return np.concatenate([y[:, -1, :H], y[:, 0, H:]], axis=1)


def _cases(rng):
    def ask(N, T, H):
        return (Call("last_of_both", (rng.uniform(-1, 1, (N, T, 2 * H)),)),)

    return [
        Case("4 sequences of 5 steps, 3 units each way", 0.5, ask(4, 5, 3)),
        Case("one sequence, one unit each way", 0.5, ask(1, 6, 1)),
        Case("as many sequences as steps and units: 4", 0.5, ask(4, 4, 4)),
        Case("20 sequences of 7 steps, 8 units each way", 0.5, ask(20, 7, 8)),
    ]


def _ends(forward, backward, join=lambda a, b: np.concatenate([a, b], axis=1)):
    """An answer that takes each half at a step of its own, and joins the two."""
    return lambda y: join(y[:, forward, : y.shape[2] // 2], y[:, backward, y.shape[2] // 2 :])


def _loop(y):
    H = len(y[0][0]) // 2
    return [[*(sequence[-1][k] for k in range(H)), *(sequence[0][H + k] for k in range(H))] for sequence in y]


def _written_in(y):
    last = y[:, -1].copy()
    last[:, last.shape[1] // 2 :] = y[:, 0, last.shape[1] // 2 :]
    return last


BIDIRECTIONAL_LAST = Exercise(
    "bidirectional-last",
    title="The last output of both directions",
    answer_name="last_of_both",
    reference=last_of_both,
    cases=_cases,
    uses=USES,
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the last step of both",
                lambda y: y[:, -1],
                "At the last step the backward direction has only just begun: it has read one step.",
            ),
            (
                "the first step of both",
                lambda y: y[:, 0],
                "At the first step the forward direction has only just begun: it has read one step.",
            ),
            (
                "each half where it begins",
                _ends(0, -1),
                "Forwards the reading ends at the last step, backwards at the first.",
            ),
            (
                "the backward half first",
                _ends(-1, 0, lambda a, b: np.concatenate([b, a], axis=1)),
                "In y the forward half comes first. Keep that order.",
            ),
            (
                "one under the other",
                _ends(-1, 0, lambda a, b: np.concatenate([a, b])),
                "Join along the features: axis=1.",
            ),
            (
                "the halves on an axis of their own",
                _ends(-1, 0, lambda a, b: np.stack([a, b], axis=1)),
                "The halves lie side by side, in one row of 2H numbers: np.concatenate, with axis=1.",
            ),
            ("two halves, not joined", _ends(-1, 0, lambda a, b: (a, b)), "One array is wanted: (N, 2H)."),
            ("the halves added up", _ends(-1, 0, np.add), "They lie side by side: H numbers forwards, H backwards."),
            (
                "the mean of the halves",
                _ends(-1, 0, lambda a, b: (a + b) / 2),
                "They lie side by side, nothing is lost.",
            ),
            (
                "both ends whole",
                lambda y: np.concatenate([y[:, -1], y[:, 0]], axis=1),
                "Of each end only the half that has read everything is wanted: 2H numbers in all.",
            ),
            (
                "the mean of all steps",
                lambda y: y.mean(axis=1),
                "Each half has one step at which it has read everything. Take that one.",
            ),
            (
                "always 8 units each way",
                lambda y: np.concatenate([y[:, -1, :8], y[:, 0, 8:]], axis=1),
                "Other layers have other units. H is half of the last axis: y.shape[2] // 2.",
            ),
            (
                "an axis of one step is left",
                lambda y: np.concatenate([y[:, -1:, : y.shape[2] // 2], y[:, :1, y.shape[2] // 2 :]], axis=2),
                "The slice -1: keeps its axis. The index -1 takes it away.",
            ),
            (
                "the last sequence, not the last step",
                lambda y: np.concatenate([y[-1, :, : y.shape[2] // 2], y[0, :, y.shape[2] // 2 :]], axis=1),
                "The first axis holds the sequences, the second the steps: y[:, -1].",
            ),
            (
                "every other number",
                lambda y: np.concatenate([y[:, -1, ::2], y[:, 0, 1::2]], axis=1),
                "The halves are not mixed: first H numbers forwards, then H backwards.",
            ),
            (
                "only the forward half",
                lambda y: y[:, -1, : y.shape[2] // 2],
                "The backward direction has read everything too: at step 0.",
            ),
            (
                "the forward half twice",
                lambda y: np.concatenate([y[:, -1, : y.shape[2] // 2], y[:, 0, : y.shape[2] // 2]], axis=1),
                "The backward half is the second one: from H on, H:.",
            ),
            (
                "cut at half of the steps",
                lambda y: np.concatenate([y[:, -1, : y.shape[1] // 2], y[:, 0, y.shape[1] // 2 :]], axis=1),
                "H is half of the last axis: y.shape[2] // 2. y.shape[1] counts the steps.",
            ),
            (
                "the backward half mirrored",
                _ends(-1, 0, lambda a, b: np.concatenate([a, b[:, ::-1]], axis=1)),
                "Only the steps are read backwards. The units keep their order.",
            ),
        ]
    ],
    styles={
        "np.hstack": lambda y: np.hstack([y[:, -1, : y.shape[-1] // 2], y[:, 0, y.shape[-1] // 2 :]]),
        "np.split": lambda y: np.concatenate(
            [half[:, k] for half, k in zip(np.split(y, 2, 2), (-1, 0), strict=True)], 1
        ),
        "loops and lists": _loop,
        "written over the last step": _written_in,
        "np.where": lambda y: np.where(np.arange(y.shape[2]) < y.shape[2] // 2, y[:, -1], y[:, 0]),
        "float32": lambda y: last_of_both(np.float32(y)),
    },
    hints=[
        "Look at the picture: at which step has the forward half read everything? And the backward half?",
        "The first H numbers are forwards, the last H backwards. Forwards ends at step -1, backwards at step 0.",
        "np.concatenate([y[:, -1, :H], y[:, 0, H:]], axis=1), with H = y.shape[2] // 2.",
    ],
)
