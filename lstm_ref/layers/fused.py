"""Named weights as views of few contiguous arrays, so that one product serves all gates and names stay usable."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

Layout = Mapping[str, tuple[str, ...]]
"""For each fused array the names of the weights that are stacked in it, top to bottom."""


def fuse(layer: str, weights: Mapping[str, ArrayLike], shapes: Mapping[str, tuple[int, ...]], layout: Layout) -> dict:
    """Copy named weights into the fused arrays of `layout`, in float32 where all of them are, else in float64.

    Raises:
        ValueError: where a weight is missing, unknown, or of another shape than `shapes` has it.
    """
    arrays = {name: np.asarray(weight) for name, weight in weights.items()}
    check(layer, {name: array.shape for name, array in arrays.items()}, shapes)
    dtype = np.float32 if all(array.dtype == np.float32 for array in arrays.values()) else np.float64
    return {part: np.concatenate([arrays[name] for name in names]).astype(dtype) for part, names in layout.items()}


def views(fused: Mapping[str, NDArray], shapes: Mapping[str, tuple[int, ...]], layout: Layout) -> dict[str, NDArray]:
    """Give each named weight as a view of its fused array, in the order of `shapes`."""
    named = dict.fromkeys(shapes)
    for part, names in layout.items():
        start = 0
        for name in names:
            rows = shapes[name][0]
            named[name] = fused[part][start : start + rows]
            start += rows
    return named


def check(layer: str, given: Mapping[str, tuple[int, ...]], shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise a ValueError that says which weight is not as `shapes` wants it."""
    missing, unknown = [n for n in shapes if n not in given], [n for n in given if n not in shapes]
    if missing or unknown:
        parts = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not known: {', '.join(unknown)}"] * bool(
            unknown
        )
        raise ValueError(f"{layer} takes the weights {', '.join(shapes)}; {'; '.join(parts)}.")
    for name, shape in shapes.items():
        if given[name] != shape:
            turned = " Transposed? Keras keeps (in, out)." if given[name] == shape[::-1] != shape else ""
            raise ValueError(f"{name} must be {shape}, (out, in) as in W @ x, got {given[name]}.{turned}")


def sizes(layer: str, weights: Mapping[str, ArrayLike], matrix: str, vector: str) -> tuple[int, int]:
    """Read D and H off a matrix (H, D) and a vector (H,).

    Raises:
        ValueError: where one of the two is missing or has another number of axes.
    """
    for name, axes in ((matrix, 2), (vector, 1)):
        if name not in weights:
            raise ValueError(f"{layer} takes weights by name; {name} is missing among {', '.join(weights) or 'none'}.")
        if np.ndim(weights[name]) != axes:
            wanted = "(H, D)" if axes == 2 else "(H,)"
            raise ValueError(f"{name} must be {wanted}, got shape {np.shape(weights[name])}.")
    return np.shape(weights[matrix])[1], len(weights[vector])
