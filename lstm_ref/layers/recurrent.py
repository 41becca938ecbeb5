"""From (N, T, D) to steps in time and back: what RNN, LSTM and GRU share.

Inside, time comes first, and units lie in rows, sequences in columns: (T, units, N). A step is then one contiguous
block, each gate of it too, and a product with the weights is `U @ h`, as in the lessons.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.layers import fused
from lstm_ref.layers.layer import Gradients, Layer, Run
from lstm_ref.layers.lengths import check_lengths

COLUMNS = 256
"""Steps × sequences that backward takes at a time: enough to keep one matrix product busy, and little memory."""


class Tape(NamedTuple):
    """What backward reads: the steps (T, N, D), the lengths, every state (T + 1, units, N), and what the cell kept."""

    x: NDArray
    lengths: NDArray
    states: tuple[NDArray, ...]
    kept: tuple[NDArray, ...]


class Recurrent(Layer):
    """A layer made of one cell.

    A cell gives `_run`, the loop over time, and `_run_back`, the loop backwards over a block of steps. Its weights lie
    in fused arrays: "input" (rows, D), "recurrent", "bias" (rows,), and what else it has.
    """

    def __init__(
        self,
        weights: Mapping[str, ArrayLike],
        shapes: dict[str, tuple[int, ...]],
        layout: fused.Layout,
        units: tuple[int, ...],
    ) -> None:
        self._shapes, self._layout, self._units = shapes, layout, units
        self._fused = fused.fuse(type(self).__name__, weights, shapes, layout)
        # read-only as a mapping: a new array under an old name would leave the fused one behind
        self.weights = MappingProxyType(fused.views(self._fused, shapes, layout))
        self.dtype = self._fused["input"].dtype
        self.input_size, self.output_size, self.states = self._fused["input"].shape[1], units[0], len(units)

    @abstractmethod
    def _run(self, x: NDArray, *start: NDArray) -> tuple[tuple[NDArray, ...], tuple[NDArray, ...]]:
        """Take the cell over all steps x (T, N, D) from `start`; give every state, and what backward needs beside."""

    @abstractmethod
    def _run_back(
        self, tape: Tape, block: slice, dhs: NDArray, carried: list[NDArray], gradients: dict[str, NDArray]
    ) -> NDArray:
        """Take the gradient back over a block of steps.

        `dhs` (steps, H, N) is what the loss says of the outputs; `carried` holds the gradients of the state after
        the block, and in the end of that before it. The gradients of all weights but "input" and "bias" are added to
        `gradients`; those of the pre-activations (steps, rows, N) are given back.
        """

    def forward(self, x: ArrayLike, state: tuple | None = None, lengths: ArrayLike | None = None) -> Run:
        """Run the layer over a batch of sequences; see `Layer.forward`."""
        x = self._checked(x)
        N, T, _ = x.shape
        lengths = check_lengths(lengths, N, T)
        start = self._columns("state", state, N)
        steps = np.array(x.transpose(1, 0, 2), dtype=self.dtype, order="C")  # a copy always: the tape keeps it
        late = padding(lengths, T)
        if late is not None:
            steps[late] = 0
        with np.errstate(under="ignore"):  # what is too small for a number is zero
            states, kept = self._run(steps, *start)
        hs = np.array(states[0][1:].transpose(0, 2, 1), order="C")  # step by step, while a step is in the cache
        if late is not None:
            hs[late] = 0
        last = tuple(part[lengths, :, np.arange(N)] for part in states)
        return Run(hs.transpose(1, 0, 2), last, Tape(steps, lengths, states, kept))

    def _answer(self, x: ArrayLike, state: tuple | None, lengths: ArrayLike | None) -> Run:
        """Run in chunks of steps, each on the memory of the one before: nothing is kept for a way back."""
        shape = np.shape(x)
        if len(shape) != 3 or shape[0] * shape[1] <= 4 * COLUMNS:
            return self.forward(x, state, lengths)
        x = self._checked(x)
        N, T, _ = shape
        lengths, k = check_lengths(lengths, N, T), max(1, 4 * COLUMNS // N)
        hs = np.empty((T, N, self.output_size), self.dtype).transpose(1, 0, 2)
        for start in range(0, T, k):
            part = x[:, start : start + k]
            run = self.forward(part, state, np.clip(lengths - start, 0, part.shape[1]))
            hs[:, start : start + k], state = run.hs, run.state
        return Run(hs, state, None)

    def _checked(self, x: ArrayLike) -> NDArray:
        """Give the sequences as an array of the right shape."""
        x = np.asarray(x)
        if x.ndim != 3 or x.shape[2] != self.input_size:
            one = " One sequence? x[None] is a batch of one." if x.ndim == 2 and x.shape[1] == self.input_size else ""
            raise ValueError(f"x must be (N, T, D) with D = {self.input_size}, got {x.shape}.{one}")
        if x.shape[1] == 0:
            raise ValueError(f"x has no steps: (N, T, D) = {x.shape}.")
        return x

    def backward(self, run: Run, dhs: ArrayLike | None = None, dstate: tuple | None = None) -> Gradients:
        """Take the gradient of a loss back through a run; see `Layer.backward`."""
        tape = run.tape
        T, N, D = tape.x.shape
        dhs = None if dhs is None else np.asarray(dhs)
        if dhs is not None and dhs.shape != run.hs.shape:
            raise ValueError(f"dhs must be as hs, (N, T, H) = {run.hs.shape}, got {dhs.shape}.")
        at_end = self._columns("dstate", dstate, N)
        gradients = {part: np.zeros_like(array) for part, array in self._fused.items()}
        dx = np.empty((T, N, D), self.dtype)
        carried = [np.zeros_like(part) for part in at_end]
        late = padding(tape.lengths, T)
        with np.errstate(under="ignore"):
            for block in blocks(T, N, tape.lengths):
                self._enter(carried, at_end, tape.lengths == block.stop)
                block_dhs = np.zeros((block.stop - block.start, self.output_size, N), self.dtype)
                if dhs is not None:
                    block_dhs[:] = dhs[:, block].transpose(1, 2, 0)
                    if late is not None:
                        block_dhs.transpose(0, 2, 1)[late[block]] = 0
                dz = self._run_back(tape, block, block_dhs, carried, gradients)
                rows = in_rows(dz)
                gradients["input"] += rows @ tape.x[block].reshape(-1, D)
                gradients["bias"] += rows.sum(axis=1)
                np.dot(rows.T, self._fused["input"], out=dx[block].reshape(-1, D))
            self._enter(carried, at_end, tape.lengths == 0)
        named = fused.views(gradients, self._shapes, self._layout)
        return Gradients(dx.transpose(1, 0, 2), named, tuple(np.array(part.T, order="C") for part in carried))

    def last(self, state: tuple) -> NDArray:
        """Give h, the last output of every sequence; see `Layer.last`."""
        return state[0]

    def last_backward(self, dy: NDArray) -> tuple:
        """Give `dy` as the gradient of h; see `Layer.last_backward`."""
        return (dy, *[None] * (self.states - 1))

    def _columns(self, name: str, state: tuple | None, N: int) -> list[NDArray]:
        """Give the parts of a state as columns (units, N), zeros where there is none."""
        state = (None,) * self.states if state is None else state
        if not isinstance(state, tuple | list) or len(state) != self.states:
            wanted = "(h,)" if self.states == 1 else "(h, c)"
            came = f"{len(state)} parts" if isinstance(state, tuple | list) else type(state).__name__
            raise ValueError(f"{name} must be a tuple {wanted}, got {came}.")
        columns = [np.zeros((units, N), self.dtype) for units in self._units]
        for letter, part, column in zip("hc", state, columns, strict=False):
            if part is not None:
                if np.shape(part) != column.shape[::-1]:
                    wanted = f"(N, units) = {column.shape[::-1]}"
                    raise ValueError(f"{letter} in {name} must be {wanted}, got {np.shape(part)}.")
                column[:] = np.asarray(part).T
        return columns

    @staticmethod
    def _enter(carried: list[NDArray], at_end: list[NDArray], ends: NDArray) -> None:
        """Let the gradient of the last state in where a sequence ends."""
        if ends.any():
            for gradient, part in zip(carried, at_end, strict=True):
                gradient[:, ends] += part[:, ends]


def padding(lengths: NDArray, T: int) -> NDArray | None:
    """Say which steps are padding, as truth values (T, N), or None where none is."""
    return None if lengths.min(initial=T) == T else np.arange(T)[:, None] >= lengths


def blocks(T: int, N: int, lengths: NDArray) -> Iterator[slice]:
    """Cut T steps into blocks, the last first; wherever a sequence ends, a block ends."""
    edges = sorted({*range(0, T, max(1, COLUMNS // max(1, N))), *lengths.tolist(), 0, T})
    return (slice(lo, hi) for lo, hi in zip(edges[-2::-1], edges[:0:-1], strict=True))


def project(W: NDArray, x: NDArray, out: NDArray) -> NDArray:
    """Fill `out` (T, rows, N) with W times each step of x (T, N, D), for all steps at once."""
    if x.shape[1] == 1:  # a batch of one: one matrix product in place of T products with a vector
        np.matmul(x[:, 0], W.T, out=out[:, :, 0])
    else:
        np.matmul(W, x.transpose(0, 2, 1), out=out)
    return out


def in_rows(a: NDArray) -> NDArray:
    """Lay steps (T, units, N) side by side as one row a unit, (units, T·N), for a product over all of them."""
    return a.transpose(1, 0, 2).reshape(a.shape[1], -1)


EVERY = 16
"""Steps from one `flush` to the next. What shrinks too fast for that is no longer a number after a few steps."""


def flush(a: NDArray) -> None:
    """Set what is next to nothing to nothing, in place.

    A gradient or a state that fades comes to the numbers below the smallest normal one, with which many processors
    are a hundred times slower; this is done well before, at 1e-24 in float32 and 1e-276 in float64.
    """
    limits = np.finfo(a.dtype)
    a[np.abs(a) < limits.tiny / limits.eps**2] = 0
