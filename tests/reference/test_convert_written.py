"""Owners that do not run here, by the equations they document, each written out below from their side alone.

TensorFlow 1 (rnn_cell_impl.py), flax (linen/recurrent.py), CS231n's assignment, Karpathy's character model and Olah's
essay: none is installed for these tests, so this is algebra, not a comparison with an engine.
"""

import numpy as np
import pytest

from lstm_ref import gru_step, gru_step_reset_after, lstm_step, rnn_step
from lstm_ref.convert import concatenated, cs231n, flax, karpathy, tf1

SIZES = [(3, 4), (1, 1), (80, 12), (4, 1)]
N = 3


def sigma(z):
    return 1 / (1 + np.exp(-z))


def normal(rng, *shape):
    return 0.25 * rng.standard_normal(shape)


def inputs(D, H, rng):
    return rng.standard_normal((N, D)), rng.uniform(-1, 1, (N, H)), rng.standard_normal((N, H))


def close(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)


@pytest.mark.parametrize("forget_bias", [1.0, 0.0, 2.5])
@pytest.mark.parametrize(("D", "H"), SIZES)
def test_basic_lstm_cell_of_tensorflow_1(D, H, forget_bias):
    rng = np.random.default_rng([D, H])
    kernel, bias = normal(rng, D + H, 4 * H), normal(rng, 4 * H)
    x, h, c = inputs(D, H, rng)
    i, j, f, o = np.split(np.concatenate([x, h], axis=1) @ kernel + bias, 4, axis=1)
    new_c = c * sigma(f + forget_bias) + sigma(i) * np.tanh(j)
    new_h = np.tanh(new_c) * sigma(o)
    close(lstm_step(x, h, c, tf1.from_lstm([kernel, bias], forget_bias)), (new_h, new_c))


@pytest.mark.parametrize(("D", "H"), SIZES)
def test_gru_cell_and_basic_rnn_cell_of_tensorflow_1(D, H):
    rng = np.random.default_rng([D, H])
    x, h, _ = inputs(D, H, rng)
    gates, candidate = (normal(rng, D + H, 2 * H), normal(rng, 2 * H)), (normal(rng, D + H, H), normal(rng, H))
    r, u = np.split(sigma(np.concatenate([x, h], axis=1) @ gates[0] + gates[1]), 2, axis=1)
    c = np.tanh(np.concatenate([x, r * h], axis=1) @ candidate[0] + candidate[1])
    close([gru_step(x, h, tf1.from_gru([*gates, *candidate]))], [u * h + (1 - u) * c])
    plain = np.tanh(np.concatenate([x, h], axis=1) @ candidate[0] + candidate[1])
    close([rnn_step(x, h, tf1.from_rnn(candidate))], [plain])


def test_the_kernels_of_tensorflow_1_are_given_in_its_order():
    rng = np.random.default_rng(0)
    kernel, bias = normal(rng, 9, 16), normal(rng, 16)
    close(tf1.to_lstm(tf1.from_lstm([kernel, bias])), [kernel, bias])
    gru = [normal(rng, 9, 8), normal(rng, 8), normal(rng, 9, 4), normal(rng, 4)]
    close(tf1.to_gru(tf1.from_gru(gru)), gru)
    close(tf1.to_rnn(tf1.from_rnn(gru[2:])), gru[2:])


def dense(layer, x):
    return x @ layer["kernel"] + layer.get("bias", 0)


@pytest.mark.parametrize(("D", "H"), SIZES)
def test_lstm_cell_of_flax(D, H):
    rng = np.random.default_rng([D, H])
    q = {f"i{gate}": {"kernel": normal(rng, D, H)} for gate in "ifgo"}
    q |= {f"h{gate}": {"kernel": normal(rng, H, H), "bias": normal(rng, H)} for gate in "ifgo"}
    x, h, c = inputs(D, H, rng)
    i = sigma(dense(q["ii"], x) + dense(q["hi"], h))
    f = sigma(dense(q["if"], x) + dense(q["hf"], h))
    g = np.tanh(dense(q["ig"], x) + dense(q["hg"], h))
    o = sigma(dense(q["io"], x) + dense(q["ho"], h))
    new_c = f * c + i * g
    p = flax.from_lstm(q)
    close(lstm_step(x, h, c, p), (o * np.tanh(new_c), new_c))
    assert_same_params(flax.to_lstm(p), q)


