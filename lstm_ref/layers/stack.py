"""Layers on top of one another: each reads what the one below says."""

from collections.abc import Sequence
from types import MappingProxyType

from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers.layer import Gradients, Layer, Run


class Stack(Layer):
    """Layers on top of one another; each passes the output of every step up.

    The state is a tuple with the state of each layer, the lowest first; weights are named "0.W_f", "1.W_f" and so on.

    Args:
        layers: the layers, the lowest first.

    Raises:
        ValueError: where there is none, or one does not take what the one below gives.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        if not layers:
            raise ValueError("A stack needs at least one layer.")
        for k in range(1, len(layers)):
            given, taken = layers[k - 1].output_size, layers[k].input_size
            if given != taken:
                raise ValueError(f"Layer {k} takes {taken} numbers a step, but layer {k - 1} gives {given}.")
        self._layers = tuple(layers)
        self.weights = MappingProxyType(
            {f"{k}.{name}": weight for k, layer in enumerate(layers) for name, weight in layer.weights.items()}
        )
        self.input_size, self.output_size, self.states = layers[0].input_size, layers[-1].output_size, len(layers)
        self.causal = all(layer.causal for layer in layers)

    def forward(self, x: ArrayLike, state: tuple | None = None, lengths: ArrayLike | None = None) -> Run:
        """Run all layers over a batch of sequences; see `Layer.forward`."""
        runs = []
        for layer, start in zip(self._layers, self._parts("state", state), strict=True):
            runs.append(layer.forward(runs[-1].hs if runs else x, start, lengths))
        return Run(runs[-1].hs, tuple(run.state for run in runs), runs)

    def backward(self, run: Run, dhs: ArrayLike | None = None, dstate: tuple | None = None) -> Gradients:
        """Take the gradient of a loss back through all layers, the top first; see `Layer.backward`."""
        parts = []
        for layer, part, end in zip(
            self._layers[::-1], run.tape[::-1], self._parts("dstate", dstate)[::-1], strict=True
        ):
            parts.append(layer.backward(part, parts[-1].dx if parts else dhs, end))
        parts = parts[::-1]
        weights = {f"{k}.{name}": gradient for k, part in enumerate(parts) for name, gradient in part.weights.items()}
        return Gradients(parts[0].dx, weights, tuple(part.state for part in parts))

    def last(self, state: tuple) -> NDArray:
        """Give the last output of the top layer; see `Layer.last`."""
        return self._layers[-1].last(state[-1])

    def last_backward(self, dy: NDArray) -> tuple:
        """Give `dy` to the top layer; see `Layer.last_backward`."""
        return (*[None] * (self.states - 1), self._layers[-1].last_backward(dy))

    def _parts(self, name: str, state: tuple | None) -> tuple:
        if state is None:
            return (None,) * self.states
        if len(state) != self.states:
            raise ValueError(f"{name} must have one part a layer, {self.states}, got {len(state)}.")
        return tuple(state)
