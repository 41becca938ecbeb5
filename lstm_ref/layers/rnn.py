"""The plain recurrent layer."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers import fused
from lstm_ref.layers.recurrent import EVERY, Recurrent, Tape, flush, in_rows, project
from lstm_ref.rnn import rnn_shapes


class RNN(Recurrent):
    """An RNN over (N, T, D), with state `(h,)`.

    Args:
        weights: `U` (H, D) on the input, `W` (H, H) on the hidden state, `b` (H,), as `rnn_weights` makes them.

    Raises:
        ValueError: where a weight is missing, unknown, or of a wrong shape.

    Source: Elman (1990); the equations are those of `rnn_step`.
    """

    def __init__(self, weights: Mapping[str, ArrayLike]) -> None:
        D, H = fused.sizes("RNN", weights, "U", "b")
        super().__init__(weights, rnn_shapes(D, H), {"input": ("U",), "recurrent": ("W",), "bias": ("b",)}, (H,))

    def _run(self, x: NDArray, h0: NDArray) -> tuple[tuple[NDArray, ...], tuple[NDArray, ...]]:
        W = self._fused["recurrent"]
        h = np.empty((len(x) + 1, *h0.shape), self.dtype)
        h[0] = h0
        z = project(self._fused["input"], x, out=h[1:])
        z += self._fused["bias"][:, None]
        past = np.empty_like(h0)
        for t, (h_prev, h_now) in enumerate(pairwise(h)):
            if t % EVERY == EVERY - 1:
                flush(h_prev)
            np.dot(W, h_prev, past)
            np.add(h_now, past, h_now)  # h_now holds the input's part so far
            np.tanh(h_now, h_now)
        return (h,), ()

    def _run_back(
        self, tape: Tape, block: slice, dhs: NDArray, carried: list[NDArray], gradients: dict[str, NDArray]
    ) -> NDArray:
        W, (dh,), h = self._fused["recurrent"], carried, tape.states[0]
        dz = h[block.start + 1 : block.stop + 1] ** 2
        np.subtract(1, dz, out=dz)  # tanh' of all steps at once; the loop turns it into dz in place
        for t, (dh_here, dz_now) in enumerate(zip(dhs[::-1], dz[::-1], strict=True)):
            if t % EVERY == EVERY - 1:
                flush(dh)
            np.add(dh, dh_here, dh)
            np.multiply(dz_now, dh, dz_now)
            np.dot(W.T, dz_now, dh)
        gradients["recurrent"] += in_rows(dz) @ in_rows(h[block]).T
        return dz
