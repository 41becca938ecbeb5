"""The Chromium, or Chrome, of this machine."""

import shutil
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = ("Chromium", "Google Chrome")
MISSING = "The browser tests need Chromium: sudo apt-get install chromium (macOS: brew install --cask chromium)"


def find() -> str:
    """Give the path of the browser, or nothing where there is none."""
    applications = [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ON_A_MAC]
    found = [*filter(None, map(shutil.which, COMMANDS)), *(path for path in applications if Path(path).exists())]
    return found[0] if found else ""
