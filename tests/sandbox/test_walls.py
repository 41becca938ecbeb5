"""Each wall round a submission stands, stops what it is there to stop, and is reported truly; nothing stays behind."""

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader import sandbox
from grader.sandbox import REQUIRED, Ended, Files, Limits, Parent, Session, WallsError
from grader.sandbox.walled import wire

SANDBOX = Path(sandbox.__file__).parent
SMALL = Limits(memory=2**28, seconds=60, disk=2**20, files=20, open_files=32)
INNER = {*REQUIRED, "Landlock"} - {"bubblewrap"}
NUMPY = Files(load=("numpy",))
NOTHING_MORE = Files(load=())


@pytest.fixture(scope="module")
def parent() -> Iterator[Parent]:
    with Parent(NUMPY, SMALL) as made:
        made.standing = below(made.process.pid)
        yield made


@pytest.fixture
def session(parent) -> Iterator[Session]:
    with parent.open() as made:
        yield made


def answer(session: Session, source: str, seconds: float = 10) -> object:
    """Run a cell that makes `answer`, and give it."""
    shown = session.run(source, seconds)
    assert not shown, shown
    return session.ask("answer", (), [("read", "answer", None)], seconds)["results"][0]


def tried(session: Session, statement: str) -> str:
    """Give what became of a statement: done, or the name of the error."""
    lines = [
        "import ctypes, errno, os, socket, subprocess, threading",
        "try:",
        f"    {statement}",
        "    answer = 'done'",
    ]
    lines += ["except OSError as error:", "    answer = errno.errorcode[error.errno]"]
    return answer(session, "\n".join(lines))


