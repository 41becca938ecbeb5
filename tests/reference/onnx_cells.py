"""The cells of ONNX Runtime: for what PyTorch does not have, peepholes and the reset before the product."""

import numpy as np
import onnxruntime
from clear_cells import SIZES, draw
from onnx import TensorProto, helper


def run_onnx(kind, gates, p, x, state, **attributes):
    """Run the operator `kind` ("LSTM" or "GRU"), whose blocks are ordered as `gates`, in float32.

    Gives the hidden states (N, T, H), and the last state as a tuple, each (N, H).
    """
    W, U, b = (np.concatenate([p[f"{letter}_{gate}"] for gate in gates]) for letter in "WUb")
    H = len(p[f"b_{gates[0]}"])
    second = np.zeros_like(b)
    if "d_h" in p:
        second[-H:] = p["d_h"]
    inputs = {"X": x.swapaxes(0, 1), "W": W[None], "R": U[None], "B": np.concatenate([b, second])[None]}
    inputs |= dict(zip(("h0", "c0"), (part[None] for part in state), strict=False))
    places = ["X", "W", "R", "B", "", *list(inputs)[4:]]
    if "v_f" in p:
        inputs["P"] = np.concatenate([p[f"v_{gate}"] for gate in "iof"])[None]
        places.append("P")
    outputs = ["Y", "Y_h", "Y_c"][: 1 + len(state)]
    node = helper.make_node(kind, places, outputs, hidden_size=H, **attributes)
    typed = [
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names] for names in (inputs, outputs)
    ]
    model = helper.make_model(helper.make_graph([node], kind, *typed), opset_imports=[helper.make_opsetid("", 14)])
    model.ir_version = 8
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    hs, *last = session.run(None, {name: np.float32(array) for name, array in inputs.items()})
    return hs[:, 0].swapaxes(0, 1), tuple(part[0] for part in last)


def _compare(cell, kind, gates, sizes, **attributes):
    for size in sizes:
        p, x, state, *_ = draw(cell, size)
        hs, last = cell.unroll(cell.step, x, state, p)
        expected, expected_last = run_onnx(kind, gates, p, x, state, **attributes)
        for one, other in zip((hs, *last), (expected, *expected_last), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6)


def compare_gru(cell, sizes=SIZES):
    """Assert that a GRU of either convention equals that of ONNX Runtime."""
    after = "d_h" in cell.weights(1, 1, np.random.default_rng(0))
    _compare(cell, "GRU", "zrh", sizes, linear_before_reset=int(after))


def compare_lstm(cell, sizes=SIZES):
    """Assert that an LSTM, with peepholes or without, equals that of ONNX Runtime."""
    _compare(cell, "LSTM", "iofc", sizes)
