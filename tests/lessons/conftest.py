"""The lessons as they are committed, and a copy in which they were made anew."""

import shutil
from pathlib import Path

import pytest

from grader.classroom.build import build
from grader.classroom.course import Course

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def rebuilt(tmp_path_factory) -> Path:
    """A copy of the course in which every lesson was made anew from its text."""
    copy = tmp_path_factory.mktemp("rebuilt")
    shutil.copy(ROOT / "nbgrader_config.py", copy)
    shutil.copytree(ROOT / "solutions", copy / "solutions", ignore=shutil.ignore_patterns("*.ipynb", ".progress"))
    course = Course(copy)
    for lesson in course.lessons:
        build(course, lesson)
    return copy
