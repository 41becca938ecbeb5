"""Collecting: the shapes in which folders and learning platforms give work, and names that mean harm."""

import io
import os
import zipfile
from pathlib import Path

import pytest

LESSON = "00-start-here"
FILE = f"{LESSON}.ipynb"


@pytest.fixture
def submitted(course):
    """What lies in `submitted` for the lesson: student to file names; emptied first."""
    folder = course / "submitted"
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    def found(student=None):
        return {
            each.name: sorted(path.name for path in (each / LESSON).iterdir() if path.name != "timestamp.txt")
            for each in folder.iterdir()
        }

    return found


def zipped(path: Path, files: dict, date=(2026, 3, 1, 12, 0, 0)) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, date), data)
    return path


@pytest.mark.parametrize(
    ("names", "students"),
    [
        ([f"anna/{FILE}", f"bert/{FILE}"], ["anna", "bert"]),
        ([f"anna/{FILE}"], ["anna"]),
        ([f"anna/work/deep/{FILE}", f"bert/{LESSON}/{FILE}"], ["anna", "bert"]),
        ([f"class/anna/{FILE}", f"class/bert/{FILE}"], ["anna", "bert"]),
        ([f"submitted/anna/{LESSON}/{FILE}", f"submitted/bert/{LESSON}/{FILE}"], ["anna", "bert"]),
        ([f"leeann_12345_67890_{FILE}", f"obert_late_12346_67891_{LESSON}-1.ipynb"], ["leeann", "obert"]),
        ([f"leeann_LATE_12345_67890_{FILE}", f"submissions/obert_2_3_{FILE}"], ["leeann", "obert"]),
        (
            [f"Ann Lee_123456_assignsubmission_file_/{FILE}", f"Bert O'Day_123457_assignsubmission_file_/a/{FILE}"],
            ["Ann Lee", "Bert O'Day"],
        ),
        ([f"Class 7/Ann Lee_123456_assignsubmission_file/{FILE}"], ["Ann Lee"]),
        ([f"anna/{LESSON} (1).ipynb", f"bert/{LESSON}-Copy1.ipynb"], ["anna", "bert"]),
        ([f"kim_1_10_{FILE}", f"kim_2_11_{FILE}"], ["kim-1", "kim-2"]),
    ],
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_each_shape_is_understood(grader, submitted, tmp_path, form, names, students):
    if form == "zip":
        source = zipped(tmp_path / "all.zip", dict.fromkeys(names, b"{}"))
    else:
        source = tmp_path / "all"
        for name in names:
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(b"{}")
    ran = grader("collect", LESSON, source, "--json")
    assert ran.data["students"] == students
    assert ran.status == ("kim-1" in students)
    assert submitted() == {student: [FILE] for student in students}


def test_of_two_the_newest_counts_and_newer_work_replaces_older(course, grader, submitted, tmp_path):
    source = tmp_path / "work"
    for folder, data, when in (("late", b"new", 2e9), ("early", b"old", 1e9)):
        file = source / "anna" / folder / FILE
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        os.utime(file, (when, when))
    (source / "bert").mkdir()
    (source / "bert" / FILE).write_bytes(b"{}")
    ran = grader("collect", LESSON, source)
    assert (ran.status, "anna handed in 2 notebooks: the newest was taken." in ran.out) == (1, True)
    assert (course / "submitted" / "anna" / LESSON / FILE).read_bytes() == b"new"
    names = {f"anna_1_3_{LESSON}-1.ipynb": b"second", f"anna_1_2_{FILE}": b"first"}
    grader("collect", LESSON, zipped(tmp_path / "both.zip", names))
    assert (course / "submitted" / "anna" / LESSON / FILE).read_bytes() == b"second"
    assert grader("collect", LESSON, zipped(tmp_path / "again.zip", {f"anna/{FILE}": b"third"})).status == 0
    assert (course / "submitted" / "anna" / LESSON / FILE).read_bytes() == b"third"
    assert "2026-03-01" in (course / "submitted" / "anna" / LESSON / "timestamp.txt").read_text()


def test_a_zip_for_each_learner_is_opened_and_a_broken_one_said(grader, submitted, tmp_path):
    inner = zipped(tmp_path / "inner.zip", {f"home/{FILE}": b"{}"}).read_bytes()
    broken = bytearray(zipped(tmp_path / "broken.zip", {FILE: b"x" * 100}).read_bytes())
    broken[60:70] = b"0123456789"
    names = {"anna/work.zip": inner, "bert/work.zip": bytes(broken), "carl/work.zip": b"PK", "dora/notes.txt": b"none"}
    ran = grader("collect", LESSON, zipped(tmp_path / "all.zip", names), "--json")
    assert ran.status == 1
    assert submitted() == {"anna": [FILE], "bert": [], "carl": [], "dora": []}
    said = "\n".join(ran.data["look"])
    assert "bert/work.zip cannot be read as a zip" in said and "carl/work.zip cannot be read as a zip" in said
    assert f"dora handed in notes.txt, but no {FILE}." in said


def test_the_dates_in_a_learners_own_zip_are_no_time_of_submission(course, grader, submitted, tmp_path):
    inner = zipped(tmp_path / "inner.zip", {FILE: b"{}"}, date=(2001, 1, 1, 0, 0, 0)).read_bytes()
    source = zipped(tmp_path / "all.zip", {"anna/work.zip": inner, f"bert/{FILE}": b"{}"})
    assert grader("collect", LESSON, source).status == 0
    stamps = [(course / "submitted" / student / LESSON / "timestamp.txt").read_text() for student in ("anna", "bert")]
    assert stamps[0] == stamps[1] > "2026"


def test_zips_in_zips_are_opened_but_not_for_ever(grader, submitted, tmp_path):
    deep = [zipped(tmp_path / "0.zip", {f"home/{FILE}": b"{}"}).read_bytes()]
    for depth in range(1, 5):
        deep.append(zipped(tmp_path / f"{depth}.zip", {"more.zip": deep[-1]}).read_bytes())
    names = {f"anna_1_2_{FILE}.zip": deep[2], "bert_3_4_work.zip": deep[4]}
    ran = grader("collect", LESSON, zipped(tmp_path / "all.zip", names), "--json")
    assert submitted() == {"anna": [FILE], "bert": []}
    assert ran.data["look"] == [f"bert handed in more.zip, but no {FILE}."]


def test_another_name_is_kept_and_said(grader, submitted, tmp_path):
    names = {"anna/other.ipynb": b"{}", f"bert/{FILE}": b"{}", FILE: b"{}"}
    ran = grader("collect", LESSON, zipped(tmp_path / "all.zip", names), "--json")
    assert submitted() == {"anna": ["other.ipynb"], "bert": [FILE]}
    assert ran.data["look"] == [
        f"{FILE} was left out: its path does not say whose it is.",
        f"anna handed in other.ipynb, but no {FILE}.",
    ]


def test_no_name_leads_out_and_no_hidden_file_counts(course, grader, submitted, tmp_path):
    names = [
        *(f"../../evil/{FILE}", f"/evil/{FILE}", f"..\\evil\\{FILE}", f"a/../../evil/{FILE}", f"C:\\evil\\{FILE}"),
        *(f"__MACOSX/evil/._{FILE}", f"evil/.ipynb_checkpoints/{FILE}", f"anna/{FILE}", f"be*rt/{FILE}"),
    ]
    before = {path.name for path in (*course.parent.iterdir(), *course.iterdir(), *tmp_path.iterdir())}
    assert grader("collect", LESSON, zipped(tmp_path / "all.zip", dict.fromkeys(names, b"{}"))).status == 0
    assert submitted() == {"anna": [FILE], "be_rt": [FILE]}
    after = {path.name for path in (*course.parent.iterdir(), *course.iterdir(), *tmp_path.iterdir())}
    assert after - before <= {"all.zip", "submitted"}


@pytest.mark.parametrize("name", [" ..", " .", "  ", " .collected"])
@pytest.mark.parametrize(
    "form", ["{}/{}", "{}_1_2_{}", "{}_1_assignsubmission_file_/{}", "{}_1_assignsubmission_file_{}"]
)
def test_no_name_of_a_learner_leads_out(course, grader, submitted, tmp_path, name, form):
    source = zipped(tmp_path / "all.zip", {form.format(name, FILE): b"evil", form.format("anna", FILE): b"{}"})
    before = {path.name for path in course.iterdir()} | {"submitted"}
    ran = grader("collect", LESSON, source, "--json")
    assert (ran.status, submitted()) == (1, {"anna": [FILE]})
    assert "its path does not say whose it is" in ran.data["look"][0]
    assert {path.name for path in course.iterdir()} <= before


def test_what_cannot_be_collected_changes_nothing(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no zip")
    cut = zipped(tmp_path / "whole.zip", {f"anna/{FILE}": os.urandom(5000)}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(cut[:3000])
    spoilt = bytearray(cut)
    spoilt[1000:1010] = b"0123456789"
    (tmp_path / "spoilt.zip").write_bytes(spoilt)
    zipped(tmp_path / "others.zip", {"anna/06-lstm-gates.ipynb": b"{}"})
    assert "cannot be read as a zip" in refused("collect", LESSON, tmp_path / "text.zip")
    assert "cannot be read as a zip" in refused("collect", LESSON, tmp_path / "cut.zip")
    assert "cannot be read as a zip" in refused("collect", LESSON, tmp_path / "spoilt.zip")
    assert f"holds no {FILE} of any student" in refused("collect", LESSON, tmp_path / "empty")
    assert f"holds no {FILE} of any student" in refused("collect", LESSON, tmp_path / "others.zip")
    assert "There is no" in refused("collect", LESSON, tmp_path / "no\nwhere")
    assert "Did you mean '00-start-here'?" in refused("collect", "00-start", tmp_path / "empty")


def test_an_encrypted_zip_is_refused(refused, tmp_path):
    data = bytearray(zipped(tmp_path / "plain.zip", {f"anna/{FILE}": b"{}"}).read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "secret.zip").write_bytes(data)
    assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].flag_bits & 1
    assert "encrypted" in refused("collect", LESSON, tmp_path / "secret.zip")
