"""Deliberate faults in the source of the cells: the comparisons of the other tests must catch every one.

A fault is an edit of the source of one function, plugged into the comparison in the function's place. A comparison that
lets one through would let the same slip through in the package.
"""

import inspect
import itertools
import sys
import textwrap
from dataclasses import dataclass, replace

import numpy as np
import pytest
from clear_cells import (
    GRU_AFTER,
    GRU_BEFORE,
    LSTM,
    LSTM_PEEPHOLE,
    RNN,
    SIZES,
    compare_forward,
    compare_gradients,
    compare_with_complex_step,
)
from onnx_cells import compare_gru, compare_lstm
from padded_layers import compare_padded

from lstm_ref.layers import Bidirectional
from lstm_ref.layers.layer import Layer
from lstm_ref.layers.recurrent import Recurrent

CELLS = {"rnn": RNN, "lstm": LSTM, "peephole": LSTM_PEEPHOLE, "gru": GRU_AFTER, "gru before": GRU_BEFORE}
FORWARD = {"peephole": [compare_lstm], "gru": [compare_forward, compare_gru], "gru before": [compare_gru]}
BACKWARD = {"gru before": [compare_with_complex_step]}
ONE_SIZE = SIZES[:1]


@dataclass(frozen=True)
class Fault:
    """An edit of one function of one cell: each old text, wherever it stands, becomes the new one."""

    cell: str
    part: str
    name: str
    edits: dict[str, str]

    def __str__(self):
        return f"{self.cell} {self.part}: {self.name}"

    def apply(self):
        cell = CELLS[self.cell]
        return replace(cell, **{self.part: edited(getattr(cell, self.part), self.edits)})

    def comparisons(self):
        if self.part in ("step", "unroll"):
            return FORWARD.get(self.cell, [compare_forward])
        return BACKWARD.get(self.cell, [compare_gradients, compare_with_complex_step])


def edited(function, edits):
    """Give the function as it would be with another source."""
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in edits.items():
        assert old in source, f"{function.__name__} has no {old!r} to spoil"
        source = source.replace(old, new)
    namespace = dict(vars(sys.modules[function.__module__]))
    exec(source, namespace)
    return namespace[function.__name__]


def faults(cell, part, *table):
    return [Fault(cell, part, name, dict(zip(edits[::2], edits[1::2], strict=True))) for name, *edits in table]


RNN_FAULTS = [
    *faults(
        "rnn",
        "step",
        ("recurrent matrix transposed", 'p["W"].T', 'p["W"]'),
        ("state of the step before dropped", "+ h @", "+ 0 * h @"),
        ("bias dropped", ' + p["b"]', ""),
        ("bias doubled", 'p["b"]', '2 * p["b"]'),
        ("σ for tanh", "np.tanh(z)", "0.5 * (1 + np.tanh(0.5 * z))"),
        ("not squashed", "np.tanh(z)", "z"),
    ),
    *faults(
        "rnn",
        "backward",
        ("tanh' of the activated value", "h_new**2", "np.tanh(h_new) ** 2"),
        ("derivative formula on the pre-activation", "h_new**2", "np.arctanh(h_new) ** 2"),
        ("tanh' of the old state", "1 - h_new**2", "1 - h**2"),
        ("tanh' forgotten", "(1 - h_new**2)", "1"),
        ("recurrent matrix transposed", 'dz @ p["W"]', 'dz @ p["W"].T'),
        ("W from the new state", "dz.T @ h,", "dz.T @ h_new,"),
        ("W transposed", "dz.T @ h,", "h.T @ dz,"),
        ("mean over the batch", "dz.sum(axis=0)", "dz.mean(axis=0)"),
        ("nothing to the past", 'dh_prev = dz @ p["W"]', "dh_prev = 0 * dz"),
    ),
]

