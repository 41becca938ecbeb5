"""The class of twelve: graded in one run, with exact marks; then feedback, export, and grading once more."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from the_class import Learner, hand_in, learners

from grader.classroom import work
from grader.exercises import LESSONS

FIRST = "00-start-here"


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request):
    return request.param


@pytest.fixture(scope="module")
def twelve(course, lesson) -> dict[str, Learner]:
    """The class, whose work lies in `submitted`."""
    made = learners(course, lesson)
    assert len(made) == 12
    for student, learner in made.items():
        hand_in(course, lesson, student, learner)
    return made


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course}/gradebook.db", "unrolled")


def scores(course: Path, lesson: str) -> dict[str, dict]:
    """Every mark of a lesson in the gradebook: student and cell to points, and whether a person is wanted."""
    with gradebook(course) as opened:
        return {
            (submission.student_id, grade.name): (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for submission in opened.assignment_submissions(lesson)
            for each in submission.notebooks
            for grade in each.grades
        }


def test_twelve_are_graded_in_one_run(course, lesson, twelve, grader):
    ran = grader("grade", lesson, "--json")
    assert (ran.status, ran.err) == (1, "")
    marks = {marks["student"]: marks for marks in ran.data["marks"]}
    assert sorted(marks) == sorted(twelve)
    exercises = {exercise.id: exercise for exercise in LESSONS[lesson].exercises}
    for student, learner in twelve.items():
        got = marks[student]
        assert got["graded_now"]
        assert list(got["exercises"])[: len(exercises)] == list(exercises)
        if learner.points is None:
            assert [exercise["earned"] for exercise in got["exercises"].values()] == [None] * len(got["exercises"])
            assert learner.look in got["look"][0]
            continue
        assert (student, got["points"]) == (student, learner.points)
        assert (student, got["look"]) == (student, [])
        assert {each: what["mistake"] for each, what in got["exercises"].items() if what["mistake"]} == learner.mistakes
        assert learner.mended in " ".join(got["notes"]) and bool(learner.mended) == bool(got["notes"])
    assert {what["outcome"] for what in marks["blank"]["exercises"].values()} == {"not answered"}
    assert len({marks[student]["exercises"][next(iter(exercises))]["seed"] for student in ("all-right", "half")}) == 2


def test_what_cannot_be_graded_is_flagged_for_a_person_and_answers_in_words_wait(course, lesson, twelve):
    essays = [essay.id for essay in LESSONS[lesson].essays]
    for (student, cell), (auto, manual, wanted) in scores(course, lesson).items():
        assert manual is None
        if twelve[student].points is None:
            assert (student, cell, auto, wanted) == (student, cell, None, True)
        elif cell in essays:
            assert wanted == (student not in ("blank", "half"))
        else:
            assert (student, cell, wanted) == (student, cell, False) and auto is not None


def test_the_table_names_everyone_and_says_what_to_look_at(lesson, twelve, grader):
    ran = grader("grade", lesson)
    assert ran.status == 1
    assert f"0 graded now, {len(twelve)} as before" in ran.out
    for student, learner in twelve.items():
        assert student in ran.out
        if learner.look:
            assert f"Look at {student}: {learner.look}" in ran.out


def test_feedback_has_a_page_for_each_and_says_why_one_was_not_graded(course, lesson, twelve, grader):
    ran = grader("feedback", lesson, "--json")
    assert ran.status == 1
    assert sorted(ran.data["pages"]) == sorted(twelve)
    for student, learner in twelve.items():
        page = (course / "feedback" / student / lesson / f"{lesson}.html").read_text()
        assert ("This was not graded" in page) == (learner.points is None)
        assert all(mistake in page for mistake in learner.mistakes.values())
        assert (student in ran.data["look"]) == (learner.points is None)
    written = sum(
        learner.points is not None and student not in ("blank", "half") for student, learner in twelve.items()
    )
    assert ran.data["essays"] == {essay.id: written for essay in LESSONS[lesson].essays}


def test_export_is_a_table_that_says_what_needs_a_person(course, lesson, twelve, grader, tmp_path):
    ran = grader("export", "--to", tmp_path / "marks.csv")
    assert ran.status == 1
    text = (tmp_path / "marks.csv").read_text()
    assert text.startswith('"lesson","student",')
    rows = {row["student"]: row for row in csv.DictReader(text.splitlines()) if row["lesson"] == lesson}
    assert sorted(rows) == sorted(twelve)
    for student, learner in twelve.items():
        assert float(rows[student]["score"]) == (learner.points or 0)
        assert learner.look in rows[student]["for_a_person"]
    theirs = subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--to", tmp_path / "stock.csv"], cwd=course, capture_output=True
    )
    assert theirs.returncode == 0
    assert (tmp_path / "stock.csv").read_text() == text


first_lesson = pytest.mark.parametrize("lesson", [FIRST], indirect=True, scope="module")


@first_lesson
def test_nbgraders_own_autograde_gives_the_same_marks(course, lesson, twelve):
    before = scores(course, lesson)
    with gradebook(course) as opened:
        for submission in opened.assignment_submissions(lesson):
            for grade in submission.notebooks[0].grades:
                grade.auto_score, grade.needs_manual_grade = 0.125, False
        opened.db.commit()
    command = [sys.executable, "-m", "nbgrader", "autograde", lesson, "--force"]
    run = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    after = scores(course, lesson)
    for (student, cell), score in before.items():
        if student != "no-file":  # nbgrader passes over a folder without a notebook
            assert (student, cell, after[student, cell]) == (student, cell, score)


@first_lesson
def test_grading_again_gives_the_same_marks_and_keeps_what_a_person_gave(course, lesson, twelve, grader):
    check = f"check-{LESSONS[lesson].exercises[0].id}"
    before = scores(course, lesson)
    people = ["first-mistake", "no-json"]
    with gradebook(course) as opened:
        for student in people:
            grade = opened.find_grade(check, lesson, lesson, student)
            grade.manual_score, grade.needs_manual_grade = 1.75, False
            comment = opened.find_comment(LESSONS[lesson].exercises[0].id, lesson, lesson, student)
            comment.manual_comment = "well thought, badly typed"
        opened.db.commit()
    chosen = [*people, "noisy"]
    ran = grader("grade", lesson, "--again", "--json", *(word for student in chosen for word in ("--student", student)))
    assert [marks["graded_now"] for marks in ran.data["marks"]] == [True] * 3
    after = scores(course, lesson)
    for student, cell in before:
        auto, manual, wanted = after[student, cell]
        assert auto == before[student, cell][0] or student == "no-file"
        if student in people and cell == check:
            assert (manual, wanted) == (1.75, False)
    with gradebook(course) as opened:
        for student in people:
            comment = opened.find_comment(LESSONS[lesson].exercises[0].id, lesson, lesson, student)
            assert comment.comment == "well thought, badly typed"


@first_lesson
def test_new_work_is_graded_and_a_person_asked_to_look_at_the_mark_they_gave(course, lesson, twelve, grader):
    hand_in(course, lesson, "first-mistake", twelve["all-right"])
    ran = grader("grade", lesson, "--student", "first-mistake", "--student", "half", "--json")
    new, old = ran.data["marks"]
    assert (new["graded_now"], old["graded_now"], ran.status) == (True, False, 1)
    assert "graded anew after a person gave it points" in new["look"][0]
    assert {what["outcome"] for what in new["exercises"].values()} == {"right"}


def test_a_fault_of_the_grader_stops_no_other_submission(course, grader, monkeypatch):
    made = learners(course, FIRST)
    for student in ("all-right", "half"):
        hand_in(course, FIRST, student, made[student])
    whole = work.rebuilt

    def fails(blank, submitted, name, why=""):
        if not why and "x[-1]" in str(submitted) and not failed:
            failed.append(name)
            raise KeyError("a fault")
        return whole(blank, submitted, name, why)

    failed = []
    monkeypatch.setattr(work, "rebuilt", fails)
    ran = grader("grade", FIRST, "--again", "--workers", "1", "--student", "all-right", "--student", "half", "--json")
    assert (ran.status, len(failed)) == (1, 1)
    looks = [marks["look"] for marks in ran.data["marks"]]
    assert sorted(map(len, looks)) == [0, 1]
    assert "the grader itself failed (KeyError: 'a fault')" in str(looks)
