"""Are these the gradients of that function? Two numerical answers, and a report that says where to look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Arrays = Mapping[str, NDArray]


def central_differences(f: Callable[[Arrays], float], arrays: Mapping[str, ArrayLike]) -> dict[str, NDArray]:
    """Estimate the gradient of `f` with respect to every entry of every array: step to both sides and look.

    Good to about ten digits for a smooth `f` of size 1; two evaluations an entry.

    Args:
        f: from the arrays by name to one number. It is given copies that it cannot write to.
        arrays: by name, any shapes; taken as float64.

    Returns:
        The estimates by name, each the shape of its array, in float64.

    Raises:
        ValueError: where `f` gives anything but one real number.

    Source: (f(a + s) − f(a − s)) / 2s, whose error falls with s²; s near the cube root of the machine's precision.
    """

    def slope(name: str, index: tuple[int, ...]) -> float:
        s = 6e-6 * max(1.0, abs(frozen[name][index]))
        ahead, behind = (_moved(frozen, name, index, by) for by in (s, -s))
        span = ahead[name][index] - behind[name][index]  # what s became when it was rounded
        return (_number(f(ahead), float) - _number(f(behind), float)) / span

    frozen = _freeze(arrays, np.float64)
    return _for_every_entry(slope, frozen)


def complex_step(f: Callable[[Arrays], complex], arrays: Mapping[str, ArrayLike]) -> dict[str, NDArray]:
    """Find the gradient of `f` to the last digits: step along the imaginary axis, where nothing is subtracted.

    Args:
        f: from the arrays by name to one number, and analytic: made of sums, products, exp, tanh and the like. `abs`,
            `max`, comparisons and casts to float are not. It is given complex copies that it cannot write to.
        arrays: by name, any shapes; taken as float64.

    Returns:
        The gradients by name, each the shape of its array, in float64.

    Raises:
        ValueError: where `f` gives anything but one complex number.

    Source: Squire and Trapp (1998), Im f(a + is) / s, with s so small that its square is nothing beside 1.
    """

    def slope(name: str, index: tuple[int, ...]) -> float:
        return _number(f(_moved(frozen, name, index, 1e-30j)), complex).imag / 1e-30

    frozen = _freeze(arrays, np.complex128)
    return _for_every_entry(slope, frozen)


@dataclass(frozen=True)
class Entry:
    """One entry of one gradient: as it was given, as it should be, and the relative error between the two."""

    name: str
    index: tuple[int, ...]
    given: float
    expected: float
    error: float

    def __str__(self) -> str:
        place = f"[{', '.join(map(str, self.index))}]" if self.index else ""
        return (
            f"{self.name}{place}: given {self.given:.9g}, expected {self.expected:.9g}, relative error {self.error:.2g}"
        )


@dataclass(frozen=True)
class Report:
    """What `check` found: the worst entry of each tensor, and in words where to look."""

    worst_of: dict[str, Entry]
    tolerance: float
    hints: dict[str, str]

    @property
    def worst(self) -> Entry:
        """The worst entry of all."""
        return max(self.worst_of.values(), key=lambda entry: entry.error)

    @property
    def ok(self) -> bool:
        """Whether every entry of every gradient is within the tolerance."""
        return self.worst.error <= self.tolerance

    def __str__(self) -> str:
        if self.ok:
            return f"All gradients agree to {self.tolerance:g}. The worst is {self.worst}."
        wrong = [name for name, entry in self.worst_of.items() if entry.error > self.tolerance]
        right = [name for name in self.worst_of if name not in wrong]
        lines = [f"Wrong: {', '.join(wrong)}. Right: {', '.join(right) or 'none'}. The worst is {self.worst}."]
        lines += [f"{name} {self.hints[name]}" for name in wrong if name in self.hints]
        return "\n".join(lines)


def check(
    f: Callable[[Arrays], complex],
    arrays: Mapping[str, ArrayLike],
    gradients: Mapping[str, ArrayLike],
    estimate: Callable[..., dict[str, NDArray]] = central_differences,
    tolerance: float = 1e-7,
    floor: float = 1e-2,
) -> Report:
    """Compare gradients with numerical ones: `assert (report := check(f, arrays, gradients)).ok, report`.

    The error of an entry is |given − expected| / max(|given|, |expected|, floor), in float64. The floor keeps an entry
    that is nearly zero, of which rounding leaves no digit right, from failing a gradient that is right.

    Args:
        f: from the arrays by name to one number, the loss; it gets copies that it cannot write to.
        arrays: what the loss depends on, by name, any shapes.
        gradients: what is to be checked: for each array, by the same name and of the same shape, d f / d array.
        estimate: `central_differences`, or `complex_step` with a tolerance near 1e-12 where `f` is analytic.
        tolerance: the largest relative error that still passes.
        floor: the size below which an entry is compared as if it had this size.

    Returns:
        A report: `.ok`, `.worst`, and as text which tensors are wrong and what the mistake looks like.

    Raises:
        ValueError: where gradients and arrays differ in names or shapes, or `f` does not give one number.
    """
    arrays = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    gradients = {name: np.asarray(gradient, np.float64) for name, gradient in gradients.items()}
    _require_partners(arrays, gradients)
    worst_of, hints = {}, {}
    for name, expected in estimate(f, arrays).items():
        given = gradients[name]
        size = np.maximum(np.maximum(np.abs(given), np.abs(expected)), floor)
        with np.errstate(invalid="ignore"):  # what is not a number is as wrong as can be
            error = np.nan_to_num(np.abs(given - expected) / size, nan=np.inf)
        index = tuple(map(int, np.unravel_index(np.argmax(error), error.shape)))
        worst_of[name] = Entry(name, index, float(given[index]), float(expected[index]), float(error[index]))
        if hint := _looks_like(given, expected, floor):
            hints[name] = hint
    return Report(worst_of, tolerance, hints)


def _looks_like(given: NDArray, expected: NDArray, floor: float) -> str | None:
    def close(one: NDArray, other: NDArray) -> bool:
        return one.shape == other.shape and np.allclose(one, other, rtol=1e-4, atol=1e-4 * floor)

    if not np.isfinite(expected).all():
        return "cannot be checked here: the loss itself is not finite nearby."
    if not np.isfinite(given).all():
        return "is not finite everywhere: what is divided by zero, or overflows?"
    if not given.any():
        return "is zero everywhere: is a path back to it cut?"
    if close(given, -expected):
        return "has its sign turned."
    if given.ndim == 2 and close(given, expected.T):
        return "is transposed."
    ratio = np.vdot(expected, given) / max(np.vdot(expected, expected), np.finfo(float).tiny)
    if close(given, ratio * expected):
        return f"is {ratio:.4g} times what it should be, everywhere: a mean for a sum, or something added twice?"
    return None


def _require_partners(arrays: Arrays, gradients: Arrays) -> None:
    if not arrays or arrays.keys() != gradients.keys():
        raise ValueError(
            f"Every array needs a gradient of its name, and the other way round: "
            f"arrays are {', '.join(arrays) or 'none'}; gradients are {', '.join(gradients) or 'none'}."
        )
    for name, array in arrays.items():
        if not array.size:
            raise ValueError(f"{name} is empty, shape {array.shape}: there is nothing to check.")
        if gradients[name].shape != array.shape:
            shape = gradients[name].shape
            turned = " Transposed?" if shape == array.shape[::-1] else ""
            raise ValueError(
                f"The gradient of {name} must have the shape of {name}, {array.shape}, got {shape}.{turned}"
            )


def _freeze(arrays: Mapping[str, ArrayLike], dtype: type) -> dict[str, NDArray]:
    frozen = {name: np.array(array, dtype) for name, array in arrays.items()}
    for array in frozen.values():
        array.flags.writeable = False
    return frozen


def _moved(frozen: dict[str, NDArray], name: str, index: tuple[int, ...], by: complex) -> dict[str, NDArray]:
    moved = frozen[name].copy()
    moved[index] += by
    moved.flags.writeable = False
    return frozen | {name: moved}


def _for_every_entry(slope: Callable[[str, tuple[int, ...]], float], arrays: Arrays) -> dict[str, NDArray]:
    return {
        name: np.array([slope(name, index) for index in np.ndindex(array.shape)]).reshape(array.shape)
        for name, array in arrays.items()
    }


def _number(value: ArrayLike, kind: type) -> complex:
    value = np.asarray(value)
    if value.ndim:
        raise ValueError(f"f must give one number, the loss, got shape {value.shape}. Is a sum missing?")
    if kind is complex and not np.iscomplexobj(value):
        raise ValueError(
            f"f got complex arrays and gave {value.dtype}: somewhere the imaginary part was dropped, by abs, by a cast "
            f"to float, or by writing into a real array. Use central_differences where that must be."
        )
    if kind is float and np.iscomplexobj(value):
        raise ValueError("f must give a real number here, got a complex one.")
    return kind(value)
