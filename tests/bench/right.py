"""How right the package is: its worst difference from engines that nobody here wrote, on random weights."""

from collections.abc import Iterator
from functools import partial

import keras
import numpy as np
import onnxruntime
import torch
from onnx import helper, numpy_helper
from sides import CELLS, largest_difference
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import lstm_ref
from lstm_ref import convert, layers, truncated, unroll, unroll_backward
from lstm_ref.gradient_check import complex_step

N, T, D, H = 4, 9, 5, 6
LENGTHS = np.array([9, 2, 6, 1])
BEFORE = partial(lstm_ref.gru_weights, reset_after=False)
STEPS = {
    "RNN": (layers.RNN, lstm_ref.rnn_weights, lstm_ref.rnn_step, lstm_ref.rnn_step_backward),
    "LSTM": (layers.LSTM, lstm_ref.lstm_weights, lstm_ref.lstm_step, lstm_ref.lstm_step_backward),
    "GRU": (
        layers.GRU,
        lstm_ref.gru_weights,
        lstm_ref.gru_step_reset_after,
        lstm_ref.gru_step_reset_after_backward,
    ),
    "GRU, reset before": (layers.GRU, BEFORE, lstm_ref.gru_step, lstm_ref.gru_step_backward),
}
VARIANTS = {
    "LSTM with peepholes": (partial(lstm_ref.lstm_weights, peepholes=True), lstm_ref.lstm_step_peephole),
    "LSTM with a projection": (partial(lstm_ref.lstm_weights, projection=3), lstm_ref.lstm_step_projected),
}

Row = tuple[str, str, float, float]
"""What is compared, with whom, the tolerance, and the worst difference."""


def comparisons() -> Iterator[Row]:
    """Give every comparison of the page, one after the other."""
    yield from with_torch()
    yield from with_the_clear_tier()
    yield from with_complex_step()
    yield from with_keras()
    yield from with_onnx()


def worst(ours, theirs) -> float:
    """Give the largest difference between two nests of arrays."""
    return max(largest_difference(one, other) for one, other in zip(flat(ours), flat(theirs), strict=True))


def flat(nest) -> list:
    """Give the arrays of nested tuples, lists and dicts in a row."""
    if isinstance(nest, dict):
        return flat([nest[name] for name in sorted(nest)])
    if isinstance(nest, tuple | list):
        return [leaf for part in nest for leaf in flat(part)]
    return [nest]


def like(nest, rng):
    """Give random numbers in the shapes of nested tuples."""
    return tuple(like(part, rng) for part in nest) if isinstance(nest, tuple) else rng.standard_normal(nest.shape)


class Deep:
    """Two layers in both directions over padded sequences that start from a random state, by us and by PyTorch."""

    def __init__(self, name):
        cell, rng = CELLS[name], np.random.default_rng(1)
        weights = [[cell.weights(width, H, rng) for _ in range(2)] for width in (D, 2 * H)]
        self.ours = layers.Stack([layers.Bidirectional(*map(cell.layer, pair)) for pair in weights])
        self.theirs = cell.torch(D, H, num_layers=2, bidirectional=True, batch_first=True, dtype=torch.float64)
        state = convert.torch.to_stack(weights, cell.to_torch)
        self.theirs.load_state_dict({key: torch.from_numpy(array) for key, array in state.items()})
        self.x, self.dhs = rng.standard_normal((N, T, D)), rng.standard_normal((N, T, 2 * H))
        self.state, self.dstate = (rng.standard_normal((cell.states, 4, N, H)) for _ in range(2))
        self.from_torch = getattr(convert.torch, f"from_{name.lower()}")

    def nested(self, state):
        """PyTorch's (4, N, H) for h, and one for c, as the states of two directions of two layers."""
        return tuple(tuple(part[2 * k + way] for way in range(2) for part in state) for k in range(2))

    def named(self, gradients):
        """PyTorch's gradients by our names: that of the one bias we have is that of either of the two."""
        held = {key: gradient.numpy().copy() for key, gradient in gradients.items()}
        for key in held:
            if key.startswith("bias_hh"):
                held[key][: -H if isinstance(self.theirs, torch.nn.GRU) else None] = 0
        return {
            f"{k}.{way}.{key}": gradient
            for k, pair in enumerate(convert.torch.from_stack(held, self.from_torch))
            for way, part in zip(("forward", "backward"), pair, strict=True)
            for key, gradient in part.items()
        }

    def differences(self):
        """Give the worst difference of the outputs and last states, and of all gradients."""
        run = self.ours.forward(self.x, self.nested(self.state), LENGTHS)
        back = self.ours.backward(run, self.dhs, self.nested(self.dstate))
        x, *first = (torch.tensor(array, requires_grad=True) for array in (self.x, *self.state))
        packed = pack_padded_sequence(x, torch.from_numpy(LENGTHS), batch_first=True, enforce_sorted=False)
        hs, last = self.theirs(packed, tuple(first) if len(first) == 2 else first[0])
        hs, last = pad_packed_sequence(hs, batch_first=True)[0], last if len(first) == 2 else (last,)
        torch.autograd.backward((hs, *last), [torch.from_numpy(given) for given in (self.dhs, *self.dstate)])
        expected = self.named({key: weight.grad for key, weight in self.theirs.named_parameters()})
        return (
            worst((run.hs, run.state), (hs, self.nested(last))),
            worst(
                (back.dx, back.state, back.weights),
                (x.grad, self.nested([part.grad for part in first]), expected),
            ),
        )


