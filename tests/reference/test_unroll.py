"""Unrolling any cell: what must hold for every length, batch and size, whatever the weights."""

import numpy as np
import pytest
from clear_cells import CELLS, GRU_BEFORE, draw
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_ref import rnn_step, rnn_step_backward, unroll, unroll_backward

CELLS = CELLS | {"gru, reset before": GRU_BEFORE}
SIZES = st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
STEPS = st.integers(1, 5)
SEEDS = st.integers(0, 2**32 - 1)
CELL = st.sampled_from(sorted(CELLS)).map(CELLS.get)
close = np.testing.assert_allclose
often = settings(max_examples=40, deadline=None)


def backward(cell, p, x, state, dhs, dstate):
    return unroll_backward(cell.step, cell.backward, x, state, p, dhs, dstate)


def all_close(ours, expected, rtol=1e-10, atol=1e-12):
    for one, other in zip(ours, expected, strict=True):
        assert one.shape == other.shape
        close(one, other, rtol=rtol, atol=atol)


@often
@given(cell=CELL, size=SIZES, more=STEPS, seed=SEEDS)
def test_all_steps_are_the_first_ones_and_then_the_rest_from_there(cell, size, more, seed):
    N, T, D, H = size
    p, x, state, *_ = draw(cell, (N, T + more, D, H), seed)
    hs, last = unroll(cell.step, x, state, p)
    first, between = unroll(cell.step, x[:, :T], state, p)
    rest, end = unroll(cell.step, x[:, T:], between, p)
    close(np.concatenate([first, rest], axis=1), hs, atol=1e-13)
    all_close(end, last)
    np.testing.assert_array_equal(last[0], hs[:, -1])


@often
@given(cell=CELL, size=SIZES, more=STEPS, seed=SEEDS)
def test_the_gradient_goes_through_the_rest_and_then_through_the_first_steps(cell, size, more, seed):
    N, T, D, H = size
    p, x, state, dhs, dstate = draw(cell, (N, T + more, D, H), seed)
    dx, dfirst, dp = backward(cell, p, x, state, dhs, dstate)
    _, between = unroll(cell.step, x[:, :T], state, p)
    dx_rest, dbetween, dp_rest = backward(cell, p, x[:, T:], between, dhs[:, T:], dstate)
    dx_first, dstart, dp_first = backward(cell, p, x[:, :T], state, dhs[:, :T], dbetween)
    close(np.concatenate([dx_first, dx_rest], axis=1), dx, atol=1e-13)
    all_close(dstart, dfirst)
    all_close([dp_first[name] + dp_rest[name] for name in p], [dp[name] for name in p])


@often
@given(cell=CELL, size=SIZES, seed=SEEDS)
def test_rows_of_a_batch_know_nothing_of_each_other(cell, size, seed):
    p, x, state, dhs, dstate = draw(cell, size, seed)
    hs, last = unroll(cell.step, x, state, p)
    dx, dfirst, dp = backward(cell, p, x, state, dhs, dstate)
    summed = dict.fromkeys(p, 0)
    for n in range(size[0]):
        alone, state_n, dstate_n = x[n], [part[n] for part in state], tuple(part[n] for part in dstate)
        hs_n, last_n = unroll(cell.step, alone, tuple(state_n), p)
        all_close((hs_n, *last_n), (hs[n], *(part[n] for part in last)))
        dx_n, dfirst_n, dp_n = backward(cell, p, alone, tuple(state_n), dhs[n], dstate_n)
        all_close((dx_n, *dfirst_n), (dx[n], *(part[n] for part in dfirst)))
        assert dp_n.keys() == p.keys()
        summed = {name: summed[name] + dp_n[name] for name in p}
    all_close([summed[name] for name in p], [dp[name] for name in p])


