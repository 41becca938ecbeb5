"""The figures of lesson 03: in the page's ink and in words, the same on every run, and true to their sizes."""

import hashlib
import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import convert, figures, palette, rnn_weights

CASES = {
    "rnn_blocks": (80, 12, 3),
    "one_column": (50, 7, 100),
    "wires": ([[0.0, 0.5], [-1.0, 2.0]], 1),
    "layouts": (2, 4),
}


def draw(name):
    return getattr(figures, name)(*CASES[name])


def boxes(picture, colour):
    """Width and height of every outline of `colour`, in the order of drawing."""
    paths = re.findall(rf'<path d="([^"]+)z" style="fill:none;stroke:{colour}', picture.svg)
    corners = [np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float) for path in paths]
    return [tuple(np.ptp(corner, axis=0)) for corner in corners]


@pytest.mark.parametrize("name", CASES)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = draw(name)
    svg, caption = ElementTree.fromstring(picture.html())
    assert (svg.get("role"), svg.get("aria-label"), caption.text) == ("img", picture.alt, picture.caption)
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", picture.svg)}
    assert "currentColor" in picture.svg
    assert colours <= {palette.X, palette.H, palette.OUTPUT_WEIGHTS}
    assert len(picture.svg.encode()) < 60_000


def test_figures_are_the_same_in_a_fresh_process():
    code = (
        "import hashlib, json\n"
        "from lstm_ref import figures\n"
        f"for name, args in json.loads({json.dumps(CASES)!r}).items():\n"
        "    print(name, hashlib.sha256(getattr(figures, name)(*args).html().encode()).hexdigest())\n"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert there.split("\n")[:-1] == [f"{n} {hashlib.sha256(draw(n).html().encode()).hexdigest()}" for n in CASES]


@pytest.mark.parametrize(("D", "H", "O"), [(2, 3, 1), (1, 100, 1), (80, 12, 3), (1, 1, 1), (3, 2, 40)])
def test_blocks_name_their_shapes_and_are_to_scale(D, H, O):  # noqa: E741
    picture = figures.rnn_blocks(D, H, O)
    for said in (
        f"U has shape ({H}, {D})",
        f"W has shape ({H}, {H})",
        f"V has shape ({O}, {H})",
        f"y have shape ({O},",
    ):
        assert said in picture.alt
    _, U = boxes(picture, palette.INPUT_WEIGHTS)
    _, _, W, _ = boxes(picture, palette.RECURRENT_WEIGHTS)
    (V,) = boxes(picture, palette.OUTPUT_WEIGHTS)
    assert W[0] == pytest.approx(W[1], rel=0.01)
    if min(min(side) for side in (U, W, V)) > 5.1:  # below, a side is drawn wider than it is, to be seen
        assert (U[0] / W[0], V[1] / V[0]) == pytest.approx((D / H, O / H), rel=0.01)


@pytest.mark.parametrize(("T", "t", "H"), [(5, 2, 3), (50, 0, 100), (50, 49, 100), (1, 0, 1)])
def test_the_column_lies_under_its_step(T, t, H):
    picture = figures.one_column(T, t, H)
    assert f"only column {t} takes part: the result is x[{t}] times column {t}" in picture.alt
    paths = re.findall(rf'<path d="([^"]+)z" style="fill:{palette.X};[^"]*stroke:{palette.X}', picture.svg)
    entry, column, _ = (np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float) for path in paths)
    frames = boxes(picture, "currentColor")
    np.testing.assert_allclose(entry[:, 0], column[:, 0])
    assert np.ptp(column, axis=0) == pytest.approx([frames[1][0] / T, frames[1][1]], rel=0.02)
    assert column[:, 0].min() == pytest.approx(150 + t * frames[1][0] / T, abs=0.02)


def test_wires_are_the_entries_that_are_not_zero():
    W = np.array([[0, 0.5, 0], [-1, 2, 0], [0, 0, 0]])
    picture = figures.wires(W)
    assert "Unit 0 hears 0.5 of unit 1; unit 1 hears −1 of unit 0, 2 of unit 1; unit 2 hears nobody." in picture.alt
    marked = rf'style="fill:none;stroke:{palette.RECURRENT_WEIGHTS};stroke-width:2[;"]'
    assert len(re.findall(marked, picture.svg)) == 3
    assert len(re.findall(marked, figures.wires(W, unit=1).svg)) == 2


@pytest.mark.parametrize(("D", "H"), [(2, 4), (80, 12), (1, 1), (1, 100)])
def test_layouts_have_the_shapes_that_conversion_gives(D, H):
    p = rnn_weights(D, H, np.random.default_rng(0))
    keras, torch, onnx = convert.keras.to_rnn(p), convert.torch.to_rnn(p), convert.onnx.to_rnn(p)
    alt = figures.layouts(D, H).alt
    assert "this course: U {}, W {}, b {};".format(*(p[name].shape for name in "UWb")) in alt
    assert "Keras: kernel {}, recurrent_kernel {}, bias {}.".format(*(array.shape for array in keras)) in alt
    ih, hh, bias = (torch[f"{name}_l0"].shape for name in ("weight_ih", "weight_hh", "bias_ih"))
    assert f"weight_ih {ih}, weight_hh {hh}, bias_ih, bias_hh {bias} each;" in alt
    assert "ONNX: W {}, R {}, B {};".format(*(onnx[name].shape for name in "WRB")) in alt


def test_layouts_are_to_scale():
    U, torch, onnx, kernel = boxes(figures.layouts(3, 5), palette.INPUT_WEIGHTS)
    assert U == torch == onnx == pytest.approx(kernel[::-1])
    assert U[0] / U[1] == pytest.approx(3 / 5, rel=0.01)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.rnn_blocks(1, 0, 1), "H counts things: .* got 0"),
        (lambda: figures.one_column(5, 5, 3), "expected t from 0 to 4, got 5"),
        (lambda: figures.one_column(5, -1, 3), "expected t from 0 to 4, got -1"),
        (lambda: figures.wires([[1, 2]]), r"W must be \(H, H\) .* got shape \(1, 2\)"),
        (lambda: figures.wires(np.ones((9, 9))), r"H from 1 to 8, got shape \(9, 9\)"),
        (lambda: figures.wires(3), r"got shape \(\)"),
        (lambda: figures.wires([[1.0]], unit=1), "expected unit from 0 to 0, got 1"),
        (lambda: figures.layouts(2.5, 1), r"D counts things: .* got 2\.5"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