def with_torch() -> Iterator[Row]:
    """Compare with PyTorch and its autograd in float64."""
    engine = "PyTorch, float64"
    for name in CELLS:
        outputs, gradients = Deep(name).differences()
        deep = f"{name}, two layers in both directions, padded, from a random state"
        yield f"{deep}: outputs and last states", engine, 1e-12, outputs
        yield f"{deep}: all gradients, those of the first state included", engine, 1e-10, gradients
    yield "LSTM in chunks of 4 steps (truncated): all gradients", engine, 1e-10, truncated_difference()


def truncated_difference() -> float:
    """Compare truncated backpropagation with a PyTorch LSTM whose state is detached between chunks."""
    rng, k = np.random.default_rng(2), 4
    p, x, weight = lstm_ref.lstm_weights(D, H, rng), rng.standard_normal((N, T, D)), rng.standard_normal((N, T, H))

    def loss(hs, steps):
        return (weight[:, steps] * hs).sum(), weight[:, steps]

    total, gradients, _ = truncated.truncated_backward(layers.LSTM(p), x, loss, k)
    layer = torch.nn.LSTM(D, H, batch_first=True, dtype=torch.float64)
    layer.load_state_dict({name: torch.from_numpy(array) for name, array in convert.torch.to_lstm(p).items()})
    leaf, state, expected = torch.tensor(x, requires_grad=True), None, 0
    for start in range(0, T, k):
        hs, state = layer(leaf[:, start : start + k], state)
        state = tuple(part.detach() for part in state)
        expected = expected + (torch.from_numpy(weight[:, start : start + k]) * hs).sum()
    expected.backward()
    held = {name: parameter.grad.numpy() for name, parameter in layer.named_parameters()}
    named = convert.torch.from_lstm(held | {"bias_hh_l0": np.zeros(4 * H)})
    return worst((np.array(total), gradients.dx, gradients.weights), (expected, leaf.grad, named))


def with_the_clear_tier() -> Iterator[Row]:
    """Compare the layers with the steps, unrolled: all outputs, last states and gradients."""
    for dtype, tolerance in (("float64", 1e-12), ("float32", 2e-6)):
        found = []
        for layer, weights, step, step_backward in STEPS.values():
            rng = np.random.default_rng(3)
            p = {name: weight.astype(dtype) for name, weight in weights(D, H, rng).items()}
            x = rng.standard_normal((N, T, D)).astype(dtype)
            run = layer(p).forward(x)
            dhs, *dstate = (like(part, rng).astype(dtype).astype(float) for part in (run.hs, *run.state))
            back = layer(p).backward(run, dhs, dstate)
            p, x = {name: weight.astype(float) for name, weight in p.items()}, x.astype(float)
            zeros = tuple(map(np.zeros_like, dstate))
            hs, last = unroll(step, x, zeros, p)
            dx, first, dp = unroll_backward(step, step_backward, x, zeros, p, dhs, dstate)
            found.append(worst((run.hs, run.state, *back), (hs, last, dx, dp, first)))
        yield (
            f"Layers in {dtype}, all cells: outputs, last states, all gradients",
            "clear tier, float64",
            tolerance,
            max(found),
        )


def with_complex_step() -> Iterator[Row]:
    """Compare the gradients of layers with a step of the clear tier's outputs along the imaginary axis."""
    cells = {name: (layer, weights, step) for name, (layer, weights, step, _) in STEPS.items()}
    cells |= {name: (layers.LSTM, weights, step) for name, (weights, step) in VARIANTS.items()}
    found = []
    for layer, weights, step in cells.values():
        rng = np.random.default_rng(4)
        p, x = weights(3, 4, rng), rng.standard_normal((2, 5, 3))
        shown = layer(p).forward(x)
        state, dhs, dstate = (like(part, rng) for part in (shown.state, shown.hs, shown.state))
        back = layer(p).backward(layer(p).forward(x, state), dhs, dstate)

        def loss(a, step=step, p=p, dhs=dhs, dstate=dstate):
            hs, last = unroll(step, a["x"], tuple(a[key] for key in "hc" if key in a), {key: a[key] for key in p})
            return sum((given * got).sum() for given, got in zip((dhs, *dstate), (hs, *last), strict=True))

        first = dict(zip("hc", state, strict=False))
        ours = {"x": back.dx} | dict(zip("hc", back.state, strict=False)) | back.weights
        found.append(worst(ours, complex_step(loss, {"x": x} | first | p)))
    yield (
        "Layers, all cells, peepholes and projection: all gradients, those of the first state included",
        "complex step, float64",
        1e-12,
        max(found),
    )


