"""`grader notebooks`: what is committed is made anew, and nothing else is touched."""

from conftest import tree

LESSON = "00-start-here"


def test_a_lesson_is_made_anew_and_the_gradebook_left_alone(course, grader):
    before = tree(course)
    text = course / "solutions" / LESSON / f"{LESSON}.py"
    text.write_text(text.read_text().replace("# 00 Start here", "# 00 Start now"))
    ran = grader("notebooks", LESSON, "--json")
    assert (ran.status, ran.err, ran.data) == (
        0,
        "",
        {"lessons": [LESSON], "pages": ["cheat-sheet.html", "glossary.html"]},
    )
    for folder in ("solutions", "notebooks"):
        made = course / folder / LESSON / f"{LESSON}.ipynb"
        assert "# 00 Start now" in made.read_text()
        made.write_text(made.read_text().replace("# 00 Start now", "# 00 Start here"))
    text.write_text(text.read_text().replace("# 00 Start now", "# 00 Start here"))
    after = tree(course)
    assert after.keys() == before.keys()
    assert [name for name in after if after[name] != before[name] and not name.endswith(".ipynb")] == []
