"""Photograph a lesson with a checked answer for the README, by `make pictures`."""

import shutil
import sys
import tempfile
from pathlib import Path

import chromium
import learner

LESSON = "06-lstm-gates"
ANSWER = """def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h)"""


def main() -> None:
    """Answer an exercise with a usual mistake, and keep what the learner sees."""
    with tempfile.TemporaryDirectory() as folder, learner.browser() as browser:
        course = shutil.copytree(learner.ROOT / "notebooks", Path(folder) / "course")
        with learner.lab(course) as address:
            window = browser.new_context(viewport={"width": 960, "height": 760})
            lesson = learner.Notebook.open(window.new_page(), f"{address}/tree/{LESSON}/{LESSON}.ipynb")
            lesson.run_all()
            lesson.write("def forget_gate(", ANSWER)
            lesson.check("forget-gate").get_by_text("Hint 1").click()
            lesson.page.keyboard.press("ControlOrMeta+b")  # without the list of files
            lesson.page.screenshot(path=learner.ROOT / "docs" / "pictures" / "lesson.png")


if __name__ == "__main__":
    sys.exit(main() if chromium.find() else chromium.MISSING)
