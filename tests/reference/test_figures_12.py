"""Figures of lesson 12: true to their numbers, in ink and in words."""

import re

import numpy as np
import pytest

from lstm_ref import figures, palette


def boxes(svg, colour):
    """Left, top, right and bottom of each filled box of a colour."""
    paths = re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{colour};[^"]*stroke:{colour}', svg)
    corners = [np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float) for path in paths]
    return [(*found.min(axis=0), *found.max(axis=0)) for found in corners]


@pytest.mark.parametrize(
    ("reset", "said", "caption"),
    [
        ("before", "after it was multiplied entry by entry by r and then met U_h", "hides that unit"),
        ("after", "after it met U_h and was then multiplied entry by entry by r", "makes that unit deaf"),
    ],
)
def test_a_gru_cell_says_where_the_reset_sits(reset, said, caption):
    picture = figures.gru_cell(reset)
    assert said in picture.alt
    assert caption in picture.caption


def test_the_product_lies_under_the_reset_or_over_it():
    tops = {}
    for reset in ("before", "after"):
        # of the two boxes of the past's colour only the product has an edge of it
        (box,) = [found for found in boxes(figures.gru_cell(reset).svg, palette.H) if found[2] - found[0] < 60]
        tops[reset] = box[1]
    assert tops["before"] < tops["after"]


def test_a_gru_cell_has_the_colours_of_the_work_that_its_parts_do():
    svg = figures.gru_cell("before").svg
    for colour in (palette.F, palette.O, palette.C_TILDE, palette.H, palette.X):
        assert colour in svg
    assert palette.I not in svg
    assert palette.C not in svg


@pytest.mark.parametrize(("T", "rounds", "joins"), [(1, 0, 0), (2, 1, 1), (5, 3, 8), (8, 3, 17), (12, 4, 33)])
def test_a_scan_has_as_many_rounds_as_the_length_has_doublings(T, rounds, joins):
    picture = figures.scan(T)
    assert f"T = {T} step" in picture.alt
    assert re.search(rf"\b{rounds} rounds?, {joins} pairs? joined", picture.alt)
    arrows = re.findall(rf'style="fill:none;stroke:{palette.H};stroke-width:1.8', picture.svg)
    assert len(arrows) == joins
    drawn = boxes(picture.svg, palette.H)
    assert len(drawn) == T * (rounds + 1)


def test_the_boxes_of_a_scan_that_are_finished_reach_back_to_the_first_step():
    svg = figures.scan(8).svg
    full = re.findall(rf'style="fill:{palette.H};fill-opacity:0.3', svg)
    assert len(full) == 1 + 2 + 4 + 8


LOSSES = {
    "hold": {"whole": [0.01, 0.03], "no forget gate": [0.04, 0.04], "no input gate": [0.01, 0.01]},
    "tally": {"whole": [1.0, 1.0], "no forget gate": [8.0, 8.0], "no input gate": [2.0, 6.0]},
}


def test_an_ablation_says_its_multiples():
    alt = figures.ablation(LOSSES).alt
    assert "hold: whole ×1, no forget gate ×2, no input gate ×0.5." in alt
    assert "tally: whole ×1, no forget gate ×8, no input gate ×4." in alt


def test_the_bars_of_an_ablation_are_as_long_as_their_logarithms():
    svg = figures.ablation(LOSSES).svg
    forget, less = boxes(svg, palette.F), boxes(svg, palette.I)
    widths = [right - left for left, _, right, _ in (*forget, *less)]
    np.testing.assert_allclose(np.array(widths) / widths[0], [1, 3, 1, 2], rtol=0.01)
    assert less[0][2] == pytest.approx(forget[0][0], abs=0.1)  # better than the whole: to the left of it


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.gru_cell("inside"), '"before" or "after" .* got \'inside\''),
        (lambda: figures.scan(0), "T counts things: .* got 0"),
        (lambda: figures.scan(13), "room for 12 steps, .* got T = 13"),
        (lambda: figures.ablation({}), "at least one network on at least one task"),
        (lambda: figures.ablation({"a": {}}), "at least one network on at least one task"),
        (lambda: figures.ablation({"a": {"x": 1}, "b": {"y": 1}}), "a has x; b has y"),
        (lambda: figures.ablation({"a": {"x": [1, 0]}}), "finite numbers above 0: a, x has"),
        (lambda: figures.ablation({"a": {"x": [[1.0]]}}), "losses are vectors"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
