"""Two layers over the same sequences, one from each end."""

from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers.layer import Gradients, Layer, Run
from lstm_ref.layers.lengths import check_lengths, reverse


class Bidirectional(Layer):
    """One layer from the first step to the last and one from the last to the first, their outputs side by side.

    The state is that of the forward layer, then that of the backward layer: `(h, c, h, c)` for two LSTMs. The last
    output, (N, 2H), is the forward layer's at step T − 1 beside the backward layer's at step 0: each has read all.

    Args:
        forward: the layer that reads from the left.
        backward: the layer that reads from the right, each sequence from its own end.

    Raises:
        ValueError: where the two read steps of different sizes.

    Source: Schuster and Paliwal (1997).
    """

    causal = False

    def __init__(self, forward: Layer, backward: Layer) -> None:
        if forward.input_size != backward.input_size:
            raise ValueError(
                "Both directions read the same steps, but the forward layer takes "
                f"{forward.input_size} numbers a step and the backward layer {backward.input_size}."
            )
        self._layers = {"forward": forward, "backward": backward}
        self.weights = MappingProxyType(
            {f"{way}.{name}": weight for way, layer in self._layers.items() for name, weight in layer.weights.items()}
        )
        self.input_size, self.states = forward.input_size, forward.states + backward.states
        self.output_size = forward.output_size + backward.output_size

    def forward(self, x: ArrayLike, state: tuple | None = None, lengths: ArrayLike | None = None) -> Run:
        """Run both layers over a batch of sequences; see `Layer.forward`."""
        x = np.asarray(x)
        ahead, back = self._layers.values()
        first, second = self._halves("state", state)
        there = ahead.forward(x, first, lengths)
        lengths = check_lengths(lengths, *x.shape[:2])
        again = back.forward(reverse(x, lengths), second, lengths)
        hs = np.concatenate([there.hs, reverse(again.hs, lengths)], axis=2)
        return Run(hs, there.state + again.state, (there, again, lengths))

    def backward(self, run: Run, dhs: ArrayLike | None = None, dstate: tuple | None = None) -> Gradients:
        """Take the gradient of a loss back through both runs; see `Layer.backward`."""
        there, again, lengths = run.tape
        (ahead, back), H = self._layers.values(), there.hs.shape[2]
        first, second = self._halves("dstate", dstate)
        if dhs is not None:
            dhs = np.asarray(dhs)
            if dhs.shape != run.hs.shape:
                raise ValueError(f"dhs must be as hs, (N, T, 2H) = {run.hs.shape}, got {dhs.shape}.")
        ours = ahead.backward(there, None if dhs is None else dhs[:, :, :H], first)
        theirs = back.backward(again, None if dhs is None else reverse(dhs[:, :, H:], lengths), second)
        weights = {
            f"{way}.{name}": gradient
            for way, part in zip(self._layers, (ours, theirs), strict=True)
            for name, gradient in part.weights.items()
        }
        return Gradients(ours.dx + reverse(theirs.dx, lengths), weights, ours.state + theirs.state)

    def last(self, state: tuple) -> NDArray:
        """Give what each layer said last, side by side; see `Layer.last`."""
        (ahead, back), (first, second) = self._layers.values(), self._halves("state", state)
        return np.concatenate([ahead.last(first), back.last(second)], axis=1)

    def last_backward(self, dy: NDArray) -> tuple:
        """Give each layer its part of `dy`; see `Layer.last_backward`."""
        ahead, back = self._layers.values()
        H = ahead.output_size
        return ahead.last_backward(dy[:, :H]) + back.last_backward(dy[:, H:])

    def _halves(self, name: str, state: tuple | None) -> tuple:
        if state is None:
            return None, None
        if len(state) != self.states:
            raise ValueError(
                f"{name} must have {self.states} parts, those of the forward layer first, got {len(state)}."
            )
        seam = self._layers["forward"].states
        return tuple(state[:seam]), tuple(state[seam:])
