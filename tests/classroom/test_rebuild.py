"""A submission in the course's own notebook: what is taken from it, and where it goes."""

import copy
import re

import pytest
from nbformat import NotebookNode, v4

from grader.judge.rebuild import UnreadableError, rebuild


def cell(source, grade_id=None, grade=False, solution=False, kind="code"):
    new = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}[kind](
        source, id=grade_id or re.sub(r"\W", "", source)
    )
    if grade_id:
        marks = {"grade_id": grade_id, "grade": grade, "solution": solution, "locked": grade, "schema_version": 3}
        new.metadata.nbgrader = NotebookNode(marks | ({"points": 2} if grade else {}))
    return new


@pytest.fixture
def blank():
    """import, prose, answer f, check f, answer g, check g, essay."""
    cells = [
        cell("import course"),
        cell("prose", kind="markdown"),
        cell("f = ...", "f", solution=True),
        cell("check(f)", "check-f", grade=True),
        cell("g = ...", "g", solution=True),
        cell("check(g)", "check-g", grade=True),
        cell("*Write here.*", "essay", grade=True, solution=True, kind="markdown"),
    ]
    cells[-1].metadata.nbgrader.locked = False
    return v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python"}})


@pytest.fixture
def own(blank):
    """What a learner hands in: the blank with f = 1 and g = 2."""
    made = copy.deepcopy(blank)
    made.cells[2].source, made.cells[4].source = "f = 1", "g = 2"
    return made


def sources(made):
    return [cell.source for cell in made.cells]


HONEST = ["import course", "prose", "f = 1", "check(f)", "g = 2", "check(g)", "*Write here.*"]


def test_answers_are_put_in_and_nothing_else_is_taken(blank, own):
    own.metadata.kernelspec.name = "r"
    own.cells[3].source = "True"
    own.cells[3].metadata.nbgrader.points = 100
    own.cells[2].metadata.nbgrader.solution = False
    own.cells[2].metadata.tags = ["skip-execution"]
    own.cells[2].outputs = [v4.new_output("stream", text="shown before")]
    before = copy.deepcopy(own)
    made, notes = rebuild(blank, own)
    assert sources(made) == HONEST
    assert [c.metadata for c in made.cells] == [c.metadata for c in blank.cells]
    assert made.metadata == blank.metadata
    assert not any(c.get("outputs") for c in made.cells)
    assert [note.split(";")[0] for note in notes] == [
        "The notebook asked for the kernel 'r'",
        "The check 'check-f' had been changed",
    ]
    assert own == before


def test_the_learners_own_cells_stay_where_they_were(blank, own):
    own.cells.insert(5, cell("after_g"))
    own.cells.insert(3, cell("after_f"))
    own.cells.insert(2, cell("note", kind="markdown"))
    own.cells.insert(0, cell("first"))
    made, notes = rebuild(blank, own)
    assert sources(made) == [
        *("first", "import course", "prose", "note", "f = 1", "after_f", "check(f)"),
        *("g = 2", "after_g", "check(g)", "*Write here.*"),
    ]
    assert notes == []
    assert len({c.id for c in made.cells}) == len(made.cells)


def test_a_changed_cell_of_the_course_runs_after_the_original(blank, own):
    own.cells[0].source = "import math"
    assert sources(rebuild(blank, own)[0])[:3] == ["import course", "import math", "prose"]


def test_a_deleted_answer_comes_back_blank_and_a_deleted_check_as_it_was(blank, own):
    del own.cells[5], own.cells[2]
    made, notes = rebuild(blank, own)
    assert sources(made) == [*HONEST[:2], "f = ...", *HONEST[3:]]
    assert notes == ["The answer cell 'f' was missing; it was put back, not answered."]


def test_an_answer_in_a_cell_of_its_own_is_not_undone_by_the_dots(blank, own):
    own.cells[2] = cell("f = 1 # in a new cell")
    order = sources(rebuild(blank, own)[0])
    assert order.index("f = ...") < order.index("f = 1 # in a new cell") < order.index("check(f)")


def test_a_helper_stays_before_a_check_that_was_deleted(blank, own):
    own.cells[3] = cell("helper")
    order = sources(rebuild(blank, own)[0])
    assert order.index("helper") < order.index("check(f)") < order.index("g = 2")


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        (["f = 1", "f = 1"], ["f = 1", "check(f)"]),
        (["f = ...", "f = 1"], ["f = 1", "check(f)"]),
        (["f = 1", "f = ..."], ["f = 1", "check(f)"]),
        (["f = 0", "f = 1"], ["f = 0", "f = 1", "check(f)"]),
        (["f = 1", "check(f)", "f = 0"], ["f = 1", "check(f)", "f = 0"]),
        (["f = ...", "check(f)", "f = 1"], ["f = 1", "check(f)"]),
        (["f = ...", "f = ..."], ["f = ...", "check(f)"]),
    ],
)
def test_of_copies_the_one_that_a_run_would_use_counts(blank, own, copies, expected):
    check = own.cells[3]
    made = []
    for number, source in enumerate(copies):
        made.append(check if source.startswith("check") else copy.deepcopy(own.cells[2]))
        if source != "check(f)":
            made[-1].source, made[-1].id = source, f"copy-{number}"
    own.cells[2:4] = [*made, *([check] if check not in made else [])]
    got, notes = rebuild(blank, own)
    assert sources(got) == ["import course", "prose", *expected, *HONEST[4:]]
    counted = got.cells[[c.metadata.get("nbgrader", {}).get("grade_id") for c in got.cells].index("f")]
    assert counted.source == ("f = ..." if set(copies) == {"f = ..."} else "f = 1")
    assert "was there 2 times" in notes[0]


def test_a_helper_between_two_copies_runs_before_the_one_that_counts(blank, own):
    again = copy.deepcopy(own.cells[2])
    again.source, again.id = "f = helper()", "again"
    own.cells[2].source = "f = ..."
    own.cells[3:3] = [cell("def helper()"), again]
    assert sources(rebuild(blank, own)[0])[2:5] == ["def helper()", "f = helper()", "check(f)"]


def test_cells_that_lost_their_marks_are_known_by_id_or_text(blank, own):
    for each in own.cells:
        each.metadata = {}
    assert sources(rebuild(blank, own)[0]) == HONEST
    for each in own.cells[:2] + own.cells[3:]:
        del each["id"]
    assert sources(rebuild(blank, own)[0])[:4] == HONEST[:4]


def test_an_essay_keeps_its_picture_and_a_changed_type_is_put_right(blank, own):
    own.cells[6].source, own.cells[6].attachments = "![](attachment:a.png)", {"a.png": {"image/png": "AA=="}}
    own.cells[2]["cell_type"] = "markdown"
    made, _ = rebuild(blank, own)
    assert made.cells[6].attachments == own.cells[6].attachments
    assert (made.cells[2].cell_type, made.cells[2].source) == ("code", "f = 1")


def test_another_notebook_is_not_graded(blank):
    with pytest.raises(UnreadableError, match="none of this lesson's answer cells"):
        rebuild(blank, v4.new_notebook(cells=[cell("other")]))


def test_damaged_cells_do_no_harm(blank, own):
    own.cells += ["text", {"cell_type": "code"}, {"cell_type": "odd", "source": ["a", 1], "metadata": [], "id": [1]}]
    own.metadata.kernelspec = "python3"
    assert sources(rebuild(blank, own)[0])[: len(HONEST)] == HONEST