LSTM_STEP_FAULTS = [
    *faults(
        "lstm",
        "step",
        ("σ for the candidate", "c_tilde = np.tanh", "c_tilde = sigmoid"),
        ("candidate not squashed", "c_tilde = np.tanh", "c_tilde = "),
        ("σ shows the cell state", "np.tanh(c)", "sigmoid(c)"),
        ("cell state shown as it is", "np.tanh(c)", "c"),
        ("old cell state shown", "    c = f * c", "    old, c = c, f * c", "np.tanh(c)", "np.tanh(old)"),
        ("c and h exchanged on return", "return h, c", "return c, h"),
        ("old h kept in place of old c", "f * c +", "f * h +"),
        ("h of the step before dropped", "+ h @", "+ 0 * h @"),
        ("c of the step before dropped", "f * c + i", "i"),
        ("forget gate forgets where it is 1", "f * c", "(1 - f) * c"),
        ("forget gate missing", "f * c +", "c +"),
        ("input gate missing", "i * c_tilde", "c_tilde"),
        ("input gate tied to the forget gate", "i * c_tilde", "(1 - f) * c_tilde"),
        ("input and forget gate exchanged", "f * c + i *", "i * c + f *"),
        ("output gate missing", "o * np.tanh(c)", "np.tanh(c)"),
        ("written where it should be kept", "+ i * c_tilde", "- i * c_tilde"),
    ),
    *itertools.chain.from_iterable(
        faults(
            "lstm",
            "step",
            (f"recurrent matrix of {gate} transposed", f'p["U_{gate}"].T', f'p["U_{gate}"]'),
            (f"bias of {gate} dropped", f' + p["b_{gate}"]', ""),
            (f"bias of {gate} doubled", f'p["b_{gate}"]', f'2 * p["b_{gate}"]'),
        )
        for gate in "fico"
    ),
    *faults("lstm", "step", *((f"tanh for gate {gate}", f"{gate} = sigmoid(", f"{gate} = np.tanh(") for gate in "fio")),
    *faults(
        "peephole",
        "step",
        ("output gate looks at the old c", "    c = f * c", "    old, c = c, f * c", '"v_o"] * c', '"v_o"] * old'),
        ("forget gate looks at h", '"v_f"] * c', '"v_f"] * h'),
        ("peepholes of i and f exchanged", '"v_f"', '"v_x"', '"v_i"', '"v_f"', '"v_x"', '"v_i"'),
        ("peephole of i missing", ' + p["v_i"] * c', ""),
        ("candidate looks at the cell state too", ' + p["b_c"]', ' + p["b_c"] + p["v_i"] * c'),
    ),
]

LSTM_BACKWARD_FAULTS = [
    *itertools.chain.from_iterable(
        faults(
            "lstm",
            "backward",
            (f"σ' of {gate}, already activated", f"{gate} * (1 - {gate})", f"sigmoid({gate}) * (1 - sigmoid({gate}))"),
            (
                f"derivative formula on the pre-activation of {gate}",
                f"{gate} * (1 - {gate})",
                f"np.log({gate} / (1 - {gate})) * (1 - np.log({gate} / (1 - {gate})))",
            ),
            (f"σ' of {gate} forgotten", f" * {gate} * (1 - {gate})", ""),
            (f"tanh' for σ' of {gate}", f" * {gate} * (1 - {gate})", f" * (1 - {gate}**2)"),
        )
        for gate in "fio"
    ),
    *faults(
        "lstm",
        "backward",
        ("tanh' of c̃, already activated", "c_tilde**2", "np.tanh(c_tilde) ** 2"),
        ("derivative formula on the pre-activation of c̃", "c_tilde**2", "np.arctanh(c_tilde) ** 2"),
        ("derivative formula on c itself", "shown**2", "np.arctanh(shown) ** 2"),
        ("tanh' of the old c", "1 - shown**2", "1 - np.tanh(c) ** 2"),
        ("tanh' of c forgotten", " * (1 - shown**2)", ""),
        ("gradient from later cell states dropped", "dc = dc + dh", "dc = dh"),
        ("cell state not reached through h", "dc + dh * o * (1 - shown**2)", "dc"),
        ("output gate forgotten on the way to c", "dh * o * (1", "dh * (1"),
        ("output gate gets c not squashed", "dh * shown", "dh * np.arctanh(shown)"),
        ("carry of c dropped", "dc_prev = dc * f", "dc_prev = 0 * dc"),
        ("carry of c without the forget gate", "dc_prev = dc * f", "dc_prev = dc"),
        (
            "carry of c before h is added",
            "    dc = dc +",
            "    old, dc = dc, dc +",
            "dc_prev = dc *",
            "dc_prev = old *",
        ),
        ("carry of h dropped", 'dh_prev = sum(dz[gate] @ p[f"U_{gate}"] for', "dh_prev = sum(0 * dz[gate] for"),
        ("carry of h forgets a gate", 'p[f"U_{gate}"] for gate in GATES', 'p[f"U_{gate}"] for gate in "fic"'),
        ("forget gate gets the new cell state", "= dc * c, dc", "= dc * (f * c + i * c_tilde), dc"),
        ("factors of i and c̃ exchanged", "dc * c_tilde, dc * i", "dc * i, dc * c_tilde"),
        ("recurrent matrices transposed", 'p[f"U_{gate}"] for', 'p[f"U_{gate}"].T for'),
        ("x forgets a gate", 'p[f"W_{gate}"] for gate in GATES', 'p[f"W_{gate}"] for gate in "fio"'),
        ("U from the new state", "rows.T @ h,", "rows.T @ (o * shown),"),
        ("U from the cell state", "rows.T @ h,", "rows.T @ c,"),
        ("U transposed", "rows.T @ h,", "h.T @ rows,"),
        ("bias: mean over the batch", "rows.sum(axis=0)", "rows.mean(axis=0)"),
        ("bias doubled", "rows.sum(axis=0)", "2 * rows.sum(axis=0)"),
        ("gradients of h and c exchanged", "return dx, dh_prev, dc_prev", "return dx, dc_prev, dh_prev"),
    ),
]

