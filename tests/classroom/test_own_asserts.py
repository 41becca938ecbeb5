"""An instructor's own graded cell, with asserts, is scored by nbgrader's rule, beside the checks of the catalogue."""

import nbformat
import pytest
from nbformat import v4
from nbgrader.utils import compute_checksum
from the_class import at, notebook

LESSON = "00-start-here"


def marked(source, **marks):
    cell = v4.new_code_cell(source, id=marks["grade_id"])
    marks = {"schema_version": 3, "cell_type": "code", "task": False, **marks}
    cell.metadata.nbgrader = marks
    cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    return cell


@pytest.fixture(scope="module")
def own_course(course):
    """The course, with a function to write and two asserts at the end of lesson 00."""
    blank = notebook(course, "notebooks", LESSON)
    blank.cells += [
        marked("def twice(n):\n    ...", grade_id="twice", grade=False, solution=True, locked=False),
        marked("assert twice(2) == 4", grade_id="test-twice", grade=True, solution=False, locked=True, points=3),
    ]
    nbformat.write(blank, course / "notebooks" / LESSON / f"{LESSON}.ipynb")
    return course


def test_asserts_give_all_points_or_none(own_course, grader):
    for student, answer in {"right": "return 2 * n", "wrong": "return 3 * n"}.items():
        submitted = notebook(own_course, "notebooks", LESSON)
        submitted.cells[at(submitted, "twice")].source = f"def twice(n):\n    {answer}"
        submitted.cells[at(submitted, "last-step")].source = "def last_step(x):\n    return x[-1]"
        folder = own_course / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        nbformat.write(submitted, folder / f"{LESSON}.ipynb")
    ran = grader("grade", LESSON, "--json")
    assert {mark["student"]: mark["points"] for mark in ran.data["marks"]} == {"right": 5, "wrong": 2}
    assert ran.status == 0
