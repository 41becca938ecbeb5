"""Figures: the same on every run, readable on any page, in words as well as in ink, and true to their numbers."""

import hashlib
import inspect
import itertools
import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest

from lstm_ref import figures, palette
from lstm_ref.figures.picture import MOST_KEPT
from lstm_ref.figures.svg import INK

CASES = {
    "sequence": (5, 3),
    "product": (12, 80),
    "squashing": (),
    "lstm_cell": ("fico",),
    "gate_shapes": (80, 12),
    "gated_memory": ([2.0, -1.0, 0.5], [1.0, 0.5, 0.0]),
    "cell_update": ([2.0, -1.0], [0.9, 0.1], [0.5, 0.5], [-0.3, 1.0]),
    "two_states": ([3.0, -0.5], [1.0, 0.2]),
    "concatenated": (80, 12, "xh"),
    "unrolled": (10,),
    "gates_over_time": ({"f": [0.9, 0.1], "c": [2.5, -1.0], "h": [0.7, -0.4]}, "ab"),
    "gradient_against_distance": ({"RNN": [[1.0, 0.1, 0.01], [1.0, 0.3, 0.09]], "LSTM": [1.0, 0.9, 0.8]}, [2, 2, 2]),
    "parameter_blocks": (80, 12),
    "five_shapes": (),
    "hidden_states": ("ab", [[0.5, -0.3], [0.1, 0.9]], [[0.2], [-0.7]]),
    "outputs": (4,),
    "work": (10, 5, 3, 2),
    "rnn_blocks": (80, 12, 3),
    "one_column": (50, 7, 100),
    "wires": ([[0.0, 0.5], [-1.0, 2.0]], 1),
    "layouts": (2, 4),
    "slopes": (),
    "way_back": (4,),
    "clipping": ([3, 1], 1),
    "loss_over_weight": ([1, 2, 3], [1.0, 0.0, 1.0], {"here": 2.5}),
    "masked": ([[0.0, 0.5, 1.0], [0.25, 1.0, 0.5]], [[1.0, 0.5, 0.5], [0.0, 1.0, 0.0]]),
    "all_products": ([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]),
    "moving_hands": (np.linspace(-1, 1, 252).reshape(2, 126).tolist(),),
    "forecast": ([0.1, -0.5, 0.4], [0.3, 0.9, -0.2], {"linear": [0.2, 0.5, 0.0]}),
    "error_ahead": ({"model": [0.1, 0.2, 0.4], "the last value again": [0.2, 1.0, 1.2]},),
    "learning_curve": ([3.0, 2.0, 1.5, 1.4], {"bigram": 2.3}),
    "confusion": ([[9, 1, 0], [0, 7, 3], [0, 0, 10]], ["open", "close", "wave"]),
    "temperatures": ({"tau = 1": [0.7, 0.2, 0.1], "tau = 2": [0.5, 0.3, 0.2]}, " ab"),
    "gate_and_lots": ([1.0, 0.5, 0.25], [[1, 1, 0], [1, 0, 0]]),
    "course_map": ([["00", "Begin", [], "read"], ["01", "Go on", ["00"], "count"], ["02", "End", ["00", "01"], ""]],),
    "gru_cell": ("after",),
    "scan": (12,),
    "ablation": ({"hold": {"whole": [1.0, 2.0], "no input gate": [4.0, 9.0], "peepholes": [1.0, 1.5]}},),
    "joined_blocks": (10, 20, "GRU", 2),
    "layers_to_scale": ([["LSTM", 126, 64], ["LSTM", 128, 32], ["Dense", 64, 3]], 2, 2),
    "shares": (["LSTM 64", "Dense 3"], {"parameters": [48896, 195], "multiplications": [244160, 192]}),
    "returned": (5, True, True),
    "layer_outputs": ({"input": [5, 126], "LSTM": [5, 64], "Dense": [3]},),
    "both_ways": (5,),
    "torch_blocks": (5, 3),
    "last_states": (2, 2),
    "padded": ([6, 2, 4],),
    "speed_ladder": ({"textbook loop": 0.0012, "nn.LSTM": 0.00013}, 0.00001),
    "time_against_size": ([1, 16], {"loop": [0.001, 0.002], "nn.LSTM": [None, 0.001]}, [1e-6, 1e-4]),
    "lstm_unrolled": (10,),
    "lstm_way_back": (3,),
    "fused": (80, 12),
    "half_lives": ([0, 1, 3], 20),
}
SVG = "{http://www.w3.org/2000/svg}"
SIZES = [(5, 3), (1, 1), (100, 7)]


