"""A learner in JupyterLab, from a blank lesson to full points: what they see, click and type."""

import re
import time

import pytest
from learner import SECONDS, solve
from playwright.sync_api import Locator, expect

from grader.exercises import EXERCISES, LESSONS

LESSON = LESSONS["06-lstm-gates"]
WITHOUT_BIAS = """def forget_gate(x, h, W_f, U_f, b_f):
    return 1 / (1 + np.exp(-(W_f @ x + U_f @ h)))"""
RIGHT = """def forget_gate(x, h, W_f, U_f, b_f):
    print("my first gate")
    return 1 / (1 + np.exp(-(W_f @ x + U_f @ h + b_f)))"""
GREY, LEAST_CONTRAST = "rgb(138, 138, 138)", 4.5


def sees(shown: Locator, text: str) -> None:
    """Wait until `text` is drawn, and not folded away; what is drawn above may push it out of sight meanwhile."""
    end = time.monotonic() + SECONDS
    while True:
        shown.scroll_into_view_if_needed()
        try:
            expect(shown).to_contain_text(text, use_inner_text=True, timeout=1_000)
        except AssertionError:
            if time.monotonic() > end:
                raise
        else:
            return


def contrast(card) -> float:
    """How far the card's text stands out from the page, as WCAG counts it: 1 to 21."""
    colours = card.evaluate("""card => {
        const text = getComputedStyle(card.querySelector('b')).color;
        let page = card;
        while (getComputedStyle(page).backgroundColor === 'rgba(0, 0, 0, 0)') page = page.parentElement;
        return [text, getComputedStyle(page).backgroundColor];
    }""")
    dark, light = sorted(luminance(colour) for colour in colours)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_from_blank_by_a_named_mistake_to_full_points(theme, open_lesson):
    lesson = open_lesson(LESSON.id, theme)
    lesson.run_all()
    assert lesson.errors() == []
    for exercise in LESSON.exercises:
        card = lesson.card(exercise.id)
        sees(card, f"{exercise.title}: not answered yet")
        assert card.locator("span").first.evaluate("sign => getComputedStyle(sign).color") == GREY
    lesson.photograph(f"blank-{theme}", lesson.card("forget-gate"))

    lesson.write("def forget_gate(", WITHOUT_BIAS)
    card = lesson.check("forget-gate")
    sees(card, "the bias is left out")
    assert contrast(card) >= LEAST_CONTRAST
    first, second, *_ = EXERCISES["forget-gate"].hints
    assert first not in card.inner_text()
    card.get_by_text("Hint 1").click()
    sees(card, first)
    assert second not in card.inner_text()
    lesson.photograph(f"mistake-{theme}", card)

    lesson.write("def forget_gate(", RIGHT)
    card = lesson.check("forget-gate")
    points = EXERCISES["forget-gate"].points
    sees(card, f"The forget gate: {points:g} of {points:g} point")
    assert lesson.errors() == []
    lesson.photograph(f"right-{theme}", card)


def test_validate_counts_the_answers_that_are_still_missing_and_is_content_with_a_solved_lesson(open_lesson, course):
    lesson = open_lesson(LESSON.id)
    lesson.write("def forget_gate(", RIGHT)
    said = lesson.validate()
    missing = len(LESSON.exercises) - 1 + len(LESSON.essays)
    assert said.count("The following cell failed") == missing
    assert 'check("forget-gate"' not in said
    solve(course / LESSON.id)
    lesson.reload()
    assert "Success! Your notebook passes all the tests." in lesson.validate()


def test_progress_survives_a_restart_of_the_kernel(open_lesson):
    lesson = open_lesson(LESSON.id)
    lesson.run_all()
    lesson.write("def forget_gate(", RIGHT)
    lesson.check("forget-gate")
    lesson.restart()
    lesson.run("from grader import")
    lesson.run("progress()")
    points = EXERCISES["forget-gate"].points
    all_points = sum(exercise.points for exercise in LESSON.exercises)
    shown = lesson.output("progress()")
    sees(shown, f"{points:g} of {all_points:g}")
    assert shown.get_by_label(f"The forget gate: {points:g} of {points:g}").is_visible()
    lesson.photograph("progress", shown)


def test_moving_the_slider_changes_the_picture(open_lesson):
    lesson = open_lesson(LESSON.id)
    lesson.run_all()
    cell = lesson.page.locator(".jp-CodeCell").filter(has=lesson.page.locator(".widget-slider"))
    picture = (
        "cell => [...cell.querySelectorAll('.jp-OutputArea-output :is(img, svg)')].map(one => one.outerHTML).join()"
    )
    before = cell.evaluate(picture)
    cell.get_by_role("slider").first.focus()
    for _ in range(3):
        lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_function(
        f"([cell, before]) => ({picture})(cell) !== before", arg=[cell.element_handle(), before]
    )
    assert lesson.errors() == []
    lesson.photograph("slider", cell)


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_goes_from_grey_cards_to_full_ones(name, open_lesson, course):
    exercises = LESSONS[name].exercises
    lesson = open_lesson(name)
    lesson.run_all()
    assert lesson.errors() == []
    for exercise in exercises:
        sees(lesson.card(exercise.id), f"{exercise.title}: not answered yet")
    solve(course / name)
    lesson.reload()
    lesson.run_all()
    assert lesson.errors() == []
    for exercise in exercises:
        sees(lesson.card(exercise.id), f"{exercise.title}: {exercise.points:g} of {exercise.points:g} point")
    lesson.photograph(f"solved-{name}", lesson.card(exercises[-1].id))
