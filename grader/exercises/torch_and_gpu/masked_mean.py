"""A mean over the real steps of a padded batch."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def masked_mean(y, lengths):
    mask = np.arange(y.shape[1]) < lengths[:, None]
    return (y * mask[:, :, None]).sum(axis=1) / lengths[:, None]


def _cases(rng):
    def ask(lengths, T, H, padding=True):
        y, lengths = rng.uniform(-1, 1, (len(lengths), T, H)), np.array(lengths)
        y[np.arange(T) >= lengths[:, None]] *= padding
        return (Call("masked_mean", (y, lengths)),)

    return [
        Case("zeros in the padding", 1, ask([2, 5, 3], 5, 4, padding=False)),
        Case("other numbers in the padding", 1, ask([4, 1, 6, 3], 6, 2)),
        Case("padded further than the longest", 0.5, ask([3, 2], 7, 3)),
        Case("one sequence, one unit", 0.5, ask([2], 4, 1)),
    ]


def _masked(y, lengths):
    return y * (np.arange(y.shape[1]) < np.asarray(lengths)[:, None])[:, :, None]


def _in_torch(y, lengths):
    import torch

    y, lengths = torch.from_numpy(y), torch.from_numpy(lengths)
    mask = torch.arange(y.shape[1])[None, :] < lengths[:, None]
    return y.masked_fill(~mask[..., None], 0).sum(1) / mask.sum(1, keepdim=True)


def _running(y, lengths):
    return (y.cumsum(axis=1)[np.arange(len(y)), lengths - 1].T / lengths).T


MASKED_MEAN = Exercise(
    "masked-mean",
    title="A mean over the real steps",
    answer_name="masked_mean",
    reference=masked_mean,
    cases=_cases,
    returns=("mean",),
    uses=("torch",),
    mistakes=[
        Mistake(
            "the mean over all steps", lambda y, lengths: y.mean(axis=1), "The padding is added up and counted too."
        ),
        Mistake(
            "the padding counted, though not added",
            lambda y, lengths: _masked(y, lengths).mean(axis=1),
            "Divide by the number of real steps, not by T.",
        ),
        Mistake(
            "the padding added, though not counted",
            lambda y, lengths: y.sum(axis=1) / lengths[:, None],
            "What stands in the padding may be anything: multiply it away first.",
        ),
        Mistake(
            "not divided",
            lambda y, lengths: _masked(y, lengths).sum(axis=1),
            "A mean is the sum divided by the number of real steps.",
        ),
        Mistake(
            "one step too many",
            lambda y, lengths: _masked(y, lengths + 1).sum(axis=1) / lengths[:, None],
            "Steps count from 0: the real ones are those below the length.",
        ),
        Mistake(
            "one step too few",
            lambda y, lengths: _masked(y, lengths - 1).sum(axis=1) / lengths[:, None],
            "The last real step is lengths - 1, and belongs to it.",
        ),
        Mistake(
            "the first length for all",
            lambda y, lengths: y[:, : lengths[0]].mean(axis=1),
            "Each sequence has a length of its own.",
        ),
        Mistake(
            "up to the longest for all",
            lambda y, lengths: y[:, : lengths.max()].mean(axis=1),
            "Each sequence has a length of its own.",
        ),
        Mistake(
            "one mean for the whole batch",
            lambda y, lengths: _masked(y, lengths).sum(axis=(0, 1)) / lengths.sum(),
            "Each sequence has a mean of its own: add up along the axis of time only.",
        ),
        Mistake(
            "the last real step",
            lambda y, lengths: y[np.arange(len(y)), lengths - 1],
            "That is one step; the mean is over all real steps.",
        ),
        Mistake(
            "a mask without an axis for the units",
            lambda y, lengths: (y * (np.arange(y.shape[1]) < lengths[:, None])).sum(axis=1) / lengths[:, None],
            "The mask is (N, T), and y is (N, T, H): give the mask a last axis of 1, mask[:, :, None].",
        ),
        Mistake(
            "lengths that cannot stretch",
            lambda y, lengths: _masked(y, lengths).sum(axis=1) / lengths,
            "The sums are (N, H), and lengths is (N,): make it a column, lengths[:, None].",
        ),
        Mistake(
            "the padding on the left",
            lambda y, lengths: y[:, ::-1].cumsum(axis=1)[np.arange(len(y)), lengths - 1] / lengths[:, None],
            "The real steps come first, and the padding after them.",
        ),
        Mistake(
            "the padding is kept, the real steps are not",
            lambda y, lengths: (y - _masked(y, lengths)).sum(axis=1) / lengths[:, None],
            "The mask is True at the real steps: those below the length.",
        ),
        Mistake(
            "divided by the number of sequences",
            lambda y, lengths: _masked(y, lengths).sum(axis=1) / len(y),
            "Each sequence is divided by its own number of steps.",
        ),
        Mistake(
            "divided by all steps of the batch",
            lambda y, lengths: _masked(y, lengths).sum(axis=1) / lengths.sum(),
            "Each sequence is divided by its own number of steps.",
        ),
        Mistake(
            "what is not zero is taken for real",
            lambda y, lengths: y.sum(axis=1) / (y != 0).sum(axis=1),
            "A padded step need not hold zeros, and a real one may. The lengths know.",
        ),
        Mistake(
            "the axis of time is kept",
            lambda y, lengths: _masked(y, lengths).sum(axis=1, keepdims=True) / lengths[:, None, None],
            "The mean is (N, H): no axis of time is left.",
        ),
        Mistake(
            "the mean along the units",
            lambda y, lengths: _masked(y, lengths).mean(axis=2),
            "Time is the second axis: axis=1.",
        ),
        Mistake(
            "up to the shortest for all",
            lambda y, lengths: y[:, : lengths.min()].mean(axis=1),
            "Each sequence has a length of its own.",
        ),
        Mistake(
            "the mean over the sequences",
            lambda y, lengths: _masked(y, lengths).mean(axis=0),
            "The first axis counts the sequences. Time is the second: axis=1.",
        ),
    ],
    styles={
        "sequence by sequence": lambda y, lengths: [y_n[:n].mean(axis=0) for y_n, n in zip(y, lengths, strict=True)],
        "np.mean with where": lambda y, lengths: y.mean(
            axis=1, where=(np.arange(y.shape[1]) < lengths[:, None])[:, :, None]
        ),
        "einsum": lambda y, lengths: (
            np.einsum("nth,nt->nh", y, np.arange(y.shape[1]) < lengths[:, None]) / lengths[:, None]
        ),
        "a running sum": _running,
        "NaN in the padding": lambda y, lengths: np.nanmean(
            np.where((np.arange(y.shape[1]) < lengths[:, None])[:, :, None], y, np.nan), axis=1
        ),
        "PyTorch": _in_torch,
        "float32": lambda y, lengths: np.float32(_masked(y, lengths)).sum(axis=1) / np.float32(lengths)[:, None],
        "arguments in another order": lambda lengths, y: masked_mean(y, lengths),
    },
    hints=[
        "Make a mask: True at the real steps, False at the padding. Then the padding can be multiplied away.",
        "np.arange(T) < lengths[:, None] has shape (N, T). With one more axis, mask[:, :, None], it meets y.",
        "(y * mask[:, :, None]).sum(axis=1) / lengths[:, None]",
    ],
)