def draw(name):
    return inspect.unwrap(getattr(figures, name))(*CASES[name])


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def numbers(words):
    return np.array([float(number) for number in words.replace("−", "-").split(", ")])


def test_every_figure_is_among_the_cases():
    assert set(CASES) == set(figures.__all__) - {"Picture"}


@pytest.mark.parametrize("name", CASES)
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(name):
    picture = draw(name)
    shown = picture._repr_mimebundle_()
    assert shown["text/plain"] == repr(picture) == picture.alt
    figure = ElementTree.fromstring(shown["text/html"])
    svg, caption = figure
    assert (figure.tag, svg.tag, caption.tag) == ("figure", f"{SVG}svg", "figcaption")
    assert (svg.get("role"), svg.get("aria-label"), caption.text) == ("img", picture.alt, picture.caption)
    assert "max-width:100%" in svg.get("style")
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", picture.svg)}
    assert "currentColor" in picture.svg
    assert colours <= {*palette.COLOURS.values(), palette.OUTPUT_WEIGHTS}
    assert INK not in palette.COLOURS.values()
    assert not re.search(r"<style|<metadata|<\?xml|<!DOCTYPE|black|white", picture.svg)
    assert len(picture.svg.encode()) < 60_000


@pytest.mark.parametrize("name", CASES)
def test_ids_belong_to_one_figure(name):
    ids = re.findall(r' id="([^"]+)"', draw(name).svg)
    assert len(ids) == len(set(ids)) > 0
    assert set(ids) == set(re.findall(r' href="#([^"]+)"', draw(name).svg))
    others = (draw(other).svg for other in CASES if other != name)
    assert not any(f'"{ids[0]}"' in other for other in others)


def test_figures_are_the_same_in_a_fresh_process_with_other_settings():
    code = (
        "import hashlib, json, matplotlib\n"
        "matplotlib.rcParams.update({'text.color': 'red', 'font.size': 30, 'savefig.pad_inches': 3,\n"
        "    'lines.linewidth': 9, 'savefig.bbox': 'tight', 'svg.fonttype': 'none', 'path.sketch': (5, 50, 5)})\n"
        "before = dict(matplotlib.rcParams)\n"
        "from lstm_ref import figures\n"
        f"cases = json.loads({json.dumps(CASES)!r})\n"
        "for name, args in cases.items():\n"
        "    print(name, hashlib.sha256(getattr(figures, name)(*args).html().encode()).hexdigest())\n"
        "assert dict(matplotlib.rcParams) == before\n"
    )
    here = [f"{name} {hashlib.sha256(draw(name).html().encode()).hexdigest()}" for name in CASES]
    assert python(code).split("\n")[:-1] == here


def test_matplotlib_is_loaded_with_the_figures_only_and_without_global_state():
    assert python("import sys, lstm_ref, lstm_ref.palette; print('matplotlib' in sys.modules)") == "False\n"
    code = "import sys; from lstm_ref import figures; figures.squashing(); print('matplotlib.pyplot' in sys.modules)"
    assert python(code) == "False\n"


@pytest.mark.parametrize(("T", "D"), SIZES)
def test_alt_of_a_sequence_names_its_shapes(T, D):
    alt = figures.sequence(T, D).alt
    assert f"({T}, {D})" in alt
    assert f"x[{T // 2}] has shape ({D},)" in alt


@pytest.mark.parametrize(("D", "H"), SIZES)
def test_alt_of_products_names_their_shapes(D, H):
    for shape in (f"W, of shape ({H}, {D})", f"x, of shape ({D},)", f"W @ x, of shape ({H},)"):
        assert shape in figures.product(H, D).alt
    for shape in (f"W_f has shape ({H}, {D})", f"U_f has shape ({H}, {H})", f"f have shape ({H},)"):
        assert shape in figures.gate_shapes(D, H).alt
    for order, matrix, vector in (("hx", "[U | W]", "[h, x]"), ("xh", "[W | U]", "[x, h]")):
        joined = f"{matrix} has shape ({H}, {H + D}) and meets {vector}, ({H + D},)"
        assert joined in figures.concatenated(D, H, order).alt


@pytest.mark.parametrize(("H", "D"), [(12, 80), (2, 3), (40, 5)])
def test_a_product_is_to_scale(H, D):
    outlines = re.findall(r'<path d="([^"]+)z" style="fill:none', figures.product(H, D).svg)
    corners = [np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float) for path in outlines]
    x, W, result = (np.ptp(block, axis=0) for block in corners)
    assert W[0] / W[1] == pytest.approx(D / H, rel=0.01)
    assert (x[0], result[1]) == pytest.approx((W[0], W[1]), rel=0.01)


