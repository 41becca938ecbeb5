"""New work takes the place of old: no text is lost, and who ends the command in the middle finds one or the other."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, tree

from grader.classroom.collect import collect
from grader.classroom.course import Course
from grader.classroom.grade import handed_in
from grader.classroom.keeping import finish

LESSON = "00-start-here"
FILE = f"{LESSON}.ipynb"
STEPS = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "shutil.move")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course of one lesson."""
    copy = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", copy)
    for folder in ("solutions", "notebooks"):
        shutil.copytree(ROOT / folder / LESSON, copy / folder / LESSON)
    return copy


@pytest.fixture
def sources(course, tmp_path) -> list[Path]:
    """Two zips of a class, of last week and of this; the first is collected."""
    for folder in ("submitted", "earlier"):
        shutil.rmtree(course / folder, ignore_errors=True)
    works = [{"anna": "old", "bert": "same"}, {"anna": "new", "bert": "same", "carl": "first"}]
    made = []
    for number, work in enumerate(works):
        made.append(tmp_path / f"week-{number}.zip")
        with zipfile.ZipFile(made[-1], "w") as archive:
            for student, text in work.items():
                archive.writestr(f"{student}/{FILE}", text)
    collect(Course(course), LESSON, made[0])
    return made


def texts(course: Path, folder: str = "submitted") -> dict[str, str]:
    return {
        str(path.parent.relative_to(course / folder)): path.read_text() for path in (course / folder).rglob(f"*/{FILE}")
    }


def placed(text: dict[str, str]) -> dict[str, str]:
    return {f"{student}/{LESSON}": words for student, words in text.items()}


OLD, NEW = placed({"anna": "old", "bert": "same"}), placed({"anna": "new", "bert": "same", "carl": "first"})


def test_older_work_is_kept_each_time_and_nothing_of_it_is_graded(course, sources, grader, tmp_path):
    for number, text in enumerate(("new", "newer", "newest"), 1):
        with zipfile.ZipFile(tmp_path / "again.zip", "w") as archive:
            archive.writestr(f"anna/{FILE}", text)
        assert grader("collect", LESSON, tmp_path / "again.zip").status == 0
        assert texts(course)[f"anna/{LESSON}"] == text
        assert len(texts(course, "earlier")) == number
    assert texts(course, "earlier") == {
        f"anna/{LESSON}/{number}": text for number, text in enumerate(("old", "new", "newer"), 1)
    }
    assert (course / "earlier" / "anna" / LESSON / "1" / "timestamp.txt").is_file()
    assert handed_in(Course(course), LESSON, []) == ["anna", "bert"]


def test_who_hands_in_something_else_keeps_the_older_work(course, sources, grader, tmp_path):
    with zipfile.ZipFile(tmp_path / "again.zip", "w") as archive:
        archive.writestr("anna/notes.txt", "my notebook is at home")
        archive.writestr(f"carl/{FILE}", "first")
    ran = grader("collect", LESSON, tmp_path / "again.zip")
    assert (ran.status, f"anna handed in notes.txt, but no {FILE}." in ran.out) == (1, True)
    assert (texts(course), (course / "earlier").exists()) == (OLD | placed({"carl": "first"}), False)


def test_the_same_work_once_more_keeps_its_time_and_leaves_nothing_behind(course, sources, tmp_path):
    stamp = course / "submitted" / "bert" / LESSON / "timestamp.txt"
    first = stamp.read_text()
    with zipfile.ZipFile(tmp_path / "later.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"bert/{FILE}", (2099, 1, 1, 0, 0, 0)), "same")
    collect(Course(course), LESSON, tmp_path / "later.zip")
    assert (stamp.read_text(), (course / "earlier").exists()) == (first, False)
    with zipfile.ZipFile(tmp_path / "later.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"bert/{FILE}", (2099, 1, 1, 0, 0, 0)), "other")
    collect(Course(course), LESSON, tmp_path / "later.zip")
    assert stamp.read_text() != first


@pytest.fixture
def ended_at(course, sources) -> Iterator[Callable[[int], bool]]:
    """Collect in a process that ends at once before its nth change on disk; say whether it came so far."""
    command = [sys.executable, __file__, course, sources[1]]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forks:

        def run(step: int) -> bool:
            print(step, file=forks.stdin, flush=True)
            return forks.stdout.readline() == "9\n"

        yield run
        forks.stdin.close()


def collect_until(step: int, course: Path, source: Path) -> None:
    done = 0

    def watch(event: str, arguments: tuple) -> None:
        nonlocal done
        writes = event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
        done += writes or event in STEPS
        if done > step:
            os._exit(9)

    sys.addaudithook(watch)
    collect(Course(course), LESSON, source)


def test_ended_at_any_step_it_leaves_the_old_or_the_new_whole(course, sources, ended_at, tmp_path):
    shutil.copytree(course / "submitted", tmp_path / "before")
    seen = set()
    for step in range(200):
        shutil.rmtree(course / "submitted")
        shutil.rmtree(course / "earlier", ignore_errors=True)
        shutil.copytree(tmp_path / "before", course / "submitted")
        if not ended_at(step):
            break
        there = texts(course) | texts(course, "earlier")
        assert {"old", "same"} <= {*there.values()}
        assert all(text in (OLD.get(name), NEW.get(name)) for name, text in texts(course).items() if name[0] != ".")
        handed_in(Course(course), LESSON, [])  # as grading does
        assert texts(course) in (OLD, NEW)
        assert {path.name for path in (course / "submitted").iterdir()} <= {"anna", "bert", "carl"}
        seen.add(texts(course) == NEW)
        if texts(course) == NEW:
            assert texts(course, "earlier") == {f"anna/{LESSON}/1": "old"}
        collect(Course(course), LESSON, sources[1])
        assert (texts(course), texts(course, "earlier")) == (NEW, {f"anna/{LESSON}/1": "old"})
    assert (seen, 20 < step < 199, texts(course)) == ({False, True}, True, NEW)


def test_a_full_disk_changes_nothing(course, sources, refused, monkeypatch):
    writing = Path.write_bytes
    for room in range(3):
        written = []

        def full(path, data, room=room, written=written):
            if len(written) == room:
                raise OSError(28, "No space left on device", str(path))
            written.append(path)
            return writing(path, data)

        monkeypatch.setattr(Path, "write_bytes", full)
        assert "No space left on device" in refused("collect", LESSON, sources[1])
    monkeypatch.undo()
    shutil.rmtree(course / "submitted")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert "No space left on device" in refused("collect", LESSON, sources[1])


def test_nothing_is_left_to_finish_where_nothing_was_begun(course, sources):
    before = tree(course)
    finish(Course(course))
    assert tree(course) == before


if __name__ == "__main__":
    for line in sys.stdin:
        child = os.fork()
        if not child:
            collect_until(int(line), Path(sys.argv[1]), Path(sys.argv[2]))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
