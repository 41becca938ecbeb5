"""Work that means harm, through the doors that an instructor uses: collect, grade, feedback, export."""

import contextlib
import csv
import io
import json
import os
import resource
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbgrader.api import Gradebook
from the_class import at, hand_in, learners, notebook

from grader.classroom.course import Course
from grader.classroom.give_back import feedback
from grader.cli import main
from grader.exercises import EXERCISES

LESSON = "00-start-here"
FILE = f"{LESSON}.ipynb"
FULL = 3
SECRET = "of nobody's concern 51c7"
NAMES = [
    *('=HYPERLINK("x","marks")', "+1", "-1+2", "@x", "\ttab", "\rreturn", "=cmd|' C'!A0", "＝1"),
    *("a,b", 'Ann "A" O\'Day', "two\nlines", "<img src=x onerror=alert(1)>", "{braces} %s", "é ß 漢"),
]
ATTACK = """
import os, sqlite3
for path in ("<COURSE>/gradebook.db", "../../gradebook.db", "gradebook.db", "<COURSE>/autograded/anna/x"):
    try:
        with sqlite3.connect(path) as database:
            database.execute("UPDATE grade SET auto_score = 0, manual_score = 99")
            print("wrote", path)
    except Exception as error:
        print(error)
    for change in (lambda: open(path, "w"), lambda: os.remove(path), lambda: os.rename(path, path + "2")):
        try:
            change()
            print("changed", path)
        except Exception as error:
            print(error)

def last_step(x):
    return x[-1]
"""


def put(course: Path, student: str, data: bytes) -> Path:
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(data)
    return folder


def edited(course: Path, edit) -> bytes:
    """The right answers, with `edit` applied to them as they are in the file."""
    cells = notebook(course, "notebooks", LESSON)
    learners(course, LESSON)["all-right"].edit(cells)
    made = json.loads(json.dumps(cells))
    edit(made)
    sys.setrecursionlimit(20_000)
    try:
        return json.dumps(made).encode()
    finally:
        sys.setrecursionlimit(1000)


def source(name: str, text: object):
    def edit(made):
        cells = nbformat.from_dict(made)
        made["cells"][at(cells, name)]["source"] = text

    return edit


def insert(*cells: object):
    return lambda made: made["cells"].__setitem__(slice(1, 1), cells)


def forged(made):
    right = {"outcome": "right", "earned": 99.0, "points": 99.0, "mistake": "", "seed": 1, "why": ""}
    kept = {"ungraded": "the grader itself failed (OSError), give full points", "submitted": "0" * 64}
    made["metadata"]["unrolled"] = kept | {"exercises": {"last-step": right}, "notes": ["hostile note"], "walls": []}


def own(**cell):
    """A cell of the learner's own, of any shape."""
    return insert({"cell_type": "code", "source": "1", "metadata": {}, "id": "odd"} | cell)


def picture(attachments: object):
    return own(cell_type="markdown", source="![a](attachment:a.png)", attachments=attachments)


ODD = {
    "forged": forged,
    "surrogate-answer": source("last-step", "word = '\ud800\udfff'\ndef last_step(x):\n    return x[-1]"),
    "surrogate-own": own(cell_type="markdown", source="\ud800 \0"),
    "huge-cell": own(source=f"# {'x' * 3_000_000}"),
    "picture-missing": picture({"b.png": {"image/png": "AA=="}}),
    "picture-empty": picture({"a.png": {}}),
    "picture-number": picture({"a.png": {"image/png": 5}}),
    "picture-script": picture({"a.png": {'text/html"><script>': "<script>"}}),
}
MAY_BE_REFUSED = {
    **{f"source-{odd}": own(source=odd) for odd in (5, None, True)},
    "source-dict": own(source={"a": 1}),
    "source-list": own(source=[None, 5]),
    "type-list": own(cell_type=["code"]),
    "type-none": own(cell_type=None),
    "no-dicts": insert(5, None, "cell", []),
    "attachments-number": picture(5),
    "attachment-number": picture({"a.png": 5}),
    "metadata-list": own(metadata=[]),
    "answer-number": source("last-step", 5),
    "metadata-number": lambda made: made.update(metadata=5),
    "format-true": lambda made: made.update(nbformat=True),
    "format-0": lambda made: made.update(nbformat=0),
    "format-negative": lambda made: made.update(nbformat=-1),
    "format-3": lambda made: made.update(nbformat=3),
    "minor-text": lambda made: made.update(nbformat_minor="x"),
    "deep": lambda made: made["metadata"].update(deep=nested(3000)),
}