@pytest.mark.parametrize("parts", ["", "f", "fi", "fic", "fico"])
def test_the_cell_has_the_colours_and_words_of_its_parts_only(parts):
    picture = figures.lstm_cell(parts)
    for part, colour, name in (
        ("f", palette.F, "forget gate"),
        ("i", palette.I, "input gate"),
        ("c", palette.C_TILDE, "candidate"),
        ("o", palette.O, "output gate"),
    ):
        assert (colour in picture.svg, name in picture.alt) == (part in parts, part in parts)


def test_bars_have_the_values_of_numpy():
    rng = np.random.default_rng(6)
    c, c_tilde = rng.normal(0, 3, 7), rng.uniform(-1, 1, 7)
    f, i, o = rng.uniform(0, 1, (3, 7))
    kept, written, shown = f * c, i * c_tilde, o * np.tanh(c)
    for picture, rows in (
        (figures.gated_memory(c, f), [c, f, kept]),
        (figures.cell_update(c, f, i, c_tilde), [kept, written, kept + written]),
        (figures.two_states(c, o), [c, np.tanh(c), o, shown]),
    ):
        said = [numbers(row) for row in re.findall(r"\[([^\]]+)\]", picture.alt)]
        np.testing.assert_allclose(said, rows, atol=0.0051)


@pytest.mark.parametrize("T", [1, 4, 10])
def test_an_unrolled_network_has_the_same_weights_at_every_step(T):
    picture = figures.unrolled(T)
    assert f"T = {T} steps, from h_0 = 0 to h_{T}:" in picture.alt
    for colour in (palette.INPUT_WEIGHTS, palette.RECURRENT_WEIGHTS, palette.OUTPUT_WEIGHTS):
        arrows = re.findall(rf'style="fill:none;stroke:{colour};stroke-width:2.5', picture.svg)
        assert len(arrows) == T + 1


def test_rows_over_time_have_their_values_and_heights():
    rng = np.random.default_rng(7)
    rows = {"f": rng.uniform(0, 1, 9), "c_tilde": rng.uniform(-1, 1, 9), "c": rng.normal(0, 4, 9)}
    picture = figures.gates_over_time(rows, "un olling")
    said = [numbers(row) for row in re.findall(r"\[([^\]]+)\]", picture.alt)]
    np.testing.assert_allclose(said, list(rows.values()), atol=0.0051)
    assert "labelled u, n, ␣, o, l, l, i, n, g." in picture.alt
    for name, values in rows.items():
        heights = stepped(picture.svg, palette.COLOURS[name])
        assert np.corrcoef(-heights, values)[0, 1] == pytest.approx(1, abs=1e-4)


def stepped(svg, colour):
    """The heights of a stepped line, one a step."""
    (path,) = re.findall(rf'd="([^"]+)"[^>]*style="fill:{colour};[^"]*stroke:{colour};', svg)
    points = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)
    return points[1:-1:2, 1]


def test_lines_of_gradients_are_means_on_a_logarithmic_axis():
    sizes = np.array([0.9 ** np.arange(21.0), 0.5 ** np.arange(21.0)])
    picture = figures.gradient_against_distance({"RNN": sizes, "LSTM": 0.7 ** np.arange(21.0)})
    assert f"RNN, the mean of 2 seeds, goes from 1 to {sizes.mean(axis=0)[-1]:.2g}." in picture.alt
    assert "axis from 1e-7 to 1e0, against distances of 0 to 20 steps" in picture.alt
    (path,) = re.findall(rf'<path d="([^"]+)"[^>]*style="fill:none;[^"]*stroke:{palette.H};', picture.svg)
    heights = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)[:, 1]
    np.testing.assert_allclose(np.diff(heights), -np.log10(0.7) * 280 / 7, atol=0.011)