def with_keras() -> Iterator[Row]:
    """Compare layers that took their weights from Keras with Keras, both in float32."""
    makers = {
        "RNN": (layers.RNN, keras.layers.SimpleRNN, convert.keras.from_rnn),
        "LSTM": (layers.LSTM, keras.layers.LSTM, convert.keras.from_lstm),
        "GRU": (layers.GRU, keras.layers.GRU, convert.keras.from_gru),
        "GRU, reset before": (
            layers.GRU,
            partial(keras.layers.GRU, reset_after=False),
            partial(convert.keras.from_gru, reset_after=False),
        ),
    }
    rng = np.random.default_rng(5)
    x, mask = rng.standard_normal((N, T, D)).astype("float32"), np.arange(T) < LENGTHS[:, None]
    for name, (layer, maker, take) in makers.items():
        theirs = keras.layers.Bidirectional(maker(H, return_state=True))
        theirs.build((None, None, D))
        theirs.set_weights([0.3 * rng.standard_normal(tuple(w.shape)).astype("float32") for w in theirs.weights])
        ours = layers.Bidirectional(*map(layer, convert.keras.from_bidirectional(theirs.get_weights(), take)))
        expected = theirs(torch.tensor(x), mask=torch.tensor(mask))
        found = ours(x, lengths=LENGTHS, return_state=True)
        yield (
            f"{name} in both directions, padded: outputs and last states",
            "Keras on PyTorch, float32",
            1e-6,
            worst(found, tuple(expected)),
        )


def with_onnx() -> Iterator[Row]:
    """Compare with the operators of ONNX Runtime, both in float32."""
    cells = {
        "RNN": ("RNN", {}, layers.RNN, lstm_ref.rnn_weights, convert.onnx.to_rnn),
        "LSTM with peepholes": ("LSTM", {}, layers.LSTM, VARIANTS["LSTM with peepholes"][0], convert.onnx.to_lstm),
        "GRU": (
            "GRU",
            {"linear_before_reset": 1},
            layers.GRU,
            lstm_ref.gru_weights,
            partial(convert.onnx.to_gru, linear_before_reset=1),
        ),
        "GRU, reset before": ("GRU", {}, layers.GRU, BEFORE, convert.onnx.to_gru),
    }
    rng = np.random.default_rng(6)
    x = rng.standard_normal((N, T, D)).astype("float32")
    for name, (operator, attributes, layer, weights, give) in cells.items():
        pair = [{key: w.astype("float32") for key, w in weights(D, H, rng).items()} for _ in range(2)]
        ours = layers.Bidirectional(*map(layer, pair))
        state = tuple(part.astype("float32") for part in like(ours.forward(x).state, rng))
        run = ours.forward(x, state, LENGTHS)
        parts = len(state) // 2
        first = [np.stack(state[part::parts]) for part in range(parts)]
        hs, *last = onnx_run(operator, convert.onnx.to_bidirectional(pair, give), x, first, **attributes)
        yield (
            f"{name} in both directions, padded, from a random state: outputs and last states",
            "ONNX Runtime, float32",
            1e-6,
            worst(
                (run.hs, run.state),
                (np.concatenate([*hs], axis=2), [part[way] for way in range(2) for part in last]),
            ),
        )


def onnx_run(operator, arrays, x, state, **attributes):
    """Run one operator in both directions; give outputs (2, N, T, H), and the last states (2, N, H)."""
    given = {"X": x.swapaxes(0, 1), "lengths": LENGTHS.astype("int32")} | dict(zip(("h", "c"), state, strict=False))
    inputs = ["X", "W", "R", "B", "lengths", *list(given)[2:], *(["P"] if "P" in arrays else [])]
    outputs = ["Y", "Y_h", "Y_c"][: 1 + len(state)]
    node = helper.make_node(operator, inputs, outputs, hidden_size=H, direction="bidirectional", **attributes)
    graph = helper.make_graph(
        [node],
        operator,
        [helper.make_tensor_value_info(k, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape) for k, v in given.items()],
        [helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(x.dtype), None) for name in outputs],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in arrays.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    hs, *last = session.run(None, given)
    return hs.transpose(1, 2, 0, 3), *last
