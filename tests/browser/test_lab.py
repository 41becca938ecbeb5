"""The lab keeps to the course's own folder: the user's settings are neither read nor changed."""

import json
import shutil
import sys
import urllib.request
from pathlib import Path

import learner
import pytest

FIRST = "00-start-here/00-start-here.ipynb"
EXTENSION = "@jupyterlab/apputils-extension"
THEIRS = {
    ".jupyter/jupyter_server_config.py": "raise SystemExit('these settings are not for the course')",
    ".jupyter/jupyter_config.json": '{"ServerApp": {"base_url": "/elsewhere"}}',
    f".jupyter/lab/user-settings/{EXTENSION}/notification.jupyterlab-settings": '{"fetchNews": "true"}',
    ".ipython/profile_default/startup/first.py": "theirs = 1",
    ".config/matplotlib/matplotlibrc": "figure.dpi: 7",
    ".matplotlib/matplotlibrc": "figure.dpi: 7",
}

ASK = """import shutil, sys
import matplotlib.pyplot as plt
print(plt.rcParams["figure.dpi"], "theirs" in globals())
print(shutil.which("nbgrader"), shutil.which("alembic"), sys.executable)"""


@pytest.fixture
def home(tmp_path) -> Path:
    """The home of a user who has settings for everything."""
    for name, text in THEIRS.items():
        (tmp_path / "home" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "home" / name).write_text(text)
    return tmp_path / "home"


def content(folder: Path) -> dict[Path, str]:
    return {path.relative_to(folder): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_users_own_settings_are_neither_read_nor_changed(open_lesson, home):
    theirs = {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_CONFIG_PATH": str(home / ".jupyter"),
        "IPYTHONDIR": str(home / ".ipython"),
        "PYTHONSTARTUP": str(home / ".ipython/profile_default/startup/first.py"),
        "MPLCONFIGDIR": str(home / ".matplotlib"),
    }
    before = content(home)
    lesson = open_lesson("00-start-here", **theirs)
    lesson.write("import numpy", ASK)
    dpi, startup, *programs = lesson.output("import shutil").inner_text().split()
    assert (dpi, startup) == ("100.0", "False")
    assert {Path(program).parent for program in programs} == {Path(sys.executable).parent}
    assert lesson.page.locator(".jp-Dialog").count() == 0
    assert content(home) == before


def test_no_news_is_fetched_and_no_question_asked(course):
    with learner.lab(course) as address:
        answer = urllib.request.urlopen(f"{address}/api/settings/{EXTENSION}:notification", timeout=30)
        settings = json.load(answer)["schema"]["properties"]
    assert settings["fetchNews"]["default"] == "false"
    assert settings["checkForUpdates"]["default"] is False


@pytest.mark.parametrize("place", ["", "notebooks"])
def test_it_opens_on_lesson_00_in_the_course_and_in_what_a_class_is_given(place, course, tmp_path):
    given = tmp_path / "given"
    shutil.copytree(course, given / place)
    with learner.lab(given) as address:
        opened = urllib.request.urlopen(address.removesuffix("lab"), timeout=30)
        assert opened.url == f"{address}/tree/{place}/{FIRST}".replace("//0", "/0")
