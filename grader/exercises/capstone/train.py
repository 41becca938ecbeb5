"""Train the course's own models, and write their weights beside this file, in half precision:

    .venv/bin/python -m grader.exercises.capstone.train

It takes about half a minute. The same weights come out on every run, but for the last digits on another machine.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.exercises.capstone.models import HERE, PROJECTS, centre, one_hot
from lstm_ref import lstm_weights
from lstm_ref.data import AHEAD, ALPHABET, SIGNS, alice, encode, signs, sines
from lstm_ref.layers import LSTM, Dense, Model
from lstm_ref.losses import cross_entropy, mean_squared_error
from lstm_ref.optimise import Adam, clip_norm


def _made(D: int, H: int, outputs: int, rng: np.random.Generator, every_step: bool) -> Model:
    weights = lstm_weights(D, H, rng)
    weights["b_f"] += 1
    dense = Dense({"V": rng.standard_normal((outputs, H)) / np.sqrt(H), "c": np.zeros(outputs)})
    return Model(LSTM(weights), dense, every_step=every_step)


def _fit(model: Model, draw: Callable, loss: Callable, steps: int, rate: float) -> None:
    adam = Adam(model.weights)
    for k in range(steps):
        x, right = draw()
        run = model.forward(x)
        _, dy = loss(run.hs, right)
        gradients = model.backward(run, dy).weights
        clip_norm(gradients, 1.0)
        adam.rate = rate * min(1, 2 - 2 * k / steps)
        adam.step(gradients)


def train(project: str) -> Model:
    """Train the model of a project, the same on every run."""
    rng, code = np.random.default_rng(11), encode(alice())

    def some_signs() -> tuple[NDArray, NDArray]:
        x, labels = signs(64, rng)
        return centre(x), labels

    def some_letters() -> tuple[NDArray, NDArray]:
        piece = code[rng.integers(len(code) - 40, size=(16, 1)) + np.arange(41)]
        return one_hot(piece[:, :-1]), piece[:, 1:]

    D, H, outputs, draw, loss, steps = {
        "signs": (126, 32, len(SIGNS), some_signs, cross_entropy, 800),
        "sine": (1, 32, AHEAD, lambda: sines(64, rng), mean_squared_error, 1500),
        "letters": (len(ALPHABET), 48, len(ALPHABET), some_letters, cross_entropy, 1500),
    }[project]
    model = _made(D, H, outputs, rng, every_step=project == "letters")
    _fit(model, draw, loss, steps, rate=0.01)
    return model


def main() -> None:
    """Train all three and write their weights."""
    for project in PROJECTS:
        weights = train(project).weights
        np.savez_compressed(HERE / f"{project}.npz", **{name: w.astype(np.float16) for name, w in weights.items()})
        print(f"{project}: {sum(w.size for w in weights.values())} numbers", flush=True)


if __name__ == "__main__":
    main()
