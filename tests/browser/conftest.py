"""A browser for all tests, and for each test a fresh copy of what a learner is given."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import chromium
import learner
import pytest
from playwright.sync_api import Page


@pytest.fixture(scope="module")  # no longer: its event loop would go on running under the kernels of later tests
def browser():
    if not chromium.find():
        pytest.fail(chromium.MISSING, pytrace=False)
    with learner.browser() as started:
        yield started


@pytest.fixture
def course(tmp_path) -> Path:
    """A folder with the lessons as they are handed out."""
    shutil.copytree(learner.ROOT / "notebooks", tmp_path / "course", ignore=shutil.ignore_patterns(".*"))
    return tmp_path / "course"


@pytest.fixture
def serve(browser):
    """Serve a folder and open a window: the window, and the address of the lab."""
    with ExitStack() as closing:

        def serve(folder: Path, theme: str = "Light", **environment: str) -> tuple[Page, str]:
            address = closing.enter_context(learner.lab(folder, theme, **environment))
            window = closing.enter_context(browser.new_context(viewport={"width": 1280, "height": 960}))
            return window.new_page(), address

        yield serve


@pytest.fixture
def open_lesson(serve, course):
    """Open a lesson of a learner's course."""

    def open_lesson(lesson: str, theme: str = "Light", **environment: str) -> learner.Notebook:
        page, address = serve(course, theme, **environment)
        return learner.Notebook.open(page, f"{address}/tree/{lesson}/{lesson}.ipynb")

    return open_lesson