GRU_FAULTS = [
    *itertools.chain.from_iterable(
        faults(
            cell,
            "step",
            ("z flipped", "z * h + (1 - z) * h_tilde", "(1 - z) * h + z * h_tilde"),
            ("z and r exchanged", '_z"]', '_x"]', '_r"]', '_z"]', '_x"]', '_r"]'),
            ("nothing of the past kept", "z * h + ", ""),
            ("written in full", "(1 - z) * h_tilde", "h_tilde"),
            ("σ for the candidate", "h_tilde = np.tanh", "h_tilde = sigmoid"),
            ("tanh for z", "z = sigmoid", "z = np.tanh"),
            ("tanh for r", "r = sigmoid", "r = np.tanh"),
            ("reset missing", "r * ", ""),
            ("reset flipped", "r * ", "(1 - r) * "),
            ("recurrent matrix of z transposed", 'p["U_z"].T', 'p["U_z"]'),
            ("recurrent matrix of r transposed", 'p["U_r"].T', 'p["U_r"]'),
            ("recurrent matrix of h transposed", 'p["U_h"].T', 'p["U_h"]'),
            ("bias of z dropped", ' + p["b_z"]', ""),
            ("bias of r doubled", 'p["b_r"]', '2 * p["b_r"]'),
            ("bias of h dropped", ' + p["b_h"]', ""),
        )
        for cell in ("gru", "gru before")
    ),
    *faults(
        "gru",
        "step",
        ("reset before for after", 'r * (h @ p["U_h"].T + p["d_h"])', '(r * h) @ p["U_h"].T + p["d_h"]'),
        ("second bias not reset", 'r * (h @ p["U_h"].T + p["d_h"])', 'r * (h @ p["U_h"].T) + p["d_h"]'),
        ("second bias dropped", ' + p["d_h"]', ""),
        ("the two biases exchanged", '"b_h"', '"x_h"', '"d_h"', '"b_h"', '"x_h"', '"d_h"'),
    ),
    *faults("gru before", "step", ("reset after for before", '(r * h) @ p["U_h"].T', 'r * (h @ p["U_h"].T)')),
    *itertools.chain.from_iterable(
        faults(
            cell,
            "backward",
            ("z flipped", "(h - h_tilde), dh * (1 - z)", "(h_tilde - h), dh * z", "dh * z +", "dh * (1 - z) +"),
            ("kept part not carried", "dh * z + ", ""),
            ("σ' of z, already activated", "z * (1 - z)", "sigmoid(z) * (1 - sigmoid(z))"),
            ("σ' of r, already activated", "r * (1 - r)", "sigmoid(r) * (1 - sigmoid(r))"),
            ("tanh' of h̃, already activated", "h_tilde**2", "np.tanh(h_tilde) ** 2"),
            ("derivative formula on the pre-activation of h̃", "h_tilde**2", "np.arctanh(h_tilde) ** 2"),
            ("past not reached through r", ' + da_r @ p["U_r"]', ""),
            ("past not reached through z", ' + da_z @ p["U_z"]', ""),
            ("recurrent matrix of z transposed", 'da_z @ p["U_z"]', 'da_z @ p["U_z"].T'),
            ("bias: mean over the batch", ".sum(axis=0)", ".mean(axis=0)"),
        )
        for cell in ("gru", "gru before")
    ),
    *faults(
        "gru",
        "backward",
        ("reset forgotten on the way to the past", "da_h * past, da_h * r", "da_h * past, da_h"),
        ("reset gate gets the old state", "da_h * past", "da_h * h"),
        ("second bias as the first", 'dp["d_h"] = np.atleast_2d(d_past)', 'dp["d_h"] = np.atleast_2d(da_h)'),
        ("U_h not reset", '("h", da_h, d_past)', '("h", da_h, da_h)'),
    ),
    *faults(
        "gru before",
        "backward",
        ("reset forgotten on the way to the past", "d_reset * r", "d_reset"),
        ("reset gate gets the product", "dr = d_reset * h", 'dr = da_h * (h @ p["U_h"].T)'),
        ("U_h from the whole past", '("h", da_h, r * h)', '("h", da_h, h)'),
    ),
]