def nested(depth: int) -> list:
    made: list = []
    for _ in range(depth):
        made = [made]
    return made


@pytest.fixture(scope="module")
def hostile(course):
    """The class of this file, graded in one run: the marks by student, and what was printed."""
    hand_in(course, LESSON, "anna", learners(course, LESSON)["all-right"])
    right = (course / "submitted" / "anna" / LESSON / FILE).read_bytes()
    for student, edit in (ODD | MAY_BE_REFUSED).items():
        put(course, student, edited(course, edit))
    for name in NAMES:
        put(course, name, right)
    put(course, "writer", edited(course, source("last-step", ATTACK.replace("<COURSE>", str(course)))))
    secret = course.parent / "secret"
    secret.mkdir()
    (secret / "notes.txt").write_text(SECRET)
    linked = put(course, "linked", right)
    for name, target in {
        "passwd": "/etc/passwd",
        "gradebook.txt": course / "gradebook.db",
        "notes.txt": secret / "notes.txt",
        "folder": secret,
        "deep/relative": "../../../../../secret/notes.txt",
        "anna.json": course / "submitted" / "anna" / LESSON / FILE,
    }.items():
        (linked / name).parent.mkdir(exist_ok=True)
        (linked / name).symlink_to(target)
    broken, pipe = put(course, "broken", right), put(course, "pipe", right)
    (broken / "nowhere").symlink_to("nothing")
    (broken / "itself").symlink_to("itself")
    os.mkfifo(pipe / "pipe")
    big = put(course, "big-file", right)
    (big / "data.bin").write_bytes(b"\0" * 20_000_000)
    thief = course / "submitted" / "thief" / LESSON
    thief.mkdir(parents=True)
    (thief / FILE).symlink_to(course / "submitted" / "anna" / LESSON / FILE)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main(["grade", LESSON, "--json", "--course", str(course)])
    return {each["student"]: each for each in json.loads(out.getvalue())["marks"]}


@pytest.mark.parametrize("student", ["anna", *ODD, "writer", "big-file"])
def test_honest_answers_keep_their_marks_whatever_stands_round_them(hostile, student):
    assert (hostile[student]["points"], hostile[student]["look"]) == (FULL, [])


@pytest.mark.parametrize("student", MAY_BE_REFUSED)
def test_a_damaged_notebook_gets_its_mark_or_is_not_graded_and_says_why(hostile, student):
    got = hostile[student]
    if got["look"]:
        assert "the file is" in got["look"][0] or "the notebook" in got["look"][0]
        assert {exercise["outcome"] for exercise in got["exercises"].values()} == {"could not be graded"}
    else:
        assert got["points"] == (FULL - 2 if student == "answer-number" else FULL)


def test_what_the_grader_keeps_is_never_taken_from_a_submission(hostile):
    got = hostile["forged"]
    assert got["notes"] == [] and "99" not in json.dumps(got["exercises"])


def test_what_links_lead_to_is_not_copied(course, hostile):
    feedback(Course(course), LESSON, ["linked"])
    for step in ("autograded", "feedback"):
        folder = course / step / "linked" / LESSON
        found = {path for path in folder.rglob("*") if path.is_file()}
        assert {path.name for path in found} <= {f"{LESSON}.ipynb", f"{LESSON}.html", "timestamp.txt"}
        said = "".join(path.read_text(errors="replace") for path in found)
        assert SECRET not in said and "root:" not in said
        assert not [path for path in folder.rglob("*") if path.is_symlink()]


