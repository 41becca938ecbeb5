"""The cheat sheet and the glossary in Chromium: opened from lesson 00, printed, and in the reader's own colours."""

import os
import re
from pathlib import Path

import learner
import pytest
from playwright.sync_api import expect

from grader.classroom.reading import PAGES

FOLDER = learner.ROOT / "notebooks"
MARGINS = {"across": 20, "down": 18}  # as the sheet has them, in millimetres
PAPER = {"A4": (210, 297), "Letter": (215.9, 279.4)}
PIXELS = 96 / 25.4
SIZES = "() => [...document.querySelectorAll('td, p, code')].map(part => parseFloat(getComputedStyle(part).fontSize))"
LUMINANCE = "e => getComputedStyle(e).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)"


@pytest.mark.parametrize(
    ("link", "name", "says"),
    [("cheat sheet", "cheat-sheet.html", "Rosetta table"), ("glossary", "glossary.html", "隠れ状態")],
)
def test_lesson_00_opens_a_page_beside_it(link, name, says, open_lesson):
    lesson = open_lesson("00-start-here")
    lesson.page.get_by_role("link", name=link, exact=True).first.click()
    expect(lesson.page.locator(".lm-TabBar-tab").filter(has_text=name)).to_be_visible()
    shown = lesson.page.frame_locator(".jp-HTMLViewer iframe").get_by_text(says).first
    expect(shown).to_be_visible()
    lesson.photograph(f"opened-{name}", lesson.page.locator(".jp-HTMLViewer"))


@pytest.mark.parametrize("paper", PAPER)
def test_the_cheat_sheet_prints_on_one_page_and_can_be_read(browser, paper):
    width, height = PAPER[paper]
    across, down = (width - MARGINS["across"]) * PIXELS, (height - MARGINS["down"]) * PIXELS
    with browser.new_context(viewport={"width": int(across), "height": int(down)}) as window:
        page = window.new_page()
        page.goto((FOLDER / "cheat-sheet.html").as_uri())
        printed = page.pdf(format=paper)
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= int(across)
        assert page.evaluate("document.body.getBoundingClientRect().height") <= 0.97 * down
        assert min(page.evaluate(SIZES)) >= 6.5 * 96 / 72
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    if "UNROLLED_SHOTS" in os.environ:
        (Path(os.environ["UNROLLED_SHOTS"]) / f"cheat-sheet-{paper}.pdf").write_bytes(printed)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_has_the_readers_colours_and_loads_nothing(browser, name, theme):
    with browser.new_context(color_scheme=theme, viewport={"width": 1280, "height": 960}) as window:
        page = window.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((FOLDER / name).as_uri())
        colours = page.locator("body").evaluate(LUMINANCE)
        assert all(part > 200 if theme == "light" else part < 50 for part in colours)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert asked == [(FOLDER / name).as_uri()]
        page.emulate_media(media="print")
        assert page.locator("body").evaluate(LUMINANCE) == [255, 255, 255]
        if "UNROLLED_SHOTS" in os.environ:
            page.emulate_media(media="screen")
            page.screenshot(path=Path(os.environ["UNROLLED_SHOTS"]) / f"{name}-{theme}.png", full_page=True)
