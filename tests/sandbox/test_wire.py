"""What crosses between the judge and an answer, and how: by rule, bounded, and whatever the other side sends."""

import json
import socket
import threading
import time
from array import array
from collections import Counter, OrderedDict, UserList, defaultdict, deque, namedtuple
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.sandbox.walled.wire import (
    HEAD,
    LARGEST_FRAME,
    LARGEST_TEXT,
    MOST_ENTRIES,
    Code,
    MalformedError,
    Other,
    pack,
    receive,
    send,
    unpack,
)

THREE = np.arange(3.0)


def crossed(value):
    return unpack(pack(value))


def framed(message, behind=b"") -> bytes:
    """A frame as somebody else may write it, of JSON or of the text of it."""
    text = message if isinstance(message, bytes) else json.dumps(message).encode()
    return HEAD.pack(len(text), len(behind)) + text + behind


def same(got, value) -> bool:
    """Whether both are of the same type all the way down, and equal, not-a-numbers included."""
    if type(got) is not type(value):
        return False
    if isinstance(value, np.ndarray | np.generic):
        return got.dtype == value.dtype and got.shape == value.shape and np.array_equal(got, value, equal_nan=True)
    if isinstance(value, tuple | list):
        return len(got) == len(value) and all(map(same, got, value))
    if isinstance(value, dict):
        return len(got) == len(value) and all(map(same, got.items(), value.items()))
    if isinstance(value, complex):
        return same(got.real, value.real) and same(got.imag, value.imag)
    return got == value or (got != got and value != value)


def words(value):
    """All words in a value, which a notebook must be able to hold."""
    if isinstance(value, dict):
        return [*words(list(value.keys())), *words(list(value.values()))]
    if isinstance(value, list | tuple):
        return [word for entry in value for word in words(entry)]
    return [value.kind] if isinstance(value, Other) else [value] if isinstance(value, str) else []


NUMBERS = hnp.boolean_dtypes() | hnp.integer_dtypes(endianness="=") | hnp.unsigned_integer_dtypes(endianness="=")
NUMBERS |= hnp.floating_dtypes(endianness="=", sizes=(16, 32, 64)) | hnp.complex_number_dtypes(
    endianness="=", sizes=(64, 128)
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-(2**1999), 2**1999) | st.floats() | st.complex_numbers() | WORDS
ARRAYS = hnp.arrays(NUMBERS, hnp.array_shapes(min_dims=0, min_side=0, max_side=4))
KEYS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS
PLAIN = st.recursive(
    SCALARS | ARRAYS | NUMBERS.flatmap(lambda kind: hnp.arrays(kind, ())).map(lambda whole: whole[()]),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.lists(inside, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inside, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(PLAIN)
def test_a_plain_value_comes_back_as_it_was(value):
    assert same(crossed(value), value)


class Subclassed:
    """Methods that a subclass may put before those of the built-in type."""

    def __iter__(self):
        return iter(["not what is inside"])

    def __len__(self):
        return 10**9

    def __str__(self):
        return "not what is inside"

    def __repr__(self):
        return "not what is inside"

    def __int__(self):
        return 77

    def __float__(self):
        return 77.0

    def __complex__(self):
        return 77j

    def __eq__(self, other):
        return True

    __hash__ = None

    def items(self):
        return [("not", "what is inside")]


def tricky(known, *arguments):
    return type("Tricky", (Subclassed, known), {})(*arguments)


class TrickyArray(Subclassed, np.ndarray):
    def __array__(self, *_, **__):
        return np.full(3, 77.0)

    def __getitem__(self, index):
        return 77.0

    def astype(self, *_, **__):
        return np.full(3, 77.0)

    def tobytes(self, *_, **__):
        return bytes(24)


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        (tricky(str, "word"), "word"),
        (tricky(int, 3), 3),
        (tricky(float, 0.5), 0.5),
        (tricky(complex, 1j), 1j),
        (tricky(list, [1, 2]), [1, 2]),
        (tricky(tuple, (1, 2)), (1, 2)),
        (tricky(dict, {"a": 1}), {"a": 1}),
        (THREE.view(TrickyArray), THREE),
    ],
    ids=lambda value: type(value).__mro__[-2].__name__,
)
def test_of_a_subclass_only_what_the_built_in_type_holds_crosses(value, inside):
    assert same(crossed(value), inside)


Point = namedtuple("Point", "x y")
Colour = IntEnum("Colour", "RED BLUE")


