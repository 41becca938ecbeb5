"""Bad input to any command: one clear line, exit status 2, and nothing changed."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import tree
from the_class import hand_in, learners

from grader.cli import app, main

LESSON = "00-start-here"
BY_LESSON = ["notebooks", "release", "collect", "grade", "feedback", "report"]
COMMANDS = [*BY_LESSON, "export"]
MARKED = [["grade", LESSON], ["feedback", LESSON], ["report", LESSON], ["export"], ["release", LESSON]]


def words(command: str, lesson: str = LESSON) -> list[str]:
    return [command, *([lesson] if command in BY_LESSON else []), *(["."] if command == "collect" else [])]


@pytest.mark.parametrize("command", BY_LESSON)
@pytest.mark.parametrize("lesson", ["00-strat-here", "../solutions", "", "*"])
def test_an_unknown_lesson(refused, command, lesson):
    said = refused(*words(command, lesson))
    assert f"There is no lesson {lesson!r}; there are {LESSON}" in said
    assert ("Did you mean '00-start-here'?" in said) == (lesson == "00-strat-here")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_course(capfd, tmp_path, command):
    assert main([*words(command), "--course", str(tmp_path)]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n"), "is not a course" in err) == ("", 1, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("extra", ["--nonsense", "one too many"])
def test_words_that_mean_nothing(refused, command, extra):
    if (command, extra) not in (("notebooks", "one too many"), ("release", "one too many")):
        refused(*words(command), extra)


def test_nothing_to_work_on(refused, tmp_path):
    assert "Nothing was handed in" in refused("grade", LESSON)
    assert "There are no marks yet" in refused("feedback", LESSON)
    assert "There are no marks yet" in refused("report", LESSON)
    assert "There are no marks yet" in refused("export")
    for wrong in (tmp_path / "no" / "marks.csv", tmp_path / "marks.txt", tmp_path):
        assert "is no file to write" in refused("export", "--to", wrong)
    for wrong in (tmp_path / "no" / "class.zip", tmp_path / "class.tar", tmp_path):
        assert "is no file to write" in refused("release", LESSON, "--to", wrong)


def other_tables(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE grade (id INTEGER)")
    database.close()


def of_nbgrader(course_id: str, lesson: str):
    def make(file: Path) -> None:
        code = "import sys; from nbgrader.api import Gradebook; "
        code += "Gradebook('sqlite:///' + sys.argv[1], sys.argv[2]).add_assignment(sys.argv[3])"
        subprocess.run([sys.executable, "-W", "ignore", "-c", code, file, course_id, lesson], check=True)

    return make


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda file: file.write_bytes(b"not a database at all, only text" * 9), "is not a gradebook: file is not"),
        (lambda file: file.mkdir(), "is not a gradebook"),
        (other_tables, "is a database, but not nbgrader's"),
        (of_nbgrader("unrolled", "ps1"), "is of another course: it holds ps1, which this course has not"),
        (of_nbgrader("chemistry", LESSON), "is of another course: chemistry"),
    ],
    ids=["text", "folder", "other tables", "other lessons", "other course"],
)
def test_a_gradebook_from_elsewhere(course, refused, make, said):
    hand_in(course, LESSON, "anna", learners(course, LESSON)["all-right"])
    file = course / "gradebook.db"
    make(file)
    try:
        for command in MARKED:
            assert said in refused(*command)
    finally:
        shutil.rmtree(file) if file.is_dir() else file.unlink()
        shutil.rmtree(course / "submitted")


def test_a_student_who_handed_in_nothing(course, refused):
    hand_in(course, LESSON, "anna", learners(course, LESSON)["blank"])
    assert "There is no submission for 00-start-here of 'ana'. Did you mean 'anna'?" in refused(
        *("grade", LESSON, "--student", "ana")
    )
    shutil.rmtree(course / "submitted")


def test_a_lesson_without_a_notebook_for_learners(course, refused):
    (course / "notebooks").rename(course / "elsewhere")
    try:
        for command in (["grade", LESSON], ["release", LESSON]):
            assert "has no notebook for learners yet: run grader notebooks 00-start-here" in refused(*command)
    finally:
        (course / "elsewhere").rename(course / "notebooks")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("return x[-1]", "return x[nowhere]\n\nlast_step(x)"), "does not run: NameError"),
        (lambda text: text.replace('"grade_id": "check-last-step"', '"grade_id": "last-step"'), "cannot make"),
    ],
    ids=["an error", "a name twice"],
)
def test_a_solution_that_does_not_work(course, refused, change, said):
    text = course / "solutions" / LESSON / f"{LESSON}.py"
    before = text.read_text()
    changed = change(before)
    assert changed != before
    text.write_text(changed)
    try:
        assert said in refused("notebooks", LESSON)
    finally:
        text.write_text(before)


def test_a_configuration_that_does_not_work(course, refused):
    config = course / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + "\nc = (\n")
    try:
        assert "cannot be used: SyntaxError" in refused("export")
    finally:
        config.write_text(before)


def test_the_module_is_the_command(course):
    before = tree(course)
    for command in ([sys.executable, "-m", "grader"], [Path(sys.executable).parent / "grader"]):
        run = subprocess.run([*command, "grade", "nothing"], cwd=course, capture_output=True, text=True)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
        assert run.stderr.startswith("grader: There is no lesson 'nothing'")
    assert tree(course) == before


def test_every_command_says_what_it_does_and_gives_an_example(capfd):
    assert main([]) == 0
    told = capfd.readouterr().out
    for command in app.registered_commands:
        name = command.callback.__name__
        assert name in told
        assert main([name, "--help"]) == 0
        shown = " ".join(capfd.readouterr().out.split())
        assert f"Example: grader {name}" in shown
        assert command.callback.__doc__.count("\n") == 0


def test_help_needs_no_nbgrader():
    code = "import sys; from grader.cli import main; main(['--help']); sys.exit('nbgrader' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_package_that_is_not_installed_is_named(course):
    without = "import sys; sys.modules['distributed'] = None; from grader.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", without, "grade", LESSON, "--course", str(course)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("grader: distributed is not installed here") and ran.stderr.count("\n") == 1
