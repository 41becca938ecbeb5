"""The RNN step: against numbers by hand, and forwards and backwards against PyTorch."""

import numpy as np
import pytest
from clear_cells import RNN, SIZES, compare_forward, compare_gradients, compare_with_complex_step

from lstm_ref import rnn_shapes, rnn_step, rnn_step_backward, rnn_weights


def test_a_step_by_hand():
    p = {"U": np.array([[1.0, 0.0], [0.0, 2.0]]), "W": np.array([[0.0, 1.0], [-1.0, 0.0]]), "b": np.array([0.5, 0.0])}
    h = rnn_step(np.array([3.0, 4.0]), np.array([6.0, -7.0]), p)
    np.testing.assert_allclose(h, np.tanh([3 - 7 + 0.5, 8 - 6]), atol=1e-15)


def test_a_step_backward_by_hand():
    # one input, one unit, and a hidden state of tanh(z) = 1/2, so that tanh' is 3/4
    p = {"U": np.array([[2.0]]), "W": np.array([[-1.0]]), "b": np.array([np.arctanh(0.5) - 1.0])}
    dx, dh, dp = rnn_step_backward(np.array([4.0]), np.array([3.0]), np.array([5.0]), p)  # dz = 4 · 3/4 = 3
    np.testing.assert_allclose([dx, dh, dp["b"]], [[6.0], [-3.0], [3.0]], atol=1e-12)
    np.testing.assert_allclose([dp["U"], dp["W"]], [[[9.0]], [[15.0]]], atol=1e-12)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_unrolled_it_equals_pytorch(size):
    compare_forward(RNN, [size])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_its_gradients_equal_those_of_pytorch_and_of_its_own_forward(size):
    compare_gradients(RNN, [size])
    compare_with_complex_step(RNN, [size])


def test_weights_have_their_shapes_and_leave_the_units_open():
    p = rnn_weights(10, 20, np.random.default_rng(0))
    assert {name: weight.shape for name, weight in p.items()} == rnn_shapes(10, 20)
    assert rnn_shapes(10, 20) == {"U": (20, 10), "W": (20, 20), "b": (20,)}
    assert sum(weight.size for weight in p.values()) == 620
    h = rnn_step(np.ones(10), np.ones(20), p)
    assert np.abs(h).max() < 1 - 1e-6
