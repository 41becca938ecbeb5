"""Figures of lesson 09: in words, in the ink of the page, the same on every run, and true to what a layer gives."""

import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import figures, lstm_weights, palette
from lstm_ref.layers import LSTM

PAGE = {"input": (5, 126), "LSTM 64": (5, 64), "LSTM 128": (5, 128), "the last": (64,), "Dense 3": (3,)}
CASES = {"returned": (5, True, True), "layer_outputs": (PAGE,), "both_ways": (5,)}


def draw(name):
    return getattr(figures, name)(*CASES[name])


def lines(picture, colour, width):
    return len(re.findall(rf'style="fill:none;stroke:{colour};stroke-width:{width};', picture.svg))


def boxes(svg, colour):
    """The widths and heights of the boxes of a colour, from top to bottom."""
    paths = re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{colour};[^"]*stroke:{colour}', svg)
    return [np.ptp(np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float), axis=0) for path in paths]


@pytest.mark.parametrize("name", CASES)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = draw(name)
    svg, caption = ElementTree.fromstring(picture.html())
    assert (svg.get("aria-label"), caption.text) == (picture.alt, picture.caption)
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", picture.svg)}
    assert "currentColor" in picture.svg
    assert colours <= {palette.X, palette.H, palette.C}
    assert not re.search(r"<style|<metadata|<\?xml|<!DOCTYPE|black|white", picture.svg)
    assert picture.html() == draw(name).html()


@pytest.mark.parametrize(("every", "state"), list(itertools.product([False, True], repeat=2)))
@pytest.mark.parametrize("T", [1, 4, 7])
def test_an_arrow_goes_out_for_everything_that_a_layer_gives_back(T, every, state):
    picture = figures.returned(T, every, state)
    assert lines(picture, palette.X, 2.5) == T
    assert lines(picture, palette.H, 2.5) == T + state + (T if every else 1)
    assert lines(picture, palette.C, 2.5) == T + state


@pytest.mark.parametrize(("every", "state"), list(itertools.product([False, True], repeat=2)))
def test_what_is_given_back_is_said_with_the_shapes_of_a_layer(every, state):
    N, T, D, H = 3, 5, 4, 2
    rng = np.random.default_rng(9)
    layer = LSTM(lstm_weights(D, H, rng))
    given = layer(rng.standard_normal((N, T, D)), return_sequences=every, return_state=state)
    shapes = [part.shape for part in (given if state else (given,))]
    letters = {N: "N", T: str(T), H: "H"}
    said = re.findall(r"\((N[^)]*)\)", figures.returned(T, every, state).alt)
    assert said == [", ".join(letters[size] for size in shape) for shape in shapes]
    assert f"return_sequences={every} and return_state={state}" in figures.returned(T, every, state).alt


def test_the_last_output_and_the_last_hidden_state_are_one_in_the_reference_too():
    rng = np.random.default_rng(9)
    y, h, c = LSTM(lstm_weights(4, 2, rng))(rng.standard_normal((3, 5, 4)), return_sequences=True, return_state=True)
    np.testing.assert_array_equal(y[:, -1], h)
    assert not np.allclose(h, c)
    assert "y of step 5 and the last h are the same numbers" in figures.returned(5, True, True).caption


def test_blocks_of_a_stack_are_to_scale_and_named():
    picture = figures.layer_outputs(PAGE)
    found = boxes(picture.svg, palette.X) + boxes(picture.svg, palette.H)
    assert len(found) == len(PAGE)
    scale = found[0] / (126, 5)
    for (width, height), shape in zip(found, PAGE.values(), strict=True):
        steps = shape[0] if len(shape) == 2 else 1
        assert (width, height) == pytest.approx((shape[-1] * scale[0], steps * scale[1]), rel=0.01)
    for name, shape in PAGE.items():
        assert f"{name}: (N, {', '.join(map(str, shape))})" in picture.alt


@pytest.mark.parametrize("T", [2, 5, 7])
def test_both_directions_say_what_they_have_read(T):
    picture = figures.both_ways(T)
    assert lines(picture, palette.H, 2.5) == 2 * (T - 1)
    assert lines(picture, palette.X, 1.8) == 2 * T
    assert f"forward at step 1 only 1, at step {T} 1 to {T}" in picture.alt
    assert f"backward at step {T} only {T}, at step 1 1 to {T}" in picture.alt
    assert f"the forward half of y_{T} and the backward half of y_1" in picture.alt
    standing_out = re.findall(rf"stroke:{palette.H};stroke-width:2.6", picture.svg)
    assert len(standing_out) == 4  # two states, and the half of an output that each becomes


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.returned(0), "T counts things: .* got 0"),
        (lambda: figures.returned(8), "room for 7 steps, .* got T = 8"),
        (lambda: figures.layer_outputs({}), "at least one layer, got none"),
        (
            lambda: figures.layer_outputs({"x": (20, 5, 126)}),
            r"x: .* \(T, features\) or \(features,\), got \(20, 5, 126\)",
        ),
        (lambda: figures.layer_outputs({"x": (0, 5)}), "an axis of x counts things: .* got 0"),
        (lambda: figures.layer_outputs({"x": (13, 5)}), "room for 12 steps, .* got 13"),
        (lambda: figures.both_ways(1), "room for 2 to 7 steps: got T = 1"),
        (lambda: figures.both_ways(8), "room for 2 to 7 steps: got T = 8"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
