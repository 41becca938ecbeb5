"""Counts: the numbers of the lessons, Keras and PyTorch over a sweep of sizes, and multiplications as they happen."""

import math
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

from lstm_ref import (
    count,
    gru_shapes,
    gru_step,
    gru_step_reset_after,
    gru_weights,
    lstm_shapes,
    lstm_step,
    lstm_step_peephole,
    lstm_step_projected,
    lstm_weights,
    rnn_shapes,
    rnn_step,
    rnn_weights,
)

SWEEP = [(1, 1), (1, 7), (7, 1), (10, 20), (80, 12), (126, 64), (33, 128)]


def test_the_numbers_of_the_sources():
    assert count.lstm(80, 12) == 3840 + 576 + 48 == 4464
    assert count.lstm(80, 12, "torch") == 4512
    layers = [count.lstm(126, 64, "keras"), count.lstm(64, 128, "keras"), count.lstm(128, 64, "keras")]
    assert layers == [48_896, 98_816, 49_408]
    assert [count.dense(64, 64), count.dense(64, 32)] == [4_160, 2_080]
    for n in (1, 3, 26):
        assert count.dense(32, n) == 33 * n
        assert sum(layers) + count.dense(64, 64) + count.dense(64, 32) + count.dense(32, n) == 203_360 + 33 * n
    assert 203_360 + 33 * 3 == 203_459


def test_the_numbers_at_10_inputs_and_20_units():
    assert [count.rnn(10, 20), count.gru(10, 20, "keras"), count.lstm(10, 20)] == [620, 1920, 2480]
    assert count.gru(10, 20) == count.gru(10, 20, "keras", reset_after=False) == 1860
    assert [count.lstm(10, 20, bias=False), count.lstm(10, 20, "keras", bidirectional=True)] == [2400, 4960]
    assert [count.rnn(10, 20, "torch"), count.gru(10, 20, "torch"), count.lstm(10, 20, "torch")] == [640, 1920, 2560]
    assert count.lstm(10, 20, "torch", bidirectional=True) == 5120
    assert count.lstm(10, 20, "torch", bidirectional=True, layers=2) == 15040


def test_the_model_of_a_source_in_keras():
    L = keras.layers
    model = keras.Sequential(
        [
            L.Input((5, 126)),
            L.LSTM(64, return_sequences=True),
            L.LSTM(128, return_sequences=True),
            L.LSTM(64),
            L.Dense(64),
            L.Dense(32),
            L.Dense(3),
        ]
    )
    assert model.count_params() == 203_459
    assert [layer.count_params() for layer in model.layers] == [48_896, 98_816, 49_408, 4_160, 2_080, 99]


@pytest.mark.parametrize(("D", "H"), SWEEP)
@pytest.mark.parametrize("bias", [True, False])
def test_counts_are_those_of_keras(D, H, bias):
    def real(layer):
        layer.build((None, None, D))
        return layer.count_params()

    L = keras.layers
    assert count.rnn(D, H, "keras", bias=bias) == real(L.SimpleRNN(H, use_bias=bias))
    assert count.lstm(D, H, "keras", bias=bias) == real(L.LSTM(H, use_bias=bias))
    assert count.gru(D, H, "keras", bias=bias) == real(L.GRU(H, use_bias=bias))
    before = L.GRU(H, use_bias=bias, reset_after=False)
    assert count.gru(D, H, "keras", bias=bias, reset_after=False) == real(before)
    both = L.Bidirectional(L.LSTM(H, use_bias=bias))
    assert count.lstm(D, H, "keras", bias=bias, bidirectional=True) == real(both)
    dense = L.Dense(H, use_bias=bias)
    dense.build((None, D))
    assert count.dense(D, H, bias=bias) == dense.count_params()


