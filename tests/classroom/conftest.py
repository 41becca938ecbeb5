"""A copy of the course for each module, and the `grader` command in it."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course as it is committed, with nothing handed in."""
    copy = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", copy)
    for folder in ("solutions", "notebooks"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns(".progress", ".ipynb_checkpoints"))
    return copy


@pytest.fixture
def grader(course, capfd) -> Callable[..., Ran]:
    """Run a `grader` command on the course."""

    def run(*words: object) -> Ran:
        capfd.readouterr()
        status = main([str(word) for word in words] + ["--course", str(course)])
        return Ran(status, *capfd.readouterr())

    return run


@pytest.fixture
def refused(course, grader, tmp_path) -> Callable[..., str]:
    """Run a command that must be refused in one line and must change nothing; give the line."""

    def run(*words: object) -> str:
        before = tree(course), tree(tmp_path)
        ran = grader(*words)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("grader: ") and ran.err.count("\n") == 1
        assert (tree(course), tree(tmp_path)) == before
        return ran.err

    return run


def tree(folder: Path) -> dict[str, str]:
    """Every file and folder below `folder`, with what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
    }