@pytest.mark.parametrize(("D", "H", "gates", "total"), [(80, 12, "fico", 4464), (3, 2, "f", 12), (1, 100, "io", 20400)])
def test_blocks_of_parameters_are_to_scale_and_add_up(D, H, gates, total):
    picture = figures.parameter_blocks(D, H, gates)
    assert picture.alt.endswith(f"{len(gates)} · ({H} · ({D} + {H}) + {H}) = {total}.")
    W, U = (
        [
            np.ptp(np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float), axis=0)
            for path in re.findall(rf'<path d="([^"]+)z"[^>]*style="fill:{colour};[^"]*stroke:{colour}', picture.svg)
        ]
        for colour in (palette.INPUT_WEIGHTS, palette.RECURRENT_WEIGHTS)
    )
    assert len(W) == len(U) == len(gates)
    assert W[0][0] / U[0][0] == pytest.approx(D / H, rel=0.01) or D == 1
    assert U[0][0] == pytest.approx(U[0][1], rel=0.01)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.sequence(0, 3), "T counts things: .* got 0"),
        (lambda: figures.product(12, -80), "D counts things: .* got -80"),
        (lambda: figures.gate_shapes(2.5, 1), r"D counts things: .* got 2\.5"),
        (lambda: figures.concatenated(3, 2, "xx"), '"hx" or "xh", got \'xx\''),
        (lambda: figures.lstm_cell("if"), "order of the lesson: .* got 'if'"),
        (lambda: figures.gated_memory([1, 2, 3], [1, 0]), r"c has shape \(3,\), f has shape \(2,\)"),
        (lambda: figures.two_states([[1.0], [2.0]], [1, 0]), r"c must be a vector, .* got shape \(2, 1\)"),
        (lambda: figures.gated_memory([], []), r"c must be a vector, .* got shape \(0,\)"),
        (lambda: figures.cell_update([1], [np.nan], [1], [1]), "f has entries that are not finite"),
        (lambda: figures.unrolled(11), "room for 10 steps, .* got T = 11"),
        (lambda: figures.gates_over_time({"z": [1]}), "name of its quantity, .*: got z"),
        (lambda: figures.gates_over_time({"f": [[1]]}), r"f must be a vector, of shape \(T,\), got shape \(1, 1\)"),
        (lambda: figures.gates_over_time({"f": [0.5, 1.5]}), r"f is a gate, .*: got 0\.5 to 1\.5"),
        (lambda: figures.gates_over_time({"f": [0.5]}, "ab"), "got 2 labels for 1 steps"),
        (lambda: figures.gradient_against_distance({}), "one to 7 curves .*: got 0"),
        (lambda: figures.gradient_against_distance({"RNN": [1, 0]}), "finite sizes above 0 only: RNN"),
        (lambda: figures.gradient_against_distance({"RNN": [1]}), r"RNN must have shape .*: got shape \(1,\)"),
        (lambda: figures.gradient_against_distance({"RNN": [1, 1]}, 1), r"bound must have shape .* got shape \(\)"),
        (lambda: figures.gradient_against_distance({"a": [1, 1], "b": [1] * 3}), "a has 2, b has 3"),
        (lambda: figures.parameter_blocks(80, 12, "ff"), "some of \"fico\", got 'ff'"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def linear(colour):
    channels = np.array(matplotlib.colors.to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_colours_stand_out_on_a_light_and_a_dark_page(page):
    def luminance(colour):
        return linear(colour) @ [0.2126, 0.7152, 0.0722]

    for colour in [*palette.COLOURS.values(), palette.OUTPUT_WEIGHTS]:
        darker, lighter = sorted((luminance(colour), luminance(page)))
        assert (lighter + 0.05) / (darker + 0.05) >= 3


# Machado, Oliveira and Fernandes (2009): what is seen without the cones for red, and without those for green
PROTAN = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
DEUTAN = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]


@pytest.mark.parametrize("seen", [np.eye(3), PROTAN, DEUTAN], ids=["usual", "protan", "deutan"])
def test_colours_differ_for_every_reader(seen):
    # distance in Oklab (Ottosson 2020), where about 0.02 can just be told apart side by side
    cones = [[0.412221, 0.536333, 0.051446], [0.211903, 0.680700, 0.107397], [0.088302, 0.281719, 0.629979]]
    opponents = [[0.210454, 0.793618, -0.004072], [1.977998, -2.428592, 0.450594], [0.025904, 0.782772, -0.808676]]
    places = {
        name: np.array(opponents) @ np.cbrt(np.array(cones) @ np.clip(np.array(seen) @ linear(colour), 0, 1))
        for name, colour in palette.COLOURS.items()
    }
    for one, other in itertools.combinations(places, 2):
        assert np.linalg.norm(places[one] - places[other]) > 0.085, (one, other)


def test_a_figure_is_drawn_once_for_the_same_arguments():
    first, same, other = (figures.gated_memory(c, [1.0, 0.5]) for c in ([2.0, 1.0], [2.0, 1.0], [2.0, 1.5]))
    assert first is same
    assert first != other
    kept = [figures.sequence(T, 2) for T in range(1, MOST_KEPT + 2)]
    assert figures.sequence(MOST_KEPT + 1, 2) is kept[-1]
    assert figures.sequence(1, 2) is not kept[0]
