"""The GRU step in both conventions: by hand, against PyTorch and ONNX Runtime, and where the two conventions meet."""

import numpy as np
import pytest
from clear_cells import (
    GRU_AFTER,
    GRU_BEFORE,
    SIZES,
    compare_forward,
    compare_gradients,
    compare_with_complex_step,
    draw,
)
from onnx_cells import compare_gru

from lstm_ref import gru_shapes, gru_step, gru_step_reset_after, gru_weights


def by_hand():
    # one input, one unit, x = 1 and h = 2: σ(z) = 4/5 and σ(r) = 1/4
    p = {}
    for gate, a in (("z", np.log(4)), ("r", -np.log(3)), ("h", 1.0)):
        p |= {f"W_{gate}": np.array([[3.0]]), f"U_{gate}": np.array([[-1.0]]), f"b_{gate}": np.array([a - 1.0])}
    p["b_h"] = np.array([0.5])
    return np.array([1.0]), np.array([2.0]), p


def test_a_step_by_hand():
    x, h, p = by_hand()
    h_tilde = np.tanh(3 - 0.25 * 2 + 0.5)
    np.testing.assert_allclose(gru_step(x, h, p), [0.8 * 2 + 0.2 * h_tilde], atol=1e-12)


def test_a_step_with_the_reset_after_by_hand():
    x, h, p = by_hand()
    h_tilde = np.tanh(3 + 0.5 + 0.25 * (-2 + 4))
    after = gru_step_reset_after(x, h, p | {"d_h": np.array([4.0])})
    np.testing.assert_allclose(after, [0.8 * 2 + 0.2 * h_tilde], atol=1e-12)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_unrolled_it_equals_pytorch(size):
    compare_forward(GRU_AFTER, [size])


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("cell", [GRU_BEFORE, GRU_AFTER], ids=["reset before", "reset after"])
def test_unrolled_it_equals_onnx_runtime(size, cell):
    compare_gru(cell, [size])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_gradients_with_the_reset_after_equal_those_of_pytorch(size):
    compare_gradients(GRU_AFTER, [size])


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("cell", [GRU_BEFORE, GRU_AFTER], ids=["reset before", "reset after"])
def test_gradients_are_those_of_the_forward(size, cell):
    compare_with_complex_step(cell, [size])


def test_both_conventions_meet_where_there_is_one_unit_and_no_bias_in_the_product():
    # r * (u * h) is (r * h) * u for numbers, not for vectors: with two units the conventions part
    for H, alike in ((1, True), (2, False)):
        p, x, (h,), *_ = draw(GRU_BEFORE, (1, 1, 3, H))
        before, after = gru_step(x[0], h, p), gru_step_reset_after(x[0], h, p | {"d_h": np.zeros(H)})
        assert np.allclose(before, after, rtol=1e-12) == alike


@pytest.mark.parametrize(("after", "count"), [(True, 1880), (False, 1860)])
def test_weights_have_their_shapes_and_their_number(after, count):
    # those who count 1920 have a second bias for z and r too, which only adds to the first
    p = gru_weights(10, 20, np.random.default_rng(0), reset_after=after)
    assert {name: weight.shape for name, weight in p.items()} == gru_shapes(10, 20, reset_after=after)
    assert sum(weight.size for weight in p.values()) == count
    assert ("d_h" in p) == after
