"""Writes type hints of every sort, and reads them."""

# %% answer
from __future__ import annotations

from typing import Annotated, Any, Callable, Final, TypeVar, get_type_hints

import numpy.typing as npt

T = TypeVar("T", bound=np.generic)
Vector = npt.NDArray[np.float64]
Matrix = Annotated[npt.NDArray[np.float64], "two axes"]
SQUASH: Final[Callable[[Vector], Vector]] = sigmoid


def forget_gate(x: Vector, h: Vector, W_f: Matrix, U_f: Matrix, b_f: "Vector | None" = None) -> Vector:
    z: npt.ArrayLike = W_f @ x + U_f @ h
    return SQUASH(z + b_f)


get_type_hints(forget_gate)
