"""Every owner's layout: nothing is lost on the way there and back, nothing is shared, and what cannot be is said."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_ref import gru_weights, lstm_step, lstm_step_projected, lstm_weights, rnn_weights, unroll
from lstm_ref.convert import concatenated, cs231n, flax, karpathy, keras, onnx, tf1, torch

BEFORE, AFTER = {"reset_after": False}, {"reset_after": True}
xh = {"order": "xh"}


def head(D, H, rng):
    return rnn_weights(D, H, rng) | {"V": rng.standard_normal((3, H)), "c": rng.standard_normal(3)}


def gru(D, H, rng):
    return gru_weights(D, H, rng, reset_after=False)


def peepholes(D, H, rng):
    return lstm_weights(D, H, rng, peepholes=True)


def projected(D, H, rng):
    return lstm_weights(D, H, rng, projection=2)


THERE_AND_BACK = {
    "keras rnn": (rnn_weights, keras.to_rnn, keras.from_rnn),
    "keras lstm": (lstm_weights, keras.to_lstm, keras.from_lstm),
    "keras gru before": (gru, partial(keras.to_gru, **BEFORE), partial(keras.from_gru, **BEFORE)),
    "keras gru after": (gru_weights, keras.to_gru, keras.from_gru),
    "torch rnn": (rnn_weights, torch.to_rnn, torch.from_rnn),
    "torch lstm": (lstm_weights, torch.to_lstm, torch.from_lstm),
    "torch lstm projected": (projected, torch.to_lstm, torch.from_lstm),
    "torch gru": (gru_weights, torch.to_gru, torch.from_gru),
    "onnx rnn": (rnn_weights, onnx.to_rnn, onnx.from_rnn),
    "onnx lstm": (lstm_weights, onnx.to_lstm, onnx.from_lstm),
    "onnx lstm peepholes": (peepholes, onnx.to_lstm, onnx.from_lstm),
    "onnx gru before": (gru, onnx.to_gru, onnx.from_gru),
    "onnx gru after": (
        gru_weights,
        partial(onnx.to_gru, linear_before_reset=1),
        partial(onnx.from_gru, linear_before_reset=1),
    ),
    "tf1 rnn": (rnn_weights, tf1.to_rnn, tf1.from_rnn),
    "tf1 lstm": (lstm_weights, partial(tf1.to_lstm, forget_bias=0.0), partial(tf1.from_lstm, forget_bias=0.0)),
    "tf1 gru": (gru, tf1.to_gru, tf1.from_gru),
    "flax rnn": (rnn_weights, flax.to_rnn, flax.from_rnn),
    "flax lstm": (lstm_weights, flax.to_lstm, flax.from_lstm),
    "flax gru": (gru_weights, flax.to_gru, flax.from_gru),
    "cs231n rnn": (rnn_weights, cs231n.to_rnn, cs231n.from_rnn),
    "cs231n lstm": (lstm_weights, cs231n.to_lstm, cs231n.from_lstm),
    "karpathy rnn": (head, karpathy.to_rnn, karpathy.from_rnn),
    "olah lstm": (lstm_weights, concatenated.to_lstm, concatenated.from_lstm),
    "olah lstm xh": (lstm_weights, partial(concatenated.to_lstm, **xh), partial(concatenated.from_lstm, **xh)),
}


def leaves(arrays):
    if isinstance(arrays, np.ndarray):
        return [arrays]
    return [leaf for one in (arrays.values() if isinstance(arrays, dict) else arrays) for leaf in leaves(one)]


@pytest.mark.parametrize("name", THERE_AND_BACK)
@given(D=st.integers(1, 9), H=st.integers(1, 9), seed=st.integers(0, 2**32 - 1), single=st.booleans())
def test_there_and_back_every_bit_is_the_same_and_no_memory_is_shared(name, D, H, seed, single):
    draw, give, take = THERE_AND_BACK[name]
    p = {
        key: array.astype("float32" if single else float)
        for key, array in draw(D, H, np.random.default_rng(seed)).items()
    }
    given_away = give(p)
    back = take(given_away)
    assert back.keys() == p.keys()
    for key, array in p.items():
        assert back[key].dtype == array.dtype
        np.testing.assert_array_equal(back[key].view(f"u{array.itemsize}"), array.view(f"u{array.itemsize}"))
    for there in leaves(given_away):
        assert not any(np.shares_memory(there, one) for one in [*p.values(), *back.values()])


def test_a_forget_bias_outside_the_weights_is_added_and_taken_off_again():
    p = lstm_weights(5, 3, np.random.default_rng(0))
    back = tf1.from_lstm(tf1.to_lstm(p))
    for key, array in p.items():
        np.testing.assert_allclose(back[key], array, rtol=0, atol=1e-15 if key == "b_f" else 0)
    np.testing.assert_array_equal(tf1.from_lstm(tf1.to_lstm(p, forget_bias=0.0))["b_f"], p["b_f"] + 1)


LSTM_OWNERS = {
    "Keras' LSTM": keras.to_lstm,
    "PyTorch's LSTM": torch.to_lstm,
    "ONNX' LSTM": onnx.to_lstm,
    "TensorFlow's BasicLSTMCell": tf1.to_lstm,
    "flax' LSTMCell": flax.to_lstm,
    "CS231n's LSTM": cs231n.to_lstm,
    "Olah's LSTM": concatenated.to_lstm,
}


@pytest.mark.parametrize("owner", LSTM_OWNERS)
def test_what_an_lstm_cannot_have_is_refused_with_the_reason(owner):
    rng = np.random.default_rng(1)
    if owner != "ONNX' LSTM":
        with pytest.raises(
            ValueError, match=f"no conversion: v_f, v_i, v_o are peepholes, .* in {owner} no weight meets c"
        ):
            LSTM_OWNERS[owner](peepholes(5, 4, rng))
    if owner != "PyTorch's LSTM":
        with pytest.raises(ValueError, match=rf"no conversion: P \(2, 4\) projects .* {owner} shows every unit"):
            LSTM_OWNERS[owner](projected(5, 4, rng))


def test_a_projection_is_two_layers_elsewhere_as_its_refusal_says():
    rng = np.random.default_rng(2)
    p, x = projected(5, 4, rng), rng.standard_normal((3, 6, 5))
    wide = {key: array @ p["P"] if key[0] == "U" else array for key, array in p.items() if key != "P"}
    hs, _ = unroll(lstm_step_projected, x, (np.zeros((3, 2)), np.zeros((3, 4))), p)
    shown, _ = unroll(lstm_step, x, (np.zeros((3, 4)), np.zeros((3, 4))), wide)
    np.testing.assert_allclose(shown @ p["P"].T, hs, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("give", "draw", "said"),
    [
        (
            keras.to_gru,
            gru,
            r"Keras' GRU with reset_after=True resets after .*, without d_h, were made to reset before it",
        ),
        (
            partial(keras.to_gru, **BEFORE),
            gru_weights,
            "reset_after=False resets before .*, with d_h, .* reset after it",
        ),
        (torch.to_gru, gru, "PyTorch's GRU resets after"),
        (flax.to_gru, gru, "flax' GRUCell resets after"),
        (tf1.to_gru, gru_weights, "TensorFlow's GRUCell resets before"),
        (onnx.to_gru, gru_weights, "ONNX' GRU with linear_before_reset=0 resets before"),
        (partial(onnx.to_gru, linear_before_reset=1), gru, "linear_before_reset=1 resets after"),
    ],
)
def test_a_gru_that_resets_elsewhere_is_refused_with_the_reason(give, draw, said):
    with pytest.raises(ValueError, match=f"There is no conversion: .*{said}.* in general no weights make them equal"):
        give(draw(5, 3, np.random.default_rng(3)))


@pytest.mark.parametrize(
    ("name", "shape", "said"),
    [
        ("W_f", (80, 12), r"^W_f must be \(H, D\) with H = 12, got \(80, 12\): Keras layout\? see convert\.keras\.$"),
        ("W_i", (80, 12), r"^W_i must be \(H, D\) = \(12, 80\), got \(80, 12\): Keras layout\? see convert\.keras\.$"),
        ("W_o", (12, 81), r"^W_o must be \(H, D\) = \(12, 80\), got \(12, 81\)\.$"),
        ("W_f", (12,), r"^W_f must be \(H, D\) with H = 12, got \(12,\)\.$"),
        ("U_c", (12, 80), r"^U_c must be \(H, H\) = \(12, 12\), got \(12, 80\)\.$"),
        ("b_o", (12, 1), r"^b_o must be \(H,\) = \(12,\), got \(12, 1\)\.$"),
        ("v_o", (1,), r"^v_o must be \(H,\) = \(12,\), got \(1,\)\.$"),
        ("v_o", None, r"there is no v_o\.$"),
        ("U_f", None, r"^The weights of an LSTM are W_f, U_f, .*; there is no U_f\.$"),
        ("V", (3, 12), r"^The weights of an LSTM are .*; V cannot be converted\.$"),
    ],
)
def test_a_dict_that_is_no_lstm_is_explained(name, shape, said):
    p = peepholes(80, 12, np.random.default_rng(4))
    p = {key: array for key, array in p.items() if key != name} | ({name: np.zeros(shape)} if shape else {})
    with pytest.raises(ValueError, match=said):
        onnx.to_lstm(p)


@pytest.mark.parametrize(
    ("give", "draw", "change", "said"),
    [
        (torch.to_lstm, projected, {"U_i": (4, 4)}, r"^U_i must be \(H, P\) = \(4, 2\), got \(4, 4\)"),
        (torch.to_lstm, projected, {"P": (2, 5)}, r"^P must be \(P, H\) = \(2, 4\), got \(2, 5\)"),
        (keras.to_rnn, rnn_weights, {"U": (5, 4)}, r"^U must be \(H, D\) with H = 4, got \(5, 4\): Keras layout"),
        (keras.to_rnn, rnn_weights, {"W": (4, 5)}, r"^W must be \(H, H\) = \(4, 4\), got \(4, 5\)"),
        (keras.to_rnn, head, {}, r"^The weights of a plain RNN are U, W, b; V, c cannot be converted\.$"),
        (keras.to_gru, gru_weights, {"d_h": (12,)}, r"^d_h must be \(H,\) = \(4,\), got \(12,\)"),
        (keras.to_gru, gru_weights, {"W_h": (5, 4)}, r"^W_h must be \(H, D\) = \(4, 5\), got \(5, 4\): Keras layout"),
        (karpathy.to_rnn, rnn_weights, {}, r"there is no V, c\.$"),
        (karpathy.to_rnn, head, {"V": (4, 3)}, r"^V must be \(O, H\) = \(3, 4\), got \(4, 3\): Keras layout"),
    ],
)
def test_other_dicts_that_cannot_be_are_explained(give, draw, change, said):
    p = draw(5, 4, np.random.default_rng(5)) | {name: np.zeros(shape) for name, shape in change.items()}
    with pytest.raises(ValueError, match=said):
        give(p)


def olah(change):
    return concatenated.to_lstm(lstm_weights(5, 4, np.random.default_rng(6))) | change


def flax_with(name, what, shape):
    params = flax.to_lstm(lstm_weights(80, 12, np.random.default_rng(7)))
    return params | {name: params[name] | {what: np.zeros(shape)}}


@pytest.mark.parametrize(
    ("take", "arrays", "said"),
    [
        (tf1.from_lstm, [(92, 48), (12,)], r"^kernel must be \(D \+ H, 4H\) with 4H = 12, got \(92, 48\)\.$"),
        (tf1.from_lstm, [(48, 92), (48,)], r"got \(48, 92\): PyTorch layout\?"),
        (
            tf1.from_lstm,
            [(10, 48), (48,)],
            r"rows for x and below them 12 for h, got \(10, 48\)\. .* see convert\.keras",
        ),
        (tf1.from_lstm, [(92, 48), (50,)], r"^bias must be \(4H,\) = \(48,\), got \(50,\)"),
        (tf1.from_lstm, [(80, 48), (12, 48), (48,)], r"^Expected kernel and bias, got 3 arrays"),
        (tf1.from_gru, [(92, 24), (24,)], r"^Expected kernel and bias of the gates, then of the candidate, got 2"),
        (cs231n.from_lstm, [(48, 80), (12, 48), (48,)], r"^Wx must be \(D, 4H\) with 4H = 48, got \(48, 80\): PyTorch"),
    ],
)
def test_lists_of_arrays_that_cannot_be_are_explained(take, arrays, said):
    with pytest.raises(ValueError, match=said):
        take([np.zeros(shape) for shape in arrays])


@pytest.mark.parametrize(
    ("take", "arrays", "said"),
    [
        (flax.from_lstm, flax_with("ii", "kernel", (12, 80)), r"^ii\.kernel must be \(D, H\) with H = 12, .*: PyTorch"),
        (
            flax.from_lstm,
            flax_with("io", "kernel", (12, 80)),
            r"^io\.kernel must be \(D, H\) = \(80, 12\), .*: PyTorch",
        ),
        (flax.from_lstm, flax_with("hg", "kernel", (12, 80)), r"^hg\.kernel must be \(H, H\) = \(12, 12\), got"),
        (flax.from_lstm, flax_with("hf", "bias", (1,)), r"^hf\.bias must be \(H,\) = \(12,\), got \(1,\)"),
        (flax.from_lstm, flax_with("ig", "bias", (12,)), r"^ig must have kernel, got kernel, bias\.$"),
        (flax.from_lstm, {"params": {}}, r'got params\. They are one level down, in params\["params"\]\.$'),
        (flax.from_gru, flax_with("ii", "bias", (1,)), r"^The parameters are ir, iz, in, hr, hz, hn, got ii"),
        (
            concatenated.from_lstm,
            olah({"W_i": np.zeros((9, 4))}),
            r"\(4, 4 \+ D\) with D at least 1, got \(9, 4\)\. Tra",
        ),
        (concatenated.from_lstm, olah({"W_o": np.zeros((4, 10))}), r"^W_o must be \(H, D\) = \(4, 5\), got \(4, 6\)"),
        (concatenated.from_lstm, {"W_f": np.zeros((4, 9))}, r"there is no b_f, W_i, b_i"),
        (karpathy.from_rnn, {"Wxh": np.zeros((4, 5))}, r"^The model has Wxh, .*; there is no Whh, Why, bh, by\.$"),
    ],
)
def test_dicts_of_arrays_that_cannot_be_are_explained(take, arrays, said):
    with pytest.raises(ValueError, match=said):
        take(arrays)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"bh": (4,)}, r"^bh must be \(H, 1\) = \(4, 1\), got \(4,\)"),
        ({"by": (1, 3)}, r"^by must be \(O, 1\) = \(3, 1\), got \(1, 3\)"),
        ({"Wxh": (5, 4)}, r"^Wxh must be \(H, D\) with H = 4, got \(5, 4\): Keras layout"),
        ({"Whh": (4, 5)}, r"^Whh must be \(H, H\) = \(4, 4\), got \(4, 5\)"),
        ({"Why": (4, 3)}, r"^Why must be \(O, H\) = \(3, 4\), got \(4, 3\): Keras layout"),
    ],
)
def test_shapes_of_the_character_model_are_explained(change, said):
    arrays = karpathy.to_rnn(head(5, 4, np.random.default_rng(8)))
    with pytest.raises(ValueError, match=said):
        karpathy.from_rnn(arrays | {name: np.zeros(shape) for name, shape in change.items()})
