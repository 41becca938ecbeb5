"""The figures of lesson 08: areas are counts, to one scale; numbers in words are those of `lstm_ref.count`."""

import re

import numpy as np
import pytest

from lstm_ref import count, figures, palette

SIZES = [(5, 3), (80, 12), (1, 1), (100, 1), (1, 100), (10, 20)]
PAGE = [("LSTM", 126, 64), ("LSTM", 64, 128), ("LSTM", 128, 64), ("Dense", 64, 64), ("Dense", 64, 32), ("Dense", 32, 3)]
MEETS = {"x": palette.INPUT_WEIGHTS, "h": palette.RECURRENT_WEIGHTS, "y": palette.OUTPUT_WEIGHTS, "b": "currentColor"}


def boxes(svg, colour, fill="0.3"):
    """Place, width and height of each box of a colour, from left to right."""
    paths = re.findall(rf'<path d="([^"]+)z" style="fill:{colour};fill-opacity:{fill};', svg)
    corners = [np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float) for path in paths]
    return sorted((*each.min(axis=0), *np.ptp(each, axis=0)) for each in corners)


def counted(kind, D, H, biases):
    if kind == "Dense":
        return count.dense(D, H)
    convention = {1: "textbook", 2: "torch"}[biases]
    return {"RNN": count.rnn, "GRU": count.gru, "LSTM": count.lstm}[kind](D, H, convention)


@pytest.mark.parametrize(("D", "H"), SIZES)
@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("biases", [1, 2])
def test_the_rectangle_of_a_layer_is_its_count(D, H, kind, biases):
    picture = figures.joined_blocks(D, H, kind, biases)
    total = re.search(r" = ([\d,]+)\.$", picture.alt)[1]
    assert int(total.replace(",", "")) == counted(kind, D, H, biases)
    rows = {"RNN": 1, "GRU": 3, "LSTM": 4}[kind] * H
    assert f"{D + H + biases} columns: {D} of " in picture.alt
    assert f"{rows} rows: {H} for each of" in picture.alt
    assert ("candidate" in picture.alt) == (kind != "RNN")
    assert ("two biases" in picture.caption) == (biases == 2)


@pytest.mark.parametrize(("D", "H", "biases"), [(5, 3, 1), (5, 3, 2), (80, 12, 1), (30, 9, 2)])
def test_the_columns_of_the_rectangle_are_to_scale(D, H, biases):
    svg = figures.joined_blocks(D, H, "LSTM", biases).svg
    ((_, _, of_x, high),) = boxes(svg, MEETS["x"])
    ((_, _, of_h, _),) = boxes(svg, MEETS["h"])
    ((_, _, of_b, _),) = boxes(svg, MEETS["b"])
    assert (of_h / of_x, of_b / of_x, high / of_x) == pytest.approx((H / D, biases / D, 4 * H / D), rel=0.02)


def test_layers_are_to_one_scale_and_add_up():
    picture = figures.layers_to_scale(PAGE)
    for kind, D, H in PAGE:
        total = counted(kind, D, H, 1)
        shown = f"{total:,}" if total >= 10_000 else f"{total}"
        assert re.search(rf"{kind} {H} reads {D} numbers: \d+ by \d+, {shown}[;.]", picture.alt)
    assert "LSTM 64 reads 126 numbers: 256 by 191, 48,896" in picture.alt
    assert "Dense 3 reads 32 numbers: 3 by 33, 99" in picture.alt
    assert picture.alt.endswith("Together 203,459 parameters.")
    of_x, of_h, of_y = (boxes(picture.svg, MEETS[name]) for name in "xhy")
    assert [len(of_x), len(of_h), len(of_y)] == [3, 3, 3]
    unit = of_x[0][2] / 126
    for (_, _, wide, high), (_, D, H) in zip(of_x, PAGE, strict=False):
        assert (wide, high) == pytest.approx((D * unit, 4 * H * unit), rel=0.02)
    for (_, _, wide, high), (_, D, H) in zip(of_y[:2], PAGE[3:], strict=False):
        assert (wide, high) == pytest.approx((D * unit, H * unit), rel=0.02)


def test_both_directions_are_drawn_one_above_the_other_and_both_go_on():
    picture = figures.layers_to_scale([("LSTM", 10, 20), ("LSTM", 40, 20)], 2, 2)
    assert len(boxes(picture.svg, MEETS["x"])) == len(boxes(picture.svg, MEETS["h"])) == 4
    assert "LSTM 20 reads 40 numbers: 2 by 80 by 62, 9920" in picture.alt
    total = count.lstm(10, 20, "torch", bidirectional=True, layers=2)
    assert picture.alt.endswith(f"Together {total:,} parameters.")
    assert "once backwards" in picture.alt and "once backwards" in picture.caption


def test_bars_are_parts_of_their_own_whole():
    parameters, work = [30.0, 60.0, 10.0], [1.0, 0.0, 1.0]
    picture = figures.shares(["one", "two", "three"], {"parameters": parameters, "work": work})
    assert "Parameters: one 30 %, two 60 %, three 10 %. Work: one 50 %, two 0 %, three 50 %." in picture.alt
    light, dark = (
        [box for box in boxes(picture.svg, "currentColor", fill) if box[3] == 15] for fill in ("0.12", "0.55")
    )
    for bars, expected in ((light, [30, 60, 10]), (dark, [50, 0, 50])):
        wide = np.array([width for _, _, width, _ in sorted(bars, key=lambda box: box[1])])
        np.testing.assert_allclose(wide / 420 * 60, expected, atol=0.2)
    small = figures.shares(["a", "b"], {"parameters": [99, 203360]})
    assert "a 0.049 %, b 100 %" in small.alt


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.joined_blocks(0, 3), "D counts things: .* got 0"),
        (lambda: figures.joined_blocks(5, 3, "Dense"), "there are RNN, GRU, LSTM: got 'Dense'"),
        (lambda: figures.joined_blocks(5, 3, "LSTM", 3), "1 bias, or in some programs 2: got 3"),
        (lambda: figures.layers_to_scale([]), "at least one layer: got none"),
        (lambda: figures.layers_to_scale([("Conv", 3, 4)]), "there are RNN, GRU, LSTM, Dense: got 'Conv'"),
        (lambda: figures.layers_to_scale([("LSTM", 3, 0)]), "H counts things: .* got 0"),
        (
            lambda: figures.layers_to_scale([("LSTM", 5, 3), ("Dense", 5, 3)]),
            "3 numbers come out of LSTM 3: Dense .* 5",
        ),
        (lambda: figures.layers_to_scale(PAGE, 1, 2), "128 numbers come out of LSTM 64: LSTM cannot read 64"),
        (lambda: figures.layers_to_scale(PAGE, 0), "1 bias, or in some programs 2: got 0"),
        (lambda: figures.layers_to_scale(PAGE, 1, 3), "in 1 direction, or in 2: got 3"),
        (lambda: figures.shares(["a"], {}), "one whole or two are drawn side by side: got 0"),
        (lambda: figures.shares(["a"], {"x": [1, 2]}), "x needs an amount for each of 1 layers, .* got"),
        (lambda: figures.shares(["a", "b"], {"x": [1, -2]}), "x needs an amount for each of 2 layers"),
        (lambda: figures.shares(["a", "b"], {"x": [0, 0]}), "x needs an amount for each of 2 layers"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
