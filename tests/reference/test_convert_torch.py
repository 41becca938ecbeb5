"""Weights of PyTorch, taken and given, proved by equal outputs in float64 on random weights."""

import itertools

import numpy as np
import pytest
import torch

from lstm_ref import gru_step_reset_after, lstm_step, lstm_step_projected, rnn_step, unroll
from lstm_ref.convert import torch as layout
from lstm_ref.gru import gru_weights
from lstm_ref.lstm import lstm_weights
from lstm_ref.rnn import rnn_weights

CELLS = {
    "rnn": (torch.nn.RNN, rnn_step, layout.from_rnn, layout.to_rnn),
    "lstm": (torch.nn.LSTM, lstm_step, layout.from_lstm, layout.to_lstm),
    "gru": (torch.nn.GRU, gru_step_reset_after, layout.from_gru, layout.to_gru),
}
SIZES = [(3, 4), (1, 1), (80, 12), (4, 1)]
N, T = 3, 6


def model(cell, D, H, rng, **settings):
    """A model of PyTorch in float64 whose every number is drawn here, both biases included."""
    layer = CELLS[cell][0](D, H, batch_first=True, dtype=torch.float64, **settings)
    state = {name: 0.4 * rng.standard_normal(tuple(old.shape)) for name, old in layer.state_dict().items()}
    load(layer, state)
    return layer, state


def load(layer, state):
    layer.load_state_dict({name: torch.from_numpy(array) for name, array in state.items()})


def states(cell, H, rng, P=None):
    return (rng.uniform(-1, 1, (N, P or H)),) + ((rng.standard_normal((N, H)),) if cell == "lstm" else ())


def theirs(layer, x, state):
    """The outputs and the last states, of which the first axis is layers times directions."""
    given = tuple(torch.from_numpy(one) for one in state)
    with torch.no_grad():
        y, last = layer(torch.from_numpy(x), given if len(given) == 2 else given[0])
    return [y.numpy()] + [one.numpy() for one in (last if isinstance(last, tuple) else (last,))]


def assert_equal_outputs(layer, step, p, x, state):
    y, *last = theirs(layer, x, [one[None] for one in state])
    hs, ours = unroll(step, x, state, p)
    for mine, other in zip([hs, *ours], [y, *(one[0] for one in last)], strict=True):
        np.testing.assert_allclose(mine, other, rtol=0, atol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("D", "H"), SIZES)
def test_weights_taken_from_pytorch_give_its_outputs(cell, D, H):
    rng = np.random.default_rng([D, H])
    layer, _ = model(cell, D, H, rng)
    _, step, take, _ = CELLS[cell]
    assert_equal_outputs(layer, step, take(layer.state_dict()), rng.standard_normal((N, T, D)), states(cell, H, rng))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("D", "H"), SIZES)
def test_weights_given_to_pytorch_give_our_outputs(cell, D, H):
    rng = np.random.default_rng([D, H])
    p = {"rnn": rnn_weights, "lstm": lstm_weights, "gru": gru_weights}[cell](D, H, rng)
    layer, _ = model(cell, D, H, rng)
    _, step, _, give = CELLS[cell]
    load(layer, give(p))
    assert_equal_outputs(layer, step, p, rng.standard_normal((N, T, D)), states(cell, H, rng))


@pytest.mark.parametrize("cell", CELLS)
def test_the_whole_bias_is_in_the_first_vector_and_the_second_is_zero(cell):
    rng = np.random.default_rng(1)
    p = {"rnn": rnn_weights, "lstm": lstm_weights, "gru": gru_weights}[cell](5, 3, rng)
    zeros = CELLS[cell][3](p)["bias_hh_l0"]
    assert not zeros[:6].any()
    np.testing.assert_array_equal(zeros[6:], p["d_h"] if cell == "gru" else zeros[6:] * 0)


@pytest.mark.parametrize("cell", CELLS)
def test_without_biases_they_are_zero(cell):
    rng = np.random.default_rng(2)
    layer, _ = model(cell, 5, 3, rng, bias=False)
    p = CELLS[cell][2](layer.state_dict())
    assert not any(array.any() for name, array in p.items() if name[0] in "bd")
    assert_equal_outputs(layer, CELLS[cell][1], p, rng.standard_normal((N, T, 5)), states(cell, 3, rng))