UNROLL_FAULTS = [
    *itertools.chain.from_iterable(
        faults(
            cell,
            "unroll",
            ("input of the step before", "x[..., t, :]", "x[..., t - 1, :]"),
            ("first input at every step", "x[..., t, :]", "x[..., 0, :]"),
            ("time runs backwards", "in range(x.shape[-2])", "in reversed(range(x.shape[-2]))"),
            ("a step too few", "in range(x.shape[-2])", "in range(x.shape[-2] - 1)"),
            ("state not carried", "hs = []", "hs, first = [], state", "*state, p", "*first, p"),
            ("first state ignored", "hs = []", "hs, state = [], tuple(0 * part for part in state)"),
            ("old state put out", "        state = _as", "        old, state = state, _as", "(state[0])", "(old[0])"),
            ("first state returned", "hs = []", "hs, first = [], state", "axis=-2), state", "axis=-2), first"),
        )
        for cell in ("rnn", "lstm")
    ),
    *faults(
        "lstm",
        "unroll",
        ("c and h exchanged between steps", "*state, p", "*state[::-1], p"),
        ("c put out for h", "(state[0])", "(state[1])"),
        ("carry of h dropped", "*state, p", "0 * state[0], state[1], p"),
        ("carry of c dropped", "*state, p", "state[0], 0 * state[1], p"),
        ("last state as (c, h)", "axis=-2), state", "axis=-2), state[::-1]"),
    ),
    *itertools.chain.from_iterable(
        faults(
            cell,
            "unroll_backward",
            ("gradient of the step before", "dhs[..., t, :]", "dhs[..., t - 1, :]"),
            ("gradient of the last step only", "dhs[..., t, :]", "(t == x.shape[-2] - 1) * dhs[..., t, :]"),
            ("state after the step for the one before", "*states[t], p)\n        dx", "*states[t + 1], p)\n        dx"),
            ("input of the step before", "*dstate[1:], x[..., t, :]", "*dstate[1:], x[..., t - 1, :]"),
            ("gradient of x not turned back in time", "dx[::-1]", "dx"),
            ("weights of one step only", "dp.get(name, 0) + gradient", "gradient"),
            ("carry of h dropped", "dstate[0] + dhs", "dhs"),
            ("gradient from the last state ignored", "if dstate is None else dstate", "if True else dstate"),
        )
        for cell in ("rnn", "lstm")
    ),
    *faults(
        "lstm",
        "unroll_backward",
        ("carry of c dropped", "*dstate[1:]", "0 * dstate[1]"),
        ("c and h exchanged between steps", "dh, *dstate[1:]", "dstate[1], dh"),
    ),
]

FAULTS = [*RNN_FAULTS, *LSTM_STEP_FAULTS, *LSTM_BACKWARD_FAULTS, *GRU_FAULTS, *UNROLL_FAULTS]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_caught(fault):
    spoilt = fault.apply()
    for comparison in fault.comparisons():
        with pytest.raises(AssertionError):
            comparison(spoilt, ONE_SIZE)


@pytest.mark.parametrize(("cell", "part"), sorted({(fault.cell, fault.part) for fault in FAULTS}))
def test_without_an_edit_the_same_comparisons_pass(cell, part):
    sound = Fault(cell, part, "none", {})
    for comparison in sound.comparisons():
        comparison(sound.apply(), ONE_SIZE)


