"""A learner at the keyboard: the course's lab, served for real, and Chromium on its page."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import chromium
import nbformat
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SECONDS = 25
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ALONE = ("--disable-component-update", "--disable-sync")
PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(prompt => prompt.textContent)"
ERRORS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'


def solve(folder: Path) -> None:
    """Put the answers of the solution into a learner's notebook of a lesson."""
    path = folder / f"{folder.name}.ipynb"
    blank, solved = nbformat.read(path, 4), nbformat.read(ROOT / "solutions" / folder.name / path.name, 4)
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in solved.cells if "nbgrader" in cell.metadata}
    for cell in blank.cells:
        if "nbgrader" in cell.metadata and cell.metadata.nbgrader.solution:
            cell.source = answers[cell.metadata.nbgrader.grade_id]
    nbformat.write(blank, path)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start this machine's Chromium; as root it has no sandbox of its own."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=[*QUIET, *ALONE, *root])
        yield started
        started.close()


@contextmanager
def lab(course: Path, theme: str = "Light", **environment: str) -> Iterator[str]:
    """Serve JupyterLab in `course` as a learner does, with a theme; give its address."""
    chosen = course / ".jupyter/config/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
    chosen.parent.mkdir(parents=True, exist_ok=True)
    chosen.write_text(json.dumps({"theme": f"JupyterLab {theme}"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "grader", "lab", "--no-browser", f"--port={port}", "--IdentityProvider.token="]
    log = course / ".jupyter" / "lab.log"
    with log.open("w") as said:
        server = subprocess.Popen(command, cwd=course, env=os.environ | environment, stdout=said, stderr=said)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server, log)
            yield f"http://127.0.0.1:{port}/lab"
        finally:
            server.terminate()
            server.wait(SECONDS)


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the lab does not answer:\n{log.read_text()}")


@dataclass(frozen=True)
class Notebook:
    """A notebook that is open in JupyterLab."""

    page: Page

    @classmethod
    def open(cls, page: Page, address: str) -> "Notebook":
        """Open it and wait until its kernel is there."""
        page.set_default_timeout(SECONDS * 1000)
        page.goto(address)
        notebook = cls(page)
        notebook._wait()
        return notebook

    def reload(self) -> None:
        """Load the page anew."""
        self.page.reload()
        self._wait()

    def restart(self) -> None:
        """Restart the kernel by the menu, without the old outputs, and confirm it."""
        self.choose("Kernel", "Restart Kernel and Clear")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.page.wait_for_function(f"() => !({PROMPTS}).some(prompt => /\\d/.test(prompt))")
        self._wait()

    def _wait(self) -> None:
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()

    def cell(self, text: str) -> Locator:
        """The only code cell that holds `text`."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(
            has=self.page.locator(".cm-content", has_text=text)
        )

    def choose(self, menu: str, item: str) -> None:
        """Choose from the menu bar what begins with `item`."""
        self.page.get_by_role("menubar").get_by_text(menu, exact=True).click()
        self.page.locator(".lm-Menu-item").filter(has_text=re.compile(f"^{re.escape(item)}")).click()

    def run_all(self) -> None:
        """Run every cell and wait for the last."""
        self.choose("Run", "Run All Cells")
        self.page.wait_for_function(f"() => ({PROMPTS}).every(prompt => /\\d/.test(prompt))")

    def run(self, text: str) -> None:
        """Run the cell that holds `text` with the keyboard, and wait for it."""
        cell = self.cell(text)
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "([prompt, before]) => /\\d/.test(prompt.innerText) && prompt.innerText !== before",
            arg=[prompt.element_handle(), before],
        )

    def write(self, text: str, source: str) -> None:
        """Replace the source of the cell that holds `text`, as if typed, and run it."""
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)
        self.run(source.splitlines()[0])

    def check(self, exercise: str) -> Locator:
        """Run the check cell of an exercise; give its card."""
        self.run(f'check("{exercise}"')
        return self.card(exercise)

    def card(self, exercise: str) -> Locator:
        """The card that is shown under the check cell of an exercise."""
        return self.output(f'check("{exercise}"')

    def output(self, text: str) -> Locator:
        """What is shown under the cell that holds `text`; one looks at it, for JupyterLab draws what is in sight."""
        shown = self.cell(text).locator(".jp-OutputArea-output")
        shown.scroll_into_view_if_needed()
        return shown

    def errors(self) -> list[str]:
        """What stands in red anywhere in the notebook."""
        return self.page.locator(ERRORS).all_text_contents()

    def validate(self) -> str:
        """Press nbgrader's button; give what its dialog says, and close it."""
        self.page.get_by_text("Validate", exact=True).click()
        dialog = self.page.locator(".jp-Dialog")
        dialog.wait_for()
        said = dialog.inner_text()
        self.photograph("validate", dialog)
        dialog.get_by_role("button").last.click()
        return said

    def photograph(self, name: str, around: Locator) -> None:
        """Keep a picture, for eyes, in the folder that UNROLLED_SHOTS names."""
        if "UNROLLED_SHOTS" in os.environ:
            around.scroll_into_view_if_needed()
            self.page.screenshot(path=Path(os.environ["UNROLLED_SHOTS"]) / f"{name}.png")