@pytest.mark.parametrize(("D", "H"), SWEEP)
@pytest.mark.parametrize(
    "settings", [{}, {"bias": False}, {"bidirectional": True}, {"bidirectional": True, "layers": 3}]
)
def test_counts_are_those_of_pytorch(D, H, settings):
    def real(layer, **more):
        theirs = {"num_layers" if name == "layers" else name: value for name, value in settings.items()}
        return sum(one.numel() for one in layer(D, H, **theirs, **more).parameters())

    assert count.rnn(D, H, "torch", **settings) == real(torch.nn.RNN)
    assert count.gru(D, H, "torch", **settings) == real(torch.nn.GRU)
    assert count.lstm(D, H, "torch", **settings) == real(torch.nn.LSTM)
    if H > 1:
        assert count.lstm(D, H, "torch", projection=H // 2, **settings) == real(torch.nn.LSTM, proj_size=H // 2)


@pytest.mark.parametrize(("D", "H"), SWEEP)
def test_the_textbook_counts_are_the_sizes_of_the_shapes_here(D, H):
    def size(shapes):
        return sum(map(math.prod, shapes.values()))

    assert count.rnn(D, H) == size(rnn_shapes(D, H))
    assert count.lstm(D, H) == size(lstm_shapes(D, H))
    assert count.lstm(D, H, peepholes=True) == count.lstm(D, H) + 3 * H == size(lstm_shapes(D, H, peepholes=True))
    assert count.lstm(D, H, projection=3, peepholes=True) == size(lstm_shapes(D, H, peepholes=True, projection=3))
    assert count.gru(D, H) == size(gru_shapes(D, H, reset_after=False))
    assert count.gru(D, H, reset_after=True) == size(gru_shapes(D, H, reset_after=True))


@pytest.mark.parametrize(("D", "H"), SWEEP)
def test_the_counts_of_onnx_are_the_sizes_of_its_inputs(D, H):
    def size(n):
        return n * H * D + n * H * H + 2 * n * H  # W, R and B of one direction

    assert [count.rnn(D, H, "onnx"), count.gru(D, H, "onnx"), count.lstm(D, H, "onnx")] == [size(1), size(3), size(4)]
    assert count.gru(D, H, "onnx", reset_after=True) == size(3)
    assert count.lstm(D, H, "onnx", peepholes=True, bidirectional=True) == 2 * (size(4) + 3 * H)


class Counted(np.ndarray):
    """An array that counts every multiplication of two numbers of which neither is a constant."""

    total = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        plain = [np.asarray(one) for one in inputs]
        if ufunc is np.multiply and all(one.ndim for one in plain):
            Counted.total += plain[0].size
        if ufunc is np.matmul:
            Counted.total += plain[0].size * plain[1].shape[-1]
        result = getattr(ufunc, method)(*plain, **kwargs)
        return result.view(Counted)


def counted(step, p, D, *states):
    Counted.total = 0
    rng = np.random.default_rng(0)
    x, *state = (rng.standard_normal(size).view(Counted) for size in (D, *states))
    step(x, *state, {name: array.view(Counted) for name, array in p.items()})
    return Counted.total


@pytest.mark.parametrize(("D", "H"), SWEEP)
def test_multiplications_are_those_that_a_step_makes(D, H):
    rng = np.random.default_rng([D, H])
    assert count.rnn_multiplications(D, H) == counted(rnn_step, rnn_weights(D, H, rng), D, H)
    assert count.gru_multiplications(D, H) == counted(gru_step, gru_weights(D, H, rng, reset_after=False), D, H)
    assert count.gru_multiplications(D, H) == counted(gru_step_reset_after, gru_weights(D, H, rng), D, H)
    assert count.lstm_multiplications(D, H) == counted(lstm_step, lstm_weights(D, H, rng), D, H, H)
    p = lstm_weights(D, H, rng, peepholes=True)
    assert count.lstm_multiplications(D, H, peepholes=True) == counted(lstm_step_peephole, p, D, H, H)
    p = lstm_weights(D, H, rng, projection=2)
    assert count.lstm_multiplications(D, H, projection=2) == counted(lstm_step_projected, p, D, 2, H)


def test_multiplications_by_hand_and_in_stacks():
    assert count.lstm_multiplications(80, 12) == 4 * 12 * 92 + 3 * 12 == 4452
    assert count.dense_multiplications(64, 32) == 2048
    for layer in (count.rnn_multiplications, count.gru_multiplications, count.lstm_multiplications):
        assert layer(10, 20, bidirectional=True, layers=3) == 2 * (layer(10, 20) + 2 * layer(40, 20))


@pytest.mark.parametrize(("dtype", "size"), [("float16", 2), ("float32", 4), (np.float64, 8)])
def test_bytes(dtype, size):
    assert count.in_bytes(count.lstm(80, 12), dtype) == 4464 * size == 4464 * np.zeros(1, dtype).nbytes
    assert count.in_bytes(4464) == 17_856


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: count.lstm(0, 12), "D counts things: a whole number, at least 1, got 0"),
        (lambda: count.rnn(80, -3), "H counts things: .* got -3"),
        (lambda: count.gru(2.5, 3), r"D counts things: .* got 2\.5"),
        (lambda: count.dense(3, "4"), "O counts things: .* got '4'"),
        (lambda: count.lstm(3, 4, projection=0), "projection counts things: .* got 0"),
        (lambda: count.lstm(3, 4, layers=0), "layers counts things: .* got 0"),
        (lambda: count.lstm_multiplications(3, 0), "H counts things: .* got 0"),
        (lambda: count.rnn(3, 4, "pytorch"), "must be one of textbook, keras, torch, onnx, got 'pytorch'"),
        (lambda: count.gru(3, 4, "Keras"), "must be one of textbook, keras, torch, onnx, got 'Keras'"),
        (lambda: count.gru(3, 4, "torch", reset_after=False), "PyTorch always resets after the product"),
        (lambda: count.lstm(3, 4, "torch", peepholes=True), "'torch' has no peepholes; one of textbook and onnx has"),
        (lambda: count.lstm(3, 4, "keras", projection=2), "'keras' has no projection; one of textbook and torch has"),
        (lambda: count.lstm(3, 4, "tf"), "must be one of"),
    ],
)
def test_what_cannot_be_counted_is_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
