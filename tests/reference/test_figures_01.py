"""Figures of lesson 01: the five shapes of sequence work, and hidden states letter by letter."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from lstm_ref import figures, palette

STATES = np.random.default_rng(1).uniform(-1, 1, (6, 4)), np.random.default_rng(2).uniform(-1, 1, (6, 3))


def arrows(svg, colour):
    """The starts and ends of the straight arrows of a colour, without their heads."""
    paths = re.findall(rf'd="M(\S+ \S+)L(\S+ \S+)"[^>]*style="fill:none;stroke:{colour};stroke-width:2.5', svg)
    return [[np.array(point.split(), dtype=float) for point in path] for path in paths]


@pytest.mark.parametrize("picture", [figures.five_shapes(), figures.hidden_states("needle", *STATES, mark="e")])
def test_a_figure_stands_in_a_page_in_its_ink_and_in_words(picture):
    figure = ElementTree.fromstring(picture.html())
    assert (figure[0].get("role"), figure[0].get("aria-label"), figure[1].text) == (
        "img",
        picture.alt,
        picture.caption,
    )
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", picture.svg)}
    assert colours <= {*palette.COLOURS.values(), palette.OUTPUT_WEIGHTS}
    assert "currentColor" in picture.svg
    assert len(picture.svg.encode()) < 60_000


def test_the_five_shapes_have_their_arrows():
    svg = figures.five_shapes().svg
    # 1 + 1 + 3 + 3 + 3 words come in, 1 + 3 + 1 + 2 + 3 go out, and a state goes 0 + 2 + 2 + 4 + 2 times to the next
    for colour, count in ((palette.INPUT_WEIGHTS, 11), (palette.OUTPUT_WEIGHTS, 10), (palette.RECURRENT_WEIGHTS, 10)):
        assert len(arrows(svg, colour)) == count


def test_the_five_shapes_are_told_in_words():
    alt = figures.five_shapes().alt
    told = re.findall(r"(\d), ([a-z -]+) \([^)]+\): in, (.+?) at (steps? .+?); out, (.+?) at (steps? .+?)\.", alt)
    assert [(name, into, out) for _, name, _, into, _, out in told] == [
        ("one-to-one", "step 1", "step 1"),
        ("one-to-many", "step 1", "steps 1 to 3"),
        ("many-to-one", "steps 1 to 3", "step 3"),
        ("many-to-many", "steps 1 to 3", "steps 4 to 5"),
        ("synced many-to-many", "steps 1 to 3", "steps 1 to 3"),
    ]


def test_bars_of_states_are_to_scale_and_told_in_numbers():
    picture = figures.hidden_states("needle", *STATES)
    numbers = [
        np.array([float(number) for number in row.replace("−", "-").split(", ")])
        for row in re.findall(r"\[([^\]]+)\]", picture.alt)
    ]
    for said, state in zip(numbers, [*STATES[0], *STATES[1]], strict=True):
        np.testing.assert_allclose(said, state, atol=0.0051)
    bars = re.findall(rf'd="([^"]+)z"[^>]*style="fill:{palette.H};[^"]*opacity:0.7', picture.svg)
    assert len(bars) == 6 * (4 + 3)
    corners = [np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", bar), dtype=float)[:, 1] for bar in bars]
    heights = [np.ptp(each) for each in corners]
    values = np.concatenate([STATES[0].ravel(), STATES[1].ravel()])
    np.testing.assert_allclose(heights, np.abs(values) * sum(heights) / sum(abs(values)), atol=0.02)


def test_letters_go_up_to_the_first_rnn_and_its_outputs_to_the_second():
    one, two = (figures.hidden_states("needle", *STATES[:count]).svg for count in (1, 2))
    for svg, layers in ((one, 1), (two, 2)):
        assert len(arrows(svg, palette.INPUT_WEIGHTS)) == 6
        assert len(arrows(svg, palette.RECURRENT_WEIGHTS)) == 5 * layers
        assert len(arrows(svg, palette.OUTPUT_WEIGHTS)) == 6 * (layers - 1)


def test_marked_letters_stand_out():
    def strong(mark):
        return figures.hidden_states("needle", *STATES, mark=mark).svg.count("stroke-width:2.2")

    assert [strong(""), strong("e"), strong("nd")] == [0, 6, 4]


def test_a_long_word_is_told_by_its_last_state_and_blanks_are_seen():
    states = np.zeros((30, 2))
    states[-1] = 0.25, -1
    alt = figures.hidden_states("a\n " * 10, states).alt
    assert alt.endswith("2 units: after ␣ [0.25, −1].")
    assert "a↵␣a↵␣" in alt


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: figures.hidden_states("ab"), "at least one RNN, got none"),
        (lambda: figures.hidden_states("ab", [0.1, 0.2]), r"\(T, H\), one for each of the 2 letters .* shape \(2,\)"),
        (lambda: figures.hidden_states("abc", np.zeros((2, 3))), r"3 letters of 'abc': got shape \(2, 3\)"),
        (lambda: figures.hidden_states("", np.zeros((0, 3))), r"0 letters of '': got shape \(0, 3\)"),
        (lambda: figures.hidden_states("a", [[1.5]]), "comes out of tanh, .* got"),
        (lambda: figures.hidden_states("a", [[np.nan]]), "comes out of tanh, .* got"),
    ],
)
def test_bad_arguments_are_explained(call, said):
    with pytest.raises(ValueError, match=said):
        call()