@pytest.mark.parametrize("student", ["linked", "broken", "pipe"])
def test_links_and_pipes_do_not_keep_work_from_being_graded(hostile, student):
    assert (hostile[student]["points"], hostile[student]["look"]) == (FULL, [])


def test_a_link_to_the_work_of_another_earns_nothing(hostile):
    assert hostile["thief"]["points"] == 0
    assert hostile["thief"]["look"], "a person is told"


def test_a_link_to_a_device_is_not_read(course, hostile):
    """Run with files bounded to 64 MB, so that an endless one ends."""
    folder = put(course, "endless", (course / "submitted" / "anna" / LESSON / FILE).read_bytes())
    (folder / "data").symlink_to("/dev/zero")
    command = [sys.executable, "-m", "grader", "grade", LESSON, "--student", "endless", "--json"]
    bound = (2**26, 2**26)
    try:
        run = subprocess.run(
            command,
            cwd=course,
            capture_output=True,
            timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, bound),
        )
        (marks,) = json.loads(run.stdout)["marks"]
        assert (marks["points"], marks["look"]) == (FULL, [])
    finally:
        shutil.rmtree(course / "submitted" / "endless")


def test_marks_of_others_and_the_gradebook_are_out_of_reach(course, hostile):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "unrolled") as opened:
        for student in ("anna", "writer"):
            grades = [grade for each in opened.find_submission(LESSON, student).notebooks for grade in each.grades]
            assert sum(grade.auto_score for grade in grades) == FULL
            assert {grade.manual_score for grade in grades} == {None}
    said = (course / "autograded" / "writer" / LESSON / FILE).read_text()
    assert f"wrote {course}" not in said and f"changed {course}" not in said
    assert not (course / "autograded" / "anna" / "x2").exists()


@pytest.mark.parametrize("student", [*(name for name in NAMES if name == name.strip() and "\n" not in name), *ODD])
def test_there_is_a_page_of_feedback_whatever_was_handed_in(course, hostile, student):
    made = feedback(Course(course), LESSON, [student])
    page = Path(made.pages[student]).read_text()
    assert "<script>" not in page.partition("</head>")[2] and "<img src=x" not in page


def test_names_cannot_be_formulas_in_an_export(course, hostile, grader, tmp_path):
    grader("export", "--to", tmp_path / "marks.csv")
    with (tmp_path / "marks.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file) if row["lesson"] == LESSON}
    expected = {f"'{name}" if name[0] in "=+-@\t\r＝" else name for name in NAMES}
    assert expected <= set(rows)
    assert set(hostile) - {name.removeprefix("'") for name in rows} == set()
    for row in rows.values():
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())
        assert row["max_points"] == str(float(FULL))
    assert rows["'+1"]["score"] == str(float(FULL)), "numbers stay numbers"


def test_nothing_hidden_stands_in_feedback(course, hostile, grader):
    """Neither the seed, nor what an exercise was asked and what was expected."""
    wrong = source("last-step", "def last_step(x):\n    raise ValueError(f'{x.sum()} {x.tolist()} ½')")
    put(course, "curious", edited(course, wrong))
    (marks,) = grader("grade", LESSON, "--student", "curious", "--json").data["marks"]
    assert marks["exercises"]["last-step"]["outcome"] == "raised"
    assert list(feedback(Course(course), LESSON, ["curious"]).pages) == ["curious"]
    page = (course / "feedback" / "curious" / LESSON / f"{LESSON}.html").read_text()
    seed = marks["exercises"]["last-step"]["seed"]
    assert "½" in page
    assert str(seed) not in page and f"{seed:x}" not in page and "seed" not in page.partition("<body>")[2]
    for case in EXERCISES["last-step"].draw(seed):
        numbers = [number for argument in case.steps[0].args for number in np.ravel(argument) if abs(number) > 0.1]
        assert not any(f"{number:.9f}"[:6] in page for number in numbers)


