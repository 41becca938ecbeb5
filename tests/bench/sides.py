"""Who is put side by side: the same layer, with the same weights, on the same batch, made by each."""

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
import textbook
import torch
from numpy.typing import NDArray

import lstm_ref
from lstm_ref import convert, layers


class Cell(NamedTuple):
    """One cell with everyone's name for it."""

    layer: type
    weights: Callable
    step: Callable
    step_backward: Callable
    torch: type
    to_torch: Callable
    keras: type
    to_keras: Callable
    states: int
    blocks: int


CELLS = {
    "RNN": Cell(
        layers.RNN,
        lstm_ref.rnn_weights,
        lstm_ref.rnn_step,
        lstm_ref.rnn_step_backward,
        torch.nn.RNN,
        convert.torch.to_rnn,
        keras.layers.SimpleRNN,
        convert.keras.to_rnn,
        states=1,
        blocks=1,
    ),
    "LSTM": Cell(
        layers.LSTM,
        lstm_ref.lstm_weights,
        lstm_ref.lstm_step,
        lstm_ref.lstm_step_backward,
        torch.nn.LSTM,
        convert.torch.to_lstm,
        keras.layers.LSTM,
        convert.keras.to_lstm,
        states=2,
        blocks=4,
    ),
    "GRU": Cell(
        layers.GRU,
        lstm_ref.gru_weights,
        lstm_ref.gru_step_reset_after,
        lstm_ref.gru_step_reset_after_backward,
        torch.nn.GRU,
        convert.torch.to_gru,
        keras.layers.GRU,
        convert.keras.to_gru,
        states=1,
        blocks=3,
    ),
}


class Task(NamedTuple):
    """What everyone is to do: a cell, its weights by name, a batch (N, T, D), and the loss's gradient (N, T, H)."""

    cell: Cell
    p: dict[str, NDArray]
    x: NDArray
    dhs: NDArray


class Side(NamedTuple):
    """How one does it: `forward()` gives the outputs, `train()` the gradients of x and, where named, of the weights."""

    forward: Callable
    train: Callable


def draw(name: str, size: tuple[int, int, int, int], dtype: str) -> Task:
    """Draw weights and a batch of a size N, T, D, H."""
    N, T, D, H = size
    rng, cell = np.random.default_rng(size), CELLS[name]
    p = {key: weight.astype(dtype) for key, weight in cell.weights(D, H, rng).items()}
    return Task(cell, p, *(rng.standard_normal((N, T, width)).astype(dtype) for width in (D, H)))


def fast(task: Task) -> Side:
    """Make it of this package's layer."""
    layer = task.cell.layer(task.p)

    def train():
        gradients = layer.backward(layer.forward(task.x), task.dhs)
        return gradients.dx, gradients.weights

    return Side(lambda: layer.forward(task.x).hs, train)


def clear(task: Task) -> Side:
    """Make it of this package's steps, unrolled."""
    (cell, p, x, dhs), (N, _, H) = task, task.dhs.shape
    state = (np.zeros((N, H), x.dtype),) * cell.states

    def train():
        lstm_ref.unroll(cell.step, x, state, p)
        dx, _, gradients = lstm_ref.unroll_backward(cell.step, cell.step_backward, x, state, p, dhs)
        return dx, gradients

    return Side(lambda: lstm_ref.unroll(cell.step, x, state, p)[0], train)


def eight_products(task: Task) -> Side:
    """Make it of the textbook's loop (LSTM)."""
    _, p, x, dhs = task
    return Side(
        lambda: textbook.forward(x, p)[0],
        lambda: textbook.backward(dhs, textbook.forward(x, p)[1], x, p),
    )


def torch_layer(task: Task) -> Side:
    """Make it of PyTorch's layer: forward without gradients, training with them."""
    D, H = task.x.shape[2], task.dhs.shape[2]
    layer = task.cell.torch(D, H, batch_first=True).to(torch.from_numpy(task.x).dtype)
    layer.load_state_dict({name: torch.from_numpy(w) for name, w in task.cell.to_torch(task.p).items()})
    return _autograd(lambda x: layer(x)[0], list(layer.parameters()), task)


