"""Figures of lesson 10: true to their numbers, in ink and in words, and the same on every run."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
import torch

from lstm_ref import figures, palette
from lstm_ref.figures.speed import HIGH, LEFT, TOP, WIDE, WIDTH

TIMES = {"textbook loop": 0.02, "nn.LSTM": 0.0005, "products alone": 0.00001}
SIZES = [1, 10, 100]
CURVES = {"loop": [0.01, 0.01, 1.0], "nn.LSTM": [0.001, None, 0.1]}
FLOOR = [1e-4, 1e-3, 1e-2]
DRAW = {
    "torch_blocks": lambda: figures.torch_blocks(5, 3),
    "one unit": lambda: figures.torch_blocks(1, 1),
    "many inputs": lambda: figures.torch_blocks(80, 12),
    "one row": lambda: figures.last_states(),
    "last_states": lambda: figures.last_states(3, 2),
    "padded": lambda: figures.padded([3, 1, 5, 2]),
    "one sequence": lambda: figures.padded([1]),
    "most sequences": lambda: figures.padded([10] * 6),
    "speed_ladder": lambda: figures.speed_ladder(TIMES, 0.00001),
    "time_against_size": lambda: figures.time_against_size(SIZES, CURVES, FLOOR),
    "one size": lambda: figures.time_against_size([4], {"loop": [1e-3]}, [1e-5]),
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


@pytest.mark.parametrize(("D", "H"), [(5, 3), (80, 12), (1, 1)])
def test_the_blocks_are_those_of_pytorch(D, H):
    layer, alt = torch.nn.LSTM(D, H), figures.torch_blocks(D, H).alt
    for name, weight in layer.named_parameters():
        assert f"{name} {tuple(weight.shape)}" in alt
    assert f"= {sum(weight.numel() for weight in layer.parameters())} numbers" in alt


def test_every_block_has_its_gate_s_colour_in_pytorch_s_order():
    fills = re.findall(r'style="fill:(#[0-9a-f]{6});', figures.torch_blocks(5, 3).svg)
    blocks = [colour for colour in fills if colour in {palette.I, palette.F, palette.C_TILDE, palette.O}]
    assert blocks[-16:] == [palette.I, palette.F, palette.C_TILDE, palette.O] * 4


@pytest.mark.parametrize(("layers", "directions"), [(1, 1), (2, 1), (1, 2), (3, 2)])
def test_the_last_states_are_those_of_pytorch(layers, directions):
    alt = figures.last_states(layers, directions).alt
    layer = torch.nn.LSTM(2, 3, layers, bidirectional=directions == 2)
    with torch.no_grad():
        y, (h_n, _) = layer(torch.randn(4, 1, 2))
    named = re.findall(r"h_n\[(\d)\] is that of layer (\d)(?: from the (start|end), at step (\d))?", alt)
    assert [int(k) for k, *_ in named] == list(range(len(h_n)))
    for k, depth, way, step in named:
        if int(depth) == layers - 1:
            half = y[int(step or 3), 0, 3:] if way == "end" else y[int(step or 3), 0, :3]
            assert torch.equal(h_n[int(k), 0], half)


@pytest.mark.parametrize("lengths", [[6, 2, 4], [1], [3, 3, 1, 5]])
def test_what_is_packed_is_what_pytorch_packs(lengths):
    alt = figures.padded(lengths).alt
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        torch.zeros(len(lengths), max(lengths), 1), lengths, batch_first=True, enforce_sorted=False
    )
    assert f"in the order {', '.join(map(str, packed.sorted_indices.tolist()))}" in alt
    assert alt.endswith(f"so many at each step: {', '.join(map(str, packed.batch_sizes.tolist()))}.")
    assert f"1 at the {sum(lengths)} real steps" in alt
    assert f"{len(lengths) * max(lengths) - sum(lengths)} are padding" in alt


def test_bars_begin_at_the_floor_and_are_as_long_as_their_ratio():
    picture = figures.speed_ladder(TIMES, 0.00001)
    bars = [
        points(path) for path in re.findall(r'<path d="([^"]+)"[^>]*style="fill:#5891e9;fill-opacity:0.45', picture.svg)
    ]
    lengths = [bar[:, 0].max() - bar[:, 0].min() for bar in bars]
    assert lengths == pytest.approx([WIDE * np.log10(2000) / 4, WIDE * np.log10(50) / 4, 2], abs=0.02)
    assert len({bar[:, 0].min() for bar in bars}) == 1
    assert "textbook loop 20 ms, 2000 times the floor; nn.LSTM 500 µs, 50 times the floor" in picture.alt
    assert "products alone 10 µs, 1 times the floor" in picture.alt


def test_curves_lie_at_their_times_and_a_missing_size_is_left_out():
    picture = figures.time_against_size(SIZES, CURVES, FLOOR)
    drawn = [points(path) for path in re.findall(r'<path d="([^"]+)"[^>]*stroke-width:2.6', picture.svg)]
    for line, times in zip(drawn, CURVES.values(), strict=True):
        known = [(size, took) for size, took in zip(SIZES, times, strict=True) if took]
        np.testing.assert_allclose((line[:, 0] - LEFT) / WIDTH * 2, np.log10([size for size, _ in known]), atol=1e-3)
        heights = (TOP + HIGH - line[:, 1]) / HIGH * 4 - 4
        np.testing.assert_allclose(heights, np.log10([took for _, took in known]), atol=1e-3)
    assert "nn.LSTM: 1 ms for 1, 100 ms for 100" in picture.alt
    assert "floor: 100 µs for 1, 1 ms for 10, 10 ms for 100" in picture.alt


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.torch_blocks(0, 3), "D counts things"),
        (lambda: figures.last_states(4, 1), "room for 3 layers and 2 directions: got 4 and 1"),
        (lambda: figures.last_states(1, 3), "got 1 and 3"),
        (lambda: figures.padded([]), "room for 1 to 6 sequences of up to 10 steps: got 0"),
        (lambda: figures.padded([11]), "got 1 of up to 11"),
        (lambda: figures.padded([2, 0]), r"lengths\[1\] counts things"),
        (lambda: figures.speed_ladder({}, 1.0), "nothing to draw"),
        (lambda: figures.speed_ladder({"loop": 0}, 1.0), "loop took 0"),
        (lambda: figures.speed_ladder({"loop": 1.0}, float("nan")), "floor took nan"),
        (lambda: figures.time_against_size([1], {}), "one to 7 curves can be told apart: got 0"),
        (lambda: figures.time_against_size([1, 2], {"loop": [1.0]}), "each of the 2 sizes: loop has 1"),
        (lambda: figures.time_against_size([1], {"loop": [1.0]}, [1.0, 2.0]), "each of the 1 sizes: floor has 2"),
        (lambda: figures.time_against_size([1], {"loop": [None]}), "loop has no times"),
        (lambda: figures.time_against_size([1], {"loop": [-1.0]}), "loop at 1 took -1.0"),
        (lambda: figures.time_against_size([0, 1], {"loop": [1.0, 1.0]}), r"from 1, and rise: got \[0, 1\]"),
        (lambda: figures.time_against_size([2, 1], {"loop": [1.0, 1.0]}), r"from 1, and rise: got \[2, 1\]"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
