"""Values on their way between the judge and an answer: length-framed JSON, with the bytes of the arrays behind it.

Only plain values cross: None, True and False, numbers, strings, tuples, lists, dicts, and arrays of numbers. The side
of the answer turns what it has into these by rule; the side of the judge takes nothing else. No pickle, no names that
are looked up, bounded sizes.
"""

import json
import math
import re
import socket
import struct
import time
from collections import deque
from collections.abc import Iterator, KeysView, Sequence, ValuesView
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from numbers import Real
from typing import Any

import numpy as np

LARGEST_FRAME = 64 * 2**20
LARGEST_TEXT = 2**24
MOST_ENTRIES = 100_000
MOST_VALUES = 400_000
LARGEST_KEY = 2**53
DEEPEST = 20
NUMBERS = "biufc"
DTYPE = re.compile(r"[<>|=][biufc]\d{1,2}")
MOST_AXES = 32
HEAD = struct.Struct("!II")
NO_MEMORY = 12
"""The exit status of a process in which there is no room left for an answer."""


class MalformedError(ValueError):
    """What came is not a message of this protocol."""


@dataclass(frozen=True)
class Other:
    """What a value was that cannot cross, in words: "a generator"."""

    kind: str


@dataclass(frozen=True)
class Code:
    """The source of an expression, to be evaluated on the side of the answer."""

    source: str


class Behind(list):
    """The bytes of arrays that are being packed, and how many values may still be."""

    left = MOST_VALUES // 2


class Arrays:
    """The bytes behind a frame's text, given out in their order, each once."""

    def __init__(self, behind: memoryview) -> None:
        self.behind, self.at = behind, 0

    def take(self, size: int) -> memoryview:
        """Give the next `size` bytes."""
        if size > len(self.behind) - self.at:
            raise MalformedError("an array larger than its bytes")
        self.at += size
        return self.behind[self.at - size : self.at]


def pack(value: Any, depth: int = DEEPEST) -> bytes:
    """Turn a value into a frame; what cannot cross, or lies deeper than `depth`, becomes an `Other`."""
    arrays = Behind()
    text = json.dumps(_plain(value, depth, arrays), ensure_ascii=False).encode(errors="replace")
    behind = b"".join(arrays)
    return HEAD.pack(len(text), len(behind)) + text + behind


def unpack(frame: bytes, code: bool = False) -> Any:
    """Turn a frame back into the value.

    Args:
        frame: what `pack` made, or what somebody else wrote.
        code: evaluate `Code`; only for what the judge sent.

    Raises:
        MalformedError: where it is not what `pack` makes.
    """
    try:
        size, behind = HEAD.unpack_from(frame)
        if len(frame) != HEAD.size + size + behind:
            raise MalformedError("the frame has another length than it says")
        text, arrays = frame[HEAD.size : HEAD.size + size], Arrays(memoryview(frame)[HEAD.size + size :])
        if text.count(b"[") + text.count(b"{") > MOST_VALUES:
            raise MalformedError("more values than anybody asked for")
        return _value(json.loads(text), 2 * DEEPEST, arrays, code)
    except MalformedError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, struct.error, RecursionError, OverflowError) as error:
        raise MalformedError(f"{type(error).__name__}: {error}") from error


def send(channel: socket.socket, value: Any) -> None:
    """Send one message, in which values may lie a little deeper than by themselves."""
    channel.sendall(pack(value, 2 * DEEPEST))


def receive(channel: socket.socket, seconds: float | None = None, code: bool = False) -> Any:
    """Receive one message.

    Raises:
        TimeoutError: where it is not there after `seconds`.
        EOFError: where the other side has gone.
        MalformedError: where it is too large or no message.
    """
    end = None if seconds is None else time.monotonic() + seconds
    head = _exactly(channel, HEAD.size, end)
    size = sum(HEAD.unpack(head))
    if size > LARGEST_FRAME:
        raise MalformedError(f"a message of {size} bytes is too large")
    return unpack(head + _exactly(channel, size, end), code)


