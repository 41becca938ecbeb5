"""The project itself: a function of all three, of which one is enough, judged on data that it has never seen."""

import numpy as np
from numpy.typing import NDArray

from grader.exercises.capstone import models
from grader.exercises.capstone.levels import cases
from grader.exercises.capstone.mistakes import MISTAKES, only
from grader.exercises.declare import Exercise
from lstm_ref.data import AHEAD, SEEN


def _fitted_sine(x: NDArray) -> NDArray:
    """Try a hundred periods for each sequence, and take the sine that fits best: no network at all."""
    seen, t = x[:, :, 0], np.arange(SEEN + AHEAD)
    least, best = np.full(len(x), np.inf), np.zeros((len(x), AHEAD))
    for period in np.linspace(10, 30, 100):
        waves = np.stack([np.sin(2 * np.pi * t / period), np.cos(2 * np.pi * t / period)], axis=1)
        parts = np.linalg.lstsq(waves[:SEEN], seen.T, rcond=None)[0]
        error = ((waves[:SEEN] @ parts - seen.T) ** 2).sum(axis=0)
        better = error < least
        least[better], best[better] = error[better], (waves[SEEN:] @ parts).T[better]
    return best


def _tensor(x: NDArray) -> object:
    import torch

    return torch.tensor(x, requires_grad=True)


CAPSTONE = Exercise(
    "capstone",
    title="Your project",
    answer_name="predict",
    reference=models.predict,
    cases=cases,
    mistakes=MISTAKES,
    styles={
        "the signs alone": only("signs", lambda x: models.predict("signs", x)),
        "the sine alone, in float32": only("sine", lambda x: np.float32(models.predict("sine", np.float32(x)))),
        "the letters alone, as nested lists": only("letters", lambda x: models.predict("letters", x).tolist()),
        "a tensor with a gradient": only("sine", lambda x: _tensor(models.predict("sine", x))),
        "no network: a sine is fitted": only("sine", _fitted_sine),
        "arguments in another order": lambda x, project: models.predict(project, x),
        "two projects that raise": lambda project, x: models.predict(project, x) if project == "letters" else 1 / 0,
    },
    hints=[
        "One project is enough. Make its picture of the errors first: which line of the card is the next to reach?",
        "Look at the learning curve. Still falling at its end: more steps, or a larger rate. Wild: a smaller rate. "
        "Signs: take away what stands still, in training and in predict alike.",
        "An LSTM of 32 units and 400 steps reach every line of the sine. The signs take 150 steps, with the model of "
        "the page and centred data; the letters take 600 steps and 96 units.",
    ],
    uses=("lstm_ref", "torch"),
    cells=("capstone-signs", "capstone-sine", "capstone-letters"),
    task="one of the three models",
)