def keras_layer(task: Task) -> Side:
    """Make it of Keras' layer on its PyTorch backend: forward without gradients, training with them."""
    layer = task.cell.keras(task.dhs.shape[2], return_sequences=True, dtype=task.x.dtype.name)
    layer.build(task.x.shape)
    layer.set_weights(task.cell.to_keras(task.p))
    return _autograd(layer, [variable.value for variable in layer.trainable_variables], task)


def _autograd(run: Callable, parameters: list[torch.Tensor], task: Task) -> Side:
    x, leaf, dhs = torch.tensor(task.x), torch.tensor(task.x, requires_grad=True), torch.tensor(task.dhs)

    def train():
        return torch.autograd.grad(run(leaf), (leaf, *parameters), dhs)[0], {}

    def forward():
        with torch.no_grad():
            return run(x)

    return Side(forward, train)


def products(task: Task) -> Side:
    """Make its matrix products and nothing else, on arrays that lie ready: what no program in NumPy comes below."""
    (N, T, D), H, dtype = task.x.shape, task.dhs.shape[2], task.x.dtype
    rows, rng = task.cell.blocks * H, np.random.default_rng(0)
    shapes = (rows, D), (rows, H), (T * N, D), (T, H, N), (H, T * N), (T, rows, N), (rows, T * N)
    W, U, x, h, h_wide, dz, dz_wide = (rng.standard_normal(shape).astype(dtype) for shape in shapes)
    z, past, dh = (np.empty(shape, dtype) for shape in ((rows, T * N), (rows, N), (H, N)))
    dW, dU, dx = np.empty_like(W), np.empty_like(U), np.empty_like(x)

    def forward():
        np.dot(W, x.T, z)
        for h_t in h:
            np.dot(U, h_t, past)

    def train():
        forward()
        for dz_t in dz:
            np.dot(U.T, dz_t, dh)
        np.dot(dz_wide, h_wide.T, dU)
        np.dot(dz_wide, x, dW)
        np.dot(dz_wide.T, W, dx)

    return Side(forward, train)


def squash(task: Task) -> Side:
    """Squash as many numbers as it does, in as many calls: one tanh serves σ too. Going back squashes none."""
    N, T, H = *task.x.shape[:2], task.dhs.shape[2]
    parts = {"RNN": (1,), "LSTM": (4, 1), "GRU": (2, 1)}[task.cell.layer.__name__]
    z = np.random.default_rng(0).standard_normal((T, sum(parts) * H, N)).astype(task.x.dtype)
    out = np.empty_like(z[0])
    first, rest = z[:, : parts[0] * H], z[:, parts[0] * H :]

    def forward():
        for one, other in zip(first, rest, strict=True):
            np.tanh(one, out[: len(one)])
            if len(parts) > 1:
                np.tanh(other, out[: len(other)])

    return Side(forward, forward)


COMPARED = {"fast": fast, "clear": clear, "textbook": eight_products, "torch": torch_layer, "keras": keras_layer}
"""Who gives the same numbers."""

PARTS = {"products": products, "tanh": squash}
"""What no program does without."""


def sides(task: Task) -> dict[str, Side]:
    """Give everyone who can do it, by name.

    The textbook's loop is an LSTM only. Keras' SimpleRNN multiplies float64 in float32: nothing to set beside.
    """
    unable = set() if task.cell.layer is layers.LSTM else {"textbook"}
    if task.cell.layer is layers.RNN and task.x.dtype == np.float64:
        unable.add("keras")
    return {name: make(task) for name, make in (COMPARED | PARTS).items() if name not in unable}


ALONE = ", two units"


def calls_alone(task: Task) -> dict[str, Side]:
    """Give the layer and its parts for two units on one number, as many steps: what takes time is the calls alone.

    Two, since NumPy adds two arrays of one number each more slowly than two of a few.
    """
    name, (_, T, _) = task.cell.layer.__name__, task.x.shape
    small = draw(name, (1, T, 1, 2), task.x.dtype.name)
    return {f"{part}{ALONE}": make(small) for part, make in ({"fast": fast} | PARTS).items()}


def largest_difference(one: NDArray, other: NDArray) -> float:
    """Give the largest |one − other|, as a share of the largest |other| where that is above 1."""
    one, other = (array.detach().numpy() if isinstance(array, torch.Tensor) else array for array in (one, other))
    assert one.shape == other.shape, f"{one.shape} beside {other.shape}"
    return float(np.abs(one - other).max() / max(1.0, np.abs(other).max()))
