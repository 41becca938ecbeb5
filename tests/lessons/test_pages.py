"""The cheat sheet and the glossary: what is committed is what is made, it loads nothing, and what it says is so."""

import os
import re
import shutil
import tomllib
from html import unescape
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import pytest
import torch

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.reading import PAGES, counted, make, maths
from grader.classroom.rosetta import LETTERS, D, H, layouts, order
from lstm_ref import count

ROOT = Path(__file__).parents[2]
SHEET, GLOSSARY = ((ROOT / "notebooks" / name).read_text(encoding="utf-8") for name in PAGES)
TERMS = [
    term
    for group in tomllib.loads((ROOT / "solutions" / "glossary.toml").read_text(encoding="utf-8"))["group"]
    for term in group["term"]
]
LANGUAGES = ("ja", "ko", "nl", "zh", "tw", "vi")
KEYS = {"word", "letter", "lesson", "means", *LANGUAGES}

# whose layout it is, from their own documentation
ROSETTA = [
    ["this course, RNN", "U (H, D)", "W (H, H)", "b (H,)", "–", "(T, D)"],
    ["Karpathy, RNN", "Wxh (H, D)", "Whh (H, H)", "bh (H, 1)", "–", "columns"],
    ["this course, LSTM", "W_f, … (H, D)", "U_f, … (H, H)", "b_f, … (H,)", "by name", "(T, D)"],
    ["Olah, LSTM", "W_f, … (H, H + D) on [h, x]", "in it", "b_f, … (H,)", "by name", "columns"],
    ["TF1 LSTM", "kernel (D + H, 4H) on [x, h]", "in it", "bias (4H,)", "i, j, f, o", "(N, T, D)"],
    ["CS231n LSTM", "Wx (D, 4H)", "Wh (H, 4H)", "b (4H,)", "i, f, o, g", "(N, T, D)"],
    ["flax LSTMCell", "ii, if, ig, io (D, H)", "hi, hf, hg, ho (H, H)", "(H,) with each h", "by name", "(N, T, D)"],
    ["Keras 3 LSTM", "kernel (D, 4H)", "recurrent_kernel (H, 4H)", "bias (4H,)", "i, f, c, o", "(N, T, D)"],
    ["Keras 3 GRU", "kernel (D, 3H)", "recurrent_kernel (H, 3H)", "bias (2, 3H)", "z, r, h", "(N, T, D)"],
    [
        "PyTorch LSTM",
        "weight_ih (4H, D)",
        "weight_hh (4H, H)",
        "bias_ih, bias_hh (4H,) each",
        "i, f, g, o",
        "(T, N, D)",
    ],
    ["PyTorch GRU", "weight_ih (3H, D)", "weight_hh (3H, H)", "bias_ih, bias_hh (3H,) each", "r, z, n", "(T, N, D)"],
    ["ONNX LSTM", "W (dirs, 4H, D)", "R (dirs, 4H, H)", "B (dirs, 8H)", "i, o, f, c", "(T, N, D)"],
    ["ONNX GRU", "W (dirs, 3H, D)", "R (dirs, 3H, H)", "B (dirs, 6H)", "z, r, h", "(T, N, D)"],
]