class Counts:
    """Goes on without end."""

    def __init__(self):
        self.given = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.given += 1
        return self.given


@pytest.mark.parametrize(
    ("value", "becomes"),
    [
        (Point(1, 2.5), (1, 2.5)),
        (Colour.BLUE, 2),
        (OrderedDict(a=1), {"a": 1}),
        (defaultdict(list, a=1), {"a": 1}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (range(3), [0, 1, 2]),
        (deque([1, 2]), [1, 2]),
        (iter([1, 2]), [1, 2]),
        (zip([1], [2.0], strict=True), [(1, 2.0)]),
        ({"a": 1}.keys(), ["a"]),
        ({"a": 1}.values(), [1]),
        (reversed([1, 2]), [2, 1]),
        (UserList([1]), [1]),
        (array("d", [0.5]), [0.5]),
        (memoryview(b"12"), [49, 50]),
        ({np.int64(2): 1, np.str_("word"): 2}, {2: 1, "word": 2}),
        (Fraction(1, 4), 0.25),
        (Decimal("0.25"), 0.25),
        (..., ...),
        (NotImplemented, ...),
        ([1, [...]], [1, [...]]),
        (-0.0, -0.0),
        (2**1999, 2**1999),
        ("a\ud800b", "a?b"),
        ({"\udfff": "\udfff"}, {"?": "?"}),
        (np.str_("word"), "word"),
        (np.array(["a", "b"]), ["a", "b"]),
        (np.array("word"), "word"),
    ],
    ids=repr,
)
def test_what_is_nearly_plain_becomes_plain_by_rule(value, becomes):
    assert same(crossed(value), becomes)


@pytest.mark.parametrize(
    ("value", "becomes"),
    [
        (np.array(2.5), np.array(2.5)),
        (np.float32(2.5), np.float32(2.5)),
        (np.bool_(True), np.bool_(True)),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.arange(3, dtype=">i4"), np.arange(3, dtype=np.int32)),
        (np.array([0.5, 1j], ">c8"), np.array([0.5, 1j], np.complex64)),
        (np.longdouble(0.25), np.float64(0.25)),
        (np.array([0.25], np.longdouble), np.array([0.25])),
        (np.array([1j], np.clongdouble), np.array([1j])),
        (np.array([1, 2.5, Decimal("0.5"), Fraction(1, 4)], object), np.array([1, 2.5, 0.5, 0.25])),
        (np.arange(6).reshape(2, 3).T, np.array([[0, 3], [1, 4], [2, 5]])),
        (np.arange(6)[::-2], np.array([5, 3, 1])),
        (np.broadcast_to(np.int64(7), (2, 2)), np.full((2, 2), 7)),
        (np.ma.masked_array([1, 2], [False, True]), np.array([1, 2])),
    ],
    ids=repr,
)
def test_an_array_crosses_with_its_kind_and_shape_and_nothing_else(value, becomes):
    assert same(crossed(value), becomes)


