"""An instructor in JupyterLab's formgrader: a graded submission, and the essay graded by hand."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from learner import ROOT, solve
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from grader.exercises import LESSONS

LESSON = LESSONS["06-lstm-gates"]
(ESSAY,) = LESSON.essays


@pytest.fixture
def graded(tmp_path) -> Path:
    """An instructor's course, in which anna has handed in right answers and was graded."""
    for folder in ("solutions", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(tmp_path / "notebooks" / LESSON.id, tmp_path / "submitted" / "anna" / LESSON.id)
    solve(tmp_path / "submitted" / "anna" / LESSON.id)
    command = [sys.executable, "-m", "grader", "grade", LESSON.id]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return tmp_path


def submission(course: Path):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = gradebook.find_submission(LESSON.id, "anna")
        return found.score, found.needs_manual_grade


def test_points_given_to_the_essay_land_in_the_gradebook(graded, serve):
    by_program = sum(exercise.points for exercise in LESSON.exercises)
    assert submission(graded) == (by_program, True)
    page, address = serve(graded)
    page.goto(address)
    page.get_by_role("menubar").get_by_text("Nbgrader", exact=True).click()
    page.locator(".lm-Menu-item").get_by_text("Formgrader", exact=True).click()

    formgrader = page.frame_locator("iframe")
    formgrader.get_by_role("link", name="Manual Grading").click()
    for page_of in (f"gradebook/{LESSON.id}", f"gradebook/{LESSON.id}/{LESSON.id}", "submissions/"):
        formgrader.locator(f"td a[href*='/formgrader/{page_of}']").first.click()

    points = formgrader.locator(f"input[id='{ESSAY.id}']")
    expect(points).to_be_visible()
    with page.expect_response("**/formgrader/api/grade/*"):
        points.fill(f"{ESSAY.points:g}")
        points.blur()
    assert submission(graded) == (by_program + ESSAY.points, False)
    if "UNROLLED_SHOTS" in os.environ:
        points.scroll_into_view_if_needed()
        page.screenshot(path=Path(os.environ["UNROLLED_SHOTS"]) / "formgrader.png")