def rows(page: str, title: str) -> list[list[str]]:
    """The words in the table under a title, row by row."""
    table = re.search(rf"<h2>{re.escape(title)}.*?<tbody>(.*?)</tbody>", page, re.DOTALL)[1]
    cells = (re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in table.split("</tr>")[:-1])
    return [[" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in row] for row in cells]


@pytest.fixture
def course(tmp_path):
    """A course that has the sources of the pages, and no lessons."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "solutions").mkdir()
    for path in (*(ROOT / "solutions").glob("*.jinja"), *(ROOT / "solutions").glob("glossary.toml")):
        shutil.copy(path, tmp_path / "solutions")
    return Course(tmp_path)


def test_what_is_committed_is_what_the_sources_make():
    made = make(Course(ROOT))
    assert list(made) == list(PAGES)
    for name, page in made.items():
        assert (ROOT / "notebooks" / name).read_text(encoding="utf-8") == page, f"{name} is stale: run make notebooks"


@pytest.mark.parametrize("page", [SHEET, GLOSSARY], ids=PAGES)
def test_a_page_loads_nothing_runs_nothing_and_shows_no_source_of_formulas(page):
    assert not re.search(r"<script|<link|<img|<iframe|src=|@import|url\(|https?:|\bon\w+=", page)
    assert {link[:1] for link in re.findall(r'href="([^"]*)"', page)} <= {"#"}
    assert not re.search(r"\\[a-zA-Z(]|\$|_\{|\{\{|\{%", page)
    places = re.findall(r' id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_a_page_without_a_source_is_left_out_and_a_broken_source_is_one_line(course):
    assert list(make(course)) == list(PAGES)
    words = course.root / "solutions" / "glossary.toml"
    words.write_text(words.read_text(encoding="utf-8").replace('word = "bias"', "word = bias"), encoding="utf-8")
    with pytest.raises(CourseError, match=r"glossary\.html cannot be made: .* line"):
        make(course)
    (course.root / "solutions" / "glossary.jinja").unlink()
    assert list(make(course)) == ["cheat-sheet.html"]
    sheet = course.root / "solutions" / "cheat-sheet.jinja"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("4 · (H · (D + H) + H)", "4 · (H · (D + H) + 1)"))
    with pytest.raises(CourseError, match=r"4 · \(H · \(D \+ H\) \+ 1\) gives 2404 .* a lstm has 2480"):
        make(course)


def test_the_rosetta_table_says_what_the_owners_say():
    assert [row[:-1] for row in rows(SHEET, "Rosetta")] == ROSETTA
    notes = {row[0]: row[-1] for row in rows(SHEET, "Rosetta")}
    assert notes["Karpathy, RNN"] == "Why (O, H), by (O, 1) give y"
    assert notes["ONNX LSTM"] == "peepholes P (dirs, 3H): i, o, f"


def test_an_order_is_read_off_gates_that_stand_together_only():
    bias = layouts()["keras"]["lstm"][2]
    assert order(bias, c="g") == "i, f, g, o"
    with pytest.raises(ValueError, match="must stand together"):
        order(bias.reshape(4, H).T.ravel())
    assert len(LETTERS) == 11


def test_counts_are_those_of_the_frameworks():
    table = {row[0]: row[2:] for row in rows(SHEET, "How many parameters")}
    layers = {"RNN": keras.layers.SimpleRNN, "LSTM": keras.layers.LSTM, "GRU": keras.layers.GRU}
    names = {"RNN": "RNN, Keras", "LSTM": "LSTM, Keras", "GRU": "GRU, reset after"}
    for k, (inputs, units) in enumerate([(10, 20), (80, 12)]):
        for name, layer in layers.items():
            made = layer(units)
            made.build((None, None, inputs))
            assert int(table[names[name]][k]) == made.count_params()
            theirs = getattr(torch.nn, name)(inputs, units)
            said = table.get(f"{name}, PyTorch", table["GRU, reset after"])
            assert int(said[k]) == sum(array.numel() for array in theirs.parameters())
        before = keras.layers.GRU(units, reset_after=False)
        before.build((None, None, inputs))
        assert int(table["GRU, reset before"][k]) == before.count_params()
        dense = keras.layers.Dense(3)
        dense.build((None, units))
        assert int(table["Dense to O = 3"][k]) == dense.count_params()


def test_what_is_said_of_variants_is_so():
    assert "Two directions: twice as many, and 2H features for the next layer. Peepholes: 3 · H more." in SHEET
    one = count.lstm(D, H)
    assert count.lstm(D, H, bidirectional=True) == 2 * one
    assert count.lstm(D, H, bidirectional=True, layers=2) == 2 * one + 2 * count.lstm(2 * H, H)
    assert count.lstm(D, H, peepholes=True) == one + 3 * H


@pytest.mark.parametrize("options", [{}, {"bidirectional": True, "num_layers": 3}])
def test_pytorch_gives_back_what_the_table_says(options):
    ((reads, every, last, state),) = (row[1:] for row in rows(SHEET, "What goes in") if row[0] == "PyTorch")
    layers, dirs = options.get("num_layers", 1), 1 + ("bidirectional" in options)
    sizes = {"T": 11, "N": 13, "D": D, "H": H, "layers": layers, "dirs": dirs}
    reads, every, state = (eval(form.replace("·", "*"), {}, sizes) for form in (reads, every, state))
    outputs, states = torch.nn.LSTM(D, H, **options)(torch.zeros(reads))
    assert (outputs.shape, *(each.shape for each in states), last) == (every, state, state, "–")


def test_keras_gives_back_what_the_table_says():
    (said,) = (row[1:] for row in rows(SHEET, "What goes in") if row[0] == "Keras")
    reads, every, last, state = (eval(form, {}, {"T": 11, "N": 13, "D": D, "H": H}) for form in said)
    for together, first in ((False, last), (True, every)):
        layer = keras.layers.LSTM(H, return_sequences=together, return_state=True)
        assert [tuple(array.shape) for array in layer(keras.ops.zeros(reads))] == [first, state, state]


def test_formulas_have_the_colour_of_what_a_letter_meets():
    assert maths("W_f x_t", "lstm") == (
        '<span class="maths"><i class="x">W<sub>f</sub></i> <i class="x">x<sub>t</sub></i></span>'
    )
    assert '<i class="h">W</i>' in maths("W", "rnn")
    assert maths("tanh(c̃ < b_{t−1})") == '<span class="maths">tanh(<i>c̃</i> &lt; <i>b<sub>t−1</sub></i>)</span>'
    assert counted("O · (D + 1)", "dense") == "O · (D + 1)"


def test_the_glossary_has_every_word_in_every_language():
    assert 60 <= len(TERMS) <= 90
    for term in TERMS:
        assert set(term) == KEYS, term["word"]
        assert all(term[key].strip() == term[key] for key in KEYS), term["word"]
        assert all(term[key] for key in KEYS - {"letter"}), term["word"]
        assert re.fullmatch("0[0-9]|1[0-2]", term["lesson"]), term["word"]
        assert len(term["means"].split()) <= 25, term["word"]
        for key in ("word", "means", *LANGUAGES):
            assert term[key] in unescape(GLOSSARY), term[key]
        assert maths(term["letter"]) in GLOSSARY, term["word"]
    words = [word for term in TERMS for word in term["word"].split(", ")]
    assert len(words) == len(set(words))


def test_words_stand_in_the_column_of_their_language():
    own = {"ja": "[ぁ-ヿ一-鿿]", "ko": "[가-힣]", "zh": "[一-鿿]", "tw": "[一-鿿]"}
    foreign = {
        "ja": "[가-힣]",
        "ko": "[ぁ-ヿ一-鿿]",
        "zh": "[ぁ-ヿ가-힣]",
        "tw": "[ぁ-ヿ가-힣]",
        "nl": "[^ -ÿ]",
        "vi": "[ぁ-힣]",
    }
    for term in TERMS:
        for key in LANGUAGES:
            assert not re.search(foreign[key], term[key]), term[key]
            same_everywhere = term[key].split(" ")[0] in term["word"]
            assert same_everywhere or key not in own or re.search(own[key], term[key]), term[key]


def test_lesson_00_leads_to_the_pages():
    lesson = (ROOT / "solutions" / "00-start-here" / "00-start-here.py").read_text(encoding="utf-8")
    for name in PAGES:
        assert f"](../{name})" in lesson
