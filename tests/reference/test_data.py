"""What the projects learn from: shapes, chance that is repeatable, and a hand that keeps its bones."""

import numpy as np
import pytest

from lstm_ref import data
from lstm_ref.data.hands import BASES, BONES


def rng(seed=7):
    return np.random.default_rng(seed)


def test_the_same_generator_draws_the_same():
    for draw in (data.signs, data.sines):
        one, same, other = draw(9, rng()), draw(9, rng()), draw(9, rng(8))
        for a, b, c in zip(one, same, other, strict=True):
            np.testing.assert_array_equal(a, b)
            assert not np.array_equal(a, c)


@pytest.mark.parametrize("n", [1, 2, 50])
def test_shapes(n):
    x, labels = data.signs(n, rng())
    assert (x.shape, labels.shape, x.dtype) == ((n, 5, 126), (n,), float)
    assert np.isfinite(x).all() and labels.min() >= 0 and labels.max() < len(data.SIGNS)
    seen, right = data.sines(n, rng())
    assert (seen.shape, right.shape) == ((n, data.SEEN, 1), (n, data.AHEAD))


def test_bones_keep_their_lengths_however_the_hand_moves():
    draw = rng()
    curl, turn, tilt, nod = draw.random((40, 5)), *draw.uniform(-3, 3, (3, 40))
    places = data.hand(curl, turn, tilt, nod)
    np.testing.assert_allclose(places[:, 0], 0)
    fingers = places[:, 1:].reshape(40, 5, 4, 3)
    np.testing.assert_allclose(np.linalg.norm(np.diff(fingers, axis=2), axis=-1), np.broadcast_to(BONES, (40, 5, 3)))
    np.testing.assert_allclose(np.linalg.norm(fingers[:, :, 0], axis=-1), np.broadcast_to(np.hypot(*BASES.T), (40, 5)))


def test_a_fist_is_short_and_a_turned_hand_is_mirrored():
    middle = 12
    straight, fist = (np.linalg.norm(data.hand(np.full(5, curl))[middle]) for curl in (0.0, 1.0))
    assert straight == pytest.approx(np.hypot(0.04, 1.98)) and fist < 1.0
    front, back = data.hand(np.zeros(5)), data.hand(np.zeros(5), turn=np.pi)
    np.testing.assert_allclose(back[:, :2], front[:, :2] * [-1, 1], atol=1e-12)
    np.testing.assert_allclose(front[:, 2], 0, atol=1e-12)


def moves(sign):
    """Signs of one kind, without noise: how much each of the two hands moves, and both hands' landmarks."""
    x, labels = data.signs(400, rng(), noise=0.0)
    places = x[labels == data.SIGNS.index(sign)].reshape(-1, 5, 2, 21, 3)
    return np.abs(np.diff(places, axis=1)).sum(axis=(1, 3, 4)), places


@pytest.mark.parametrize("sign", data.SIGNS)
def test_one_hand_acts_and_the_other_rests_and_both_sides_occur(sign):
    moved, _ = moves(sign)
    assert (moved.min(axis=1) < 1e-9).all() and (moved.max(axis=1) > 1).all()
    assert {0, 1} == {*moved.argmax(axis=1).tolist()}


def acting(places, moved):
    return places[np.arange(len(places)), :, moved.argmax(axis=1)]


def test_open_and_close_are_each_other_backwards():
    for sign, rises in (("open", True), ("close", False)):
        moved, places = moves(sign)
        hand = acting(places, moved)
        reach = np.linalg.norm(hand[:, :, 12] - hand[:, :, 0], axis=-1)
        assert ((np.diff(reach, axis=1) > -1e-9) == rises).all()


def test_a_circle_goes_one_way_round_and_a_circle_back_the_other():
    for sign, way in (("circle", -1), ("circle back", 1)):
        moved, places = moves(sign)
        wrist = acting(places, moved)[:, :, 0, :2]
        steps = np.diff(wrist, axis=1)
        area = steps[:, :-1, 0] * steps[:, 1:, 1] - steps[:, :-1, 1] * steps[:, 1:, 0]
        assert (np.sign(area) == way).all()


def test_a_wave_and_a_turn_leave_the_wrist_where_it_is():
    for sign in ("wave", "turn", "open", "close"):
        moved, places = moves(sign)
        wrist = acting(places, moved)[:, :, 0]
        assert np.ptp(wrist, axis=1).max() < 1e-9


def test_what_comes_next_goes_on_from_what_was_seen():
    seen, right = data.sines(200, rng(), noise=0.0)
    whole = np.concatenate([seen[:, :, 0], right], axis=1)
    # a sine without noise obeys y[t + 1] + y[t - 1] = 2 cos(ω) y[t] everywhere, with one ω
    twice = whole[:, 2:] + whole[:, :-2]
    cosine = (twice * whole[:, 1:-1]).sum(axis=1) / (whole[:, 1:-1] ** 2).sum(axis=1) / 2
    np.testing.assert_allclose(twice, 2 * cosine[:, None] * whole[:, 1:-1], atol=1e-9)
    period = 2 * np.pi / np.arccos(cosine)
    assert 10 <= period.min() < 11 and 29 < period.max() <= 30
    assert 0.3 * np.sqrt(0.9) < np.std(data.sines(2000, rng())[0] - data.sines(2000, rng(), noise=0.0)[0]) < 0.32


def test_the_text_is_plain_and_goes_to_places_and_back():
    text = data.alice()
    assert text.startswith("alice was beginning to get very tired of sitting by her sister on the bank, and of having")
    assert text.endswith(
        "quietly smoking a long hookah, and taking not the smallest notice of her or of anything else."
    )
    assert {*text} == {*data.ALPHABET} and "  " not in text and len(text) > 44_000
    places = data.encode(text)
    assert (places.min(), places.max()) == (0, len(data.ALPHABET) - 1)
    assert data.decode(places) == text
    assert data.plain("Oh _dear_!\n\n 'No (42)'") == "oh dear! 'no '"


def test_a_letter_without_a_place_is_said():
    with pytest.raises(ValueError, match=r"no place in ALPHABET: '4' 'A'; plain\(text\) leaves them out"):
        data.encode("A 4")
