"""Each hostile submission earns nothing it has not answered, reaches nothing outside, and leaves the next one whole.

What a hostile file writes anywhere is called `hostile…`, so that it is found.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from submissions import ASKED, HONEST, SECOND, Submission, handed_in, judged, read, verdict

from grader.judge.sitting import Time
from grader.judge.verdict import RIGHT

FILES = sorted((Path(__file__).parent / "hostile").glob("*.py"))
TIME = Time(cell=4, case=4, notebook=40)
SECRET = "kept outside the walls 8d1f"


class Outside:
    """What a submission must not reach: files with a secret, servers on loopback, the environment."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.visitors = folder, 0
        (folder / "gradebook.db").write_text(SECRET)
        (folder / "solutions").mkdir()
        (folder / "solutions" / "answers.py").write_text(f"SECRET = {SECRET!r}")
        self.servers = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
        self.servers[1].bind(str(folder / "socket"))
        self.servers[1].listen()
        os.environ["UNROLLED_SECRET"] = SECRET
        self.before = self.files()
        for server in self.servers:
            threading.Thread(target=self._count, args=(server,), daemon=True).start()

    def files(self) -> dict[str, tuple[bytes, float]]:
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        return {str(path): (path.read_bytes(), path.stat().st_mtime) for path in found}

    def words(self) -> dict[str, str]:
        """What a submission's source may name, for it to try: where things are."""
        return {
            "OUTSIDE": str(self.folder),
            "PORT": str(self.servers[0].getsockname()[1]),
            "COURSE": str(Path(__file__).parents[2]),
            "JUDGE": str(os.getpid()),
        }

    def close(self) -> None:
        del os.environ["UNROLLED_SECRET"]
        for server in self.servers:
            server.close()

    def _count(self, server: socket.socket) -> None:
        try:
            while True:
                server.accept()[0].close()
                self.visitors += 1
        except OSError:
            return


@pytest.fixture(scope="module")
def outside(tmp_path_factory) -> Iterator[Outside]:
    made = Outside(tmp_path_factory.mktemp("outside"))
    yield made
    made.close()


def below(process: int) -> set[int]:
    """The processes that descend from `process`."""
    try:
        tasks = [(task / "children").read_text() for task in Path(f"/proc/{process}/task").glob("*")]
    except OSError:
        return set()  # it has ended
    children = {int(child) for line in tasks for child in line.split()}
    return children.union(*(below(child) for child in children))


def settled(process: int) -> set[int]:
    """The processes of the warm parent, once those that are ending have ended: bubblewrap's, and two of Python."""
    end = time.monotonic() + 2
    while len(found := below(process)) > 3 and time.monotonic() < end:
        time.sleep(0.01)
    return found


def filled(submission: Submission, words: dict[str, str]) -> Submission:
    cells = submission.cells
    for word, value in words.items():
        cells = [(kind, source.replace(f"<{word}>", value)) for kind, source in cells]
    return Submission(submission.about, cells, submission.settings)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_gains_nothing_reaches_nothing_and_leaves_nothing(file, rooms, outside):
    rooms.open(frozenset()).close()
    (parent,) = rooms._parents.values()
    standing = settled(parent.process.pid)

    submission = filled(read(file), outside.words())
    sitting = judged(handed_in(submission), rooms, TIME, beside(submission))

    found = verdict(sitting)
    assert found.earned <= float(submission.settings.get("earns", "0")), found
    if "outcome" in submission.settings:
        assert found.outcome == submission.settings["outcome"], found
    if "second" in submission.settings:
        assert sitting.verdicts[SECOND.id].earned == float(submission.settings["second"])
    assert SECRET not in str(sitting.notebook) + str(sitting.verdicts)
    assert outside.files() == outside.before
    assert outside.visitors == 0
    assert settled(parent.process.pid) == standing
    assert not [path for folder in ("/tmp", "/dev/shm", "/var/tmp") for path in Path(folder).glob("hostile*")]

    honest = judged(handed_in(Submission("", [("answer", HONEST)])), rooms, TIME)
    assert {name: each.outcome for name, each in honest.verdicts.items()} == {ASKED.id: RIGHT, SECOND.id: RIGHT}
    assert list(rooms._parents.values()) == [parent] and parent.process.poll() is None


def beside(submission: Submission) -> dict[str, bytes]:
    """Files that lie beside the notebook: cells `# %% file`, named by their first line."""
    files = [source.partition("\n") for kind, source in submission.cells if kind == "file"]
    return {name.removeprefix("# ").strip(): content.encode() for name, _, content in files}


def test_there_are_sixty_and_each_says_what_it_tries():
    assert len(FILES) >= 60
    said = [read(file).about for file in FILES]
    assert all(said) and len(set(said)) == len(said)
    assert not any("\n" in about for about in said)
