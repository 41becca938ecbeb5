"""The dense layer, which turns what a recurrent layer says into an answer."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers import fused
from lstm_ref.layers.layer import Gradients, Run
from lstm_ref.losses import softmax

ACTIVATIONS = (None, "relu", "tanh", "softmax")


class Dense:
    """y = activation(V h + c), at every place of an array whose last axis is h.

    For a loss on classes leave the activation out and give the logits to `losses.cross_entropy`.

    Args:
        weights: `V` (O, H) and `c` (O,).
        activation: None, "relu", "tanh" or "softmax".

    Raises:
        ValueError: where a weight is missing, unknown, or of a wrong shape, or the activation is none of these.
    """

    def __init__(self, weights: Mapping[str, ArrayLike], activation: str | None = None) -> None:
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {', '.join(map(repr, ACTIVATIONS))}, got {activation!r}.")
        H, outputs = fused.sizes("Dense", weights, "V", "c")
        arrays = fused.fuse("Dense", weights, {"V": (outputs, H), "c": (outputs,)}, {"V": ("V",), "c": ("c",)})
        self.weights, self.activation = MappingProxyType(arrays), activation
        self.dtype, self.input_size, self.output_size = arrays["V"].dtype, H, outputs

    def forward(self, h: ArrayLike) -> Run:
        """Run the layer.

        Args:
            h: shape (..., H): (N, H) for one answer a sequence, (N, T, H) for one a step.

        Returns:
            A `Run` whose `hs` is y, shape (..., O), and whose state is empty.

        Raises:
            ValueError: where the last axis is not H.
        """
        h = np.array(h, dtype=self.dtype)
        if h.ndim < 2 or h.shape[-1] != self.input_size:
            raise ValueError(f"h must be (N, H) or (N, T, H) with H = {self.input_size}, got {h.shape}.")
        y = h @ self.weights["V"].T + self.weights["c"]
        if self.activation == "relu":
            np.maximum(y, 0, out=y)
        elif self.activation == "tanh":
            np.tanh(y, out=y)
        elif self.activation == "softmax":
            y = softmax(y)
        return Run(y, (), (h, y.copy()))

    def backward(self, run: Run, dy: ArrayLike) -> Gradients:
        """Take the gradient of a loss back through a run.

        Args:
            run: what `forward` gave.
            dy: the gradient of the loss for y, shape (..., O).

        Returns:
            The gradients for h, shape (..., H), and for the weights by name; the state is empty.

        Raises:
            ValueError: where `dy` does not have the shape of y.
        """
        (h, y), dz = run.tape, np.asarray(dy, dtype=self.dtype)
        if dz.shape != y.shape:
            raise ValueError(f"dy must be as y, {y.shape}, got {dz.shape}.")
        with np.errstate(under="ignore"):
            if self.activation == "relu":
                dz = dz * (y > 0)
            elif self.activation == "tanh":
                dz = dz * (1 - y**2)
            elif self.activation == "softmax":  # every entry of y hangs on every logit
                dz = y * (dz - (dz * y).sum(axis=-1, keepdims=True))
            rows, inputs = dz.reshape(-1, self.output_size), h.reshape(-1, self.input_size)
            return Gradients(dz @ self.weights["V"], {"V": rows.T @ inputs, "c": rows.sum(axis=0)}, ())

    def __call__(self, h: ArrayLike) -> NDArray:
        """Give y, shape (..., O), for h, shape (..., H)."""
        return self.forward(h).hs