def test_a_tensor_crosses_as_the_array_it_holds():
    torch = pytest.importorskip("torch")
    for tensor in (torch.arange(3), torch.ones(2, 3).T, torch.tensor(0.5), torch.ones(2, requires_grad=True) * 2):
        assert same(crossed(tensor), tensor.detach().numpy())
    assert same(crossed([torch.nn.Parameter(torch.zeros(2))]), [np.zeros(2, np.float32)])
    assert crossed(torch.zeros(2).to_sparse()).kind == "a Tensor that raises TypeError"
    assert crossed(torch.zeros(2, dtype=torch.bfloat16)).kind == "a Tensor that raises TypeError"
    assert crossed(torch.nn.Linear(1, 1)).kind == "a function that was not called"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (object(), "an object"),
        (np, "a module"),
        (np.tanh, "a function that was not called"),
        (len, "a function that was not called"),
        (dict, "the class dict"),
        ({1}, "a set"),
        ({1.5: 1}, "a dict whose keys are not names or numbers"),
        ({(1, 2): 1}, "a dict whose keys are not names or numbers"),
        ({2**61 - 1: 1, 2**62 - 2: 1}, "a dict whose keys are not names or numbers"),
        (MappingProxyType({}), "a mappingproxy"),
        (SimpleNamespace(a=1), "a SimpleNamespace"),
        (np.array([1, None]), "an array that holds more than numbers"),
        (np.array([[1], [1, 2]], object), "an array that holds more than numbers"),
        (np.array(["2020"], "M8[Y]"), "an array of datetime64[Y]"),
        (np.zeros(1, "i4,f4"), "an array of void64"),
        ("x" * (LARGEST_TEXT + 1), f"a string of {LARGEST_TEXT + 1} characters"),
        (2**2000, "a whole number of 2001 bits"),
        (-(2**9999), "a whole number of 10000 bits"),
        (np.zeros((3, 2**20)), "an array of shape (3, 1048576), too large to be looked at"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_cannot_cross_is_named(value, kind):
    assert crossed(value) == Other(kind)
    assert crossed([1, value]) == [1, Other(kind)]


class Evil:
    """Raises in one of its methods."""


def evil(name):
    def raises(*_):
        raise OSError

    return type("Evil", (Evil,), {name: property(raises) if name == "__class__" else raises})()


def pretends(known):
    return type("Pretends", (), {"__class__": property(lambda self: known)})()


def nameless():
    return type("Meta", (type,), {"__name__": property(lambda self: 1 / 0)})("Nameless", (), {})


ODD = {
    "an array that cannot be made": lambda: evil("__array__"),
    "an attribute that raises": lambda: evil("__getattr__"),
    "a class that raises": lambda: evil("__class__"),
    "no dict": lambda: pretends(dict),
    "no list": lambda: pretends(list),
    "no string": lambda: pretends(str),
    "no number": lambda: pretends(int),
    "no array": lambda: pretends(np.ndarray),
    "a class without a name": nameless,
    "numbers too large for an array": lambda: np.array([10**400], object),
    "a decimal that is no number": lambda: np.array([Decimal("sNaN")], object),
    "a generator that raises": lambda: (1 / 0 for _ in range(2)),
    "a key that is an array": lambda: {type("Key", (), {"__array__": lambda *_, **__: THREE})(): 1},
    "words that JSON cannot hold": lambda: Other("\ud800"),
}


@pytest.mark.parametrize("odd", ODD)
def test_whatever_an_answer_gives_something_crosses(odd):
    """And it can be written into a notebook."""
    got = crossed([1, ODD[odd]()])
    assert got[0] == 1 and len(got) == 2
    "".join(words(got)).encode()


def nested(depth, value=1):
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("depth", range(1, 19))
def test_eighteen_lists_within_each_other_cross(depth):
    assert crossed(nested(depth)) == nested(depth)


def inside_itself():
    cycle = []
    cycle.append(cycle)
    return cycle


@pytest.mark.parametrize("make", [lambda: nested(20), lambda: nested(900), inside_itself], ids=["20", "900", "cycle"])
def test_what_is_nested_deeper_crosses_as_far_as_that(make):
    got, depth = crossed(make()), 0
    while isinstance(got, list):
        (got,) = got
        depth += 1
    assert got == Other("nested too deeply") and depth >= 18


def test_entries_are_bounded():
    counts = Counts()
    assert crossed(counts) == list(range(1, MOST_ENTRIES + 1))
    assert counts.given == MOST_ENTRIES
    for many in ([0] * (MOST_ENTRIES + 1), (0,) * (MOST_ENTRIES + 1), dict.fromkeys(range(MOST_ENTRIES + 1))):
        assert len(crossed(many)) == MOST_ENTRIES


def test_many_numbers_of_numpy_cross_as_fast_as_many_numbers():
    """A learner's list of losses, say."""
    begun = time.process_time()
    assert len(crossed(list(np.zeros(20_000)))) == 20_000
    assert time.process_time() - begun < 2


def test_arrays_in_one_message_keep_apart():
    value = {"a": [THREE, THREE[:0], np.float32(7)], "b": (THREE * 2, np.array([True, False]))}
    assert same(crossed(value), value)


def test_a_value_that_has_crossed_shares_no_memory():
    mine = THREE.copy()
    got = crossed([mine, mine])
    got[0][:] = 9
    assert mine.tolist() == got[1].tolist() == [0, 1, 2]


def test_code_is_evaluated_only_where_it_is_asked_for():
    frame = pack([Code("np.arange(2)"), {"f": Code("lambda x: x + 1")}])
    with pytest.raises(MalformedError, match="kind 'code'"):
        unpack(frame)
    made, functions = unpack(frame, code=True)
    assert made.tolist() == [0, 1] and functions["f"](1) == 2


def test_a_key_is_never_code():
    with pytest.raises(MalformedError):
        unpack(framed({"dict": [[{"code": "1"}, 2]]}), code=True)


def numbers(kind, shape, behind=b"\1" * 64):
    return framed({"array": [kind, shape]}, behind)


MALFORMED = {
    "nothing": b"",
    "half a head": b"\0\0\0",
    "a head alone": HEAD.pack(5, 0),
    "shorter than it says": framed([1])[:-1],
    "longer than it says": framed(1) + b"x",
    "lengths that cross over": HEAD.pack(2**32 - 1, 2**32 - 1) + b"1",
    "no JSON": framed(b"{"),
    "no text": framed(b"\xff\xfe\xfd"),
    "a bare list": framed([1, 2]),
    "no kind": framed({}),
    "two kinds": framed({"list": [], "tuple": []}),
    "an unknown kind": framed({"pickle": "gASV"}),
    "other of no words": framed({"other": 1}),
    "a list of a string": framed({"list": "ab"}),
    "a tuple of a dict": framed({"tuple": {"a": 1}}),
    "a dict of numbers": framed({"dict": [1, 2]}),
    "a dict of three": framed({"dict": [[1, 2, 3]]}),
    "a dict of nothing": framed({"dict": None}),
    "a key that is a list": framed({"dict": [[{"list": []}, 1]]}),
    "a key that is an array": framed({"dict": [[{"array": ["<f8", [1]]}, 1]]}, bytes(8)),
    "one part of a complex": framed({"complex": [1]}),
    "a complex of words": framed({"complex": ["1", "2"]}),
    "a complex of nothing": framed({"complex": [None, None]}),
    "a complex beyond numbers": framed(b'{"complex": [1' + b"0" * 400 + b", 0]}"),
    "a number of five thousand digits": framed(b"1" * 5000),
    "nested without end": framed(b'{"list": [' * 50_000 + b"]}" * 50_000),
    "nested once too often": framed(b'{"list": [' * 50 + b"1" + b"]}" * 50),
    "brackets without end": framed(b"[" * 10**6),
    "an array of objects": numbers("|O", [1]),
    "an array of words": numbers("<U1", [1]),
    "an array of bytes": numbers("|S1", [1]),
    "an array of nothing": numbers("|V8", [1]),
    "an array of dates": numbers("<M8", [1]),
    "an array of records": numbers("u1,u", [1]),
    "an array of no known kind": numbers("zz", [1]),
    "a kind that is no name": numbers(8, [1]),
    "a kind that is a list": numbers([["a", "<f8"]], [1]),
    "a kind with a long name": numbers("float64", [1]),
    "an old name of a kind": numbers("a", [1]),
    "a kind of brackets": numbers("(,i,", [1]),
    "a kind of closed brackets": numbers("),i,", [1]),
    "a kind of commas": numbers(",", [1]),
    "a shape that is no list": numbers("<f8", 1),
    "a shape of words": numbers("<f8", ["1"]),
    "a shape of halves": numbers("<f8", [1.0]),
    "a shape of truths": numbers("<f8", [True]),
    "a shape below zero": numbers("<f8", [-1]),
    "a shape below zero twice": numbers("<f8", [-1, -1]),
    "a shape beyond the bytes": numbers("<f8", [9]),
    "a shape beyond numbers": numbers("<f8", [2**62, 2**62]),
    "an empty shape beyond numbers": numbers("<f8", [0, 2**62, 2**62]),
    "a shape of forty axes": numbers("|b1", [1] * 40),
    "an empty shape of seventy axes": numbers("|b1", [0] * 70),
    "the same bytes twice": framed({"list": [{"array": ["<f8", [1]]}] * 2}, bytes(8)),
    "an array of one part": framed({"array": ["<f8"]}, bytes(8)),
    "an array of three parts": framed({"array": ["<f8", [1], 0]}, bytes(8)),
    "a number without bytes": framed({"number": ["<f8", []]}),
    "a list of too many": framed({"list": [0] * (MOST_ENTRIES + 1)}),
    "a dict of too many": framed({"dict": [[n, 0] for n in range(MOST_ENTRIES + 1)]}),
    "lists of too many": framed({"list": [{"list": [{"list": []}] * 5000}] * 50}),
    "code that is none": framed({"code": 1}),
}


@pytest.mark.parametrize("frame", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_message_is_said_to_be_one(frame):
    with pytest.raises(MalformedError):
        unpack(frame)


def test_a_shape_without_end_is_refused_at_once():
    begun = time.process_time()
    for axes in ([1] * 10**6, [9_999_999] * 80_000, [10**4000] * 1000):
        with pytest.raises(MalformedError):
            unpack(numbers("<f8", axes))
    assert time.process_time() - begun < 2


def plain_all_through(value) -> bool:
    if isinstance(value, list | tuple):
        return all(map(plain_all_through, value))
    if isinstance(value, dict):
        return all(map(plain_all_through, [*value.keys(), *value.values()]))
    if isinstance(value, np.ndarray | np.generic):
        return type(value).__module__ == "numpy" and value.dtype.kind in "biufc"
    return value is None or value is ... or type(value) in (bool, int, float, complex, str, Other)


def only_malformed(frame):
    """Unpack, and let nothing pass but a plain value or the one error."""
    try:
        value = unpack(frame)
    except MalformedError:
        return
    assert plain_all_through(value)
    "".join(words(value)).encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_malformed_or_plain(noise):
    only_malformed(noise)
    only_malformed(framed(noise[8:], noise[:8]))


KINDS = ["array", "number", "list", "tuple", "dict", "complex", "dots", "other", "code", "pickle"]
NAMES = st.text("<>|=fiucbOSUVMmade?1248(),[]{}: .\0", max_size=4) | st.sampled_from(["<f8", "|b1", "<c16", "<i2"])
AXES = st.lists(st.integers(-1, 4) | st.sampled_from([2**31, 2**63, 10**300, True, 1.5]), max_size=4)
ARRAY_LIKE = st.tuples(NAMES, AXES).map(list)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | ARRAY_LIKE,
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.builds(lambda kind, value: {kind: value}, st.sampled_from(KINDS), inside | st.lists(inside, max_size=3))
        | st.builds(lambda pairs: {"dict": pairs}, st.lists(st.lists(inside, min_size=2, max_size=2), max_size=3))
    ),
    max_leaves=15,
)


