"""A whole model: a recurrent layer that reads, and dense layers that answer."""

from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers.dense import Dense
from lstm_ref.layers.layer import Gradients, Layer, Run


class Model:
    """A recurrent layer with dense layers on top, read at its last step or at every step.

    `weights` holds all arrays by name, "recurrent.W_f" and so on below, "dense1.V" and so on on top: change them in
    place, as an optimiser does, and the model has changed.

    Args:
        recurrent: an `LSTM`, a `Stack`, or any other layer over sequences.
        dense: the layers on top, the lowest first.
        every_step: whether there is an answer at every step (many-to-many), not at the last alone (many-to-one).

    Raises:
        ValueError: where a layer does not take what the one below gives.
    """

    def __init__(self, recurrent: Layer, *dense: Dense, every_step: bool = False) -> None:
        given = recurrent.output_size
        for k, layer in enumerate(dense, start=1):
            if layer.input_size != given:
                raise ValueError(f"Dense layer {k} takes {layer.input_size} numbers, but below it there are {given}.")
            given = layer.output_size
        self.recurrent, self.dense, self.every_step = recurrent, dense, every_step
        named = {f"recurrent.{name}": weight for name, weight in recurrent.weights.items()}
        for k, layer in enumerate(dense, start=1):
            named |= {f"dense{k}.{name}": weight for name, weight in layer.weights.items()}
        self.weights = MappingProxyType(named)
        self.input_size, self.output_size = recurrent.input_size, given

    @property
    def size(self) -> int:
        """How many numbers the weights hold."""
        return sum(weight.size for weight in self.weights.values())

    def forward(self, x: ArrayLike, state: tuple | None = None) -> Run:
        """Run the model over a batch of sequences.

        Args:
            x: the sequences, shape (N, T, D).
            state: where the recurrent layer starts; zeros where it is None.

        Returns:
            A `Run` whose `hs` is y, shape (N, O), or (N, T, O) with an answer at every step, and whose `state` is that
            of the recurrent layer after the last step.
        """
        below = self.recurrent.forward(x, state)
        y, runs = below.hs if self.every_step else self.recurrent.last(below.state), []
        for layer in self.dense:
            runs.append(layer.forward(y))
            y = runs[-1].hs
        return Run(y, below.state, (below, runs))

    def backward(self, run: Run, dy: ArrayLike) -> Gradients:
        """Take the gradient of a loss back through a run.

        Args:
            run: what `forward` gave. The weights must not have changed since.
            dy: the gradient of the loss for y, the shape of y.

        Returns:
            The gradients for x, for the weights by name, and for the first state.

        Raises:
            ValueError: where `dy` does not have the shape of y.
        """
        (below, runs), dy = run.tape, np.asarray(dy)
        if dy.shape != run.hs.shape:
            raise ValueError(f"dy must be as y, {run.hs.shape}, got {dy.shape}.")
        named: dict[str, NDArray] = {}
        for k, (layer, above) in reversed([*enumerate(zip(self.dense, runs, strict=True), start=1)]):
            part = layer.backward(above, dy)
            dy = part.dx
            named |= {f"dense{k}.{name}": gradient for name, gradient in part.weights.items()}
        last = {"dhs": dy} if self.every_step else {"dstate": self.recurrent.last_backward(dy)}
        part = self.recurrent.backward(below, **last)
        named |= {f"recurrent.{name}": gradient for name, gradient in part.weights.items()}
        return Gradients(part.dx, named, part.state)

    def __call__(self, x: ArrayLike) -> NDArray:
        """Give y, shape (N, O), or (N, T, O) with an answer at every step, for x (N, T, D)."""
        return self.forward(x).hs