@often
@given(cell=CELL, size=SIZES, seed=SEEDS)
def test_where_the_numbers_lie_in_memory_does_not_matter_and_nothing_is_written_to(cell, size, seed):
    p, x, state, dhs, dstate = draw(cell, size, seed)

    def scattered(array):
        wide = np.full((*array.shape[:-1], 2 * array.shape[-1]), np.nan)
        wide[..., ::2] = array
        view = wide[..., ::2] if array.ndim != 2 else np.asfortranarray(array)
        view.flags.writeable = False
        return view

    q, y, first = {name: scattered(w) for name, w in p.items()}, scattered(x), tuple(map(scattered, state))
    hs, last = unroll(cell.step, y, first, q)
    expected, expected_last = unroll(cell.step, x, state, p)
    all_close((hs, *last), (expected, *expected_last))
    ours = backward(cell, q, y, first, scattered(dhs), tuple(map(scattered, dstate)))
    theirs = backward(cell, p, x, state, dhs, dstate)
    all_close((ours[0], *ours[1], *ours[2].values()), (theirs[0], *theirs[1], *theirs[2].values()))


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_one_state_serves_a_whole_batch(cell):
    p, x, state, *_ = draw(cell, (3, 4, 2, 5))
    one = tuple(part[0] for part in state)
    hs, last = unroll(cell.step, x, one, p)
    expected, expected_last = unroll(cell.step, x, tuple(np.tile(part, (3, 1)) for part in one), p)
    all_close((hs, *last), (expected, *expected_last))


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_float32_stays_float32(cell):
    p, x, state, dhs, dstate = draw(cell, (2, 3, 4, 5))
    p32 = {name: np.float32(weight) for name, weight in p.items()}
    x32, dhs32, state32, dstate32 = np.float32(x), np.float32(dhs), tuple(np.float32(state)), tuple(np.float32(dstate))
    hs, last = unroll(cell.step, x32, state32, p32)
    dx, dfirst, dp = backward(cell, p32, x32, state32, dhs32, dstate32)
    assert {array.dtype for array in (hs, *last, dx, *dfirst, *dp.values())} == {np.dtype(np.float32)}
    close(hs, unroll(cell.step, x, state, p)[0], atol=2e-6)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_without_a_gradient_from_the_last_state_it_is_zero(cell):
    p, x, state, dhs, dstate = draw(cell, (2, 3, 4, 5))
    ours = unroll_backward(cell.step, cell.backward, x, state, p, dhs)
    expected = backward(cell, p, x, state, dhs, tuple(np.zeros_like(part) for part in dstate))
    all_close((ours[0], *ours[1]), (expected[0], *expected[1]))


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("size", [1e2, 1e4])
def test_large_pre_activations_neither_overflow_nor_warn(cell, size):
    p, x, state, dhs, dstate = draw(cell, (3, 4, 5, 6))
    signs = np.random.default_rng(1)
    p |= {name: size * signs.choice([-1, 1], bias.shape) for name, bias in p.items() if name.startswith(("b", "d"))}
    with np.errstate(all="raise"):
        hs, last = unroll(cell.step, x, state, p)
        dx, dfirst, dp = backward(cell, p, x, state, dhs, dstate)
        unroll(cell.step, size * x, state, p)
    for array in (hs, *last, dx, *dfirst, *dp.values()):
        assert np.isfinite(array).all()


@pytest.mark.parametrize("shape", [(3,), (0, 3), (2, 0, 3)])
def test_what_is_no_sequence_is_refused_with_its_shape(shape):
    p = CELLS["rnn"].weights(3, 4, np.random.default_rng(0))
    x, state = np.zeros(shape), (np.zeros(4),)
    with pytest.raises(ValueError, match=r"\(T, D\) or \(N, T, D\), with at least one step, got shape \("):
        unroll(rnn_step, x, state, p)
    with pytest.raises(ValueError, match=r"with at least one step"):
        unroll_backward(rnn_step, rnn_step_backward, x, state, p, np.zeros((1, 4)))