@settings(max_examples=500, deadline=None)
@given(JSON, st.binary(max_size=64))
def test_any_json_is_malformed_or_plain(message, behind):
    only_malformed(framed(message, behind))


@settings(max_examples=200, deadline=None)
@given(NAMES, AXES)
def test_any_array_is_malformed_or_plain(kind, shape):
    only_malformed(numbers(kind, shape))


@settings(max_examples=200, deadline=None)
@given(PLAIN, st.data())
def test_a_message_with_a_byte_changed_is_malformed_or_plain(value, data):
    frame = bytearray(pack(value))
    frame[data.draw(st.integers(0, len(frame) - 1))] ^= data.draw(st.integers(1, 255))
    only_malformed(bytes(frame))


@pytest.fixture
def pair():
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


def test_messages_come_one_by_one_in_their_order(pair):
    here, there = pair
    for value in (1, [THREE], "three"):
        send(here, value)
    assert [receive(there, 1), receive(there, 1)[0].tolist(), receive(there, 1)] == [1, [0, 1, 2], "three"]


def test_a_message_larger_than_a_buffer_comes_whole(pair):
    here, there = pair
    large = np.arange(2**20, dtype=float)
    thread = threading.Thread(target=send, args=(here, large))
    thread.start()
    assert np.array_equal(receive(there, 10), large)
    thread.join()


