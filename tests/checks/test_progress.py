"""The progress of a learner is kept beside the lessons, whatever happens."""

import json
import subprocess
import sys

import pytest

from grader import check, progress
from grader.exercises import EXERCISES, LESSONS

RIGHT = EXERCISES["last-step"].reference


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.delenv("UNROLLED_PROGRESS", raising=False)
    for lesson in LESSONS:
        (tmp_path / lesson).mkdir()
    monkeypatch.chdir(tmp_path / "00-start-here")
    return tmp_path


def test_a_new_learner_has_nothing_and_is_told_where_to_begin(course):
    assert repr(progress()).splitlines()[0] == "00-start-here: 0 of 3"
    assert "Next: The last step of a sequence, in lesson 00-start-here" in repr(progress())


def test_points_survive_the_process_and_are_seen_from_other_lessons(course):
    code = "from grader import check; check('last-step', lambda x: x[-1])"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=course / "00-start-here")
    code = "from grader import progress; print(progress())"
    seen = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=course / "06-lstm-gates", capture_output=True, text=True
    ).stdout
    assert "00-start-here: 2 of 3" in seen and "Next: The shape of a product" in seen


def test_the_last_check_counts(course):
    check("last-step", RIGHT)
    check("last-step", lambda x: x[0])
    assert progress().earned["last-step"] == 0.5


def test_two_lessons_at_once_lose_nothing(course):
    code = "from grader import check\nfor _ in range(200): check({})"
    runs = [
        subprocess.Popen([sys.executable, "-c", code.format(asked)])
        for asked in ("'last-step', lambda x: x[-1]", "'product-shape', (12,)")
    ]
    for run in runs:
        assert run.wait() == 0
    assert (progress().earned["last-step"], progress().earned["product-shape"]) == (2, 1)
    assert {path.suffix for path in (course / ".progress").iterdir()} == {".json"}


@pytest.mark.parametrize("broken", ["", "{", '{"earned": "many"}', "[]", '{"earned": 1e9}'])
def test_a_broken_file_costs_only_itself(course, broken):
    check("last-step", RIGHT)
    check("product-shape", (12,))
    (course / ".progress" / "last-step.json").write_text(broken)
    assert progress().earned["product-shape"] == 1
    assert progress().earned["last-step"] in (0, 2)


def test_a_place_that_cannot_be_written_costs_the_memory_not_the_check(course):
    (course / ".progress").write_text("a file is in the way")
    assert repr(check("last-step", RIGHT)) == "2"
    assert progress().earned["last-step"] == 0


def test_grading_leaves_no_progress(course, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("last-step", RIGHT)
    assert not (course / ".progress").exists()
    assert progress().earned["last-step"] == 2


def test_the_picture_says_in_words_what_it_shows(course):
    check("last-step", RIGHT)
    html = progress()._repr_html_()
    assert 'aria-label="The last step of a sequence: 2 of 2"' in html
    for lesson in LESSONS.values():
        assert lesson.title in html


def test_what_is_kept_is_plain_json(course):
    check("last-step", RIGHT)
    assert json.loads((course / ".progress" / "last-step.json").read_text()) == {"earned": 2.0, "outcome": "right"}