def below(process: int) -> set[int]:
    """The processes that descend from `process`."""
    try:
        tasks = [(task / "children").read_text() for task in Path(f"/proc/{process}/task").glob("*")]
    except OSError:
        return set()
    children = {int(child) for line in tasks for child in line.split()}
    return children.union(*(below(child) for child in children))


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def soon(holds, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def process_of(session: Session) -> int:
    """The number, outside the walls, of the process that runs the submission."""
    (handle,) = session._handles
    (line,) = [line for line in Path(f"/proc/self/fdinfo/{handle}").read_text().splitlines() if line.startswith("Pid:")]
    return int(line.split()[1])


# what each wall stops, seen with all walls up


def test_all_walls_stand_and_are_named(session):
    assert set(session.stands) == INNER | {"bubblewrap"}
    assert len(session.stands) == len(set(session.stands))


def test_what_is_reported_is_what_the_kernel_says(session):
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{process_of(session)}/status").read_text().splitlines())
    assert (status["Seccomp"], status["NoNewPrivs"], int(status["CapEff"], 16)) == ("2", "1", 0)
    assert int(status["CapPrm"], 16) == int(status["CapInh"], 16) == int(status["CapAmb"], 16) == 0
    for name in ("user", "pid", "mnt", "net", "ipc", "uts"):
        theirs = Path(f"/proc/{process_of(session)}/ns/{name}").readlink()
        assert theirs != Path(f"/proc/self/ns/{name}").readlink()
    limits = Path(f"/proc/{process_of(session)}/limits").read_text()
    assert [line.split()[3:5] for line in limits.splitlines() if line.startswith("Max open files")] == [["32", "32"]]


@pytest.mark.parametrize(
    ("wall", "statement", "becomes"),
    [
        ("bubblewrap", "open({outside!r})", "ENOENT"),
        ("bubblewrap", "open({course!r})", "ENOENT"),
        ("bubblewrap", "open('/etc/passwd')", "ENOENT"),
        ("namespaces", "os.kill({judge}, 0)", "ESRCH"),
        ("private folder", "os.listdir('/proc/self')", "ENOENT"),
        ("private folder", "[open(f'{{n}}', 'wb').write(bytes(300_000)) for n in range(9)]", "ENOSPC"),
        ("private folder", "[open(f'{{n}}', 'wb').close() for n in range(99)]", "ENOSPC"),
        ("limits", "open('large', 'wb').truncate(2**20 + 1)", "EFBIG"),
        ("limits", "kept = [open('/dev/null') for _ in range(99)]", "EMFILE"),
        ("limits", "kept = [os.dup(0) for _ in range(99)]", "EMFILE"),
        ("Landlock", "os.listdir('/')", "EACCES"),
        ("bubblewrap", "os.mkdir('/unrolled/more')", "EROFS"),
        ("bubblewrap", "open(os.__file__, 'a')", "EROFS" if os.access(os.__file__, os.W_OK) else "EACCES"),
        ("seccomp", "socket.socket()", "EPERM"),
        ("seccomp", "socket.socket(socket.AF_UNIX)", "EPERM"),
        ("seccomp", "os.fork()", "EPERM"),
        ("seccomp", "subprocess.run(['/bin/true'])", "EPERM"),
        ("seccomp", "os.memfd_create('more')", "EPERM"),
        (None, "open('mine', 'w').write('words')", "done"),
        (None, "open(os.__file__).close()", "done"),
        (None, "threading.Thread(target=int).start()", "done"),
        (None, "os.listdir('.')", "done"),
    ],
)
def test_what_is_tried_behind_all_walls_ends_at_the_one_that_is_meant(session, tmp_path, wall, statement, becomes):
    (tmp_path / "outside").write_text("secret")
    words = {"outside": str(tmp_path / "outside"), "course": __file__, "judge": os.getpid()}
    assert tried(session, statement.format(**words)) == becomes


def test_too_much_memory_is_an_error_that_a_cell_survives(session):
    (shown,) = session.run("kept = bytearray(2**29)", 10)
    assert shown["ename"] == "MemoryError"
    (shown,) = session.run("import mmap\nkept = mmap.mmap(-1, 2**29)", 10)
    assert shown["evalue"] == f"[Errno {errno.ENOMEM}] {os.strerror(errno.ENOMEM)}"
    assert answer(session, "answer = len(bytearray(2**26))") == 2**26


def test_the_environment_tells_nothing_of_the_judge(parent, monkeypatch):
    monkeypatch.setenv("UNROLLED_SECRET", "secret")
    with Parent(NOTHING_MORE, SMALL) as late, late.open() as session:
        found = answer(session, "import os\nanswer = dict(os.environ)")
    assert "secret" not in str(found)
    assert (found["HOME"], found["TMPDIR"], found["PATH"]) == (
        "/unrolled/private",
        "/unrolled/private",
        "/usr/bin:/bin",
    )


# each wall alone, in a process that has no other: it is what stops the thing

ALONE = """
import sys
sys.path.insert(0, sys.argv[1])
import errno, json, os, socket, threading
from walled import kernel

outside, port, judge = sys.argv[2], int(sys.argv[3]), os.getpid()

def tried():
    try:
        {statement}
    except OSError as error:
        return errno.errorcode[error.errno]
    except MemoryError:
        return "ENOMEM"
    return "done"

{before}
said = [tried()]
{wall}
said.append(tried())
print(json.dumps(said), flush=True)
"""
CHILD = "\nif os.fork():\n    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))"
NAMESPACES = "kernel.enter_namespaces('pid', 'mount', 'network', 'ipc', 'names')" + CHILD


@pytest.mark.parametrize(
    ("before", "wall", "statement", "becomes"),
    [
        ("", NAMESPACES, "os.kill(judge, 0)", "ESRCH"),
        ("", NAMESPACES, "socket.create_connection(('127.0.0.1', port), 5).close()", "ENETUNREACH"),
        (NAMESPACES, "kernel.private_folders('/tmp', 2**20, 9, False)", "open(outside).close()", "ENOENT"),
        (NAMESPACES, "kernel.private_folders('/tmp', 2**20, 9, False)", "os.stat('/proc/self')", "ENOENT"),
        (NAMESPACES, "kernel.give_up_privileges()", "socket.sethostname('other')", "EPERM"),
        (NAMESPACES, "kernel.give_up_privileges()", "os.chroot('/')", "EPERM"),
        ("", "kernel.limit(2**27, 60, 2**20, 32, 500)", "kept = bytearray(2**28)", "ENOMEM"),
        ("", "kernel.limit(2**27, 60, 2**20, 32, 500)", "open(outside, 'wb').truncate(2**20 + 1)", "EFBIG"),
        ("", "kernel.limit(2**27, 60, 2**20, 32, 500)", "kept = [open(outside) for _ in range(40)]", "EMFILE"),
        ("", "kernel.landlock(['/usr'], ['/dev/null'])", "open(outside).close()", "EACCES"),
        ("", "kernel.landlock([os.path.dirname(outside)], [])", "open(outside, 'a').close()", "EACCES"),
        ("", "kernel.landlock([os.path.dirname(outside)], [])", "open(outside).close()", "done"),
        ("", "kernel.landlock([], [os.path.dirname(outside)])", "open(outside, 'a').close()", "done"),
        ("", "kernel.seccomp()", "socket.socket().close()", "EPERM"),
        ("", "kernel.seccomp()", "os.fork() or os._exit(0)", "EPERM"),
        ("", "kernel.seccomp()", "os.posix_spawn('/bin/true', ['true'], {})", "EPERM"),
        ("", "kernel.seccomp()", "os.close(os.memfd_create('more'))", "EPERM"),
        ("", "kernel.seccomp()", "threading.Thread(target=print, args=('',), kwargs={'end': ''}).start()", "done"),
    ],
)
def test_a_wall_alone_stops_what_went_through_before_it(tmp_path, before, wall, statement, becomes):
    import socket

    privileges = wall if "seccomp" not in wall and "landlock" not in wall else f"kernel.give_up_privileges()\n{wall}"
    (tmp_path / "outside").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = [str(SANDBOX), str(tmp_path / "outside"), str(server.getsockname()[1])]
        script = ALONE.format(before=before, wall=privileges, statement=statement)
        ran = subprocess.run([sys.executable, "-I", "-S", "-c", script, *words], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == ["done", becomes]


# where walls cannot be had

HARDENED = """
import ctypes, json, platform, struct, sys
from grader.sandbox import Files, Parent, WallsError

numbers = json.loads(sys.argv[1])[platform.machine()]
program = [(0x20, 0, 0, 0)]
for number in numbers:
    program += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050001)]
program += [(0x06, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code)))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, head, 0, 0) == 0
try:
    with Parent(Files(load=()), weak=sys.argv[2] == "weak") as parent, parent.open() as session:
        session.run("1", 10)
        print(json.dumps(session.stands))
except WallsError as error:
    print(json.dumps(str(error)))
"""
LANDLOCK = {"x86_64": [444], "aarch64": [444]}
SETRLIMIT = {"x86_64": [302, 160], "aarch64": [261, 164]}
UNSHARE = {"x86_64": [272], "aarch64": [97]}


def on_a_kernel_that_refuses(calls: dict[str, list[int]], walls: str, path: str) -> list[str] | str:
    """Start a parent where the kernel refuses some system calls: what stands, or what the refusal says."""
    command = [sys.executable, "-c", HARDENED, json.dumps(calls), walls]
    environment = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_on_a_kernel_without_landlock_the_others_stand_and_are_enough():
    stands = on_a_kernel_that_refuses(LANDLOCK, "all", os.environ["PATH"])
    assert set(stands) == {"bubblewrap", *INNER} - {"Landlock"}


def test_on_a_kernel_that_sets_no_limits_it_refuses_and_names_them():
    said = on_a_kernel_that_refuses(SETRLIMIT, "all", os.environ["PATH"])
    assert said == "these walls round submitted code cannot be had here: limits"
    assert set(on_a_kernel_that_refuses(SETRLIMIT, "weak", os.environ["PATH"])) == {"bubblewrap", *INNER} - {"limits"}


def test_on_a_kernel_without_namespaces_weak_goes_on_with_what_is_left(tmp_path):
    stands = on_a_kernel_that_refuses(UNSHARE, "weak", str(tmp_path))
    assert set(stands) == INNER - {"namespaces", "private folder"}


@pytest.fixture
def without_bubblewrap(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("bwrap") is None


@pytest.fixture
def scratch(tmp_path, monkeypatch) -> Path:
    """Where folders for a while are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_without_bubblewrap_it_refuses_and_leaves_nothing(without_bubblewrap, scratch):
    before = below(os.getpid())
    with pytest.raises(WallsError, match="cannot be had here: bubblewrap"):
        Parent(NOTHING_MORE)
    assert below(os.getpid()) == before
    assert not list(scratch.iterdir())


def test_without_bubblewrap_weak_goes_on_says_so_and_landlock_keeps_files_away(without_bubblewrap, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("secret")
    with Parent(NOTHING_MORE, SMALL, weak=True) as weak, weak.open() as session:
        assert "bubblewrap" not in session.stands
        assert {"limits", "no new privileges", "Landlock", "seccomp"} <= set(session.stands)
        assert tried(session, f"open({__file__!r})") == "EACCES"
        assert tried(session, "open('/etc/passwd')") == "EACCES"
        assert tried(session, f"open({str(outside)!r})") in ("EACCES", "ENOENT", "EROFS")
        assert tried(session, f"open({str(outside)!r}, 'w')") in ("EACCES", "ENOENT", "EROFS")
        assert tried(session, "socket.socket()") == "EPERM"
        assert tried(session, "os.fork()") == "EPERM"
        assert tried(session, "open('mine', 'w').write('words')") == "done"
    assert outside.read_text() == "secret"


@pytest.fixture
def broken_bubblewrap(tmp_path, monkeypatch):
    """A bubblewrap that is there but may not make namespaces, as in many a container."""
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_bubblewrap_that_does_not_work_is_said_in_its_words(broken_bubblewrap, scratch):
    with pytest.raises(WallsError, match="No permissions to create new namespace"):
        Parent(NOTHING_MORE)
    assert not list(scratch.iterdir())


def test_a_bubblewrap_that_does_not_work_is_a_wall_that_weak_goes_on_without(broken_bubblewrap):
    with Parent(NOTHING_MORE, SMALL, weak=True) as weak, weak.open() as session:
        assert "bubblewrap" not in session.stands and "Landlock" in session.stands


def test_a_parent_that_has_ended_is_said_to_have():
    with Parent(NOTHING_MORE, SMALL) as made:
        for process in below(made.process.pid):
            with contextlib.suppress(ProcessLookupError):  # one ends with the other
                os.kill(process, signal.SIGKILL)
        made.process.wait(10)
        with pytest.raises(WallsError, match="could not be made"):
            made.open()


# how a submission ends

ENDS = {
    "exit": ("import os\nos._exit(3)", "raised", "it ended Python with exit status 3"),
    "a crash": ("import ctypes\nctypes.string_at(0)", "raised", "Python itself crashed (SIGSEGV)"),
    "silence": ("import time\ntime.sleep(60)", "timed out", "it took more than 0.5 seconds"),
    "a loop": ("while True:\n    pass", "timed out", "it took more than 0.5 seconds"),
    "a loop in C": ("sum(range(10**12))", "timed out", "it took more than 0.5 seconds"),
    "the channel closed": (
        "import os, time\nos.closerange(3, 99)\ntime.sleep(60)",
        "not allowed",
        "it closed the grader's channel",
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_each_end_has_its_outcome(session, end):
    source, outcome, why = ENDS[end]
    with pytest.raises(Ended) as ended:
        session.run(source, 0.5)
    assert (ended.value.outcome, ended.value.why) == (outcome, why)


def test_a_submission_that_the_system_kills_was_ended_for_its_memory(session):
    os.kill(process_of(session), signal.SIGKILL)
    with pytest.raises(Ended) as ended:
        session.run("1", 5)
    assert (ended.value.outcome, ended.value.why) == ("out of memory", "it was ended for the memory it took")


def test_a_submission_that_uses_the_processor_for_too_long():
    with Parent(NOTHING_MORE, Limits(seconds=2)) as brief, brief.open() as session:
        assert answer(session, "answer = 1") == 1
        with pytest.raises(Ended) as ended:
            session.run("while True:\n    pass", 30)
    assert (ended.value.outcome, ended.value.why) == ("timed out", "it used the processor for more than 2 seconds")


def test_what_lies_beside_it_is_there_as_far_as_there_is_room(parent):
    with parent.open() as session:
        session.write({"data/small.txt": b"words"})
        assert answer(session, "answer = open('data/small.txt').read()") == "words"
        session.write({"large.bin": bytes(2**20 + 1), "more.txt": b"after it"})
        assert answer(session, "answer = open('more.txt').read()") == "after it"


# what stays behind


def test_nothing_is_left_running(parent):
    for source, _, _ in ENDS.values():
        with parent.open() as session, pytest.raises(Ended):
            process = process_of(session)
            session.run(
                f"import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n{source}", 0.2
            )
        assert not alive(process)
    assert soon(lambda: below(parent.process.pid) == parent.standing)


def test_a_closed_session_is_gone_at_once_and_may_be_closed_again(parent):
    session = parent.open()
    process = process_of(session)
    assert alive(process)
    session.close()
    assert not alive(process)
    session.close()


def test_a_session_that_is_busy_when_it_is_closed_is_gone_at_once(parent):
    session = parent.open()
    process = process_of(session)
    wire.send(session.channel, {"do": "run", "source": "while True:\n    pass", "number": 1})
    session.close()
    assert not alive(process)


def test_fifty_sessions_leave_no_handles_and_no_folders(parent):
    def handles():
        processes = [os.getpid(), *below(parent.process.pid)]
        return {process: len(os.listdir(f"/proc/{process}/fd")) for process in processes}  # noqa: PTH208

    parent.open().close()
    assert soon(lambda: below(parent.process.pid) == parent.standing)
    before = handles()
    for number in range(50):
        with parent.open() as session:
            if number % 10 == 0:
                with pytest.raises(Ended):
                    session.run("import os\nos._exit(0)", 5)
    assert soon(lambda: all(number <= before.get(process, 0) for process, number in handles().items()))
    assert not list(Path(parent.scratch).iterdir())


def test_submissions_do_not_meet(parent):
    with parent.open() as first, parent.open() as second:
        first.write({"mine.txt": b"first"})
        first.run("import numpy as np\nmine = np.mean = 'first'", 5)
        assert answer(second, "import os\nanswer = (os.listdir(), 'mine' in globals())") == ([], False)
        assert answer(second, "import numpy as np\nanswer = np.mean([1, 3])") == 2
        second.close()
        assert answer(first, "answer = (mine, open('mine.txt').read())") == ("first", "first")


def test_sessions_from_several_threads_at_once(parent):
    together = threading.Barrier(8)

    def one(number):
        together.wait()
        with parent.open() as session:
            session.write({"number": str(number).encode()})
            return answer(session, "answer = int(open('number').read()) ** 2", 30)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(one, range(8))) == [number**2 for number in range(8)]


OWNER = """
import sys
from grader.sandbox import Files, Parent
parent = Parent(Files(load=()), weak=sys.argv[1] == "weak")
session = parent.open()
print("ready", flush=True)
session.run("while True: pass", 60)
"""


@pytest.mark.parametrize("walls", ["all", "weak"])
def test_everything_ends_with_an_owner_that_is_killed(tmp_path, walls):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    environment |= {"PATH": str(tmp_path)} if walls == "weak" else {}
    command = [sys.executable, "-c", OWNER, walls]
    with subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.PIPE) as owner:
        assert owner.stdout.readline() == b"ready\n"
        started = below(owner.pid)
        owner.kill()
    assert len(started) > 1, "the warm process and the submission, at least"
    assert soon(lambda: not any(map(alive, started)))


def test_what_is_hidden_is_hidden_too_where_the_environment_is_reached_through_a_link(tmp_path, monkeypatch):
    link = tmp_path / "environment"
    link.symlink_to(sys.prefix)
    monkeypatch.setattr(sys, "path", [path.replace(sys.prefix, str(link)) for path in sys.path])
    monkeypatch.setattr(sys, "prefix", str(link))
    monkeypatch.setattr(sys, "executable", f"{link}/bin/python")
    look = "import importlib.util, pathlib, sys\n"
    look += "print([str(each) for path in sys.path for each in pathlib.Path(path or '.').glob('torch/*')])"
    with Parent(Files(hidden=("torch",), load=("numpy",))) as parent, parent.open() as session:
        (output,) = session.run(look, 30)
    assert output["text"].strip() == "[]"
