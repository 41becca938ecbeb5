"""Keras models as answers: how they are made and asked. Keras itself is loaded when the first of them is."""

import os
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.exercises.declare import Call, Mistake, Read
from lstm_ref import convert, lstm_weights

USES = ("keras", "torch")
"""Keras computes nothing itself; here PyTorch does."""

Stack = Callable[..., Sequence]
"""From `keras.layers` and sizes, the layers of a model."""


def keras() -> ModuleType:
    """Keras, which asks once, when it is loaded, what it shall compute with; models this small need one thread only."""
    for name, value in (("KERAS_BACKEND", "torch"), ("OMP_NUM_THREADS", "1")):
        os.environ.setdefault(name, value)
    import keras

    return keras


def sequential(shape: tuple[int, ...], stack: Stack, *sizes: int) -> Any:
    """The model that reads sequences, or vectors, of `shape` by the layers of `stack`."""
    made = keras()
    return made.Sequential([made.Input(shape), *stack(made.layers, *sizes)])


def lstm_arrays(rng: np.random.Generator, D: int, H: int) -> list[NDArray]:
    """The weights of an LSTM layer, as `get_weights` has them."""
    return convert.keras.to_lstm(lstm_weights(D, H, rng))


def dense_arrays(rng: np.random.Generator, H: int, O: int) -> list[NDArray]:  # noqa: E741
    """The weights of a dense layer, as `get_weights` has them; what it gives has both signs."""
    return [rng.standard_normal((H, O)) / np.sqrt(H), rng.uniform(0.5, 1, O) * (-1) ** np.arange(1, O + 1)]


def shape_of_output(name: str, sizes: tuple[int, ...], x: NDArray) -> tuple[Call | Read, ...]:
    """Make a model and look at the shape of what it gives; its weights are drawn by Keras, so not at the values."""
    return Call(name, sizes, keep="model"), Call("model.predict_on_batch", (x,), keep="y"), Read("y.shape")


def number_of_parameters(name: str, sizes: tuple[int, ...], x: NDArray) -> tuple[Call | Read, ...]:
    """Make a model and count; a model without an Input has weights only after it has read something."""
    return *shape_of_output(name, sizes, x)[:2], Call("model.count_params")


def output(name: str, sizes: tuple[int, ...], x: NDArray, weights: list[NDArray]) -> tuple[Call | Read, ...]:
    """Make a model, give it weights, and look at what it gives."""
    return (
        *shape_of_output(name, sizes, x)[:2],
        Call("model.set_weights", (weights,), keep="nothing"),
        Call("model.predict_on_batch", (x,)),
    )


def not_a_model(stack: Callable[..., Sequence]) -> list[Mistake]:
    """Mistakes of any answer that should be a model; `stack` gives the layers from the sizes of the answer."""
    return [
        Mistake("a list of layers, not a model", stack, "Put the list into keras.Sequential(...)."),
        Mistake("one layer, not a model", lambda *sizes: stack(*sizes)[-1], "A model is a list of layers in a row."),
    ]
