"""The figures of lesson 02: in words, in the ink of the page, the same on every run, and true to what is counted."""

import hashlib
import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import figures, palette

CASES = {"outputs": (4,), "work": (10, 5, 3, 2)}
SVG = "{http://www.w3.org/2000/svg}"
WEIGHTS = {"U": palette.INPUT_WEIGHTS, "W": palette.RECURRENT_WEIGHTS, "V": palette.OUTPUT_WEIGHTS}


def draw(name):
    return getattr(figures, name)(*CASES[name])


def blocks(svg, colour):
    """Widths and heights of the boxes of a colour, and where they start."""
    style = rf'fill:{colour};[^"]*stroke:{colour};stroke-width:1.5' if colour != "currentColor" else "fill:currentColor"
    paths = re.findall(rf'<path d="([^"]+)z"[^>]*style="{style}', svg)
    corners = [np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float) for path in paths]
    return [(*np.ptp(each, axis=0), *each.min(axis=0)) for each in corners]


@pytest.mark.parametrize("name", CASES)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = draw(name)
    shown = picture._repr_mimebundle_()
    assert shown["text/plain"] == picture.alt
    figure = ElementTree.fromstring(shown["text/html"])
    svg, caption = figure
    assert (svg.tag, svg.get("aria-label"), caption.text) == (f"{SVG}svg", picture.alt, picture.caption)
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", picture.svg)}
    assert "currentColor" in picture.svg
    assert colours <= {*palette.COLOURS.values(), palette.OUTPUT_WEIGHTS}
    assert not re.search(r"<style|<metadata|black|white", picture.svg)
    assert len(picture.svg.encode()) < 60_000


def test_the_figures_are_the_same_in_a_fresh_process_with_other_settings():
    code = (
        "import hashlib, matplotlib\n"
        "matplotlib.rcParams.update({'text.color': 'red', 'font.size': 30, 'svg.fonttype': 'none'})\n"
        "from lstm_ref import figures\n"
        f"for name, args in {CASES!r}.items():\n"
        "    print(name, hashlib.sha256(getattr(figures, name)(*args).html().encode()).hexdigest())\n"
    )
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    here = [f"{name} {hashlib.sha256(draw(name).html().encode()).hexdigest()}" for name in CASES]
    assert fresh.split("\n")[:-1] == here


@pytest.mark.parametrize("T", [1, 4, 6])
def test_only_the_arrows_to_the_outputs_differ(T):
    picture = figures.outputs(T)
    for name, arrows in (("U", 2 * T), ("W", 2 * T), ("V", T + 1)):
        found = re.findall(rf'style="fill:none;stroke:{WEIGHTS[name]};stroke-width:2.5', picture.svg)
        assert len(found) == arrows
    assert f"y has shape ({T}, O)" in picture.alt
    assert f"from the last hidden state, h_{T}, to the only output; y has shape (O,)" in picture.alt


@pytest.mark.parametrize(
    ("T", "D", "H", "O"), [(1, 5, 3, 2), (10, 5, 3, 2), (4, 80, 12, 3), (3, 1, 1, 1), (2, 3, 30, 9)]
)
def test_what_is_kept_is_drawn_once_and_what_is_done_at_every_step(T, D, H, O):  # noqa: E741
    svg = figures.work(T, D, H, O).svg
    shapes = {"U": (H, D), "W": (H, H), "V": (O, H)}
    (side,) = {round(width / shapes["W"][1], 1) for width, *_ in blocks(svg, WEIGHTS["W"])}
    for name, (rows, columns) in shapes.items():
        drawn = blocks(svg, WEIGHTS[name])
        assert len(drawn) == T + 1
        for width, height, *_ in drawn:
            assert (width, height) == pytest.approx((columns * side, rows * side), rel=0.06)
    in_rows = [sorted(x for *_, x, _ in blocks(svg, WEIGHTS[name])) for name in "UWV"]
    np.testing.assert_allclose(in_rows[1:], in_rows[:-1])


@pytest.mark.parametrize(("T", "D", "H", "O", "kept", "done"), [(10, 80, 12, 3, 1155, 11400), (3, 5, 3, 2, 35, 90)])
def test_the_counts_are_in_words(T, D, H, O, kept, done):  # noqa: E741
    alt = figures.work(T, D, H, O).alt
    assert f"; {kept} numbers." in alt
    assert alt.endswith(f"{T} × {done // T} = {done} multiplications.")


def test_a_square_is_as_large_for_one_step_as_for_ten():
    one, ten = (figures.work(T, 5, 3, 2).svg for T in (1, 10))
    assert blocks(one, palette.X) == blocks(ten, palette.X)[:2]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.outputs(7), "room for 6 steps, .* got T = 7"),
        (lambda: figures.outputs(0), "T counts things: .* got 0"),
        (lambda: figures.work(11, 5, 3, 2), "room for 10 steps, .* got T = 11"),
        (lambda: figures.work(3, 5, 3, 2.5), r"O counts things: .* got 2\.5"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
