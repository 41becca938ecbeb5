"""An array that counts the products it takes part in, as an input for an answer that should make few of them."""

import functools
import inspect

import numpy as np
from numpy.typing import NDArray

from grader.exercises.declare import Code


class Counted(np.ndarray):
    """Raises at a product too many. Its slices count with it; what comes out of a computation is a plain array."""

    most = 10
    made = 0

    def count(self):
        """Count one product."""
        kind = type(self)
        kind.made += 1
        if kind.made > kind.most:
            raise RuntimeError(
                f"x and the W take part in more than {kind.most} products: x is multiplied again at every step. "
                "Multiply it by each W once, before the loop"
            )

    def __array_ufunc__(self, ufunc, method, *given, **named):
        if ufunc.__name__ in ("matmul", "vecdot", "matvec", "vecmat"):
            self.count()
        if "out" in named:
            named["out"] = tuple(None if each is None else np.asarray(each) for each in named["out"])
        plain = (np.asarray(each) if isinstance(each, np.ndarray) else each for each in given)
        return getattr(ufunc, method)(*plain, **named)

    def __array_function__(self, function, types, given, named):
        products = ("dot", "einsum", "tensordot", "inner", "vdot")
        if function.__name__ in (*products, "concatenate", "hstack", "column_stack"):  # joined with h for a product
            self.count()
        return super().__array_function__(function, types, given, named)

    def dot(self, *given, **named):
        """Multiply as np.dot does."""
        self.count()
        return np.asarray(self).dot(*given, **named)


def counted(given: NDArray | dict[str, NDArray], most: int, letter: str = "") -> Code:
    """Give an input that may take part in `most` products, each time it is put to an answer.

    It is an array, or a dict of arrays; of these the ones whose names begin with `letter` count, all together.
    """
    source = _source().replace("most = 10", f"most = {most}")
    if isinstance(given, dict):
        parts = (f"{name!r}: {_made(array, name.startswith(letter))}" for name, array in given.items())
        made = f"{{{', '.join(parts)}}}"
    else:
        made = _made(given, True)
    return Code(f"(lambda room: (exec({source!r}, room), {made})[1])({{'np': np}})")


def _made(array: NDArray, counts: bool) -> str:
    return f"np.array({array.tolist()})" + ".view(room['Counted'])" * counts


@functools.cache
def _source() -> str:
    return inspect.getsource(Counted)