@pytest.mark.parametrize(("H", "P"), [(6, 2), (2, 1), (12, 3)])
def test_a_projection_both_ways(H, P):
    rng = np.random.default_rng([H, P])
    layer, _ = model("lstm", 5, H, rng, proj_size=P)
    p = layout.from_lstm(layer.state_dict())
    x, state = rng.standard_normal((N, T, 5)), states("lstm", H, rng, P)
    assert_equal_outputs(layer, lstm_step_projected, p, x, state)
    p = lstm_weights(5, H, rng, projection=P)
    load(layer, layout.to_lstm(p))
    assert_equal_outputs(layer, lstm_step_projected, p, x, state)


def test_the_weights_of_a_cell_have_names_without_a_layer():
    rng = np.random.default_rng(3)
    cell = torch.nn.LSTMCell(5, 3, dtype=torch.float64)
    p = layout.from_lstm(cell.state_dict())
    x, h, c = rng.standard_normal((N, 5)), rng.uniform(-1, 1, (N, 3)), rng.standard_normal((N, 3))
    with torch.no_grad():
        expected = cell(torch.from_numpy(x), (torch.from_numpy(h), torch.from_numpy(c)))
    for ours, other in zip(lstm_step(x, h, c, p), expected, strict=True):
        np.testing.assert_allclose(ours, other.numpy(), rtol=0, atol=1e-12)


def run_stack(step, layers, x, state):
    """Layers of one or two directions by loops over the clear step; `state` has layers times directions in front."""
    last, given = [], iter(range(len(state[0])))
    for directions in layers:
        sides = []
        for back, p in enumerate(directions):
            k = next(given)
            hs, end = unroll(step, x[:, ::-1] if back else x, tuple(one[k] for one in state), p)
            sides.append(hs[:, ::-1] if back else hs)
            last.append(end)
        x = np.concatenate(sides, axis=-1)
    return [x, *(np.stack(ends) for ends in zip(*last, strict=True))]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("depth", "both"), [(1, True), (2, False), (3, True)])
def test_layers_and_directions_both_ways(cell, depth, both):
    rng = np.random.default_rng([depth, both])
    layer, state = model(cell, 5, 3, rng, num_layers=depth, bidirectional=both)
    _, step, take, give = CELLS[cell]
    layers = layout.from_stack(layer.state_dict(), take)
    assert [len(directions) for directions in layers] == depth * [1 + both]
    x = rng.standard_normal((N, T, 5))
    start = tuple(np.stack([one] * depth * (1 + both)) * rng.uniform(0.5, 1) for one in states(cell, 3, rng))
    expected = theirs(layer, x, start)
    for ours, other in zip(run_stack(step, layers, x, start), expected, strict=True):
        np.testing.assert_allclose(ours, other, rtol=0, atol=1e-12)
    given = layout.to_stack(layers, give)
    assert given.keys() == state.keys()
    load(layer, given)
    for ours, other in zip(theirs(layer, x, start), expected, strict=True):
        np.testing.assert_allclose(ours, other, rtol=0, atol=1e-12)


def test_projected_layers_and_directions():
    rng = np.random.default_rng(4)
    layer, _ = model("lstm", 5, 6, rng, num_layers=2, bidirectional=True, proj_size=2)
    layers = layout.from_stack(layer.state_dict(), layout.from_lstm)
    x, start = rng.standard_normal((N, T, 5)), (rng.uniform(-1, 1, (4, N, 2)), rng.standard_normal((4, N, 6)))
    ours = run_stack(lstm_step_projected, layers, x, start)
    for mine, other in zip(ours, theirs(layer, x, start), strict=True):
        np.testing.assert_allclose(mine, other, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("cell", "name"), [("lstm", "LSTM_GATES"), ("gru", "GRU_GATES")])
def test_every_wrong_order_of_the_gates_gives_other_outputs(cell, name, monkeypatch):
    rng = np.random.default_rng(5)
    layer, state = model(cell, 5, 3, rng)
    x, start = rng.standard_normal((N, T, 5)), states(cell, 3, rng)
    y = theirs(layer, x, [one[None] for one in start])[0]
    right, agree = getattr(layout, name), []
    for order in map("".join, itertools.permutations(right)):
        monkeypatch.setattr(layout, name, order)
        if np.abs(unroll(CELLS[cell][1], x, start, CELLS[cell][2](state))[0] - y).max() < 1e-3:
            agree.append(order)
    assert agree == [right]