LAYER_FAULTS = [
    (Bidirectional, "forward", "not turned back in time", "reverse(again.hs, lengths)", "again.hs"),
    (Bidirectional, "forward", "both ways read from the left", "reverse(x, lengths)", "x"),
    (Bidirectional, "forward", "turned with the padding", "check_lengths(lengths, *", "check_lengths(None, *"),
    (Bidirectional, "forward", "backward layer reads padding", "second, lengths)", "second)"),
    (
        Bidirectional,
        "forward",
        "states of the directions exchanged",
        "there.state + again.state",
        "again.state + there.state",
    ),
    (Bidirectional, "backward", "outputs' gradient not turned", "reverse(dhs[:, :, H:], lengths)", "dhs[:, :, H:]"),
    (Bidirectional, "backward", "gradient of x not turned back", "reverse(theirs.dx, lengths)", "theirs.dx"),
    (Bidirectional, "backward", "one direction forgotten", "ours.dx + ", ""),
    (Layer, "__call__", "last output is that of the last step", "self.last(run.state)", "run.hs[:, -1]"),
    (Recurrent, "forward", "mask ignored", "check_lengths(lengths, N, T)", "check_lengths(None, N, T)"),
    (Recurrent, "forward", "outputs at padded steps", "padding(lengths, T)", "None"),
    (Recurrent, "forward", "last state after the padding", "part[lengths,", "part[0 * lengths + T,"),
    (
        Recurrent,
        "backward",
        "gradient enters at the last step",
        "tape.lengths == block.stop",
        "block.stop == T + 0 * tape.lengths",
    ),
    (Recurrent, "backward", "padded outputs have a gradient", "padding(tape.lengths, T)", "None"),
]


@pytest.mark.parametrize(
    ("owner", "method", "old", "new"),
    [pytest.param(owner, method, *edit, id=f"{owner.__name__}: {name}") for owner, method, name, *edit in LAYER_FAULTS],
)
def test_a_fault_of_directions_and_padding_is_caught(monkeypatch, owner, method, old, new):
    compare_padded()
    monkeypatch.setattr(owner, method, edited(getattr(owner, method), {old: new}))
    with pytest.raises(AssertionError):
        compare_padded()


def in_order(cell, gates, order):
    """Give the cell with its blocks of weights read in another order: what was stored for one gate goes to another."""

    def step(*arguments):
        *inputs, p = arguments
        moves = [(f"{w}_{of}", f"{w}_{to}") for w in "WUb" for of, to in zip(gates, order, strict=True)]
        return cell.step(*inputs, p | {to: p[of] for of, to in moves})

    return replace(cell, step=step)


def orders(gates):
    return list(map("".join, itertools.permutations(gates)))[1:]


@pytest.mark.parametrize("order", orders("fico"))
def test_a_wrong_order_of_the_gates_of_an_lstm_is_caught(order):
    for comparison in (compare_forward, compare_lstm):
        with pytest.raises(AssertionError):
            comparison(in_order(LSTM, "fico", order), ONE_SIZE)


@pytest.mark.parametrize("order", orders("zrh"))
@pytest.mark.parametrize("cell", [GRU_AFTER, GRU_BEFORE], ids=["reset after", "reset before"])
def test_a_wrong_order_of_the_gates_of_a_gru_is_caught(cell, order):
    with pytest.raises(AssertionError):
        compare_gru(in_order(cell, "zrh", order), ONE_SIZE)


def test_there_are_23_wrong_orders_and_constant_weights_would_let_all_of_them_pass():
    assert len(set(orders("fico"))) == 23
    constant = replace(
        LSTM, weights=lambda D, H, rng: {name: 0 * w + 0.3 for name, w in LSTM.weights(D, H, rng).items()}
    )
    for order in orders("fico"):
        compare_forward(in_order(constant, "fico", order), ONE_SIZE)


def test_the_faults_are_many_and_each_has_a_name_of_its_own():
    names = list(map(str, FAULTS))
    assert len(set(names)) == len(names) >= 150


def test_the_usual_sigmoid_overflows_where_ours_must_not():
    step = edited(LSTM.step, {})
    step.__globals__["sigmoid"] = lambda z: 1 / (1 + np.exp(-z))
    p = LSTM.weights(2, 3, np.random.default_rng(0)) | {"b_f": np.full(3, -1e4)}
    with np.errstate(all="raise"):
        LSTM.step(np.ones(2), np.ones(3), np.ones(3), p)
        with pytest.raises(FloatingPointError, match="overflow"):
            step(np.ones(2), np.ones(3), np.ones(3), p)
