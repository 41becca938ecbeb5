"""Canvas and Moodle: work comes from the zips they give, marks and pages of feedback go back as they take them.

The names of files and the columns of tables are those of the platforms' own programs; see `grader/classroom/rosters.py`
and `platforms.py`.
"""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from conftest import tree
from nbgrader.api import Gradebook
from the_class import learners, notebook

from grader.classroom.marks import FORMULA
from grader.classroom.platforms import Origin, Platform, origin

ONE, TWO = "00-start-here", "01-sequences"
NOT_JSON = "the file is not a notebook: it is not JSON (Expecting value: line 1 column 1 (char 0))"

CANVAS = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,00-start-here (501),Essay (5),00-start-here Current Score,Final Score
,,,,,,Manual Posting,,,
    Points Possible,,,,,,3.00,10,(read only),(read only)
"Lee, Ann",12345,S1,ann@x.edu,A,"likes ""gates""",,9,,50
"O'Day, Bert",12346,S2,bert@x.edu,A,,,,,
"Kim, Kim",1,S3,kim@x.edu,A,,,,,
"Kim, Kim",2,S4,kim2@x.edu,B,,EX,,,
"=""=cmd(1)""",5,S5,cmd@x.edu,B,=keep,,,,
"Broken, Bob",7,S6,bob@x.edu,B,,1.50,,,
"Student, Test",900,gone,gone,A,,,,,
'''

WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 700001","Ann Lee",ann@x.edu,"Submitted for grading",,17.00,Yes,"Sunday, 1 March 2026, 11:30 PM",-,
"Participant 700002","Bert O'Day",Bert@x.edu,"Submitted for grading",,17.00,Yes,"Monday, 2 March 2026, 9:15 AM",-,=well
"Participant 700003",@SUM(A1),sum@x.edu,"Submitted for grading",4.00,17.00,No,"Sunday, 1 March 2026, 9:00 PM",-,
"Participant 700009","Zoe New",zoe@x.edu,"No submission",,17.00,Yes,-,-,
"""

MOODLE = """\
First name,Last name,ID number,Email address,Assignment: 01-sequences (Real),Assignment: 01-sequences (Percentage),\
Course total (Real),Last downloaded from this course
Ann,Lee,,ann@x.edu,-,-,0.00,1772409600
Bert,O'Day,,Bert@x.edu,-,-,0.00,1772409600
@SUM(A1),x,,sum@x.edu,4.00,23.5 %,0.00,1772409600
"""


def canvas(name: str, number: str, back: str, late: bool = False) -> Origin:
    return Origin(name, Platform.canvas, number, back, late)


def moodle(name: str, number: str, back: str) -> Origin:
    return Origin(name, Platform.moodle, number, back)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("leeann_12345_67890_a.ipynb", (canvas("leeann", "12345", "leeann_12345_67890_"), "a.ipynb")),
        ("o_day_LATE_1_2_3_4.ipynb", (canvas("o_day", "1", "o_day_LATE_1_2_", late=True), "3_4.ipynb")),
        ("李安_1_2_a.zip", (canvas("李安", "1", "李安_1_2_"), "a.zip")),
        ("LATE_anon_aB3d5_6_a.ipynb", (canvas("anon_aB3d5", "", "LATE_anon_aB3d5_6_", late=True), "a.ipynb")),
        ("leeann_12345_text.html", (canvas("leeann", "12345", ""), "text.html")),
        ("A B_7_assignsubmission_file_", (moodle("A B", "7", "A B_7_assignsubmission_file_/"), "")),
        ("A B_7_assignsubmission_file", (moodle("A B", "7", "A B_7_assignsubmission_file/"), "")),
        ("A B_7_assignsubmission_file_a_b.zip", (moodle("A B", "7", "A B_7_assignsubmission_file_"), "a_b.zip")),
        ("anna", None),
        ("kim-2", None),
        ("00-start-here.ipynb", None),
        ("anna_2026.ipynb", None),
    ],
)
def test_a_name_is_read_as_the_platform_wrote_it(part, said):
    assert origin(part) == said


def work(course: Path, lesson: str, learner: str) -> bytes:
    """What one of the twelve learners hands in."""
    cells = notebook(course, "notebooks", lesson)
    learners(course, lesson)[learner].edit(cells)
    return nbformat.writes(cells).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def strict(file: Path, between: str = ",") -> list[list[str]]:
    """Read a table as a strict reader does: every cell that holds something is quoted, and no quote stands open."""
    text = file.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    again = [between.join('"' + cell.replace('"', '""') + '"' if cell else "" for cell in row) for row in rows]
    assert text.splitlines() == again
    return rows


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory) -> Path:
    """A class on Canvas in one lesson and a class on Moodle in the next, collected and graded."""
    from grader.cli import main

    one = {each: work(course, ONE, each) for each in ("all-right", "half", "blank")}
    canvas = {
        f"leeann_LATE_12345_67890_{ONE}.ipynb": one["all-right"],
        f"o_day_12346_67891_{ONE}-1.ipynb": one["half"],
        f"kim_1_10_{ONE}.ipynb": one["blank"],
        f"kim_2_11_{ONE}.ipynb": one["all-right"],
        "cmd_5_12_work.zip": zipped({f"home/{ONE}.ipynb": one["all-right"]}),
        f"broken_7_14_{ONE}.ipynb": b"# my notes",
        f"gone_99_15_{ONE}.ipynb": one["all-right"],
    }
    two = {each: work(course, TWO, each) for each in ("all-right", "first-mistake")}
    moodle = {
        f"Ann Lee_700001_assignsubmission_file/{TWO}.ipynb": two["all-right"],
        f"Bert O'Day_700002_assignsubmission_file/my work/{TWO}.ipynb": two["first-mistake"],
        f"@SUM(A1)_700003_assignsubmission_file/{TWO}.ipynb": two["all-right"],
        f"Carl Gone_700004_assignsubmission_file/{TWO}.ipynb": two["all-right"],
    }
    folder = tmp_path_factory.mktemp("downloads")
    for lesson, name, files in ((ONE, "submissions.zip", canvas), (TWO, "AI-01-sequences-42.zip", moodle)):
        (folder / name).write_bytes(zipped(files))
        assert main(["collect", lesson, str(folder / name), "--course", str(course)]) == (lesson == ONE)
        assert main(["grade", lesson, "--course", str(course)]) == (lesson == ONE)
    return folder


@pytest.fixture
def table(graded, tmp_path):
    """Write a platform's file."""

    def write(text: str) -> Path:
        file = tmp_path / "downloaded.csv"
        file.write_bytes(text.encode())
        return file

    return write


def test_two_of_one_name_stay_apart_also_when_they_hand_in_one_by_one(course, graded, grader, tmp_path):
    submitted = course / "submitted"
    assert {path.name for path in submitted.iterdir()} >= {"leeann", "o_day", "kim-1", "kim-2", "cmd", "Bert O'Day"}
    for number, lesson, student in (("2", ONE, "kim-2"), ("1", TWO, "kim-1"), ("3", TWO, "kim-3")):
        data = f"work of {number}".encode()
        (tmp_path / "new.zip").write_bytes(zipped({f"kim_{number}_77_{lesson}.ipynb": data}))
        before = tree(submitted)
        assert grader("collect", lesson, tmp_path / "new.zip", "--json").data["students"] == [student]
        assert (submitted / student / lesson / f"{lesson}.ipynb").read_bytes() == data
        changed = {name for name, what in (tree(submitted).items() ^ before.items())}
        assert all(name.startswith(student) for name in changed)
    # as it was, for the tests below
    for student, lesson in (("kim-1", TWO), ("kim-3", TWO)):
        for path in [*(submitted / student / lesson).iterdir(), submitted / student / f".{lesson}.json"]:
            path.unlink()
        (submitted / student / lesson).rmdir()
    grader("collect", ONE, graded / "submissions.zip")


def test_a_learner_cannot_hand_in_for_another(course, grader, tmp_path):
    others = {
        f"Bert O'Day_700002_assignsubmission_file_/{ONE}.ipynb": b"of mallory",
        f"obert_12346_67891_{ONE}.ipynb": b"of mallory, too",
    }
    sources = {
        "canvas.zip": {"mallory_6_16_work.zip": zipped(others)},
        "moodle.zip": {"mallory_6_assignsubmission_file/work.zip": zipped(others)},
        "flat.zip": {"mallory_6_assignsubmission_file_work.zip": zipped(others)},
        "plain.zip": {"mallory/work.zip": zipped(others), f"anna/{ONE}.ipynb": b"{}"},
        "alone.zip": {"mallory/work.zip": zipped(others)},
        "folders.zip": {**{f"mallory/{name}": data for name, data in others.items()}, f"anna/{ONE}.ipynb": b"{}"},
    }
    for name, files in sources.items():
        (tmp_path / name).write_bytes(zipped(files))
        students = grader("collect", ONE, tmp_path / name, "--json").data["students"]
        assert (name, [each for each in students if each != "anna"]) == (name, ["mallory"])
    for student in ("anna", "mallory"):
        for path in sorted((course / "submitted" / student).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        (course / "submitted" / student).rmdir()


def test_marks_are_filled_into_the_gradebook_of_canvas(course, grader, table, tmp_path):
    roster, to = table(CANVAS), tmp_path / "marks.csv"
    ran = grader("export", ONE, "--as", "canvas", "--roster", roster, "--to", to, "--json")
    assert ran.status == 1
    wanted = list(csv.reader(io.StringIO(CANVAS)))
    for row, mark in ((3, "3"), (4, "2"), (5, "0"), (7, "3")):
        wanted[row][6] = mark
    wanted[7][0] = "'" + wanted[7][0]
    assert strict(to) == wanted
    assert ran.data["look"] == {
        f"{ONE}, broken": f"{NOT_JSON}, so the mark was left out",
        f"{ONE}, gone": "no single row of downloaded.csv has ID 99, so the mark was left out",
        f"{ONE}, kim-2": "Canvas says EX, so the mark was left out",
    }
    said = grader("export", ONE, "--as", "canvas", "--roster", roster, "--to", to)
    assert (said.status, said.out.count("\nLook at ")) == (1, 3)


def test_a_lesson_without_a_column_gets_one_with_its_points(course, grader, table, tmp_path):
    without = (
        CANVAS.replace("00-start-here (501)", "Something else (501)").replace(",", ";").replace("Lee; Ann", "Lee, Ann")
    )
    roster, to = table("\ufeff" + without.replace("\n", "\r\n")), tmp_path / "marks.csv"
    assert grader("export", ONE, "--as", "canvas", "--roster", roster, "--to", to).status == 1
    assert to.read_bytes().startswith("\ufeff".encode()) and to.read_bytes().count(b"\r\n") == 10
    rows = strict(to, ";")
    assert [row[-1] for row in rows] == [ONE, "", "3", "3", "2", "0", "3", "3", "", ""]
    given = list(csv.reader(io.StringIO(without), delimiter=";"))
    assert [row[1:-1] for row in rows] == [row[1:] for row in given]


def test_marks_are_filled_into_the_grading_worksheet_of_moodle(course, grader, table, tmp_path):
    roster, to = table(WORKSHEET), tmp_path / "marks.csv"
    ran = grader("export", TWO, "--as", "moodle", "--roster", roster, "--to", to, "--json")
    assert ran.status == 1
    wanted = list(csv.reader(io.StringIO(WORKSHEET)))
    wanted[1][4], wanted[2][4], wanted[3][1] = "17", "15", "'@SUM(A1)"
    assert strict(to) == wanted
    assert ran.data["look"] == {
        f"{TWO}, @SUM(A1)": "Moodle says that it cannot be changed, so the mark was left out",
        f"{TWO}, Carl Gone": "no single row of downloaded.csv has Identifier 700004, so the mark was left out",
    }


def test_marks_are_filled_into_the_gradebook_of_moodle_by_address(course, graded, grader, table, tmp_path):
    (tmp_path / "worksheet.csv").write_text(WORKSHEET)
    grader("collect", TWO, graded / "AI-01-sequences-42.zip", "--roster", tmp_path / "worksheet.csv")
    with Gradebook(f"sqlite:///{course}/gradebook.db", "unrolled") as opened:
        opened.update_or_create_student("Carl Gone", email="carl@x.edu")
    roster, to = table(MOODLE + "Carl,Gone,,CARL@x.edu,,,,\n"), tmp_path / "marks.csv"
    ran = grader("export", TWO, "--as", "moodle", "--roster", roster, "--to", to, "--json")
    assert (ran.status, ran.data["look"]) == (0, {})
    wanted = list(csv.reader(io.StringIO(roster.read_text())))
    for row, mark in enumerate(("17", "15", "17", "17"), 1):
        wanted[row][4] = mark
    wanted[3][0] = "'@SUM(A1)"
    assert strict(to) == wanted


@pytest.mark.parametrize(
    ("exporter", "text", "lesson"), [("CanvasExport", CANVAS, ONE), ("MoodleExport", WORKSHEET, TWO)]
)
def test_nbgraders_own_export_writes_the_same(course, grader, table, tmp_path, exporter, text, lesson):
    roster, to = table(text), tmp_path / "ours.csv"
    platform = exporter.removesuffix("Export").lower()
    grader("export", lesson, "--as", platform, "--roster", roster, "--to", to)
    command = [sys.executable, "-m", "nbgrader", "export", f"--exporter=grader.classroom.rosters.{exporter}"]
    command += [f"--{exporter}.roster={roster}", f"--to={tmp_path}/theirs.csv", f"--assignment=['{lesson}']"]
    run = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "theirs.csv").read_bytes() == to.read_bytes()
    assert "so the mark was left out" in run.stderr


def test_nbgraders_own_export_says_in_a_line_what_it_cannot_read(course, table, tmp_path):
    command = [sys.executable, "-m", "nbgrader", "export", "--exporter=grader.classroom.rosters.CanvasExport"]
    run = subprocess.run([*command, f"--to={tmp_path}/theirs.csv"], cwd=course, capture_output=True, text=True)
    assert (run.returncode, "Traceback" in run.stderr) == (1, False)
    assert "Name the file of the platform with --CanvasExport.roster=FILE.csv." in run.stderr
    assert not list(tmp_path.iterdir())


def test_no_cell_of_a_learners_own_words_is_a_formula(course, grader, table, tmp_path):
    names = ["=cmd()", "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1"]
    rows = "".join(f'"{name}",{number},,{number}@x.edu,A,,,,,\n' for number, name in enumerate(names, 50))
    to = tmp_path / "marks.csv"
    grader("export", ONE, "--as", "canvas", "--roster", table(CANVAS + rows), "--to", to)
    found = [row[0] for row in strict(to)]
    assert not [name for name in found if name.startswith(FORMULA)]
    assert found[-len(names) :] == [f"'{name}" for name in names]


@pytest.mark.parametrize(
    ("platform", "change", "said"),
    [
        ("canvas", lambda text: text.replace("3.00", "30"), f"{ONE} has 3 points, but 30 in"),
        ("canvas", lambda text: text.replace("Essay (5)", f"{ONE} (502)"), f"has several columns for {ONE}: "),
        ("canvas", lambda text: text.replace("Student,", "Name,"), "is not a gradebook that Canvas exported"),
        ("canvas", lambda text: text.replace("Section", "Group"), "has no column Section"),
        ("canvas", lambda text: text + "Zoe,1\n", "row 11 has 2 cells, not 10"),
        ("canvas", lambda text: text + '"Zoe"x,1\n', "it is no CSV file"),
        ("canvas", lambda text: WORKSHEET, "is not a gradebook that Canvas exported"),
        ("canvas", lambda text: "", "is not a gradebook that Canvas exported"),
        ("moodle", lambda text: text, "is not a grading worksheet or gradebook of Moodle, in English"),
        ("moodle", lambda text: WORKSHEET.replace("17.00", "100.00"), f"{TWO} has 17 points, but 100.00 in"),
        ("moodle", lambda text: WORKSHEET.replace("Maximum Grade", "Scale"), "is no worksheet for points"),
        ("moodle", lambda text: MOODLE.replace("(Real)", "(Letter)"), f"has no column for {TWO}: Moodle takes no new"),
    ],
)
def test_another_file_is_refused(refused, table, tmp_path, platform, change, said):
    roster = table(change(CANVAS))
    lesson = ONE if platform == "canvas" else TWO
    to = tmp_path / "marks.csv"
    assert said in refused("export", lesson, "--as", platform, "--roster", roster, "--to", to)


def test_options_that_do_not_go_together_are_refused(refused, table, graded, tmp_path):
    roster, latin, worksheet = table(CANVAS), tmp_path / "latin.csv", tmp_path / "worksheet.csv"
    latin.write_bytes(CANVAS.replace("Lee", "Lée").encode("latin-1"))
    worksheet.write_text(WORKSHEET)
    assert "belong together" in refused("export", "--as", "canvas")
    assert "belong together" in refused("export", "--roster", roster)
    assert "'ilias' is not one of" in refused("export", "--as", "ilias", "--roster", roster)
    assert "is no text in UTF-8" in refused("export", ONE, "--as", "canvas", "--roster", latin)
    assert "No such file" in refused("export", ONE, "--as", "canvas", "--roster", tmp_path / "no.csv")
    assert "Is a directory" in refused("export", ONE, "--as", "canvas", "--roster", tmp_path)
    assert "is no file to write" in refused("export", "--as", "canvas", "--roster", roster, "--to", tmp_path / "a.txt")
    assert "Nothing of 02-unrolling has been graded" in refused(
        *("export", "02-unrolling", "--as", "canvas", "--roster", roster)
    )
    assert f"has marks of one lesson: name it, of {ONE}, {TWO}" in refused(
        *("export", "--as", "moodle", "--roster", worksheet)
    )
    assert "name one with --zip" in refused("feedback", ONE, "--as", "canvas")
    assert "was collected from a zip of Moodle" in refused(
        *("feedback", ONE, "--as", "moodle", "--zip", tmp_path / "a.zip")
    )
    assert "is no file to write" in refused("feedback", ONE, "--zip", tmp_path / "a.tar")
    assert "is for what Moodle's zip holds" in refused(
        "collect", ONE, graded / "submissions.zip", "--roster", worksheet
    )
    source = graded / "AI-01-sequences-42.zip"
    assert "is not a grading worksheet" in refused("collect", TWO, source, "--roster", roster)
    wrong = table(WORKSHEET.replace("Sunday, 1 March 2026, 11:30 PM", "the day before"))
    assert "'the day before' is no date" in refused("collect", TWO, source, "--roster", wrong)


@pytest.mark.parametrize(
    ("form", "lesson", "names", "missing"),
    [
        ("folders", TWO, {who: f"{who}/{TWO}.html" for who in ("Ann Lee", "Bert O'Day", "@SUM(A1)", "Carl Gone")}, []),
        (
            "moodle",
            TWO,
            {
                "Ann Lee": f"Ann Lee_700001_assignsubmission_file/{TWO}.html",
                "Bert O'Day": f"Bert O'Day_700002_assignsubmission_file/{TWO}.html",
                "@SUM(A1)": f"@SUM(A1)_700003_assignsubmission_file/{TWO}.html",
            },
            ["Carl Gone"],
        ),
        (
            "canvas",
            ONE,
            {
                "leeann": f"leeann_LATE_12345_67890_{ONE}.html",
                "o_day": f"o_day_12346_67891_{ONE}.html",
                "kim-1": f"kim_1_10_{ONE}.html",
                "kim-2": f"kim_2_11_{ONE}.html",
                "cmd": f"cmd_5_12_{ONE}.html",
                "broken": f"broken_7_14_{ONE}.html",
                "gone": f"gone_99_15_{ONE}.html",
            },
            [],
        ),
    ],
)
def test_pages_go_back_in_one_zip(course, grader, tmp_path, graded, form, lesson, names, missing):
    receipt = course / "submitted" / "Carl Gone" / f".{TWO}.json"
    kept = receipt.read_text()
    receipt.write_text("{}")
    try:
        ran = grader("feedback", lesson, "--zip", tmp_path / "back.zip", "--as", form)
    finally:
        receipt.write_text(kept)
    assert ran.status == int(bool(missing) or lesson == ONE)
    assert f"Wrote {tmp_path / 'back.zip'} with {len(names)} of them." in ran.out
    for student in missing:
        assert f"{student} is not in it: what was handed in was not collected from a zip of Moodle." in ran.out
    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(names.values())
        for student, name in names.items():
            page = course / "feedback" / student / lesson / f"{lesson}.html"
            assert archive.read(name) == page.read_bytes()


def test_a_zip_of_pages_is_there_whole_or_not_at_all(course, grader, tmp_path, graded, monkeypatch):
    (tmp_path / "back.zip").write_bytes(b"as it was")
    writing = zipfile.ZipFile.write

    def full(archive, file, name):
        if archive.infolist():
            raise OSError(28, "No space left on device", str(file))
        writing(archive, file, name)

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    ran = grader("feedback", TWO, "--zip", tmp_path / "back.zip")
    assert (ran.status, "No space left on device" in ran.err, ran.err.count("\n")) == (2, True, 1)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"back.zip": b"as it was"}


def test_a_table_of_one_lesson(course, grader, graded, tmp_path):
    assert grader("export", TWO, "--to", tmp_path / "marks.csv").status == 0
    with (tmp_path / "marks.csv").open(newline="") as file:
        assert {row["lesson"] for row in csv.DictReader(file, strict=True)} == {TWO}


def test_what_is_known_of_a_submission_lies_beside_it(course, graded):
    said = json.loads((course / "submitted" / "cmd" / f".{ONE}.json").read_text())
    assert said["origin"] == {
        "name": "cmd", "platform": "canvas", "number": "5", "back": "cmd_5_12_", "late": False,
    }  # fmt: skip
    assert not list((course / "autograded").rglob(".*")) and not list((course / "feedback").rglob(".*"))
