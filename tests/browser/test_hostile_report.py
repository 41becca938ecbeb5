"""Script in names, answers and errors: on the report of a class it is text, in a real browser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from learner import ROOT, solve
from nbgrader.api import Gradebook
from playwright.sync_api import expect
from test_hostile_pages import MALLORY, TAGS, Watched, shot

LESSON = "00-start-here"
TWIN = f"twin of {MALLORY}"
STYLES = [
    "return list(x)[len(x) - 1]  # taken from a list of the steps",
    "rest = x\n    while len(rest) > 1:\n        rest = rest[1:]\n    return rest[0]",
    "picked = np.zeros(len(x))\n    picked[len(x) - 1] = 1\n    return picked @ x",
    "first, *others = reversed(list(x))\n    assert len(others) == len(x) - 1\n    return first",
    "return np.take(np.flip(x, axis=0), [0], axis=0).reshape(-1)",
    "*before, last = [np.array(step) for step in x.tolist()]\n    return last",
    "import functools\n    return functools.reduce(lambda before, now: now, [*x])",
    "return np.array([column[-1] for column in np.transpose(x)]) + np.zeros(x.shape[1])",
    "total = x.sum(axis=0)\n    for step in x[: x.shape[0] - 1]:\n        total = total - step\n    return total",
]
SAME = f"""for place, step in enumerate(x):
        if place == len(x) - 1 and {TAGS!r}:
            return step  # {TAGS.splitlines()[2]}"""
RAISES = f"raise ValueError({TAGS[:400]!r}, x)"


@pytest.fixture(scope="module")
def reported(tmp_path_factory) -> Path:
    """A course with the report on a class: nine wrote on their own, two the same script, and one raises it."""
    course = tmp_path_factory.mktemp("course")
    for folder in ("solutions", "notebooks"):
        shutil.copytree(ROOT / folder, course / folder, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    answers = {f"anna-{number}": style for number, style in enumerate(STYLES)}
    for student, answer in (answers | {MALLORY: SAME, TWIN: SAME, f"{MALLORY}, again": RAISES}).items():
        work = course / "submitted" / student / LESSON
        shutil.copytree(course / "notebooks" / LESSON, work)
        solve(work)
        notebook = nbformat.read(work / f"{LESSON}.ipynb", as_version=4)
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
        cells["last-step"].source = f"def last_step(x):\n    {answer}"
        nbformat.write(notebook, work / f"{LESSON}.ipynb")
    run_grader(course, "grade", LESSON)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_student(MALLORY, first_name="<b>Mal</b>", last_name=TAGS[:120])
    run_grader(course, "report", LESSON)
    run_grader(course, "report", LESSON, "--anonymous", "--to", course / "anonymous.html")
    return course


def run_grader(course: Path, *words: object) -> None:
    run = subprocess.run([sys.executable, "-m", "grader", *words], cwd=course, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_script_runs_in_the_report(reported, browser):
    page = reported / "exports" / f"{LESSON}-report.html"
    window = Watched(browser.new_context(viewport={"width": 1100, "height": 1000}).new_page())
    window.open(page.as_uri())
    shot(window.page, "report-mallory")
    expect(window.page.get_by_role("heading", name=f"{MALLORY} (<b>Mal</b>")).to_have_count(2)
    expect(window.page.locator("pre", has_text="place == len(x) - 1 and '\\n<script>")).to_have_count(2)
    expect(window.page.get_by_text("ValueError in the line")).to_have_count(1)
    assert window.page.locator("script, img, iframe, object, embed, form, base, link, b b, pre *").count() == 0
    assert window.page.locator(f"text={TWIN}").first.is_visible()


def test_no_script_runs_without_the_policy_of_the_page(reported, browser):
    page = reported / "exports" / f"{LESSON}-report.html"
    text, policy = page.read_text(), '<meta http-equiv="Content-Security-Policy"'
    before, _, rest = text.partition(policy)
    assert rest and policy not in rest
    bare = page.with_name("bare.html")
    bare.write_text(before + rest.partition(">")[2])
    Watched(browser.new_context().new_page()).open(bare.as_uri())


def test_links_open_the_work_of_a_learner_of_any_name(reported, browser):
    page = browser.new_context().new_page()
    page.goto((reported / "exports" / f"{LESSON}-report.html").as_uri())
    address = page.get_by_role("link", name=TWIN).first.evaluate("link => link.href")
    assert Path(unquote(urlsplit(address).path)).is_file()


def test_without_names_the_script_is_not_there_at_all(reported, browser):
    window = Watched(browser.new_context().new_page())
    window.open((reported / "anonymous.html").as_uri())
    said = (reported / "anonymous.html").read_text()
    assert "mallory" not in said and "pwned" not in said and "anna" not in said
    expect(window.page.get_by_role("heading", name="learner")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone_and_follows_the_theme(reported, browser, scheme):
    page = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme).new_page()
    page.goto((reported / "exports" / f"{LESSON}-report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    red = int(page.evaluate("getComputedStyle(document.body).backgroundColor").split("(")[1].split(",")[0])
    assert (red > 200) == (scheme == "light")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    if "UNROLLED_SHOTS" in os.environ:
        shot(page, f"report-{scheme}-print")