@pytest.mark.parametrize("lengths", [(LARGEST_FRAME + 1, 0), (0, LARGEST_FRAME + 1), (2**32 - 1, 2**32 - 1)])
def test_too_large_a_message_is_refused_before_it_is_read(pair, lengths):
    here, there = pair
    here.sendall(HEAD.pack(*lengths))
    with pytest.raises(MalformedError, match="too large"):
        receive(there, 1)


def test_a_message_that_stops_halfway_ends_with_the_channel(pair):
    here, there = pair
    here.sendall(framed("half of it")[:-3])
    here.close()
    with pytest.raises(EOFError):
        receive(there, 1)


@pytest.mark.parametrize("said", [b"", b"\0\0\0", framed("half of it")[:-3]], ids=["nothing", "half a head", "half"])
def test_silence_ends_when_the_time_is_over(pair, said):
    here, there = pair
    here.sendall(said)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        receive(there, 0.1)
    assert time.monotonic() - begun < 1


def test_drops_do_not_make_the_time_longer(pair):
    here, there = pair
    over = threading.Event()

    def drip():
        here.sendall(HEAD.pack(1000, 0))
        while not over.wait(0.02):
            here.sendall(b" ")

    thread = threading.Thread(target=drip)
    thread.start()
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        receive(there, 0.2)
    over.set()
    thread.join()
    assert time.monotonic() - begun < 1
