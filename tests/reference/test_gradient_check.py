"""The gradient check: right gradients pass, wrong ones fail by tensor and index, and it spoils nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_ref.gradient_check import central_differences, check, complex_step

BOTH = pytest.mark.parametrize(
    ("estimate", "tolerance"), [(central_differences, 1e-7), (complex_step, 1e-12)], ids=["central", "complex"]
)


def f(a):
    return (a["k"] * np.tanh(a["W"] @ a["x"])).sum()


def gradients(a):
    y = np.tanh(a["W"] @ a["x"])
    dz = a["k"] * (1 - y**2)
    return {"k": y, "W": np.outer(dz, a["x"]), "x": dz @ a["W"]}


def arrays(seed=0, rows=4, columns=3):
    rng = np.random.default_rng(seed)
    shapes = {"k": (rows,), "W": (rows, columns), "x": (columns,)}
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


@BOTH
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 5), columns=st.integers(1, 5))
def test_right_gradients_pass(estimate, tolerance, seed, rows, columns):
    a = arrays(seed, rows, columns)
    report = check(f, a, gradients(a), estimate, tolerance)
    assert report.ok, str(report)
    assert report.worst.error <= tolerance
    assert str(report).startswith(f"All gradients agree to {tolerance:g}. The worst is {report.worst.name}[")


@BOTH
def test_one_wrong_entry_is_named(estimate, tolerance):
    a = arrays()
    given_gradients = gradients(a)
    right = given_gradients["W"][2, 1]
    given_gradients["W"][2, 1] += 0.5
    report = check(f, a, given_gradients, estimate, tolerance)
    assert not report.ok
    assert (report.worst.name, report.worst.index) == ("W", (2, 1))
    assert report.worst.given == right + 0.5
    assert report.worst.expected == pytest.approx(right, abs=1e-9)
    assert report.worst.error == pytest.approx(0.5 / max(abs(right), abs(right + 0.5)), rel=1e-6)
    assert str(report).startswith("Wrong: W. Right: k, x. The worst is W[2, 1]: given ")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda dW: -dW, "W has its sign turned."),
        (lambda dW: dW.T, "W is transposed."),
        (lambda dW: dW * 0, "W is zero everywhere"),
        (lambda dW: dW / 4, "W is 0.25 times what it should be"),
        (lambda dW: 2 * dW, "W is 2 times what it should be"),
        (lambda dW: np.full_like(dW, -np.inf), "W is not finite everywhere"),
        (lambda dW: np.where(np.eye(4) > 0, np.nan, dW), "W is not finite everywhere"),
    ],
    ids=["sign", "transpose", "zero", "mean", "twice", "infinite", "nan"],
)
def test_a_mistake_is_said_in_words(spoil, said):
    a = arrays(columns=4)
    report = check(f, a, gradients(a) | {"W": spoil(gradients(a)["W"])})
    assert not report.ok
    assert report.worst.name == "W"
    assert f"\n{said}" in str(report)


def test_a_mistake_without_a_pattern_is_not_explained():
    a = arrays()
    noise = np.random.default_rng(1).standard_normal((4, 3))
    assert "\n" not in str(check(f, a, gradients(a) | {"W": noise}))


def test_a_loss_that_is_not_finite_is_no_gradient_that_agrees():
    report = check(lambda a: np.nan * a["x"].sum(), {"x": np.ones(2)}, {"x": np.ones(2)})
    assert not report.ok
    assert "\nx cannot be checked here: the loss itself is not finite nearby." in str(report)


def test_several_wrong_tensors_are_all_named():
    a = arrays()
    wrong = {name: -gradient for name, gradient in gradients(a).items()}
    assert str(check(f, a, wrong)).startswith("Wrong: k, W, x. Right: none.")


@BOTH
@pytest.mark.parametrize("error", [3e-4, 1e-6])
def test_small_mistakes_are_seen(estimate, tolerance, error):
    a = arrays()
    wrong = gradients(a)
    wrong["x"] = wrong["x"] * (1 + error)
    report = check(f, a, wrong, estimate, tolerance)
    assert not report.ok
    assert report.worst.name == "x"
    assert report.worst.error == pytest.approx(error, rel=0.05)


def test_below_the_floor_the_error_is_absolute():
    tiny = {"a": np.array([1.0])}

    def hardly(a):
        return 1e-9 * a["a"].sum()

    assert check(hardly, tiny, {"a": [2e-9]}, complex_step, tolerance=1e-6).ok
    assert not check(hardly, tiny, {"a": [2e-9]}, complex_step, tolerance=1e-6, floor=1e-10).ok
    assert check(hardly, tiny, {"a": [1e-9]}, complex_step, tolerance=1e-14, floor=1e-10).ok


def test_the_complex_step_has_digits_where_differences_have_none():
    # the differences drown in the rounding of 1e6
    a, right = {"a": np.array(0.3)}, {"a": 1.0}
    assert check(lambda a: 1e6 + a["a"], a, right, complex_step, tolerance=1e-15).ok
    assert not check(lambda a: 1e6 + a["a"], a, right, central_differences, tolerance=1e-8).ok


@BOTH
def test_the_function_gets_float64_that_it_cannot_write_to(estimate, tolerance):
    seen = set()

    def watched(a):
        seen.update((array.dtype, array.flags.writeable) for array in a.values())
        return f(a)

    a = {name: np.float32(array) for name, array in arrays().items()}
    assert check(watched, a, gradients({name: np.float64(array) for name, array in a.items()}), estimate, tolerance).ok
    assert seen == {(np.dtype(np.complex128 if estimate is complex_step else np.float64), False)}


@BOTH
def test_the_arrays_stay_as_they_are_and_are_closed_to_the_function(estimate, tolerance):
    a = arrays()
    before = {name: array.copy() for name, array in a.items()}
    check(f, a, gradients(a), estimate, tolerance)
    for name, array in a.items():
        np.testing.assert_array_equal(array, before[name])
        assert array.flags.writeable

    def careless(a):
        a["x"] *= 2
        return f(a)

    with pytest.raises(ValueError, match="read-only"):
        check(careless, a, gradients(a), estimate, tolerance)


@BOTH
def test_other_layouts_and_numbers_without_axes(estimate, tolerance):
    rng = np.random.default_rng(3)
    a = {"A": np.asfortranarray(rng.standard_normal((2, 3, 2)))[::-1], "s": np.array(1.5), "n": [1, 2, 3]}
    slopes = {"A": 2 * 1.5 * a["A"], "s": (a["A"] ** 2).sum(), "n": [1.0, 1.0, 1.0]}
    report = check(lambda a: a["s"] * (a["A"] ** 2).sum() + a["n"].sum(), a, slopes, estimate, tolerance)
    assert report.ok, str(report)
    assert "s: given" in str(check(lambda a: 2.0 * a["s"], {"s": 1.0}, {"s": 3.0}, central_differences))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda a: check(f, a, {"W": a["W"]}), r"arrays are k, W, x; gradients are W\."),
        (lambda a: check(f, {}, {}), r"arrays are none; gradients are none\."),
        (lambda a: check(f, a, a | {"W": a["W"].T}), r"shape of W, \(4, 3\), got \(3, 4\)\. Transposed\?"),
        (lambda a: check(f, a, a | {"x": a["W"]}), r"shape of x, \(3,\), got \(4, 3\)\.$"),
        (lambda a: check(f, {"e": np.zeros((0, 2))}, {"e": np.zeros((0, 2))}), r"e is empty, shape \(0, 2\)"),
        (lambda a: central_differences(lambda a: a["x"], a), r"one number, the loss, got shape \(3,\)\. Is a sum"),
        (lambda a: central_differences(lambda a: 1j * f(a), a), "a real number here, got a complex one"),
        (lambda a: complex_step(lambda a: np.abs(a["x"]).sum(), a), "gave float64: somewhere the imaginary part"),
    ],
    ids=["missing", "none", "transposed", "other shape", "empty", "no number", "complex", "abs"],
)
def test_what_cannot_be_checked_is_refused_in_words(call, said):
    with pytest.raises(ValueError, match=said):
        call(arrays())
