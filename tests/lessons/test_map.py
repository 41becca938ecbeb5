"""The map of the course: every lesson says what it needs and gives, and the README shows what the catalogue says."""

import json
import runpy
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import grader
from grader.checks.course_map import CourseMap
from grader.exercises import LESSONS
from grader.exercises.declare import Lesson
from grader.judge import stand_ins

ROOT = Path(__file__).parents[2]
PAGE = runpy.run_path(str(ROOT / "tests" / "lessons" / "course_page.py"))


def test_every_lesson_needs_lessons_before_it_and_gives_something():
    before = []
    for lesson in LESSONS.values():
        assert set(lesson.needs) <= set(before), lesson.id
        assert bool(lesson.needs) == bool(before), lesson.id
        assert list(lesson.needs) == sorted(set(lesson.needs)), lesson.id
        assert 3 <= len(lesson.gives.split()) <= 18 and lesson.gives[0].islower(), lesson.id
        assert not lesson.gives.endswith("."), lesson.id
        before.append(lesson.id)


def test_what_is_committed_is_what_the_command_makes():
    committed = PAGE["MAP"].read_text(encoding="utf-8")
    assert committed == PAGE["picture"](), "docs/pictures/map.svg is stale: run make pictures"
    readme = PAGE["README"].read_text(encoding="utf-8")
    assert PAGE["filled"](readme) == readme, "the lessons in README.md are stale: run make pictures"
    assert readme.count("](docs/pictures/map.svg)") == 1
    for lesson in LESSONS.values():
        assert f"| [{lesson.id[:2]} {lesson.title}](notebooks/{lesson.id}/{lesson.id}.ipynb) |" in readme
        assert f"| {lesson.gives} |" in readme


def test_the_picture_stands_alone_and_brings_its_colours_for_light_and_dark():
    svg = ElementTree.fromstring(PAGE["picture"]())
    style = svg[0].text
    assert svg.get("aria-label") == grader.course_map().picture().alt
    assert float(svg.get("width")) > 0 and float(svg.get("height")) > 0
    assert style.count("color:") - style.count("-color:") == 2 == style.count("background:")
    assert "@media(prefers-color-scheme:dark)" in style


def test_a_notebook_shows_the_picture_and_the_words_whatever_the_catalogue_holds():
    lessons = [
        Lesson(
            f"{k:02}-made-up",
            f"Lesson <{k}>",
            [],
            needs=tuple(f"{n:02}-made-up" for n in range(k // 3, k)),
            gives="do & say",
        )
        for k in range(13)
    ]
    shown = CourseMap(lessons)
    page = shown._repr_html_()
    assert page.startswith("<figure") and page.count("<tr>") == 14
    assert "12 Lesson &lt;12&gt;" in page and "do &amp; say" in page and ">04, 05, 06, 07, 08, 09, 10, 11<" in page
    assert repr(shown) == shown.picture().alt
    assert "12 Lesson <12>: needs 04, 05, 06, 07, 08, 09, 10 and 11" in repr(shown)


def test_what_lessons_import_is_there_too_where_they_are_graded():
    code = (
        "import json, sys; import grader\n"
        "print(json.dumps([repr(grader.course_map()), repr(grader.progress()), 'matplotlib' in sys.modules]))"
    )
    folder = Path(stand_ins.__file__).parent
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    drawn, kept, heavy = json.loads(run.stdout)
    assert ("not where they are graded" in drawn, "not where they are graded" in kept, heavy) == (True, True, False)
    for name in grader.__all__:
        assert f"def {name}(" in (folder / "grader" / "__init__.py").read_text()


def test_importing_the_map_does_not_load_matplotlib():
    code = "import sys; from grader import course_map; print('matplotlib' in sys.modules); course_map().picture()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
