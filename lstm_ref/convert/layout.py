"""What all conversions share: the blocks of the gates together and apart, and errors that say which shape came."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Weights = dict[str, NDArray]

CELLS = {1: "a plain RNN", 3: "a GRU", 4: "an LSTM"}
OWNERS = {"keras": "Keras", "torch": "PyTorch"}


def together(p: Mapping[str, NDArray], letter: str, gates: str) -> NDArray:
    """Stack what the gates have under one letter, in the order of `gates`: `W_i, W_f, …` (H, D) become (4H, D)."""
    return np.concatenate([p[f"{letter}_{gate}"] for gate in gates])


def apart(letter: str, stacked: NDArray, gates: str) -> Weights:
    """Take apart what `together` put together: one array a gate, each with memory of its own."""
    blocks = np.split(stacked, len(gates))
    return {f"{letter}_{gate}": block.copy() for gate, block in zip(gates, blocks, strict=True)}


def gru_biases_apart(on_input: NDArray, on_hidden: NDArray, gates: str) -> Weights:
    """Turn the two bias vectors (3H,) of a GRU with the reset after the product into `b_z`, `b_r`, `b_h` and `d_h`.

    In z and r both are only ever added, so one is enough. In the candidate the second is inside what is reset.
    """
    b, d = apart("b", on_input, gates), apart("d", on_hidden, gates)
    return {"b_z": b["b_z"] + d["d_z"], "b_r": b["b_r"] + d["d_r"], "b_h": b["b_h"], "d_h": d["d_h"]}


def gru_biases_together(p: Mapping[str, NDArray], gates: str) -> tuple[NDArray, NDArray]:
    """Give the two bias vectors (3H,) of a GRU with the reset after the product; in z and r the second is zero."""
    zeros = np.zeros_like(p["d_h"])
    return together(p, "b", gates), np.concatenate([p["d_h"] if gate == "h" else zeros for gate in gates])


def times(n: int) -> str:
    """Write n blocks of H units as the error messages do: 4H, but H for one."""
    return f"{n}H" if n > 1 else "H"


def hidden_size(name: str, matrix: NDArray, n: int, wide: bool, other: str) -> int:
    """Find H by the recurrent matrix, the only one of which both sides are known.

    Args:
        name: what the owner calls the matrix.
        matrix: the weights on the hidden state: (H, nH) where `wide`, else (nH, H).
        n: how many blocks the cell has, 4 for an LSTM.
        wide: whether the blocks are side by side, rather than on top of each other.
        other: the module whose layout is the transposed one.

    Raises:
        ValueError: where the shape is not that of n square blocks.
    """
    rows, columns = matrix.shape if matrix.ndim == 2 else (0, 0)
    short, long = (rows, columns) if wide else (columns, rows)
    if short and long == n * short:
        return short
    hint = _turned(other) if long and n > 1 and short == n * long else _other_cell(short, long, n)
    form = f"(H, {times(n)})" if wide else f"({times(n)}, H)"
    raise ValueError(f"{name} must be {form}, got {matrix.shape}{hint}")


def require_shape(name: str, array: NDArray, letters: str, shape: Sequence[int], other: str = "") -> None:
    """Complain in the reader's own shapes where `array` does not have the shape that the others ask for.

    Raises:
        ValueError: with the shape in letters and in numbers, what came, and whose layout that may be.
    """
    if array.shape != tuple(shape):
        turned = other and len(shape) == 2 and array.shape == tuple(shape)[::-1]
        raise ValueError(
            f"{name} must be {letters} = {tuple(shape)}, got {array.shape}{_turned(other) if turned else '.'}"
        )


def free_side(name: str, array: NDArray, letters: str, side: str, known: int, axis: int, other: str) -> int:
    """Find the free side of a matrix of which one side is known.

    Args:
        name: what the owner calls the matrix.
        array: the matrix.
        letters: its shape in letters, "(4H, D)" for instance.
        side: the known side in letters, "4H".
        known: its length.
        axis: which axis it is, 0 or 1.
        other: the module whose layout is the transposed one.

    Raises:
        ValueError: where it is no matrix, or the known side has another length.
    """
    if array.ndim == 2 and array.shape[axis] == known and array.size:
        return array.shape[1 - axis]
    turned = array.ndim == 2 and array.shape[1 - axis] == known and array.size
    hint = _turned(other) if turned else "."
    raise ValueError(f"{name} must be {letters} with {side} = {known}, got {array.shape}{hint}")


def read_wide(
    arrays: Sequence[ArrayLike], names: Sequence[str], n: int, bias_rows: int = 1
) -> tuple[NDArray, NDArray, NDArray]:
    """Read the weights of a layer whose blocks stand side by side, and turn them so that blocks are rows.

    Args:
        arrays: the weights on the input (D, nH), on the hidden state (H, nH), and the bias (nH,), or (2, nH) where
            there are two rows of it; without a bias two arrays.
        names: what the owner calls the three.
        n: how many blocks the cell has.
        bias_rows: 2 where the bias has two rows.

    Returns:
        The weights as (nH, D), (nH, H), and the bias, zeros where there is none.

    Raises:
        ValueError: where there are more or fewer arrays, or a shape cannot be.
    """
    if len(arrays) not in (2, 3):
        raise ValueError(
            f"Expected {', '.join(names)}, or the first two of a layer without bias, got {len(arrays)} arrays."
            + (" Two directions? see convert.keras.from_bidirectional." if len(arrays) in (4, 6) else "")
        )
    kernel, recurrent, *rest = map(np.asarray, arrays)
    H = hidden_size(names[1], recurrent, n, wide=True, other="torch")
    free_side(names[0], kernel, f"(D, {times(n)})", times(n), n * H, 1, "torch")
    shape = (n * H,) if bias_rows == 1 else (bias_rows, n * H)
    bias = rest[0] if rest else np.zeros(shape, recurrent.dtype)
    require_shape(names[2], bias, f"({times(n)},)" if bias_rows == 1 else f"({bias_rows}, {times(n)})", shape)
    return kernel.T, recurrent.T, bias


def _turned(other: str) -> str:
    return f": {OWNERS[other]} layout? see convert.{other}."


def _other_cell(short: int, long: int, n: int) -> str:
    blocks = long // short if short and long % short == 0 else 0
    return (
        f": {blocks} block{'s' * (blocks > 1)} of H, as in {CELLS[blocks]}; {CELLS[n]} has {n}."
        if blocks in CELLS
        else "."
    )
