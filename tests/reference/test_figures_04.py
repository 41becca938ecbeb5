"""The figures of lesson 04: true to their numbers, readable on any page, in words as well as in ink."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import figures, palette
from lstm_ref.figures.clipping import HIGH as LOSS_HIGH
from lstm_ref.figures.clipping import TOP as LOSS_TOP
from lstm_ref.figures.slopes import HIGH, LEFT, TOP, WIDTH

WEIGHTS = np.linspace(1, 3, 41)
DRAW = {
    "slopes": lambda: figures.slopes(),
    "way_back": lambda: figures.way_back(4),
    "clipping": lambda: figures.clipping([3, 1], 1),
    "loss_over_weight": lambda: figures.loss_over_weight(WEIGHTS, (WEIGHTS - 2) ** 2, {"here": 2.5, "there": 2.55}),
}


def points(path):
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)


@pytest.mark.parametrize("name", DRAW)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = DRAW[name]()
    assert picture == DRAW[name]()
    svg, caption = ElementTree.fromstring(picture.html())
    assert (svg.get("role"), svg.get("aria-label"), caption.text) == ("img", picture.alt, picture.caption)
    colours = set(re.findall(r"#[0-9a-fA-F]{6}\b", picture.svg))
    assert "currentColor" in picture.svg
    assert colours <= set(palette.COLOURS.values())
    assert not re.search(r"<style|<metadata|black|white", picture.svg)
    assert len(picture.svg.encode()) < 60_000
    x0, y0, width, height = map(float, svg.get("viewBox").split())
    for path in re.findall(r'<path d="([^"]+)"[^>]*style="fill:none', picture.svg):
        assert (points(path) >= (x0, y0)).all()
        assert (points(path) <= (width, height)).all()


def test_slopes_are_those_of_the_curves():
    svg = figures.slopes().svg
    curves = [points(path) for path in re.findall(r'<path d="([^"]+)"[^>]*stroke-width:3[;"]', svg)]
    for curve, slope in zip(curves, (lambda z: 0.25 / np.cosh(z / 2) ** 2, lambda z: 1 / np.cosh(z) ** 2), strict=True):
        z, height = (curve[:, 0] - LEFT) / WIDTH * 12 - 6, (TOP + HIGH - curve[:, 1]) / HIGH
        assert (z[0], z[-1], len(z) > 50) == (-6, 6, True)
        np.testing.assert_allclose(height, slope(z), atol=1e-3)


@pytest.mark.parametrize("T", [1, 3, 6])
def test_the_way_back_has_an_arrow_for_each_step_and_one_from_the_loss(T):
    picture = figures.way_back(T)
    dashed = re.findall(r"stroke-dasharray", picture.svg)
    assert len(dashed) == T + 1
    for colour in (palette.INPUT_WEIGHTS, palette.RECURRENT_WEIGHTS):
        assert len(re.findall(rf'style="fill:none;stroke:{colour};stroke-width:2.5', picture.svg)) == T
    assert f"from h_{T} to the loss L" in picture.alt


@pytest.mark.parametrize(("gradient", "limit"), [([3, 1], 1), ([-0.3, 0.4], 1), ([0.5, -6], 2), ([0, 5], 1)])
def test_clipping_has_the_values_of_numpy(gradient, limit):
    picture = figures.clipping(gradient, limit)
    said = [points(found.replace("−", "-").replace(",", ""))[0] for found in re.findall(r"\[([^\]]+)\]", picture.alt)]
    length = np.linalg.norm(gradient)
    by_norm, by_element = np.multiply(gradient, min(1, limit / length)), np.clip(gradient, -limit, limit)
    np.testing.assert_allclose(said, [gradient, by_norm, by_element], atol=0.0051)
    cosine = by_element @ gradient / np.linalg.norm(by_element) / length
    assert f"turned by {np.degrees(np.arccos(min(cosine, 1))):.0f}°. A circle" in picture.alt
    assert "turned by 0°. Clipped by element" in picture.alt


def test_a_loss_and_its_marks_are_where_they_belong():
    losses = (WEIGHTS - 2) ** 2
    picture = figures.loss_over_weight(WEIGHTS, losses, {"here": 2.5})
    (curve,) = re.findall(r'<path d="([^"]+)"[^>]*stroke-width:2.5', picture.svg)
    np.testing.assert_allclose((LOSS_TOP + LOSS_HIGH - points(curve)[:, 1]) / LOSS_HIGH, losses, atol=1e-4)
    assert "at most 1, least at w = 2. here at w = 2.5." in picture.alt


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.way_back(7), "room for 6 steps, .* got T = 7"),
        (lambda: figures.way_back(0), "T counts things: .* got 0"),
        (lambda: figures.clipping([1, 2, 3], 1), "two numbers, not both 0"),
        (lambda: figures.clipping([0, 0], 1), "two numbers, not both 0"),
        (lambda: figures.clipping([1, 0], 0), "above 0: got 0"),
        (lambda: figures.loss_over_weight([1, 2], [1, 2, 3], {}), "all must have the same length"),
        (lambda: figures.loss_over_weight([2, 1], [1, 1], {}), "weights must rise"),
        (lambda: figures.loss_over_weight([1, 2], [1, -1], {}), "at least 0"),
        (lambda: figures.loss_over_weight([1, 2], [1, 1], {"far": 3}), "far is at 3, off the curve"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
