"""Karpathy's character model: Wxh, Whh, Why, bh, by, whose vectors are columns, (H, 1)."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.convert.canonical import require_rnn
from lstm_ref.convert.layout import Weights, free_side, require_shape


def from_rnn(arrays: Mapping[str, ArrayLike]) -> Weights:
    """Take the weights of the model, head included.

    Args:
        arrays: `Wxh` (H, D), `Whh` (H, H), `Why` (O, H), `bh` (H, 1), `by` (O, 1).

    Returns:
        `U` (H, D), `W` (H, H), `b` (H,), and of the head `V` (O, H), `c` (O,).

    Raises:
        ValueError: where a shape cannot be.
    """
    Wxh, Whh, Why, bh, by = _named(arrays, ("Wxh", "Whh", "Why", "bh", "by"))
    H, O = bh.size, by.size  # noqa: E741 - the letter of the equations
    require_shape("bh", bh, "(H, 1)", (H, 1))
    require_shape("by", by, "(O, 1)", (O, 1))
    free_side("Wxh", Wxh, "(H, D)", "H", H, 0, "keras")
    require_shape("Whh", Whh, "(H, H)", (H, H))
    require_shape("Why", Why, "(O, H)", (O, H), "keras")
    return {"U": Wxh.copy(), "W": Whh.copy(), "b": bh[:, 0].copy(), "V": Why.copy(), "c": by[:, 0].copy()}


def to_rnn(p: Mapping[str, NDArray]) -> Weights:
    """Give `Wxh`, `Whh`, `Why`, `bh` and `by`, as `from_rnn` takes them.

    Raises:
        ValueError: where `p` is not a plain RNN's with a head `V` (O, H), `c` (O,).
    """
    require_rnn({name: array for name, array in p.items() if name not in ("V", "c")})
    V, c = _named(p, ("V", "c"))
    require_shape("V", V, "(O, H)", (c.size, len(p["b"])), "keras")
    columns = {"bh": p["b"][:, None].copy(), "by": c[:, None].copy()}
    return {"Wxh": p["U"].copy(), "Whh": p["W"].copy(), "Why": V.copy()} | columns


def _named(arrays: Mapping[str, ArrayLike], names: Sequence[str]) -> list[NDArray]:
    if lacking := [name for name in names if name not in arrays]:
        raise ValueError(f"The model has {', '.join(names)}; there is no {', '.join(lacking)}.")
    return [np.asarray(arrays[name]) for name in names]
