"""What a submission showed, made safe: text and pictures stay, HTML comes behind glass, the rest is left out."""

import base64
import re
import time
from html import unescape

import pytest

from grader.judge.outputs import LONGEST_HTML, clean
from lstm_ref import figures

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and more").decode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt"><g/></svg>'


def shown(**data: object) -> dict:
    """The data that is kept of what was displayed; `text_html` stands for "text/html"."""
    kinds = {name.replace("_", "/", 1).replace("svg", "svg+xml"): value for name, value in data.items()}
    kept = clean([{"output_type": "display_data", "data": kinds, "metadata": {"width": "1 onerror=x"}}], 1)
    assert all(output.metadata == {} for output in kept)
    return dict(kept[0].data) if kept else {}


def test_a_figure_of_the_course_is_a_picture_with_its_words_size_and_caption():
    figure = figures.squashing()
    html = shown(text_html=figure.html(), text_plain=figure.alt)["text/html"]
    (data,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert base64.b64decode(data).decode() in figure.html()
    assert f'alt="{figure.alt}"' in html and figure.caption in unescape(html)
    assert re.search(r'style="width:[\d.]+em;', html) and "<svg" not in html and "<iframe" not in html


@pytest.mark.parametrize(
    "html", ["<b>x</b>", "<svg><script>x</script></svg>", SVG + SVG, f"{SVG}<script>x</script>", "<svg &nbsp;</svg>"]
)
def test_other_html_comes_behind_glass(html):
    kept = shown(text_html=html)["text/html"]
    assert re.fullmatch(r'<iframe sandbox="" style="[^"<>]*" title="[^"<>]*" srcdoc="[^"<>]*"></iframe>', kept)
    inside = unescape(re.search('srcdoc="([^"]*)"', kept)[1])
    assert inside.index("default-src 'none'") < inside.index("</style>") and "<script" not in inside


@pytest.mark.parametrize("breaking", ['"', "'", "&quot;", "</iframe>", "\0", '"></iframe><script>x</script>'])
def test_nothing_breaks_the_glass(breaking):
    assert shown(text_html=breaking)["text/html"].count('"') == 8


def test_a_drawing_is_a_picture_also_with_the_heading_that_matplotlib_gives():
    drawn = shown(image_svg=f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b">{SVG}')["text/html"]
    assert "width:9pt" in drawn and base64.b64encode(SVG.encode()).decode() in drawn
    assert shown(image_svg="<svg onload=x>") == {}
    assert shown(image_svg='<!DOCTYPE a [<!ENTITY b "c">]>' + SVG.replace("<g/>", "&b;")) == {}


def test_pictures_are_what_they_say():
    assert shown(image_png=PNG[:9] + "\n" + PNG[9:]) == {"image/png": PNG}
    for wrong in ('x" onerror="y', PNG + '"', "", base64.b64encode(b"<svg>").decode(), 5, None, "é"):
        assert shown(image_png=wrong, image_jpeg=PNG) == {}


def test_what_runs_is_left_out():
    kinds = (
        "application/javascript",
        "text/javascript",
        "application/vnd.jupyter.widget-view+json",
        "text/vnd.mermaid",
    )
    data = dict.fromkeys((*kinds, "application/javascript"), "x") | {
        "text/plain": "x",
        "text/html": 5,
        "application/json": {},
        "image/gif": PNG,
    }
    assert [dict(each.data) for each in clean([{"output_type": "display_data", "data": data}], 1)] == [
        {"text/plain": "x"}
    ]
    assert clean([{"output_type": "display_data", "data": {"text/html": "x" * (LONGEST_HTML + 1)}}], 1) == []


@pytest.mark.parametrize(
    "part", ["<svg ", "</svg>", "</svg><figcaption>", "<", " \n", "<figure", "width:1;", "&", ", "]
)
def test_long_html_takes_no_long_time(part):
    """Seconds would be a pattern that goes back and forth; a slow machine needs some tenths."""
    for html in (part * 200_000, f"<svg>{part * 200_000}</svg>", f'<svg style="{part * 200_000}"></svg>'):
        start = time.process_time()
        shown(text_html=html)
        assert time.process_time() - start < 2
