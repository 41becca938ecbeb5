"""Compare a value with the expected one, and say the first difference in words with the learner's own shapes.

The order is: answered, ran, type, shape, kind of numbers, finite, values.
"""

import re
from collections.abc import Sequence
from numbers import Number
from typing import Any

import numpy as np

from grader.judge.ask import Raised
from grader.sandbox.walled.wire import Other

NUMBERS = "buifc"
NUMBER = re.compile(r"[-+]?\d*\.\d+(e[-+]?\d+)?|\d{4,}")
WHOLE = "whole numbers"
KIND_NAMES = {"b": "True or False", "i": WHOLE, "u": WHOLE, "f": "real numbers", "c": "complex numbers"}


def unanswered(value: Any, depth: int = 3) -> bool:
    """Whether the dots of a blank answer are still there, as the value or inside it down to `depth`."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return depth > 0 and any(unanswered(part, depth - 1) for part in value)
    return value is Ellipsis or value is NotImplemented


def difference(
    expected: Any,
    got: Any,
    name: str,
    parts: Sequence[str] = (),
    tolerance: float = 1e-5,
    numbers: bool = True,
) -> str | None:
    """Say how `got` differs from `expected`, or None where it does not.

    Args:
        expected: the reference's value: a number, string, bool, None, array, or a tuple or dict of them.
        got: the learner's value, of any kind.
        name: what the value is called in the sentence.
        parts: what its parts are called, where it is a tuple.
        tolerance: how far numbers may be off, absolute and relative.
        numbers: say what was expected and what came; otherwise only where they differ.

    Returns:
        One or two sentences on the first difference.
    """
    if isinstance(got, Raised):
        if not got.line and got.text.endswith("object is not callable"):
            return "This is a value, not a function. Give check the function itself, by its name, without brackets."
        where = f" in the line `{got.line}`" if got.line else ""
        return f"{got.kind}{where}: {plainer(got.text)}"
    if unanswered(got):
        return f"{name} is not answered yet: the dots are still there."
    if got is None and expected is not None:
        return f"{name} is None." + (" Is a `return` missing?" if name.endswith(")") else "")
    if isinstance(expected, str | bool) or expected is None:
        return _plain_difference(expected, got, name, numbers)
    if isinstance(expected, dict):
        return _dict_difference(expected, got, name, tolerance, numbers)
    if isinstance(expected, tuple | list):
        return _tuple_difference(expected, got, name, parts, tolerance, numbers)
    return _array_difference(np.asarray(expected), got, parts[0] if len(parts) == 1 else name, tolerance, numbers)


def unlike(expected: Any, got: Any, name: str) -> str | None:
    """Say how `got` differs from an expected array in all but its values, as `difference` does, or None."""
    if isinstance(got, Raised) or unanswered(got) or got is None:
        return difference(expected, got, name)
    return _form_difference(np.asarray(expected), as_array(got), got, name)


def as_array(value: Any) -> np.ndarray | None:
    """Turn numbers and lists of them into an array; None where that is not possible."""
    if isinstance(value, str) or (isinstance(value, list | tuple) and not _all_numbers(value)):
        return None
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and all(type(entry) is int for entry in array.flat):
            array = array.astype(float)
    except Exception:
        return None
    return array if array.dtype.kind in NUMBERS else None


def _plain_difference(expected: Any, got: Any, name: str, numbers: bool) -> str | None:
    got = got.item() if isinstance(got, np.generic) or (isinstance(got, np.ndarray) and got.ndim == 0) else got
    if type(got) is not type(expected):
        return f"{name} is {_kind(got)}; expected {_kind(expected)}."
    return None if got == expected else f"{name} is {f'{repr(got)[:80]}, which is ' if numbers else ''}not right."


def _dict_difference(expected: dict, got: Any, name: str, tolerance: float, numbers: bool) -> str | None:
    if not isinstance(got, dict):
        return f"{name} is {_kind(got)}; expected a dict with the keys {', '.join(expected)}."
    missing = [str(key) for key in expected if key not in got]
    extra = [str(key) for key in got if key not in expected]
    if missing or extra:
        said = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has {', '.join(extra)} too many"] * bool(extra)
        return f"{name} {' and '.join(said)}."
    for key in expected:
        found = difference(expected[key], got[key], f"{name}[{key!r}]", (), tolerance, numbers)
        if found:
            return found
    return None


def _tuple_difference(
    expected: Sequence, got: Any, name: str, parts: Sequence[str], tolerance: float, numbers: bool
) -> str | None:
    called = f" ({', '.join(parts)})" if parts and len(parts) == len(expected) else ""
    if isinstance(got, np.ndarray) and got.ndim > 0:
        if called and got.ndim <= np.ndim(expected[0]):
            return f"{name} is {_kind(got)}; expected {len(expected)} values{called}, as in `return a, b`."
        got = tuple(got)
    if not isinstance(got, tuple | list):
        return (
            f"{name} is {_kind(got)}; expected {len(expected)} values{called}, as in `return a, b`."
            if called
            else (f"{name} is {_kind(got)}; expected a tuple of {_count(expected)}.")
        )
    if len(got) != len(expected):
        return f"{name} has {_count(got)}; expected {len(expected)}{called}."
    for k, (right, own) in enumerate(zip(expected, got, strict=True)):
        part = parts[k] if called else f"{name}[{k}]"
        found = difference(right, own, part, (), tolerance, numbers)
        if found:
            return found
    return None


def _array_difference(expected: np.ndarray, got: Any, name: str, tolerance: float, numbers: bool) -> str | None:
    array = as_array(got)
    found = _form_difference(expected, array, got, name)
    if found:
        return found
    own, right = array.dtype.kind, expected.dtype.kind
    off = ~np.isclose(array, expected, rtol=tolerance, atol=tolerance, equal_nan=True)
    if not off.any():
        return None
    many = f" {off.sum()} of {off.size} entries differ." if off.size > 1 else ""
    whole = own in "iu" and right == "f" and np.array_equal(np.round(expected), array)
    rounded = " Were the numbers rounded to whole ones?" if whole else ""
    if not numbers:
        return f"{_at(name, off)} is not right.{many}{rounded}"
    got, wanted = array[off].flat[0] + 0.0, expected[off].flat[0] + 0.0
    return f"{_at(name, off)} is {got:.6g}; expected {wanted:.6g}.{many}{rounded}"


def _form_difference(expected: np.ndarray, array: np.ndarray | None, got: Any, name: str) -> str | None:
    """Say how an array, None where there is none in `got`, differs from the expected one in all but its values."""
    if array is None:
        return f"{name} is {_kind(got)}; expected {_kind(expected)}."
    if array.shape != expected.shape:
        return f"{name} has shape {array.shape}; expected {expected.shape}{_shape_advice(array.shape, expected.shape)}"
    own, right = array.dtype.kind, expected.dtype.kind
    if (own == "b") != (right == "b") or (own == "c" and right != "c"):
        return f"{name} holds {KIND_NAMES[own]}; expected {KIND_NAMES[right]}."
    bad = ~np.isfinite(array) & np.isfinite(expected)
    if bad.any():
        return f"{_at(name, bad)} is {array[bad].flat[0]}; expected a finite number."
    return None


def _all_numbers(values: Sequence) -> bool:
    """Whether lists of lists hold nothing but numbers and arrays: one long string would make all entries as long."""
    return all(
        _all_numbers(value) if isinstance(value, list | tuple) else isinstance(value, Number | np.ndarray)
        for value in values
    )


def plainer(text: str) -> str:
    """Say in plain words what NumPy says of a product whose shapes do not fit, and where dots come from.

    Of what Keras says only what is wrong: it prints that in bold, with the values of all arguments round it or behind
    it, and numbers the layers of a whole session.
    """
    bold = re.search(r"\x1b\[1m(.*?)(?:\x1b|$)", text, re.DOTALL)
    text = re.sub(r"tensor\(.*\)(?= with name)", "tensor", bold[1], flags=re.DOTALL) if bold else text
    text = re.sub(r" Inputs received: \[<KerasTensor.*", "", text, flags=re.DOTALL)
    text = re.sub(r"\b((?:[Ll]ayer|name) ['\"]?[a-z_]+?)_\d+\b", r"\1", text)
    sizes = re.search(r"^matmul: .*\(size (\d+) is different from (\d+)\)", text)
    if sizes:
        return f"in a product with @, an axis of {sizes[2]} meets an axis of {sizes[1]}; they must be equal."
    if "ellipsis" in text:
        return f"{text}. A function that is called here is not answered yet."
    return text


def _shape_advice(got: tuple, expected: tuple) -> str:
    if len(got) == len(expected) + 1:
        if not expected:
            return ": one number is asked for, not an array."
        return ": one axis too many." + (" Is there a column where a vector is meant?" if got[-1:] == (1,) else "")
    if len(got) == len(expected) - 1:
        return ": one axis too few."
    if got == expected[::-1]:
        return ": the axes are exchanged."
    if len(got) > len(expected):
        return f": {len(got) - len(expected)} axes too many."
    return "."


def _at(name: str, where: np.ndarray) -> str:
    index = np.argwhere(where)[0]
    return f"{name}[{', '.join(map(str, index))}]" if index.size else name


def _count(values: Sequence) -> str:
    return "1 value" if len(values) == 1 else f"{len(values)} values"


def _kind(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, Other):
        return value.kind
    if isinstance(value, np.ndarray) and value.ndim:
        if value.dtype.kind in NUMBERS:
            return f"an array of shape {value.shape}"
        return "an array that holds more than numbers"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, int | float | complex | np.number | np.ndarray):
        return "a number"
    if isinstance(value, str):
        return "a text"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
