"""The figures of lesson 11: true to their numbers, readable on any page, in words as well as in ink."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import data, figures, palette
from lstm_ref.figures.errors import HIGH, LEFT, TOP, WIDTH

SIGNS = data.signs(8, np.random.default_rng(1))[0]
ERRORS = {"model": [0.01, 0.02, 0.04, 0.05], "linear": [0.1, 0.3, 0.4, 0.45], "always 0": [0.5, 0.5, 0.51, 0.5]}
DRAW = {
    "moving_hands": lambda: figures.moving_hands(SIGNS[0]),
    "error_ahead": lambda: figures.error_ahead(ERRORS),
    "error_ahead of one": lambda: figures.error_ahead({"model": [0.0, 0.0]}),
    "learning_curve": lambda: figures.learning_curve(np.linspace(3, 1, 333), {"bigram": 2.3, "trigram": 2.28}),
    "learning_curve alone": lambda: figures.learning_curve([0.2, 0.1]),
    "confusion": lambda: figures.confusion(np.arange(36).reshape(6, 6), data.SIGNS),
    "temperatures": lambda: figures.temperatures({"tau = 1": np.full(35, 1 / 35)}, data.ALPHABET),
    "forecast": lambda: figures.forecast(np.sin(np.arange(40)), np.sin(np.arange(30)), {"linear": np.zeros(30)}),
}


def points(path):
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)


def lines(svg, colour, width="2.6"):
    return [
        points(path)
        for path in re.findall(rf'<path d="([^"]+)"[^>]*fill:none;[^"]*stroke:{colour};stroke-width:{width}[;"]', svg)
    ]


@pytest.mark.parametrize("name", DRAW)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = DRAW[name]()
    assert picture == DRAW[name]()
    svg, caption = ElementTree.fromstring(picture.html())
    assert (svg.get("role"), svg.get("aria-label"), caption.text) == ("img", picture.alt, picture.caption)
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", picture.svg)) <= set(palette.COLOURS.values())
    assert "currentColor" in picture.svg
    assert not re.search(r"<style|<metadata|black|white", picture.svg)
    assert len(picture.svg.encode()) < 60_000
    x0, y0, width, height = map(float, svg.get("viewBox").split())
    for path in re.findall(r'<path d="([^"]+)"[^>]*style="fill:none', picture.svg):
        assert (points(path) >= (x0, y0)).all() and (points(path) <= (width, height)).all()


def test_hands_have_five_fingers_and_a_palm_at_every_step_to_scale():
    picture = figures.moving_hands(SIGNS[0])
    drawn = lines(picture.svg, palette.COLOURS["x"], "2")
    assert len(drawn) == 5 * 2 * 6
    places = SIGNS[0].reshape(5, 2, 21, 3)
    scales = []
    for k, chain in enumerate(drawn):
        landmarks = places[k // 12, k // 6 % 2]
        joints = [0, *range(1 + 4 * (k % 6), 5 + 4 * (k % 6))] if k % 6 < 5 else [1, 5, 9, 13, 17]
        expected, got = np.diff(landmarks[joints, :2], axis=0) * [1, -1], np.diff(chain, axis=0)
        scales.append((got * expected).sum() / (expected**2).sum())
        np.testing.assert_allclose(got, scales[-1] * expected, atol=0.03)
    assert np.ptp(scales) < 0.02 * np.mean(scales)
    reach = np.linalg.norm(places[:, 0, 12] - places[:, 0, 0], axis=-1)
    assert f"its middle finger's tip is {reach[0]:.2f}, {reach[1]:.2f}" in picture.alt


def test_errors_have_their_heights_and_means():
    picture = figures.error_ahead(ERRORS)
    assert "on an axis from 0 to 0.6." in picture.alt
    for (label, errors), name in zip(ERRORS.items(), ("f", "h", "o"), strict=True):
        (line,) = lines(picture.svg, palette.COLOURS[name])
        np.testing.assert_allclose((TOP + HIGH - line[:, 1]) / HIGH * 0.6, errors, atol=1e-4)
        np.testing.assert_allclose(line[:, 0], np.linspace(LEFT, LEFT + WIDTH, 4), atol=0.01)
        assert re.search(rf"{label} goes from [\d.]+ to [\d.]+, mean {np.mean(errors):.2f}", picture.alt)


def test_a_learning_curve_is_made_of_means_and_has_its_baselines():
    losses = np.random.default_rng(2).uniform(1, 3, 600)
    picture = figures.learning_curve(losses, {"trigram": 1.87})
    (line,) = lines(picture.svg, palette.COLOURS["h"])
    means = losses.reshape(60, 10).mean(axis=1)
    top = float(re.search(r"axis from 0 to ([\d.]+)\.", picture.alt)[1])
    np.testing.assert_allclose((TOP + HIGH - line[:, 1]) / HIGH * top, means, atol=1e-3)
    assert f"from {means[0]:.2f} to {means[-1]:.2f}" in picture.alt and "trigram: 1.87." in picture.alt
    assert len(re.findall("stroke-dasharray", picture.svg)) == 1


@pytest.mark.parametrize("value", [0.0011, 0.049, 0.5, 1, 1.09, 3.5, 7.3, 99, 1234])
def test_an_axis_ends_at_a_round_number_not_far_above(value):
    from lstm_ref.figures.errors import _round_up

    assert value * (1 - 1e-6) <= _round_up(value) <= 1.7 * value
    assert _round_up(0) == 1


def test_what_is_taken_for_what_is_counted():
    picture = figures.confusion([[8, 2], [1, 5]], ["open", "close"])
    assert "Right: open 8 of 10, close 5 of 6. open taken for close: 2. close taken for open: 1." in picture.alt
    shades = re.findall(rf"fill:({palette.COLOURS['i']}|{palette.COLOURS['f']});fill-opacity:([\d.]+)", picture.svg)
    assert [(colour == palette.COLOURS["i"], float(shade)) for colour, shade in shades] == [
        (True, pytest.approx(0.48)),
        (False, pytest.approx(0.12)),
        (False, pytest.approx(0.1)),
        (True, pytest.approx(0.5)),
    ]
    assert "Nothing was mistaken" in figures.confusion(np.eye(3, dtype=int), "abc").alt


def test_bars_are_as_high_as_their_probabilities():
    p = np.array([0.5, 0.3, 0.0, 0.2])
    picture = figures.temperatures({"tau = 1": p}, "ab c")
    bars = re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{palette.COLOURS["h"]}', picture.svg)
    heights = [np.ptp(points(bar)[:, 1]) for bar in bars]
    np.testing.assert_allclose(heights, 62 * p[p > 0], atol=0.02)
    assert "tau = 1: a 0.5, b 0.3, c 0.2." in picture.alt


def test_a_forecast_has_its_dots_and_lines():
    rng = np.random.default_rng(3)
    seen, coming, said = rng.standard_normal(9), rng.standard_normal(6), rng.standard_normal(6)
    picture = figures.forecast(seen, coming, {"model": said})
    assert len(re.findall(rf'style="fill:{palette.COLOURS["x"]}"', picture.svg)) == 9
    (line, sample) = lines(picture.svg, palette.COLOURS["f"], "2.4")
    assert np.corrcoef(-line[:, 1], said)[0, 1] == pytest.approx(1, abs=1e-4)
    assert len(sample) == 2
    assert f"model: mean squared error {((said - coming) ** 2).mean():.2f}." in picture.alt


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.moving_hands(SIGNS), r"\(T, 126\), with 1 to 8 steps, got .* x\[0\] is \(T, 126\)"),
        (lambda: figures.moving_hands(np.zeros((5, 63))), r"got shape \(5, 63\)"),
        (lambda: figures.moving_hands(np.full((5, 126), np.nan)), "not finite"),
        (lambda: figures.moving_hands(np.zeros((5, 126))), "all landmarks are in one place"),
        (lambda: figures.error_ahead({}), "one to 7 curves .*: got 0"),
        (lambda: figures.error_ahead({"a": [1, 2], "b": [1, 2, 3]}), "a has shape .* b has shape"),
        (lambda: figures.error_ahead({"a": [1]}), "a needs at least 2 numbers, got 1"),
        (lambda: figures.error_ahead({"a": [1, -1]}), "a has numbers below 0"),
        (lambda: figures.learning_curve([1]), "losses needs at least 2 numbers"),
        (lambda: figures.learning_curve([1, 2], {"b": -1}), "b has numbers below 0"),
        (lambda: figures.confusion([[1]], ["a"]), "2 to 10 names"),
        (lambda: figures.confusion([[1, 2], [3, 4]], "abc"), r"got \(2, 2\) for 3 names"),
        (lambda: figures.confusion([[0.5, 0.5], [0, 1]], "ab"), "whole numbers"),
        (lambda: figures.temperatures({}, "ab"), "one to five rows: got 0"),
        (lambda: figures.temperatures({"a": [0.5, 0.5, 0]}, "ab"), "a must hold 2 probabilities"),
        (lambda: figures.temperatures({"a": [1.5, -0.5]}, "ab"), "below 0"),
        (lambda: figures.temperatures({"a": [1.5, 0]}, "ab"), "a must hold 2 probabilities"),
        (lambda: figures.forecast([1], [1]), "2 values or more"),
        (lambda: figures.forecast([1], [1, 2], {"a": [1, 2, 3]}), "a has shape"),
        (lambda: figures.forecast(np.zeros(200), np.zeros(2)), "200 have room: got 200 and 2"),
        (lambda: figures.forecast([1], [1, 2], {c: [1, 2] for c in "abcdefgh"}), "up to 7 predictions .* got 8"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
