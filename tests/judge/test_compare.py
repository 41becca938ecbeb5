"""What a comparison accepts, and what it says of the first difference, in the promised order."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from grader.judge.ask import Raised
from grader.judge.compare import difference, unanswered
from grader.sandbox.walled.wire import pack, unpack

VECTOR = np.array([0.25, 0.5, 0.75])


@pytest.mark.parametrize(
    "same",
    [
        VECTOR,
        VECTOR.astype(np.float32),
        VECTOR.tolist(),
        tuple(VECTOR),
        VECTOR + 1e-7,
        np.asarray(VECTOR, order="F")[::1],
        [np.float64(0.25), np.array(0.5), 0.75],
        VECTOR.astype(object),
        [Decimal("0.25"), Fraction(1, 2), 0.75],
        (k for k in VECTOR),
    ],
)
def test_the_same_numbers_in_another_form_are_right(same):
    assert difference(VECTOR, unpack(pack(same)), "f") is None


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (Raised("ValueError", "shapes differ", "W @ h"), "ValueError in the line `W @ h`: shapes differ"),
        (None, "f is None."),
        ("0.25", "a text; expected an array of shape (3,)"),
        (np.tanh, "a function that was not called"),
        (object(), "an object; expected an array"),
        (np.array([0.25, None, 0.75]), "holds more than numbers"),
        ([[1, 2], [3]], "a list; expected an array"),
        (VECTOR[:, None], "shape (3, 1); expected (3,): one axis too many. Is there a column"),
        (VECTOR[None], "shape (1, 3); expected (3,): one axis too many."),
        (VECTOR.sum(), "shape (); expected (3,): one axis too few."),
        (np.ones(4), "shape (4,); expected (3,)."),
        (VECTOR > 0.3, "True or False; expected real numbers"),
        (VECTOR + 0j, "complex numbers; expected real numbers"),
        (np.array([0.25, np.nan, 0.75]), "f[1] is nan; expected a finite number"),
        (np.array([0.25, np.inf, 0.75]), "f[1] is inf"),
        (np.array([0.25, 0.6, 0.85]), "f[1] is 0.6; expected 0.5. 2 of 3 entries differ."),
        (np.array([0, 0, 1]), "Were the numbers rounded to whole ones?"),
    ],
)
def test_the_first_difference_is_said_in_words(got, said):
    crossed = got if isinstance(got, Raised) else unpack(pack(got))
    assert said in difference(VECTOR, crossed, "f")


def test_exchanged_axes_are_named():
    assert "(3, 2); expected (2, 3): the axes are exchanged" in difference(np.ones((2, 3)), np.ones((3, 2)), "W")


def test_a_kind_is_looked_at_before_values_and_a_shape_before_a_kind():
    wrong_everywhere = np.array([[np.nan + 1j]])
    assert "shape" in difference(VECTOR, wrong_everywhere, "f")
    assert "complex" in difference(VECTOR, np.full(3, np.nan + 1j), "f")


@pytest.mark.parametrize("got", [(VECTOR, VECTOR * 2), [VECTOR, VECTOR * 2], np.stack([VECTOR, VECTOR * 2])])
def test_several_values_may_come_as_tuple_list_or_array(got):
    assert difference((VECTOR, VECTOR * 2), got, "lstm_step", ("h", "c")) is None


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (VECTOR, "is an array of shape (3,); expected 2 values (h, c)"),
        ((VECTOR, VECTOR, VECTOR), "has 3 values; expected 2 (h, c)"),
        ((VECTOR,), "has 1 value; expected 2 (h, c)"),
        ((VECTOR, VECTOR), "c[0] is 0.25; expected 0.5"),
        ({"h": VECTOR}, "a dict; expected 2 values (h, c)"),
        ((VECTOR, None), "c is None"),
    ],
)
def test_parts_are_called_by_their_names(got, said):
    assert said in difference((VECTOR, VECTOR * 2), got, "lstm_step", ("h", "c"))


def test_a_dict_is_compared_key_by_key():
    right = {"W_f": (12, 80), "b_f": (12,)}
    assert difference(right, {"b_f": [12], "W_f": (12, 80)}, "shapes") is None
    assert difference(right, {"W_f": (12, 80)}, "shapes") == "shapes lacks b_f."
    assert "W_o too many" in difference(right, right | {"W_o": 1}, "shapes")
    assert "shapes['b_f'] is a number; expected a tuple of 1 value" in difference(right, right | {"b_f": 12}, "shapes")


@pytest.mark.parametrize(("right", "wrong"), [("many-to-one", "one-to-many"), (True, False), (True, 1), (None, 0)])
def test_words_and_truths_must_be_equal(right, wrong):
    assert difference(right, right, "kind") is None
    assert "kind is" in difference(right, wrong, "kind")


def test_a_subclass_with_its_own_equality_decides_nothing():
    class Always(np.ndarray):
        def __eq__(self, other):
            return True

        def __sub__(self, other):
            return np.zeros(3)

    assert difference(VECTOR, np.ones(3).view(Always), "f")
    agreeable = type("Agreeable", (str,), {"__eq__": lambda *_: True, "__hash__": str.__hash__})
    assert difference("word", agreeable("other"), "kind")


def test_dots_anywhere_mean_not_answered():
    assert unanswered(...) and unanswered((VECTOR, ...)) and unanswered({"W_f": ...}) and unanswered(NotImplemented)
    assert not unanswered(VECTOR) and not unanswered(None)


def test_an_empty_tuple_is_expected_as_any_other():
    assert difference((), (), "shape") is None
    assert difference((), np.array([1]), "shape") == "shape has 1 value; expected 0."


def test_only_a_call_may_lack_its_return():
    assert difference(VECTOR, None, "f(…)") == "f(…) is None. Is a `return` missing?"


def test_rounding_is_asked_for_only_where_it_explains_the_numbers():
    assert "rounded" in difference(VECTOR, np.array([0, 0, 1]), "f")
    assert "rounded" not in difference(VECTOR, np.array([0, 7, 1]), "f")


def test_a_number_is_asked_for():
    assert difference(np.array(1.5), np.array([1.5]), "n").endswith("one number is asked for, not an array.")