@pytest.mark.parametrize(("D", "H"), SIZES)
def test_gru_cell_and_simple_cell_of_flax(D, H):
    rng = np.random.default_rng([D, H])
    q = {f"i{gate}": {"kernel": normal(rng, D, H), "bias": normal(rng, H)} for gate in "rzn"}
    q |= {f"h{gate}": {"kernel": normal(rng, H, H)} for gate in "rz"}
    q |= {"hn": {"kernel": normal(rng, H, H), "bias": normal(rng, H)}}
    x, h, _ = inputs(D, H, rng)
    r = sigma(dense(q["ir"], x) + dense(q["hr"], h))
    z = sigma(dense(q["iz"], x) + dense(q["hz"], h))
    n = np.tanh(dense(q["in"], x) + r * dense(q["hn"], h))
    p = flax.from_gru(q)
    close([gru_step_reset_after(x, h, p)], [(1 - z) * n + z * h])
    assert_same_params(flax.to_gru(p), q)
    simple = {"i": q["in"], "h": q["hr"]}
    close([rnn_step(x, h, flax.from_rnn(simple))], [np.tanh(dense(q["in"], x) + dense(q["hr"], h))])
    assert_same_params(flax.to_rnn(flax.from_rnn(simple)), simple)


def assert_same_params(ours, theirs):
    assert ours.keys() == theirs.keys()
    for name, layer in theirs.items():
        assert ours[name].keys() == layer.keys()
        for what, array in layer.items():
            np.testing.assert_array_equal(ours[name][what], array)


@pytest.mark.parametrize(("D", "H"), SIZES)
def test_the_assignments_of_cs231n(D, H):
    rng = np.random.default_rng([D, H])
    Wx, Wh, b = normal(rng, D, 4 * H), normal(rng, H, 4 * H), normal(rng, 4 * H)
    x, h, c = inputs(D, H, rng)
    a = x @ Wx + h @ Wh + b
    i, f, o, g = sigma(a[:, :H]), sigma(a[:, H : 2 * H]), sigma(a[:, 2 * H : 3 * H]), np.tanh(a[:, 3 * H :])
    new_c = f * c + i * g
    close(lstm_step(x, h, c, cs231n.from_lstm([Wx, Wh, b])), (o * np.tanh(new_c), new_c))
    first = [Wx[:, :H], Wh[:, :H], b[:H]]
    close([rnn_step(x, h, cs231n.from_rnn(first))], [np.tanh(a[:, :H])])
    close(cs231n.to_lstm(cs231n.from_lstm([Wx, Wh, b])), [Wx, Wh, b])
    close(cs231n.to_rnn(cs231n.from_rnn(first)), first)


@pytest.mark.parametrize(("D", "H"), SIZES)
def test_the_character_model_of_karpathy(D, H):
    rng = np.random.default_rng([D, H])
    q = {"Wxh": normal(rng, H, D), "Whh": normal(rng, H, H), "Why": normal(rng, 5, H)}
    q |= {"bh": normal(rng, H, 1), "by": normal(rng, 5, 1)}
    x, h = rng.standard_normal((D, 1)), rng.standard_normal((H, 1))
    new_h = np.tanh(q["Wxh"] @ x + q["Whh"] @ h + q["bh"])
    y = q["Why"] @ new_h + q["by"]
    p = karpathy.from_rnn(q)
    ours = rnn_step(x[:, 0], h[:, 0], p)
    close([ours, p["V"] @ ours + p["c"]], [new_h[:, 0], y[:, 0]])


@pytest.mark.parametrize(("D", "H"), SIZES)
def test_the_lstm_of_olah(D, H):
    rng = np.random.default_rng([D, H])
    q = {f"W_{gate}": normal(rng, H, H + D) for gate in "fico"} | {f"b_{gate}": normal(rng, H) for gate in "fico"}
    x, h, c = (one[0] for one in inputs(D, H, rng))
    for order, hx in (("hx", np.concatenate([h, x])), ("xh", np.concatenate([x, h]))):
        f, i, o = (sigma(q[f"W_{gate}"] @ hx + q[f"b_{gate}"]) for gate in "fio")
        new_c = f * c + i * np.tanh(q["W_c"] @ hx + q["b_c"])
        close(lstm_step(x, h, c, concatenated.from_lstm(q, order)), (o * np.tanh(new_c), new_c))
