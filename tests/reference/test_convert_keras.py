"""Weights of Keras, taken and given, proved by equal outputs on its PyTorch backend in float32."""

import itertools
import os
from functools import partial

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest

from lstm_ref import gru_step, gru_step_reset_after, lstm_step, rnn_step, unroll
from lstm_ref.convert import keras as layout
from lstm_ref.gru import gru_weights
from lstm_ref.lstm import lstm_weights
from lstm_ref.rnn import rnn_weights

# the variables of Keras, turned into arrays by Keras itself, warn so under NumPy 2.4
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

BEFORE, AFTER = {"reset_after": False}, {"reset_after": True}
CELLS = {
    "rnn": (keras.layers.SimpleRNN, rnn_step, layout.from_rnn, layout.to_rnn, rnn_weights),
    "lstm": (keras.layers.LSTM, lstm_step, layout.from_lstm, layout.to_lstm, lstm_weights),
    "gru before": (
        partial(keras.layers.GRU, **BEFORE),
        gru_step,
        partial(layout.from_gru, **BEFORE),
        partial(layout.to_gru, **BEFORE),
        partial(gru_weights, **BEFORE),
    ),
    "gru after": (
        partial(keras.layers.GRU, **AFTER),
        gru_step_reset_after,
        partial(layout.from_gru, **AFTER),
        partial(layout.to_gru, **AFTER),
        partial(gru_weights, **AFTER),
    ),
}
SIZES = [(3, 4), (1, 1), (80, 12), (4, 1)]
N, T = 3, 6


def layer_of(cell, D, H, **settings):
    layer = CELLS[cell][0](H, return_sequences=True, return_state=True, **settings)
    layer.build((None, None, D))
    return layer


def drawn(layer, rng):
    """Weights for every variable, none of them zero, as arrays in the order of `get_weights`."""
    arrays = [0.15 * rng.standard_normal(tuple(one.shape)).astype("float32") for one in layer.weights]
    layer.set_weights(arrays)
    return arrays


def states(cell, H, rng):
    return [rng.uniform(-1, 1, (N, H)).astype("float32") for _ in range(2 if cell == "lstm" else 1)]


def theirs(layer, x, state):
    return [keras.ops.convert_to_numpy(one) for one in layer(x, initial_state=[*map(keras.ops.array, state)])]


def assert_equal_outputs(layer, step, p, x, state):
    hs, last = unroll(step, x.astype(float), tuple(one.astype(float) for one in state), p)
    for ours, other in zip([hs, *last], theirs(layer, x, state), strict=True):
        np.testing.assert_allclose(ours, other, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("D", "H"), SIZES)
def test_weights_taken_from_keras_give_its_outputs(cell, D, H):
    rng = np.random.default_rng([D, H])
    layer = layer_of(cell, D, H)
    drawn(layer, rng)
    x = rng.standard_normal((N, T, D)).astype("float32")
    assert_equal_outputs(layer, CELLS[cell][1], CELLS[cell][2](layer.get_weights()), x, states(cell, H, rng))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("D", "H"), SIZES)
def test_weights_given_to_keras_give_our_outputs(cell, D, H):
    rng = np.random.default_rng([D, H])
    p = CELLS[cell][4](D, H, rng)
    layer = layer_of(cell, D, H)
    layer.set_weights(CELLS[cell][3](p))
    x = rng.standard_normal((N, T, D)).astype("float32")
    assert_equal_outputs(layer, CELLS[cell][1], p, x, states(cell, H, rng))


@pytest.mark.parametrize("cell", CELLS)
def test_without_biases_they_are_zero(cell):
    rng = np.random.default_rng(1)
    layer = layer_of(cell, 5, 3, use_bias=False)
    p = CELLS[cell][2](drawn(layer, rng))
    assert not any(array.any() for name, array in p.items() if name[0] in "bd")
    x = rng.standard_normal((N, T, 5)).astype("float32")
    assert_equal_outputs(layer, CELLS[cell][1], p, x, states(cell, 3, rng))


@pytest.mark.parametrize("cell", CELLS)
def test_both_directions_both_ways(cell):
    rng = np.random.default_rng(2)
    layer = keras.layers.Bidirectional(CELLS[cell][0](3, return_sequences=True))
    layer.build((None, None, 5))
    arrays = drawn(layer, rng)
    x = rng.standard_normal((N, T, 5)).astype("float32")
    _, step, take, give, _ = CELLS[cell]
    forward, backward = layout.from_bidirectional(arrays, take)
    start = (np.zeros((N, 3)),) * (2 if cell == "lstm" else 1)
    there = unroll(step, x, start, forward)[0]
    back = unroll(step, x[:, ::-1], start, backward)[0][:, ::-1]
    np.testing.assert_allclose(
        np.concatenate([there, back], axis=-1), keras.ops.convert_to_numpy(layer(x)), rtol=1e-6, atol=1e-6
    )
    y = keras.ops.convert_to_numpy(layer(x))
    layer.set_weights(layout.to_bidirectional((forward, backward), give))
    np.testing.assert_allclose(keras.ops.convert_to_numpy(layer(x)), y, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("cell", "name"), [("lstm", "LSTM_GATES"), ("gru before", "GRU_GATES")])
