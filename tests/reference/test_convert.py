"""Concatenated and separate weights are the same weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_ref.convert import concatenate, split

ORDERS = st.sampled_from(["hx", "xh"])
SIZES = st.integers(1, 9)
SEEDS = st.integers(0, 2**32 - 1)


@given(D=SIZES, H=SIZES, seed=SEEDS, order=ORDERS)
def test_one_product_equals_two(D, H, seed, order):
    rng = np.random.default_rng(seed)
    W, U = rng.standard_normal((H, D)), rng.standard_normal((H, H))
    x, h = rng.standard_normal(D), rng.standard_normal(H)
    both = np.concatenate([h, x] if order == "hx" else [x, h])
    one = concatenate(W, U, order) @ both
    np.testing.assert_allclose(one, W @ x + U @ h, rtol=1e-12, atol=1e-12)


@given(D=SIZES, H=SIZES, seed=SEEDS, order=ORDERS)
def test_split_undoes_concatenate(D, H, seed, order):
    rng = np.random.default_rng(seed)
    W, U = rng.standard_normal((H, D)), rng.standard_normal((H, H))
    W_back, U_back = split(concatenate(W, U, order), H, order)
    np.testing.assert_array_equal(W_back, W)
    np.testing.assert_array_equal(U_back, U)


def test_the_default_order_is_h_first():
    W, U = np.full((2, 3), 7.0), np.full((2, 2), 5.0)
    np.testing.assert_array_equal(concatenate(W, U)[0], [5, 5, 7, 7, 7])


@pytest.mark.parametrize(
    ("W", "U", "said"),
    [
        ((80, 12), (12, 12), r"W must be \(H, D\) with H = 12, as U has it, got \(80, 12\)\. Transposed\? Keras"),
        ((3, 80), (12, 12), r"got \(3, 80\)\.$"),
        ((12,), (12, 12), r"got \(12,\)\.$"),
        ((12, 12), (12, 80), r"U must be square.*Got \(12, 80\)\. Are W and U exchanged\?"),
        ((12, 80), (12,), r"U must be square.*Got \(12,\)"),
    ],
)
def test_concatenate_says_which_shape_is_wrong(W, U, said):
    with pytest.raises(ValueError, match=said):
        concatenate(np.zeros(W), np.zeros(U))


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ((92, 12), r"\(12, 12 \+ D\) with D at least 1, got \(92, 12\)\. Transposed\?"),
        ((12, 12), r"D at least 1, got \(12, 12\)\.$"),
        ((48, 92), r"got \(48, 92\)\.$"),
        ((92,), r"got \(92,\)\.$"),
    ],
)
def test_split_says_which_shape_is_wrong(shape, said):
    with pytest.raises(ValueError, match=said):
        split(np.zeros(shape), 12)


@pytest.mark.parametrize("order", ["h,x", "XH", ""])
def test_an_unknown_order_is_refused_with_the_two_there_are(order):
    with pytest.raises(ValueError, match=r'"hx", for \[h, x\], or "xh"'):
        concatenate(np.zeros((2, 3)), np.zeros((2, 2)), order)
    with pytest.raises(ValueError, match=r'"hx", for \[h, x\], or "xh"'):
        split(np.zeros((2, 5)), 2, order)
