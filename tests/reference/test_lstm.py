"""The LSTM step: by hand, forwards and backwards against PyTorch, its variants, and the squashing it is made of."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from clear_cells import (
    LSTM,
    LSTM_PEEPHOLE,
    SIZES,
    compare_forward,
    compare_gradients,
    compare_with_complex_step,
    draw,
    load,
    run_torch,
)
from hypothesis import given
from hypothesis import strategies as st
from onnx_cells import compare_lstm

from lstm_ref import (
    lstm_shapes,
    lstm_step,
    lstm_step_backward,
    lstm_step_peephole,
    lstm_step_projected,
    lstm_weights,
    sigmoid,
    unroll,
)


def test_a_step_by_hand():
    # one input, one unit; every gate has its own pre-activation, chosen so that σ and tanh are fractions
    x, h, c = np.array([1.0]), np.array([2.0]), np.array([5.0])
    before = {"f": np.log(4), "i": np.log(1.5), "c": np.arctanh(0.5), "o": np.log(9)}  # σ: 4/5, 3/5, -, 9/10
    p = {}
    for gate, z in before.items():
        p |= {f"W_{gate}": np.array([[3.0]]), f"U_{gate}": np.array([[-1.0]]), f"b_{gate}": np.array([z - 1.0])}
    new_h, new_c = lstm_step(x, h, c, p)  # 3·1 − 1·2 + z − 1 = z
    np.testing.assert_allclose(new_c, [0.8 * 5 + 0.6 * 0.5], atol=1e-12)
    np.testing.assert_allclose(new_h, [0.9 * np.tanh(4.3)], atol=1e-12)


@pytest.mark.parametrize("size", [*SIZES, (1, 10, 80, 12)], ids=str)
def test_unrolled_it_equals_pytorch_and_onnx_runtime(size):
    compare_forward(LSTM, [size])
    compare_lstm(LSTM, [size])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_its_gradients_equal_those_of_pytorch_and_of_its_own_forward(size):
    compare_gradients(LSTM, [size])
    compare_with_complex_step(LSTM, [size])


def test_only_the_forget_gate_stands_between_two_cell_states():
    # where the loss says nothing of h, c is reached by what later steps say of it only: dc_prev is f ⊙ dc
    p, x, (h, c), _, (_, dc) = draw(LSTM, (2, 1, 3, 4))
    f = sigmoid(x[:, 0] @ p["W_f"].T + h @ p["U_f"].T + p["b_f"])
    _, _, dc_prev, _ = lstm_step_backward(np.zeros((2, 4)), dc, x[:, 0], h, c, p)
    np.testing.assert_allclose(dc_prev, f * dc, rtol=1e-14)


@pytest.mark.parametrize("P", [1, 2, 3])
def test_with_a_projection_it_equals_pytorch(P):
    N, T, D, H = 3, 5, 2, 4
    p, x, (h, c), *_ = draw(replace(LSTM, weights=partial(lstm_weights, projection=P)), (N, T, D, H))
    h = np.random.default_rng(P).standard_normal((N, P))
    _, *theirs = run_torch(load(LSTM, p), x, (h, c))
    ours = unroll(lstm_step_projected, x, (h, c), p)
    for one, other in zip((ours[0], *ours[1]), (theirs[0], *theirs[1]), strict=True):
        np.testing.assert_allclose(one, other.detach().numpy(), rtol=1e-12, atol=1e-12)


def test_projecting_by_the_identity_changes_nothing():
    p, x, state, *_ = draw(LSTM, (2, 4, 3, 5))
    plain, projected = unroll(lstm_step, x, state, p), unroll(lstm_step_projected, x, state, p | {"P": np.eye(5)})
    np.testing.assert_allclose(projected[0], plain[0], rtol=1e-14)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_with_peepholes_it_equals_onnx_runtime(size):
    compare_lstm(LSTM_PEEPHOLE, [size])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_peephole_is_a_bias_that_the_cell_state_moves(size):
    p, x, (h, c), *_ = draw(LSTM_PEEPHOLE, size)
    for row in range(size[0]):
        new_h, new_c = lstm_step_peephole(x[row, 0], h[row], c[row], p)
        moved = p | {"b_f": p["b_f"] + p["v_f"] * c[row], "b_i": p["b_i"] + p["v_i"] * c[row]}
        moved["b_o"] = p["b_o"] + p["v_o"] * new_c
        expected = lstm_step(x[row, 0], h[row], c[row], moved)
        np.testing.assert_allclose((new_h, new_c), expected, rtol=1e-12, atol=1e-12)


def test_weights_have_their_shapes_and_leave_the_gates_open():
    p = lstm_weights(80, 12, np.random.default_rng(0))
    assert {name: weight.shape for name, weight in p.items()} == lstm_shapes(80, 12)
    assert (p["W_f"].shape, p["U_o"].shape, p["b_i"].shape) == ((12, 80), (12, 12), (12,))
    assert len(p) == 12
    assert sum(weight.size for weight in p.values()) == 4464
    for letter, size in (("W", 1 / np.sqrt(80)), ("U", 1 / np.sqrt(12)), ("b", 0.5)):  # by what a unit hears
        drawn = np.concatenate([p[f"{letter}_{gate}"].ravel() for gate in "fico"])
        assert drawn.std() == pytest.approx(size, rel=0.25)


@pytest.mark.parametrize(
    ("options", "more", "count"),
    [
        ({}, {}, 2480),
        ({"peepholes": True}, {"v_f": (20,), "v_i": (20,), "v_o": (20,)}, 2540),
        ({"projection": 5}, {"P": (5, 20), "U_f": (20, 5)}, 1380),
    ],
    ids=["plain", "peepholes", "projection"],
)
def test_variants_have_their_shapes_and_their_number(options, more, count):
    shapes = lstm_shapes(10, 20, **options)
    assert shapes == shapes | more
    p = lstm_weights(10, 20, np.random.default_rng(0), **options)
    assert {name: weight.shape for name, weight in p.items()} == shapes
    assert sum(weight.size for weight in p.values()) == count


@given(st.floats(-700, 700))
def test_sigmoid_is_its_formula_and_symmetric(z):
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), atol=1e-15)
    np.testing.assert_allclose(sigmoid(z) + sigmoid(-z), 1, atol=1e-15)


def test_sigmoid_keeps_the_shape_rises_and_never_overflows():
    z = np.linspace(-30, 30, 600)
    assert sigmoid(z.reshape(3, 10, 20)).shape == (3, 10, 20)
    assert (np.diff(sigmoid(z)) >= 0).all()
    np.testing.assert_array_equal(sigmoid([-1e308, 0, 1e308]), [0, 0.5, 1])
