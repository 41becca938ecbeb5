"""The course's own trained models, small ones: what the catalogue answers the three projects with.

`train.py` made their weights, which lie beside this file in half precision.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lstm_ref.data import ALPHABET
from lstm_ref.layers import LSTM, Dense, Model
from lstm_ref.losses import softmax

HERE = Path(__file__).parent
PROJECTS = ("signs", "sine", "letters")


def centre(x: NDArray) -> NDArray:
    """Take away what is the same at all steps of a sequence."""
    return x - x.mean(axis=1, keepdims=True)


def one_hot(places: NDArray) -> NDArray:
    """Turn places in the alphabet into vectors."""
    return np.eye(len(ALPHABET), dtype=np.float32)[np.asarray(places, dtype=int)]


@cache
def bundled(project: str) -> Model:
    """Read a model's weights; it answers at the last step alone."""
    with np.load(HERE / f"{project}.npz") as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files}
    parts = [
        {name.partition(".")[2]: weight for name, weight in weights.items() if name.startswith(f"{part}.")}
        for part in ("recurrent", "dense1")
    ]
    return Model(LSTM(parts[0]), Dense(parts[1]))


def logits(project: str, x: NDArray) -> NDArray:
    """Give what comes before the softmax, shape (N, classes)."""
    if project == "signs":
        return bundled(project)(centre(x))
    return bundled(project)(one_hot(x))


def predict(project: str, x: NDArray) -> NDArray:
    """Answer a project: probabilities of signs or of letters, or the sine's next values."""
    x = np.asarray(x)
    y = bundled(project)(x) if project == "sine" else softmax(logits(project, x))
    return y.astype(float)
