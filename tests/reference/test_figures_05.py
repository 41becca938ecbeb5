"""Figures of lesson 05: true to their numbers, in ink and in words, and the same on every run."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import figures, palette

LOTS = [[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 1, 1]]
CASES = {
    "masked": ([[0.0, 0.5, 1.0], [0.25, 1.0, 0.5]], [[1.0, 0.5, 0.5], [0.0, 1.0, 0.0]]),
    "all_products": ([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]),
    "gate_and_lots": ([1.0, 0.5, 0.25, 0.125], LOTS),
}


def draw(name):
    return getattr(figures, name)(*CASES[name])


def fills(picture):
    """The strength of the ink of each filled cell that has no edge, in the order in which they were drawn."""
    return [
        float(value) for value in re.findall(r'style="fill:currentColor;(?:opacity|fill-opacity):([\d.]+)"', picture)
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = draw(name)
    svg, caption = ElementTree.fromstring(picture.html())
    assert (svg.get("aria-label"), caption.text) == (picture.alt, picture.caption)
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", picture.svg)}
    assert "currentColor" in picture.svg
    assert colours <= {palette.C}
    assert not re.search(r"<style|<metadata|<\?xml|<!DOCTYPE|black|white", picture.svg)
    assert picture.html() == draw(name).html()


def test_a_mask_of_the_size_of_the_lesson_stays_small():
    rng = np.random.default_rng(5)
    assert len(figures.masked(*rng.uniform(0.01, 1, (2, 8, 12))).svg.encode()) < 60_000


def test_a_masked_picture_has_as_much_ink_as_its_numbers():
    picture = np.array(CASES["masked"][0])
    mask = np.array(CASES["masked"][1])
    drawn = [value for table in (picture, mask, picture * mask) for value in table.ravel() if value]
    shown = figures.masked(picture, mask)
    # a cell of full ink needs no opacity of its own
    np.testing.assert_allclose(fills(shown.svg), [value for value in np.round(drawn, 2) if value < 1])
    assert "2 by 3 numbers" in shown.alt
    assert "6 entries of the mask, 2 are 1" in shown.alt
    assert "2 are 0 and leave nothing, and 2 lie between" in shown.alt


def test_a_table_of_products_has_the_values_of_numpy():
    rng = np.random.default_rng(5)
    for n in (1, 2, 6):
        a, b = rng.integers(-9, 10, (2, n))
        alt = figures.all_products(a, b).alt.replace("−", "-")
        said = [[float(x) for x in row.split(", ")] for row in re.findall(r"\[([^\]]+)\]", alt)]
        assert said[:2] == [list(a), list(b)]
        np.testing.assert_array_equal(said[2:-1], np.outer(a, b))
        assert said[-1] == list(a * b)
        assert f"a @ b = {a @ b}." in alt
        assert f"shape ({n}, {n})" in alt


def test_a_gate_and_a_lottery_lie_at_their_values():
    gate, lots = np.array(CASES["gate_and_lots"][0]), np.array(LOTS)
    picture = figures.gate_and_lots(gate, lots)
    (path,) = re.findall(rf'<path d="([^"]+)"[^>]*style="fill:none;stroke:{palette.C};[^"]*"', picture.svg)[:1]
    heights = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)[:, 1]
    assert np.corrcoef(-heights, gate)[0, 1] == pytest.approx(1, abs=1e-6)
    assert len(fills(picture.svg)) == lots.sum()
    assert "leaves 0.5 after one step and 0.12 at the end" in picture.alt
    assert "The mean of 3 runs of the lottery leaves 0.67 and 0.33." in picture.alt
    assert "run 0 until step 2, run 1 until step 0, run 2 to the end." in picture.alt


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.masked([[0.5]], [[0.5, 1]]), r"picture has \(1, 1\), mask has \(1, 2\)"),
        (lambda: figures.masked([0.5], [0.5]), r"picture must be a table, .* got shape \(1,\)"),
        (lambda: figures.masked([[0.5]], [[2]]), "mask is drawn in ink, from 0 to 1"),
        (lambda: figures.all_products([1, 2], [1, 2, 3]), r"a has shape \(2,\), b has shape \(3,\)"),
        (lambda: figures.all_products([[1], [2]], [1, 2]), r"a must be a vector, of shape \(n,\), got shape \(2, 1\)"),
        (lambda: figures.all_products(range(7), range(7)), "at most 6 entries: got 7"),
        (lambda: figures.gate_and_lots([1, 0.5], [[1, 1, 0]]), r"got \(1, 3\), \(2,\)"),
        (lambda: figures.gate_and_lots([0.5, 0.5], [[1, 0]]), "starts from a whole 1"),
        (lambda: figures.gate_and_lots([1, 0.5, 0.2], [[1, 0, 1]]), "each run starts from 1, and is 0 from the step"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