def test_every_wrong_order_of_the_gates_gives_other_outputs(cell, name, monkeypatch):
    rng = np.random.default_rng(3)
    layer = layer_of(cell, 5, 3)
    arrays, start = drawn(layer, rng), states(cell, 3, rng)
    x = rng.standard_normal((N, T, 5)).astype("float32")
    y = theirs(layer, x, start)[0]
    right, agree = getattr(layout, name), []
    for order in map("".join, itertools.permutations(right)):
        monkeypatch.setattr(layout, name, order)
        if np.abs(unroll(CELLS[cell][1], x, start, CELLS[cell][2](arrays))[0] - y).max() < 1e-3:
            agree.append(order)
    assert agree == [right]


def test_a_dense_layer_both_ways():
    rng = np.random.default_rng(4)
    layer = keras.layers.Dense(3)
    layer.build((None, 5))
    p = layout.from_dense(drawn(layer, rng))
    x = rng.standard_normal((N, 5)).astype("float32")
    np.testing.assert_allclose(x @ p["V"].T + p["c"], keras.ops.convert_to_numpy(layer(x)), rtol=1e-6, atol=1e-6)
    for ours, other in zip(layout.to_dense(p), layer.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, other)
    assert not layout.from_dense(layer.get_weights()[:1])["c"].any()


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (
            [(48, 80), (12, 48), (48,)],
            r"^kernel must be \(D, 4H\) with 4H = 48, got \(48, 80\): PyTorch layout\? see conv",
        ),
        ([(80, 47), (12, 48), (48,)], r"^kernel must be .* got \(80, 47\)\.$"),
        ([(80,), (12, 48), (48,)], r"^kernel must be .* got \(80,\)\.$"),
        (
            [(80, 48), (48, 12), (48,)],
            r"^recurrent_kernel must be \(H, 4H\), got \(48, 12\): PyTorch layout\? see conv",
        ),
        ([(80, 36), (12, 36), (36,)], r"got \(12, 36\): 3 blocks of H, as in a GRU; an LSTM has 4\.$"),
        ([(80, 12), (12, 12), (12,)], r"got \(12, 12\): 1 block of H, as in a plain RNN; an LSTM has 4\.$"),
        ([(80, 48), (12, 50), (48,)], r"^recurrent_kernel must be \(H, 4H\), got \(12, 50\)\.$"),
        ([(80, 48), (12, 48), (12,)], r"^bias must be \(4H,\) = \(48,\), got \(12,\)\.$"),
        ([(80, 48), (12, 48), (2, 48)], r"^bias must be \(4H,\) = \(48,\), got \(2, 48\)\.$"),
        ([(80, 48)], r"^Expected kernel, recurrent_kernel, bias, or the first two .* got 1 arrays\.$"),
        ([(80, 48), (12, 48), (48,)] * 2, r"got 6 arrays\. Two directions\? see convert\.keras\.from_bidirectional\.$"),
    ],
)
def test_a_shape_that_cannot_be_is_explained(shapes, said):
    with pytest.raises(ValueError, match=said):
        layout.from_lstm([np.zeros(shape) for shape in shapes])


@pytest.mark.parametrize(
    ("bias", "reset_after", "said"),
    [
        ((36,), True, r"\(36,\), \(3H,\), is that of a GRU made with reset_after=False: say so"),
        ((2, 36), False, r"\(2, 36\), \(2, 3H\), is that of a GRU made with reset_after=True: say so"),
        ((3, 36), True, r"bias must be \(2, 3H\) = \(2, 36\), got \(3, 36\)"),
        ((48,), False, r"bias must be \(3H,\) = \(36,\), got \(48,\)"),
    ],
)
def test_the_bias_of_a_gru_tells_where_it_resets(bias, reset_after, said):
    with pytest.raises(ValueError, match=said):
        layout.from_gru([np.zeros((80, 36)), np.zeros((12, 36)), np.zeros(bias)], reset_after)


def test_halves_of_both_directions_must_be_equal():
    with pytest.raises(ValueError, match="as many arrays each, got 3"):
        layout.from_bidirectional([np.zeros((80, 48)), np.zeros((12, 48)), np.zeros(48)], layout.from_lstm)


def test_a_dense_kernel_the_other_way_round_is_explained():
    with pytest.raises(ValueError, match=r"kernel must be \(H, O\) with O = 3, got \(3, 12\): PyTorch layout\?"):
        layout.from_dense([np.zeros((3, 12)), np.zeros(3)])
