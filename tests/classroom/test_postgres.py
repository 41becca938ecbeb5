"""The gradebook on a PostgreSQL server: the same rows as in a file, and a connection that breaks loses nothing."""

import pytest
from postgres import server
from sqlalchemy import create_engine, text
from the_class import hand_in, learners

LESSON = "00-start-here"
STUDENTS = ("all-right", "first-mistake", "no-json", "no-file")
ROWS = {
    "marks": """SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
        FROM grade g JOIN submitted_notebook n ON g.notebook_id = n.id JOIN submitted_assignment s
        ON n.assignment_id = s.id JOIN base_cell c ON g.cell_id = c.id ORDER BY 1, 2""",
    "comments": """SELECT s.student_id, c.name, m.auto_comment, m.manual_comment
        FROM comment m JOIN submitted_notebook n ON m.notebook_id = n.id JOIN submitted_assignment s
        ON n.assignment_id = s.id JOIN base_cell c ON m.cell_id = c.id ORDER BY 1, 2""",
    "attempts": "SELECT student, number, submitted, seed FROM unrolled_attempt ORDER BY 1, 2",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with server(tmp_path_factory.mktemp("postgres")) as started:
        yield started


@pytest.fixture(scope="module")
def class_of_four(course):
    made = learners(course, LESSON)
    for student in STUDENTS:
        hand_in(course, LESSON, student, made[student])


def rows(url: str) -> dict[str, list[tuple]]:
    engine = create_engine(url)
    with engine.connect() as db:
        found = {what: [tuple(row) for row in db.execute(text(query))] for what, query in ROWS.items()}
    engine.dispose()
    return found


def test_the_rows_are_those_of_a_file(course, class_of_four, grader, address):
    assert grader("grade", LESSON, "--json").status == 1
    ran = grader("grade", LESSON, "--db", address, "--json")
    assert (ran.status, ran.err) == (1, "")
    assert [marks["graded_now"] for marks in ran.data["marks"]] == [True] * len(STUDENTS)
    in_file, on_server = rows(f"sqlite:///{course}/gradebook.db"), rows(address)
    assert in_file == {what: [*map(_plain, found)] for what, found in on_server.items()}
    assert len(on_server["attempts"]) == len(STUDENTS)


def _plain(row: tuple) -> tuple:
    """Truth as SQLite has it: 0 and 1."""
    return tuple(int(value) if isinstance(value, bool) else value for value in row)


def test_marks_feedback_and_export_read_the_server(course, class_of_four, grader, address, tmp_path):
    assert grader("grade", LESSON, "--db", address, "--json").status == 1
    (course / "gradebook.db").unlink(missing_ok=True)
    assert grader("feedback", LESSON, "--db", address).status == 1
    assert grader("export", "--db", address, "--to", tmp_path / "marks.csv").status == 1
    assert "all-right" in (tmp_path / "marks.csv").read_text()
    assert not (course / "gradebook.db").exists()


def test_a_connection_that_breaks_again_and_again_loses_nothing(course, class_of_four, grader, address):
    grader("grade", LESSON, "--db", address, "--json")
    before = rows(address)
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    from grader.classroom import grade

    kept, broken = grade.Grading._keep, []

    def breaking(self, student, marked):
        with admin.connect() as db:
            query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            broken.append(db.execute(text(query)).scalar())
        return kept(self, student, marked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade.Grading, "_keep", breaking)
        ran = grader("grade", LESSON, "--again", "--db", address, "--json")
    admin.dispose()
    assert (ran.status, ran.err) == (1, "")
    assert len(broken) == len(STUDENTS) and sum(broken) >= len(STUDENTS)
    after = rows(address)
    assert (after["marks"], after["comments"]) == (before["marks"], before["comments"])
    assert len(after["attempts"]) == len(before["attempts"]) + len(STUDENTS)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://grader@127.0.0.1:1/none", "cannot be used"),
        ("nonsense", "is no address of a gradebook"),
        ("mysql+none://x", "is no address of a gradebook"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(class_of_four, refused, url, said):
    assert said in refused("grade", LESSON, "--db", url)
