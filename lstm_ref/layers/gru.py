"""The GRU layer, in the convention that its weights say: reset after the product with `d_h`, before it without."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.gru import gru_shapes
from lstm_ref.layers import fused
from lstm_ref.layers.recurrent import EVERY, Recurrent, Tape, flush, in_rows, project

# A step is kept as the blocks h̃, z, r: what the input meets. What the hidden state meets is fused as z, r, h, so that
# in the backward pass both are neighbours in the row of blocks h̃, z, r, past.


class GRU(Recurrent):
    """A GRU over (N, T, D), with state `(h,)`.

    Args:
        weights: `W_z` (H, D), `U_z` (H, H), `b_z` (H,), and so on for r and h, as `gru_weights` makes them. With `d_h`
            (H,) the reset gate meets the product U_h h + d_h (PyTorch, Keras by default), without it h itself.

    Raises:
        ValueError: where a weight is missing, unknown, or of a wrong shape.

    Source: Cho et al. (2014); the equations are those of `gru_step` and `gru_step_reset_after`.
    """

    def __init__(self, weights: Mapping[str, ArrayLike]) -> None:
        D, H = fused.sizes("GRU", weights, "W_z", "b_z")
        self.reset_after = "d_h" in weights
        layout = {
            "input": ("W_h", "W_z", "W_r"),
            "recurrent": ("U_z", "U_r", "U_h"),
            "bias": ("b_h", "b_z", "b_r"),
        } | ({"past": ("d_h",)} if self.reset_after else {})
        super().__init__(weights, gru_shapes(D, H, self.reset_after), layout, (H,))

    def _run(self, x: NDArray, h0: NDArray) -> tuple[tuple[NDArray, ...], tuple[NDArray, ...]]:
        T, H, N = len(x), *h0.shape
        W, U, b = (self._fused[part].copy() for part in ("input", "recurrent", "bias"))
        for gates in (W[H:], b[H:], U[: 2 * H]):
            gates *= 0.5  # σ(z) = (1 + tanh(z / 2)) / 2: one tanh then squashes both gates
        steps, h = np.empty((T, 3 * H, N), self.dtype), np.empty((T + 1, H, N), self.dtype)
        h[0] = h0
        project(W, x, out=steps)
        steps += b[:, None]
        past = np.empty((T, H, N), self.dtype)  # what the reset gate has let through, or is about to
        (self._loop_after if self.reset_after else self._loop_before)(U, steps, past, h)
        return (h,), (steps, past)

    def _loop_after(self, U: NDArray, steps: NDArray, past: NDArray, h: NDArray) -> None:
        """Fill in the gates, the products U_h h + d_h and the hidden states, step by step."""
        H, N = h.shape[1:]
        d, half = self._fused["past"][:, None], np.array(0.5, self.dtype)
        product, reset = np.empty((3 * H, N), self.dtype), np.empty((H, N), self.dtype)
        to_gates, to_past = product[: 2 * H], product[2 * H :]
        blocks = steps[:, H:], steps[:, :H], steps[:, H : 2 * H], steps[:, 2 * H :]
        for t, (h_prev, z_r, h_tilde, z, r, q, h_now) in enumerate(zip(h[:-1], *blocks, past, h[1:], strict=True)):
            if t % EVERY == EVERY - 1:
                flush(h_prev)
            np.dot(U, h_prev, product)
            np.add(z_r, to_gates, z_r)
            np.tanh(z_r, z_r)
            np.multiply(z_r, half, z_r)
            np.add(z_r, half, z_r)
            np.add(to_past, d, q)
            np.multiply(r, q, reset)
            np.add(h_tilde, reset, h_tilde)
            np.tanh(h_tilde, h_tilde)
            np.subtract(h_prev, h_tilde, h_now)  # z h + (1 − z) h̃ = z (h − h̃) + h̃
            np.multiply(h_now, z, h_now)
            np.add(h_now, h_tilde, h_now)

    def _loop_before(self, U: NDArray, steps: NDArray, past: NDArray, h: NDArray) -> None:
        """Fill in the gates, the reset states r ⊙ h and the hidden states, step by step."""
        H, N = h.shape[1:]
        half = np.array(0.5, self.dtype)
        to_gates, to_h_tilde = np.empty((2 * H, N), self.dtype), np.empty((H, N), self.dtype)
        blocks = steps[:, H:], steps[:, :H], steps[:, H : 2 * H], steps[:, 2 * H :]
        for t, (h_prev, z_r, h_tilde, z, r, q, h_now) in enumerate(zip(h[:-1], *blocks, past, h[1:], strict=True)):
            if t % EVERY == EVERY - 1:
                flush(h_prev)
            np.dot(U[: 2 * H], h_prev, to_gates)
            np.add(z_r, to_gates, z_r)
            np.tanh(z_r, z_r)
            np.multiply(z_r, half, z_r)
            np.add(z_r, half, z_r)
            np.multiply(r, h_prev, q)
            np.dot(U[2 * H :], q, to_h_tilde)
            np.add(h_tilde, to_h_tilde, h_tilde)
            np.tanh(h_tilde, h_tilde)
            np.subtract(h_prev, h_tilde, h_now)  # z h + (1 − z) h̃ = z (h − h̃) + h̃
            np.multiply(h_now, z, h_now)
            np.add(h_now, h_tilde, h_now)

    def _slopes(self, steps: NDArray, past: NDArray, h_prev: NDArray) -> NDArray:
        """Give what multiplies dh at each step, all steps at once, (T, 5H, N).

        In blocks of H rows: what dh gives to the old h directly, to h̃, z and r, and to the product U_h h + d_h. Reset
        before: the last two multiply the gradient of r ⊙ h, and the last one gives to the old h.
        """
        T, H, N = h_prev.shape
        h_tilde, z, r = (steps[:, k * H : (k + 1) * H] for k in range(3))
        slopes = np.empty((T, 5 * H, N), self.dtype)
        to_h, to_h_tilde, to_z, to_r, to_past = (slopes[:, k * H : (k + 1) * H] for k in range(5))
        np.subtract(1, steps[:, H:], out=slopes[:, 2 * H : 4 * H])
        np.multiply(h_tilde, h_tilde, out=to_h_tilde)
        np.subtract(1, to_h_tilde, out=to_h_tilde)
        to_h_tilde *= to_z  # tanh' (1 − z)
        slopes[:, 2 * H : 4 * H] *= steps[:, H:]  # σ' from the activated value, for z and r
        np.subtract(h_prev, h_tilde, out=to_h)
        to_z *= to_h
        to_h[:] = z
        if self.reset_after:
            np.multiply(to_h_tilde, r, out=to_past)
            to_r *= to_h_tilde
            to_r *= past
        else:
            to_past[:] = r
            to_r *= h_prev
        return slopes

    def _run_back(
        self, tape: Tape, block: slice, dhs: NDArray, carried: list[NDArray], gradients: dict[str, NDArray]
    ) -> NDArray:
        steps, past = (part[block] for part in tape.kept)
        h_prev, (dh,), U = tape.states[0][block], carried, self._fused["recurrent"]
        H = h_prev.shape[1]
        slopes = self._slopes(steps, past, h_prev)
        # each product of a slope and a gradient goes where the slope was: no other array is needed
        loop = self._loop_back_after if self.reset_after else self._loop_back_before
        loop(U, slopes, dhs, dh)
        if self.reset_after:
            gradients["recurrent"] += in_rows(slopes[:, 2 * H :]) @ in_rows(h_prev).T
            gradients["past"] += slopes[:, 4 * H :].sum(axis=(0, 2))
        else:
            gradients["recurrent"][: 2 * H] += in_rows(slopes[:, 2 * H : 4 * H]) @ in_rows(h_prev).T
            gradients["recurrent"][2 * H :] += in_rows(slopes[:, H : 2 * H]) @ in_rows(past).T
        return slopes[:, H : 4 * H]

    @staticmethod
    def _loop_back_after(U: NDArray, slopes: NDArray, dhs: NDArray, dh: NDArray) -> None:
        T, H, N = dhs.shape
        per_step = dhs, slopes.reshape(T, 5, H, N), slopes[:, :H], slopes[:, 2 * H :]
        for t, (dh_here, from_h, direct, to_product) in enumerate(zip(*(part[::-1] for part in per_step), strict=True)):
            if t % EVERY == EVERY - 1:
                flush(dh)
            np.add(dh, dh_here, dh)
            np.multiply(from_h, dh, from_h)
            np.dot(U.T, to_product, dh)
            np.add(dh, direct, dh)

    @staticmethod
    def _loop_back_before(U: NDArray, slopes: NDArray, dhs: NDArray, dh: NDArray) -> None:
        T, H, N = dhs.shape
        by_h, by_reset = slopes[:, : 3 * H].reshape(T, 3, H, N), slopes[:, 3 * H :].reshape(T, 2, H, N)
        per_step = (
            dhs,
            by_h,
            by_reset,
            slopes[:, :H],
            slopes[:, H : 2 * H],
            slopes[:, 2 * H : 4 * H],
            slopes[:, 4 * H :],
        )
        d_reset = np.empty_like(dh)
        for t, (dh_here, from_h, from_reset, direct, to_h_tilde, to_gates, through) in enumerate(
            zip(*(part[::-1] for part in per_step), strict=True)
        ):
            if t % EVERY == EVERY - 1:
                flush(dh)
            np.add(dh, dh_here, dh)
            np.multiply(from_h, dh, from_h)
            np.dot(U[2 * H :].T, to_h_tilde, d_reset)
            np.multiply(from_reset, d_reset, from_reset)
            np.dot(U[: 2 * H].T, to_gates, dh)
            np.add(dh, direct, dh)
            np.add(dh, through, dh)