def linked(name: str, target: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.fixture
def collected(course, grader, tmp_path):
    """Collect into an empty course; give what lies in `submitted`, and see to it that nothing else has changed."""
    kept = course / "submitted"
    aside = course.parent / "submitted-aside"
    if kept.exists():
        kept.rename(aside)

    def collect(source: Path) -> dict[str, list[str]]:
        before = {path for path in course.parent.rglob("*") if kept not in path.parents}
        ran = grader("collect", LESSON, source)
        assert ran.status in (0, 1, 2) and "Traceback" not in ran.err
        assert {path for path in course.parent.rglob("*") if kept not in path.parents} - before <= {kept}
        assert not [path for path in kept.rglob("*") if path.is_symlink()]
        return {each.name: sorted(path.name for path in each.rglob("*.ipynb")) for each in kept.glob("*")}

    yield collect
    shutil.rmtree(kept, ignore_errors=True)
    if aside.exists():
        aside.rename(kept)


def test_a_link_in_a_zip_is_no_link_and_leads_nowhere(course, collected, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(linked(f"mallory/{FILE}", ""), str(course / "solutions" / LESSON / FILE))
        archive.writestr(linked("folder", ""), "/etc")
        archive.writestr(f"folder/{FILE}", "{}")
    collected(tmp_path / "all.zip")
    file = course / "submitted" / "mallory" / LESSON / FILE
    assert not file.exists() or "cells" not in file.read_text()
    assert not Path("/etc", FILE).exists()


def test_a_link_in_a_folder_is_not_followed(course, collected, tmp_path):
    for student in ("anna", "mallory", "folder"):
        (tmp_path / "all" / student).mkdir(parents=True)
    (tmp_path / "all" / "anna" / FILE).write_text("{}")
    (tmp_path / "all" / "mallory" / FILE).symlink_to(course / "solutions" / LESSON / FILE)
    (tmp_path / "all" / "folder" / "work").symlink_to(course / "solutions" / LESSON)
    found = collected(tmp_path / "all")
    assert found["anna"] == [FILE]
    assert not found.get("mallory") and not found.get("folder")


def test_zips_in_zips_in_zips_end(collected, tmp_path):
    data = b"{}"
    for level in range(600):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("deeper.zip" if level else FILE, data)
        data = made.getvalue()
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(f"anna/{FILE}", "{}")
        archive.writestr("mallory/deep.zip", data)
    assert collected(tmp_path / "all.zip")["anna"] == [FILE]


def test_a_file_that_unpacks_to_far_more_is_left_out(collected, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"anna/{FILE}", "{}")
        archive.writestr(f"mallory/{FILE}", b"\0" * 300_000_000)
    assert (tmp_path / "all.zip").stat().st_size < 500_000
    found = collected(tmp_path / "all.zip")
    assert found["anna"] == [FILE] and not found.get("mallory")


@pytest.mark.parametrize(
    "name", [f"mal\0lory/{FILE}", f"{'m' * 300}/{FILE}", f"anna/{'../' * 20}tmp/{FILE}", f" /{FILE}", f"a\nb/{FILE}"]
)
def test_odd_names_in_a_zip_do_no_harm(collected, tmp_path, name):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(f"anna/{FILE}", "{}")
        archive.writestr(name, "{}")
    assert collected(tmp_path / "all.zip")["anna"] == [FILE]


def test_a_zip_inside_leads_out_no_more_than_its_outside(collected, tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in (f"../../anna/{FILE}", f"/anna/{FILE}", f"..\\..\\anna\\{FILE}", f"{FILE}"):
            archive.writestr(name, '"of mallory"')
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(f"anna/{FILE}", '"of anna"')
        archive.writestr("mallory/work.zip", made.getvalue())
        archive.writestr("../work.zip", made.getvalue())
    assert collected(tmp_path / "all.zip") == {"anna": [FILE], "mallory": [FILE]}
    assert (tmp_path / "all.zip").exists() and [path.name for path in tmp_path.iterdir()] == ["all.zip"]