def _exactly(channel: socket.socket, size: int, end: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        if end is not None:
            channel.settimeout(max(end - time.monotonic(), 1e-6))
        try:
            part = channel.recv(min(size - len(parts), 2**20))
        except ConnectionError:
            part = b""
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _plain(value: Any, depth: int, arrays: Behind) -> Any:
    """Give JSON for `value`, or say that it is something that raises."""
    made = len(arrays)
    if arrays.left == 0:
        return {"other": "one of more values than anybody asked for"}
    arrays.left -= 1
    try:
        return _by_kind(value, depth, arrays)
    except MemoryError:
        raise
    except Exception as error:
        del arrays[made:]
        return {"other": f"{_a(value)} that raises {_name(error)}"}


def _by_kind(value: Any, depth: int, arrays: Behind) -> Any:
    """Give JSON for `value`. The methods are those of the built-in types, whatever a subclass says."""
    if depth == 0:
        return {"other": "nested too deeply"}
    if value is None or isinstance(value, bool):
        return value
    if value is Ellipsis or value is NotImplemented:
        return {"dots": True}
    if isinstance(value, Other | Code):
        return {type(value).__name__.lower(): value.kind if isinstance(value, Other) else value.source}
    if isinstance(value, np.ndarray | np.generic):
        return _array(value, depth, arrays)
    for known in (str, int, float, complex):
        if isinstance(value, known):
            return _scalar(known, value)
    if isinstance(value, dict):
        pairs = [(_key(key), entry) for key, entry in islice(dict.items(value), MOST_ENTRIES)]
        if not all(_is_key(key) for key, _ in pairs):
            return {"other": "a dict whose keys are not names or numbers"}
        return {"dict": [[key, _plain(entry, depth - 1, arrays)] for key, entry in pairs]}
    for known in (tuple, list):
        if isinstance(value, known):
            entries = islice(known.__iter__(value), MOST_ENTRIES)
            return {known.__name__: [_plain(entry, depth - 1, arrays) for entry in entries]}
    return _converted(value, depth, arrays)


def _key(key: Any) -> Any:
    if isinstance(key, str):
        return str.__str__(key)
    return int(key) if isinstance(key, np.integer) else key


def _is_key(key: Any) -> bool:
    """Whether a dict may have this key: what collides on purpose may not cross."""
    return key is None or type(key) in (bool, str) or (type(key) is int and abs(key) < LARGEST_KEY)


def _scalar(known: type, value: Any) -> Any:
    if known is str:
        text = str.__str__(value)
        return text if len(text) <= LARGEST_TEXT else {"other": f"a string of {len(text)} characters"}
    if known is int:
        number = int.__int__(value)
        return number if number.bit_length() <= 2000 else {"other": f"a whole number of {number.bit_length()} bits"}
    if known is float:
        return float.__float__(value)
    return {"complex": [complex.__complex__(value).real, complex.__complex__(value).imag]}


def _array(value: np.ndarray | np.generic, depth: int, arrays: Behind) -> Any:
    array = np.array(value, subok=False)
    if array.dtype.kind == "O" and all(isinstance(entry, Real | Decimal) for entry in array.flat):
        array = array.astype(float)
    if array.dtype.kind == "U":
        return _plain(array.tolist(), depth - 1, arrays)
    if array.dtype.kind not in NUMBERS:
        what = "array that holds more than numbers" if array.dtype.kind == "O" else f"array of {array.dtype.name}"
        return {"other": f"an {what}"}
    if array.nbytes > LARGEST_FRAME // 4:
        return {"other": f"an array of shape {array.shape}, too large to be looked at"}
    if array.dtype.name in ("longdouble", "float128", "float96", "clongdouble", "complex256", "complex192"):
        array = array.astype(float if array.dtype.kind == "f" else complex)
    array = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"))).reshape(array.shape)
    arrays.append(array.tobytes())
    return {"number" if isinstance(value, np.generic) else "array": [array.dtype.str, list(array.shape)]}


def _converted(value: Any, depth: int, arrays: Behind) -> Any:
    """Convert tensors, array-likes, other numbers and iterables; say of everything else what it is."""
    if isinstance(value, type):
        return {"other": f"the class {_name(value, value)}"}
    if callable(value) and not hasattr(value, "__array__") and not hasattr(value, "detach"):
        return {"other": "a function that was not called"}
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if isinstance(value, Real | Decimal):
        return float(value)
    if hasattr(value, "__array__"):
        return _array(np.asarray(value), depth, arrays)
    if isinstance(value, Iterator | Sequence | deque | KeysView | ValuesView):
        entries = list(islice(value, min(MOST_ENTRIES, arrays.left)))
        arrays.left -= len(entries) // 2  # each was made, whether or not it will be looked at
        return _plain(entries, depth, arrays)
    return {"other": _a(value)}


def _a(value: Any) -> str:
    noun = _name(value)
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _name(value: Any, kind: type | None = None) -> str:
    """The name of a value's type, whatever its metaclass says."""
    return type.__dict__["__name__"].__get__(kind or type(value))[:80]


def _value(read: Any, depth: int, arrays: Arrays, code: bool) -> Any:
    if depth == 0:
        raise MalformedError("nested too deeply")
    if not isinstance(read, dict):
        if isinstance(read, list):
            raise MalformedError("a bare list")
        return _written(read) if isinstance(read, str) else read
    if len(read) != 1:
        raise MalformedError("an object of more than one kind")
    ((kind, inside),) = read.items()
    if kind in ("array", "number"):
        return _numbers(kind, inside, arrays)
    if kind in ("tuple", "list"):
        if not isinstance(inside, list):
            raise MalformedError(f"a {kind} of {type(inside).__name__}")
        if len(inside) > MOST_ENTRIES:
            raise MalformedError(f"a {kind} of {len(inside)} entries")
        entries = [_value(entry, depth - 1, arrays, code) for entry in inside]
        return tuple(entries) if kind == "tuple" else entries
    if kind == "dict":
        if len(inside) > MOST_ENTRIES or not all(_is_key(key) for key, _ in inside):
            raise MalformedError("a dict of too many entries, or with keys that are not names or numbers")
        return {key: _value(entry, depth - 1, arrays, code) for key, entry in inside}
    if kind == "complex":
        real, imaginary = inside
        return complex(real, imaginary)
    if kind == "dots":
        return Ellipsis
    if kind == "other" and isinstance(inside, str):
        return Other(_written(inside[:200]))
    if kind == "code" and code and isinstance(inside, str):
        return eval(inside, {"np": np})
    raise MalformedError(f"an object of the kind {kind[:80]!r}")


def _written(text: str) -> str:
    """Put question marks for what no file can hold: halves of characters."""
    return text.encode(errors="replace").decode()


def _numbers(kind: str, inside: Any, arrays: Arrays) -> Any:
    name, shape = inside
    if not isinstance(name, str) or not DTYPE.fullmatch(name) or not isinstance(shape, list) or len(shape) > MOST_AXES:
        raise MalformedError("an array of no known kind or shape")
    if any(type(n) is not int or not 0 <= n <= LARGEST_FRAME for n in shape):
        raise MalformedError("an array of no known shape")
    dtype = np.dtype(name)
    count = math.prod(shape)
    array = np.frombuffer(arrays.take(count * dtype.itemsize), dtype, count).reshape(shape)
    array = array.astype(dtype.newbyteorder("="))
    return array if kind == "array" else array[()]
