"""Weights of ONNX, taken and given, proved by equal outputs of ONNX Runtime in float32, operator by operator."""

import itertools
from functools import partial

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from lstm_ref import gru_step, gru_step_reset_after, lstm_step, lstm_step_peephole, rnn_step, unroll
from lstm_ref.convert import onnx as layout
from lstm_ref.gru import gru_weights
from lstm_ref.lstm import lstm_weights
from lstm_ref.rnn import rnn_weights

CELLS = {
    "rnn": ("RNN", {}, rnn_step, layout.from_rnn, layout.to_rnn, rnn_weights),
    "lstm": ("LSTM", {}, lstm_step, layout.from_lstm, layout.to_lstm, lstm_weights),
    "peepholes": (
        "LSTM",
        {},
        lstm_step_peephole,
        layout.from_lstm,
        layout.to_lstm,
        partial(lstm_weights, peepholes=True),
    ),
} | {
    f"gru {linear}": (
        "GRU",
        {"linear_before_reset": linear},
        step,
        partial(layout.from_gru, linear_before_reset=linear),
        partial(layout.to_gru, linear_before_reset=linear),
        partial(gru_weights, reset_after=bool(linear)),
    )
    for linear, step in ((0, gru_step), (1, gru_step_reset_after))
}
BLOCKS = {"RNN": 1, "GRU": 3, "LSTM": 4}
SIZES = [(3, 4), (1, 1), (80, 12), (4, 1)]
LENGTHS = np.array([6, 1, 4], dtype=np.int32)
N, T = 3, 6


def drawn(cell, D, H, directions, rng):
    """Arrays for one operator, both biases and, for peepholes, P: none of them zero."""
    n = BLOCKS[CELLS[cell][0]]
    shapes = {"W": (n * H, D), "R": (n * H, H), "B": (2 * n * H,)} | ({"P": (3 * H,)} if cell == "peepholes" else {})
    return {name: 0.15 * rng.standard_normal((directions, *shape)).astype("float32") for name, shape in shapes.items()}


def states(cell, H, directions, rng):
    number = 2 if CELLS[cell][0] == "LSTM" else 1
    return [rng.uniform(-1, 1, (directions, N, H)).astype("float32") for _ in range(number)]


def theirs(cell, arrays, x, state, direction="forward", lengths=LENGTHS):
    """Run one operator: x (N, T, D) to outputs (directions, N, T, H), and the last states (directions, N, H)."""
    operator, settings, *_ = CELLS[cell]
    given = {"X": x.swapaxes(0, 1), "sequence_lens": lengths}
    given |= dict(zip(["initial_h", "initial_c"], state, strict=False))
    names = ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"]
    there = given.keys() | arrays.keys()
    outputs = ["Y", "Y_h", "Y_c"][: 1 + len(state)]
    node = helper.make_node(
        operator,
        [name if name in there else "" for name in names[: 8 if operator == "LSTM" else 6]],
        outputs,
        hidden_size=arrays["R"].shape[-1],
        direction=direction,
        **settings,
    )
    graph = helper.make_graph(
        [node],
        "one operator",
        [helper.make_tensor_value_info(k, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape) for k, v in given.items()],
        [
            helper.make_tensor_value_info(k, TensorProto.FLOAT, len(v) * [None])
            for k, v in zip(outputs, ("TdNH", "dNH", "dNH"), strict=False)
        ],
        [numpy_helper.from_array(np.ascontiguousarray(array, dtype="float32"), k) for k, array in arrays.items()],
    )
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    onnx.checker.check_model(proto)
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    Y, *last = session.run(None, given)
    return [Y.transpose(1, 2, 0, 3), *last]


def assert_equal_outputs(step, directions, x, state, expected, lengths=LENGTHS):
    """Each sequence alone, as long as it is, by the clear step; a backward direction starts at its own last step."""
    for d, (back, p) in enumerate(directions):
        for k, length in enumerate(lengths):
            sequence = x[k, :length].astype(float)
            start = tuple(one[d, k].astype(float) for one in state)
            hs, last = unroll(step, sequence[::-1] if back else sequence, start, p)
            found = [expected[0][d, k, :length], *(one[d, k] for one in expected[1:])]
            for ours, other in zip([hs[::-1] if back else hs, *last], found, strict=True):
                np.testing.assert_allclose(ours, other, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("direction", ["forward", "reverse"])
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("D", "H"), SIZES)
def test_weights_taken_from_onnx_give_its_outputs(cell, D, H, direction):
    rng = np.random.default_rng([D, H])
    arrays, state = drawn(cell, D, H, 1, rng), states(cell, H, 1, rng)
    x = rng.standard_normal((N, T, D)).astype("float32")
    _, _, step, take, _, _ = CELLS[cell]
    expected = theirs(cell, arrays, x, state, direction)
    assert_equal_outputs(step, [(direction == "reverse", take(arrays))], x, state, expected)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("D", "H"), SIZES)
