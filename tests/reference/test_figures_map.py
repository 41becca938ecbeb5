"""The map of a course: every arrow that is needed, none that is not, and room for thirteen lessons."""

import inspect
import re

import numpy as np
import pytest

from lstm_ref import figures

THIRTEEN = [
    ("00", "Start here", [], "run a notebook"),
    ("01", "Sequences, and a network that remembers", ["00"], "name the five shapes"),
    ("02", "Unrolling", ["01"], "turn a step into a loop"),
    ("03", "The shapes of U, W and V", ["02"], "give every shape"),
    ("04", "Gradients through time", ["02", "03"], "take a gradient back"),
    ("05", "Entry by entry: the product ⊙", ["04"], "tell ⊙ from @"),
    ("06", "The gates of an LSTM", ["03", "05"], "write each gate"),
    ("07", "An LSTM, unrolled and taken back", ["04", "06"], "say why it remembers"),
    ("08", "Counting parameters", ["03", "06"], "count any model"),
    ("09", "Stacked layers and return_sequences", ["01", "06", "08"], "predict every shape"),
    ("10", "PyTorch, padding and the GPU", ["07", "09"], "measure where the time goes"),
    ("11", "A model of your own", ["04", "09", "10"], "say how good it is"),
    ("12", "After the LSTM", ["07", "08"], "place the GRU"),
]


def draw(lessons):
    return inspect.unwrap(figures.course_map)(lessons)


def points(path):
    return np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), dtype=float)


def arrows(picture):
    """The rows that each arrow leaves and reaches: heads are filled and have three corners; bows end at a head."""
    found = [(points(path), style) for path, style in re.findall(r'<path d="([^"]+)"[^>]*style="([^"]+)"', picture.svg)]
    circles = sorted(
        {round(float(path[:, 1].mean())) for path, _ in found if len(path) > 10 and np.ptp(path[:, 0]) == 28}
    )
    heads = [path for path, style in found if len(path) in (3, 4) and "fill:none" not in style]
    bows = [path for path, style in found if "fill:none" in style and len(path) > 10 and np.ptp(path[:, 0]) != 28]
    row = lambda y: int(np.argmin(np.abs(np.array(circles) - y)))  # noqa: E731
    return circles, heads, [(row(bow[0, 1]), row(bow[-1, 1])) for bow in bows]


def test_every_need_has_an_arrow_and_nothing_else_has():
    circles, heads, bows = arrows(draw(THIRTEEN))
    needs = [(int(need), int(number)) for number, _, needed, _ in THIRTEEN for need in needed]
    assert len(circles) == 13
    assert len(heads) == len(needs)
    assert sorted(bows) == sorted((start, end) for start, end in needs if end > start + 1)


def test_thirteen_lessons_stay_in_the_sheet_and_small():
    picture = draw(THIRTEEN)
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture.svg).groups())
    assert width < 700 and height < 560
    drawn = np.concatenate([points(path) for path in re.findall(r'<path d="([^"]+)"[^>]*style="', picture.svg)])
    assert (drawn >= 0).all() and (drawn <= [width, height]).all()
    assert len(picture.svg.encode()) < 60_000


def test_the_words_say_what_each_needs_and_gives():
    alt = draw(THIRTEEN).alt
    assert "00 Start here: needs nothing; afterwards you can run a notebook." in alt
    assert "02 Unrolling: needs 01; afterwards you can turn a step into a loop." in alt
    assert "11 A model of your own: needs 04, 09 and 10; afterwards you can say how good it is." in alt
    assert draw([("00", "Begin", [], "")]).alt.endswith("00 Begin: needs nothing.")


@pytest.mark.parametrize(
    ("lessons", "said"),
    [
        ([], "at least one lesson, got none"),
        ([("00", "Begin", [], ""), ("00", "Again", [], "")], "00 is there twice"),
        ([("00", "Begin", ["01"], ""), ("01", "Go on", [], "")], "00 Begin needs 01"),
        ([("00", "Begin", ["00"], "")], "00 Begin needs 00"),
    ],
)
def test_what_cannot_be_drawn_is_explained(lessons, said):
    with pytest.raises(ValueError, match=said):
        draw(lessons)
