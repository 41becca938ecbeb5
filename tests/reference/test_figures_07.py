"""The figures of lesson 07: true to their numbers, readable on any page, in words as well as in ink."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import figures, palette, sigmoid
from lstm_ref.figures.half_lives import HIGH, LEFT, TOP, WIDTH

DRAW = {
    "lstm_unrolled": lambda: figures.lstm_unrolled(10),
    "lstm_way_back": lambda: figures.lstm_way_back(3),
    "fused": lambda: figures.fused(80, 12),
    "half_lives": lambda: figures.half_lives([0, 1, 3]),
}


def points(path):
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)


@pytest.mark.parametrize("name", DRAW)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = DRAW[name]()
    assert picture == DRAW[name]()
    svg, caption = ElementTree.fromstring(picture.html())
    assert (svg.get("role"), svg.get("aria-label"), caption.text) == ("img", picture.alt, picture.caption)
    assert "currentColor" in picture.svg
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", picture.svg)) <= set(palette.COLOURS.values())
    assert not re.search(r"<style|<metadata|black|white", picture.svg)
    assert len(picture.svg.encode()) < 60_000
    x0, y0, width, height = map(float, svg.get("viewBox").split())
    for path in re.findall(r'<path d="([^"]+)"[^>]*style="fill:none', picture.svg):
        assert (points(path) >= (x0, y0)).all()
        assert (points(path) <= (width, height)).all()


@pytest.mark.parametrize("T", [1, 4, 10])
def test_an_lstm_has_the_same_cell_at_every_step(T):
    picture = figures.lstm_unrolled(T)
    assert f"T = {T} {'step' if T == 1 else 'steps'}, the same cell at each" in picture.alt
    assert f"from c_0 = 0 to c_{T} in a straight line" in picture.alt
    assert f"to h_{T}." in picture.alt
    inputs = re.findall(rf'style="fill:none;stroke:{palette.INPUT_WEIGHTS};stroke-width:2.5', picture.svg)
    hidden = re.findall(rf'style="fill:none;stroke:{palette.RECURRENT_WEIGHTS};stroke-width:2.5', picture.svg)
    assert (len(inputs), len(hidden)) == (T, T + 1)


@pytest.mark.parametrize("T", [1, 2, 4])
def test_the_line_of_the_cell_state_is_straight_and_nothing_but_two_signs_a_step_breaks_it(T):
    for picture in (figures.lstm_unrolled(T), figures.lstm_way_back(T)):
        pieces = re.findall(
            rf'<path d="([^"]+)"[^>]*style="fill:none;stroke:{palette.C};stroke-width:4[;"]', picture.svg
        )
        ends = np.array([points(piece)[[0, -1]] for piece in pieces])
        assert len(np.unique(ends[:, :, 1])) == 1
        ends = ends[np.argsort(ends[:, 0, 0]), :, 0]
        gaps = ends[1:, 0] - ends[:-1, 1]
        assert (gaps > 1).sum() == 2 * T


@pytest.mark.parametrize("T", [1, 3, 4])
def test_the_way_back_has_two_roads_with_an_arrow_for_each_step(T):
    picture = figures.lstm_way_back(T)
    for colour in (palette.C, palette.H):
        dashed = re.findall(rf'<path d="([^"]+)"[^>]*style="[^"]*stroke:{colour}[^"]*stroke-dasharray', picture.svg)
        dashed += re.findall(rf'<path d="([^"]+)"[^>]*style="[^"]*stroke-dasharray[^"]*stroke:{colour}', picture.svg)
        assert len(dashed) == T
        assert all(points(path)[0, 0] > points(path)[-1, 0] for path in dashed)
    assert "along the cell state" in picture.alt
    assert "slopes, then U" in picture.alt


@pytest.mark.parametrize(("D", "H"), [(80, 12), (5, 3), (1, 1), (2, 40)])
def test_fused_weights_have_four_blocks_of_one_size(D, H):
    picture = figures.fused(D, H)
    for said in (f"W, of shape ({4 * H}, {D})", f"U, of shape ({4 * H}, {H})", f"b has shape ({4 * H},)"):
        assert said in picture.alt
    for colour in (palette.INPUT_WEIGHTS, palette.RECURRENT_WEIGHTS):
        boxes = re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{colour};[^"]*stroke:{colour}', picture.svg)
        sizes = np.array([np.ptp(points(box), axis=0) for box in boxes])
        assert len(sizes) == 5  # the vector that lies above, and four blocks
        np.testing.assert_allclose(sizes[:-1], sizes[:1].repeat(4, axis=0), atol=0.02)


def test_fused_weights_are_to_scale():
    def width_of(picture, colour):
        (box, *_) = re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{colour};[^"]*stroke:{colour}', picture.svg)
        return np.ptp(points(box), axis=0)

    picture = figures.fused(80, 12)
    W, U = (width_of(picture, colour) for colour in (palette.INPUT_WEIGHTS, palette.RECURRENT_WEIGHTS))
    assert W[0] / U[0] == pytest.approx(80 / 12, rel=0.01)


def test_a_memory_is_drawn_as_the_powers_of_its_gate():
    picture = figures.half_lives([0, 1, 3], steps=20)
    curves = re.findall(rf'<path d="([^"]+)"[^>]*style="fill:none;[^"]*stroke:{palette.C};', picture.svg)
    curves = [points(curve) for curve in curves if len(points(curve)) > 100]
    for curve, bias in zip(curves, (0, 1, 3), strict=True):
        steps, left = (curve[:, 0] - LEFT) / WIDTH * 20, (TOP + HIGH - curve[:, 1]) / HIGH
        np.testing.assert_allclose(left, sigmoid(bias) ** steps, atol=1e-3)


@pytest.mark.parametrize(("bias", "life"), [(0, "1.0"), (1, "2.2"), (3, "14.3"), (5, "103.2")])
def test_half_lives_are_said_and_marked_where_they_are_in_reach(bias, life):
    for steps in (20, 120):
        picture = figures.half_lives([bias], steps=steps)
        assert f"half is left after {life} steps" in picture.alt
        dots = re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{palette.C}"', picture.svg)
        assert len(dots) == (float(life) <= steps)
        for dot in dots:
            x, y = np.mean([points(dot).min(axis=0), points(dot).max(axis=0)], axis=0)
            assert (x - LEFT) / WIDTH * steps == pytest.approx(float(life), abs=0.1)
            assert y == pytest.approx(TOP + HIGH / 2, abs=0.1)


def test_a_gate_that_is_stored_as_one_keeps_for_ever():
    picture = figures.half_lives([60])
    assert "the gate is 1.000: nothing is ever lost; 1 is left after 20." in picture.alt
    assert not re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{palette.C}"', picture.svg)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.lstm_unrolled(11), "room for 10 steps, .* got T = 11"),
        (lambda: figures.lstm_unrolled(0), "T counts things: .* got 0"),
        (lambda: figures.lstm_way_back(5), "room for 4 steps, .* got T = 5"),
        (lambda: figures.fused(0, 3), "D counts things: .* got 0"),
        (lambda: figures.fused(5, 2.5), r"H counts things: .* got 2\.5"),
        (lambda: figures.half_lives([]), r"biases must be a vector, .* got shape \(0,\)"),
        (lambda: figures.half_lives([0, 1, 2, 3, 4]), "one to 4 curves .*: got 5"),
        (lambda: figures.half_lives([np.nan]), "biases has entries that are not finite"),
        (lambda: figures.half_lives([1], steps=0), "steps counts things: .* got 0"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
