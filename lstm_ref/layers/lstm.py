"""The LSTM layer, with peepholes and a projection where the weights have them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers import fused
from lstm_ref.layers.recurrent import EVERY, Recurrent, Tape, flush, in_rows, project
from lstm_ref.lstm import lstm_shapes

ROWS = "oifc"
"""The gates from top to bottom in a fused array. A step is kept as the blocks o, i, f, c̃ and the old c: i and f lie
together, and so do the factors they meet, c̃ and the old c, so that one product gates both."""


class LSTM(Recurrent):
    """An LSTM over (N, T, D), with state `(h, c)`.

    Args:
        weights: `W_f` (H, D), `U_f` (H, H), `b_f` (H,), and so on for i, c and o, as `lstm_weights` makes them. With
            `v_f`, `v_i`, `v_o` (H,) the gates look at the cell state (peepholes); with `P` (P, H) the hidden state is
            projected to P numbers, and each U is (H, P).

    Raises:
        ValueError: where a weight is missing, unknown, or of a wrong shape.

    Source: Hochreiter and Schmidhuber (1997), Gers et al. (2000, 2002), Sak et al. (2014); the equations are those of
    `lstm_step`, `lstm_step_peephole` and `lstm_step_projected`.
    """

    def __init__(self, weights: Mapping[str, ArrayLike]) -> None:
        D, H = fused.sizes("LSTM", weights, "W_f", "b_f")
        peepholes = any(name.startswith("v_") for name in weights)
        projection = len(weights["P"]) if "P" in weights else None
        letters = {"input": "W", "recurrent": "U", "bias": "b"} | ({"peephole": "v"} if peepholes else {})
        layout = {
            part: tuple(f"{letter}_{gate}" for gate in ROWS if letter != "v" or gate != "c")
            for part, letter in letters.items()
        }
        if projection:
            layout["projection"] = ("P",)
        super().__init__(weights, lstm_shapes(D, H, peepholes, projection), layout, (projection or H, H))

    def _halved(self, part: str) -> NDArray:
        """Halve the rows of the three gates, since σ(z) = (1 + tanh(z / 2)) / 2: one tanh then squashes all four."""
        array = self._fused[part].copy()
        array[: 3 * self._units[1]] *= 0.5
        return array

    def _run(self, x: NDArray, h0: NDArray, c0: NDArray) -> tuple[tuple[NDArray, ...], tuple[NDArray, ...]]:
        T, H, N = len(x), *c0.shape
        steps = np.empty((T + 1, 5 * H, N), self.dtype)  # o, i, f, c̃, and the c before: the last one has a c only
        h, shown = np.empty((T + 1, *h0.shape), self.dtype), np.empty((T, H, N), self.dtype)
        h[0], steps[0, 4 * H :] = h0, c0
        z = project(self._halved("input"), x, out=steps[:-1, : 4 * H])
        z += self._halved("bias")[:, None]
        self._loop(steps, shown, h)
        return (h, steps[:, 4 * H :]), (steps, shown)

    def _loop(self, steps: NDArray, shown: NDArray, h: NDArray) -> None:
        """Fill in the gates, the cell states, tanh(c) and the hidden states, step by step."""
        H, N = shown.shape[1:]
        U, P, half = self._halved("recurrent"), self._fused.get("projection"), np.array(0.5, self.dtype)
        v = self._fused.get("peephole")
        if v is not None:
            v_o, v_if = 0.5 * v[:H, None], 0.5 * v[H:].reshape(2, H, 1)
        first = 0 if v is None else H  # o waits for the new c where it looks at it
        now, past, pair, m = steps[:-1], *(np.empty((rows * H, N), self.dtype) for rows in (4, 2, 1))
        written, left = pair[:H], pair[H:]
        gates = now[:, : 4 * H], now[:, first : 4 * H], now[:, first : 3 * H], now[:, H : 3 * H], now[:, 3 * H :]
        for t, (h_prev, z, squashed, sigmoids, i_f, c_c, o, c, tanh_c, h_now) in enumerate(
            zip(h[:-1], *gates, now[:, :H], steps[1:, 4 * H :], shown, h[1:], strict=True)
        ):
            if t % EVERY == EVERY - 1:
                flush(c_c[H:])
                flush(h_prev)
            np.dot(U, h_prev, past)
            np.add(z, past, z)
            if v is not None:
                i_f += (v_if * c_c[H:]).reshape(2 * H, N)
            np.tanh(squashed, squashed)
            np.multiply(sigmoids, half, sigmoids)
            np.add(sigmoids, half, sigmoids)
            np.multiply(i_f, c_c, pair)
            np.add(written, left, c)
            if v is not None:
                o += v_o * c
                o[:] = half * np.tanh(o) + half
            np.tanh(c, tanh_c)
            if P is None:
                np.multiply(o, tanh_c, h_now)
            else:
                np.dot(P, np.multiply(o, tanh_c, m), h_now)

    def _slopes(self, steps: NDArray, shown: NDArray) -> NDArray:
        """Give what multiplies dh and dc at each step, all steps at once, (T + 1, 6H, N).

        In blocks of H rows: what dh gives to c, and to o; what dc gives to i, f, c̃, and to the old c.
        """
        H = shown.shape[1]
        slopes = np.empty((len(steps) + 1, 6 * H, steps.shape[2]), self.dtype)
        o, i, f, c_tilde, c_prev = (steps[:, k * H : (k + 1) * H] for k in range(5))
        to_c, to_o, to_i, to_f, to_c_tilde, to_c_prev = (slopes[:-1, k * H : (k + 1) * H] for k in range(6))
        gates = slopes[:-1, H : 4 * H]
        np.subtract(1, steps[:, : 3 * H], out=gates)
        gates *= steps[:, : 3 * H]  # σ' from the activated value, for o, i and f
        to_o *= shown
        to_i *= c_tilde
        to_f *= c_prev
        for tanh, slope, gate in ((shown, to_c, o), (c_tilde, to_c_tilde, i)):
            np.multiply(tanh, tanh, out=slope)
            np.subtract(1, slope, out=slope)
            slope *= gate
        to_c_prev[:] = f
        if "peephole" in self._fused:  # three more ways to c, and the loop need not know
            v_o, v_i, v_f = self._fused["peephole"].reshape(3, H, 1)
            to_c += v_o * to_o
            to_c_prev += v_i * to_i + v_f * to_f
        return slopes

    def _run_back(
        self, tape: Tape, block: slice, dhs: NDArray, carried: list[NDArray], gradients: dict[str, NDArray]
    ) -> NDArray:
        (h, _), (steps, shown) = tape.states, (part[block] for part in tape.kept)
        U, P = self._fused["recurrent"], self._fused.get("projection")
        dh, dc_end = carried
        T, H, N = shown.shape
        slopes = self._slopes(steps, shown)
        slopes[T, 5 * H :] = dc_end
        by_h, by_c = slopes[:T, : 2 * H].reshape(T, 2, H, N), slopes[:T, 2 * H :].reshape(T, 4, H, N)
        dz, to_c, dcs = slopes[:T, H : 5 * H], slopes[:T, :H], slopes[1:, 5 * H :]
        dm = np.empty((H, N), self.dtype)
        per_step = (dhs, by_h, by_c, dz, to_c, dcs)
        # each product of a slope and a gradient goes where the slope was: no other array is needed
        for t, (dh_now, from_h, from_c, dz_now, dc_more, dc) in enumerate(
            zip(*(part[::-1] for part in per_step), strict=True)
        ):
            if t % EVERY == EVERY - 1:
                flush(dh)
                flush(dc)
            np.add(dh_now, dh, dh_now)
            np.multiply(from_h, dh_now if P is None else np.dot(P.T, dh_now, dm), from_h)
            np.add(dc, dc_more, dc)
            np.multiply(from_c, dc, from_c)
            np.dot(U.T, dz_now, dh)
        dc_end[:] = slopes[0, 5 * H :]
        gradients["recurrent"] += in_rows(dz) @ in_rows(h[block]).T
        if P is not None:
            gradients["projection"] += in_rows(dhs) @ in_rows(steps[:, :H] * shown).T
        if "peephole" in gradients:
            seen = np.concatenate([tape.states[1][block.start + 1 : block.stop + 1], *[steps[:, 4 * H :]] * 2], axis=1)
            gradients["peephole"] += np.einsum("thn,thn->h", dz[:, : 3 * H], seen)
        return dz