def test_a_linear_layer_both_ways():
    rng = np.random.default_rng(6)
    layer = torch.nn.Linear(5, 3, dtype=torch.float64)
    p = layout.from_linear(layer.state_dict())
    x = rng.standard_normal((N, 5))
    np.testing.assert_allclose(x @ p["V"].T + p["c"], layer(torch.from_numpy(x)).detach().numpy(), atol=1e-12)
    given = layout.to_linear(p)
    np.testing.assert_array_equal(given["weight"], layer.weight.detach().numpy())
    np.testing.assert_array_equal(given["bias"], layer.bias.detach().numpy())
    assert not layout.from_linear({"weight": given["weight"]})["c"].any()


def test_what_is_taken_is_not_the_memory_of_the_model():
    layer = torch.nn.LSTM(5, 3)
    before = layer.weight_ih_l0.detach().clone()
    for array in layout.from_lstm(layer.state_dict()).values():
        array += 1
    assert torch.equal(layer.weight_ih_l0, before)


LSTM = {"weight_ih_l0": (48, 80), "weight_hh_l0": (48, 12), "bias_ih_l0": (48,), "bias_hh_l0": (48,)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"weight_ih_l0": (80, 48)},
            r"weight_ih must be \(4H, D\) with 4H = 48, got \(80, 48\): Keras layout\? see conv",
        ),
        ({"weight_ih_l0": (47, 80)}, r"weight_ih must be .* got \(47, 80\)\.$"),
        (
            {"weight_hh_l0": (12, 48)},
            r"weight_hh must be \(4H, H\), got \(12, 48\): Keras layout\? see convert\.keras\.",
        ),
        ({"weight_hh_l0": (36, 12)}, r"got \(36, 12\): 3 blocks of H, as in a GRU; an LSTM has 4\.$"),
        ({"weight_hh_l0": (48, 11)}, r"weight_hh must be \(4H, H\), got \(48, 11\)\.$"),
        ({"weight_hh_l0": (48,)}, r"weight_hh must be \(4H, H\), got \(48,\)\.$"),
        ({"bias_ih_l0": (12,)}, r"bias_ih must be \(4H,\) = \(48,\), got \(12,\)"),
        ({"bias_hh_l0": (48, 1)}, r"bias_hh must be \(4H,\) = \(48,\), got \(48, 1\)"),
        ({"weight_hr_l0": (3, 12)}, r"weight_hr must be \(P, H\) = \(12, 12\), got \(3, 12\)"),
        ({"weight_hr_l0": (3, 12), "weight_hh_l0": (3, 48)}, r"\(4H, P\) with 4H = 48, got \(3, 48\): Keras layout"),
        ({"weight_ih_l1": (48, 12)}, r"what is weight_ih_l1\? More layers or directions: convert\.torch\.from_stack"),
        ({"weight_ih_l0_reverse": (48, 80)}, "what is weight_ih_l0_reverse"),
    ],
)
def test_a_shape_that_cannot_be_is_explained(change, said):
    with pytest.raises(ValueError, match=said):
        layout.from_lstm({name: np.zeros(shape) for name, shape in (LSTM | change).items()})


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["weight_ih_l0"], "no weight_hh among weight_ih"),
        ([], "no weight_ih and no weight_hh among nothing"),
    ],
)
def test_weights_that_lack_are_named(names, said):
    with pytest.raises(ValueError, match=said):
        layout.from_lstm({name: np.zeros(LSTM[name]) for name in names})


def test_only_an_lstm_has_a_projection():
    with pytest.raises(ValueError, match="what is weight_hr"):
        layout.from_gru({"weight_ih": np.zeros((9, 2)), "weight_hh": np.zeros((9, 3)), "weight_hr": np.zeros((1, 3))})


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "found nothing"),
        (["weight_ih_l1"], r"Layers count from _l0, .* found _l1\.$"),
        (["weight_ih_l0", "weight_ih_l2"], "found _l0, _l2"),
        (["weight_ih_l0", "weight_ih_l0_reverse", "weight_ih_l1"], "found _l0, _l0_reverse, _l1"),
        (["weight_ih_l0_reverse"], r"found _l0_reverse\.$"),
        (["fc.weight"], r"fc\.weight is no weight of a recurrent layer"),
        (["lstm.weight_ih_l0"], r"lstm\.weight_ih_l0 is no weight of a recurrent layer"),
    ],
)
def test_layers_with_gaps_are_named(names, said):
    with pytest.raises(ValueError, match=said):
        layout.from_stack({name: np.zeros((48, 12)) for name in names}, layout.from_lstm)