def test_weights_given_to_onnx_give_our_outputs(cell, D, H):
    rng = np.random.default_rng([D, H])
    _, _, step, _, give, draw = CELLS[cell]
    p, state = draw(D, H, rng), states(cell, H, 1, rng)
    x = rng.standard_normal((N, T, D)).astype("float32")
    assert_equal_outputs(step, [(False, p)], x, state, theirs(cell, give(p), x, state))


@pytest.mark.parametrize("cell", CELLS)
def test_both_directions_both_ways(cell):
    rng = np.random.default_rng(1)
    arrays, state = drawn(cell, 5, 3, 2, rng), states(cell, 3, 2, rng)
    x = rng.standard_normal((N, T, 5)).astype("float32")
    _, _, step, take, give, _ = CELLS[cell]
    expected = theirs(cell, arrays, x, state, "bidirectional")
    pair = layout.from_bidirectional(arrays, take)
    assert_equal_outputs(step, list(zip((False, True), pair, strict=True)), x, state, expected)
    given = layout.to_bidirectional(pair, give)
    assert {name: array.shape for name, array in given.items()} == {name: a.shape for name, a in arrays.items()}
    assert_equal_outputs(
        step,
        list(zip((False, True), pair, strict=True)),
        x,
        state,
        theirs(cell, given, x, state, "bidirectional"),
    )


@pytest.mark.parametrize("cell", CELLS)
def test_without_biases_they_are_zero(cell):
    rng = np.random.default_rng(2)
    arrays, state = drawn(cell, 5, 3, 1, rng), states(cell, 3, 1, rng)
    del arrays["B"]
    x = rng.standard_normal((N, T, 5)).astype("float32")
    p = CELLS[cell][3](arrays)
    assert not any(array.any() for name, array in p.items() if name[0] in "bd")
    assert_equal_outputs(CELLS[cell][2], [(False, p)], x, state, theirs(cell, arrays, x, state))


@pytest.mark.parametrize(
    ("cell", "name"),
    [("lstm", "LSTM_GATES"), ("peepholes", "PEEPHOLES"), ("gru 0", "GRU_GATES"), ("gru 1", "GRU_GATES")],
)
def test_every_wrong_order_of_the_gates_gives_other_outputs(cell, name, monkeypatch):
    rng = np.random.default_rng(3)
    arrays, state = drawn(cell, 5, 3, 1, rng), states(cell, 3, 1, rng)
    x = rng.standard_normal((N, T, 5)).astype("float32")
    Y = theirs(cell, arrays, x, state, lengths=np.full(N, T, dtype=np.int32))[0][0]
    right, agree = getattr(layout, name), []
    for order in map("".join, itertools.permutations(right)):
        monkeypatch.setattr(layout, name, order)
        p = CELLS[cell][3](arrays)
        if np.abs(unroll(CELLS[cell][2], x, tuple(one[0] for one in state), p)[0] - Y).max() < 1e-4:
            agree.append(order)
    assert agree == [right]


LSTM = {"W": (1, 48, 80), "R": (1, 48, 12), "B": (1, 96), "P": (1, 36)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"W": (48, 80)}, r"^W must have an axis of one direction in front, got \(48, 80\)\.$"),
        ({"B": (96,)}, r"^B must have an axis of one direction in front, got \(96,\)\.$"),
        ({"R": (2, 48, 12)}, r"got \(2, 48, 12\)\. Two: convert\.onnx\.from_bidirectional\.$"),
        ({"W": (1, 80, 48)}, r"W of one direction must be \(4H, D\) with 4H = 48, got \(80, 48\): Keras layout\?"),
        ({"R": (1, 36, 12)}, r"R of one direction must be \(4H, H\), got \(36, 12\): 3 blocks of H, as in a GRU"),
        ({"B": (1, 48)}, r"B of one direction must be \(8H,\) = \(96,\), got \(48,\)"),
        ({"P": (1, 48)}, r"P of one direction must be \(3H,\) = \(36,\), got \(48,\)"),
        ({"sequence_lens": (3,)}, r"what is sequence_lens\?"),
    ],
)
def test_a_shape_that_cannot_be_is_explained(change, said):
    with pytest.raises(ValueError, match=said):
        layout.from_lstm({name: np.zeros(shape) for name, shape in (LSTM | change).items()})


def test_arrays_that_lack_or_have_one_direction_are_named():
    with pytest.raises(ValueError, match="There is no R among W"):
        layout.from_lstm({"W": np.zeros((1, 48, 80))})
    with pytest.raises(ValueError, match=r"W must have two directions in front, \(2, …\), got \(1, 48, 80\)"):
        layout.from_bidirectional({"W": np.zeros((1, 48, 80))}, layout.from_lstm)
    with pytest.raises(ValueError, match="what is P"):
        layout.from_gru({"W": np.zeros((1, 36, 80)), "R": np.zeros((1, 36, 12)), "P": np.zeros((1, 36))})
