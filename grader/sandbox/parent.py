"""Start the warm process behind the outer walls, and fork it for each submission."""

import json
import select
import shutil
import socket
import struct
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.sandbox.session import Ended, Limits, Session
from grader.sandbox.walled import wire

WALLED = Path(__file__).parent / "walled"
HOME = "/unrolled"
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives")
REQUIRED = ("bubblewrap", "namespaces", "private folder", "limits", "no new privileges", "seccomp")
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "KERAS_BACKEND": "torch",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MALLOC_ARENA_MAX": "2",  # each further one takes address space, which is bounded
} | {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "VECLIB", "NUMEXPR")}


class WallsError(RuntimeError):
    """A wall that must stand cannot be had here."""


@dataclass(frozen=True)
class Files:
    """What a submission finds on disk, beside Python and what is installed.

    Args:
        hidden: top-level modules that are not there, although they may be installed.
        shown: files and folders that are there, by their path below the first folder that imports look in.
        load: modules that are loaded before the first submission.
        warm: cells of our own that are run before the first submission, for what they load and keep.
        environment: variables, beside those that every submission finds.
    """

    hidden: Sequence[str] = ()
    shown: Mapping[str, Path] = field(default_factory=dict)
    load: Sequence[str] = ("numpy", "matplotlib.pyplot")
    warm: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


class Parent:
    """A process that has loaded what lessons import, and never runs a submission itself.

    Args:
        files: what is there and what is loaded.
        limits: of each submission.
        weak: go on where a wall cannot be had.

    Raises:
        WallsError: naming the walls that cannot be had.
    """

    def __init__(self, files: Files, limits: Limits = Limits(), weak: bool = False) -> None:  # noqa: B008
        self.files, self.limits, self.weak = files, limits, weak
        self._forking = threading.Lock()
        self.outer: tuple[str, ...] = ()
        bubblewrap = shutil.which("bwrap") if sys.platform == "linux" else None
        if bubblewrap:
            try:
                self._start([bubblewrap, *_outer_walls(files)], HOME)
                self.outer = ("bubblewrap",)
            except WallsError:
                if not weak:
                    raise
        elif not weak:
            self._missing(["bubblewrap"])
        if not self.outer:
            self._start([], str(WALLED.parent))

    def _start(self, walls: Sequence[str], home: str) -> None:
        """Start the process behind `walls`, in which the folder `walled` is below `home`."""
        self.scratch = tempfile.mkdtemp(prefix="unrolled-")
        own = f"{home}/warm" if walls else self.scratch
        course = f"{home}/course" if walls else f"{own}/course"
        if not walls:
            Path(own, "private").mkdir()
            for name, path in self.files.shown.items():
                _link(Path(course) / name, path)
        self.control, theirs = socket.socketpair()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - read when something fails
        with theirs:
            start = "import sys, json; settings = json.loads(sys.argv[3]); "
            start += "sys.path[:0] = [sys.argv[1], *settings['folders']]; "
            start += "from walled.warm import main; main(int(sys.argv[2]), settings)"
            words = [sys.executable, "-I", "-S", "-c", start, home, str(theirs.fileno())]
            self.process = subprocess.Popen(
                [*walls, *words, json.dumps(self._settings(own, course))],
                pass_fds=[theirs.fileno()],
                env={**ENVIRONMENT, "HOME": own, "MPLCONFIGDIR": f"{own}/matplotlib", **self.files.environment},
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                cwd="/",
            )
        try:
            wire.receive(self.control, 120)
        except (EOFError, TimeoutError) as error:
            said = self._said()
            self.close()
            raise WallsError(f"the walled process did not start: {said}") from error

    def _settings(self, own: str, course: str) -> dict[str, Any]:
        return {
            "folders": [course, *_libraries()],
            "load": list(self.files.load),
            "warm": list(self.files.warm),
            "hidden": list(self.files.hidden),
            "absent": sorted(set(self.files.hidden) - {name.partition("/")[0] for name in self.files.shown}),
            "limits": self.limits.as_data(),
            "readable": [*_roots(), HOME, str(WALLED), *SYSTEM_FILES, "/dev", course],
            "scratch": own,
            "private": f"{HOME}/private" if own != self.scratch else f"{own}/private",
            "tmp": own != self.scratch and not any(root.startswith("/tmp/") for root in _roots()),
        }

    def open(self) -> Session:
        """Fork for one submission.

        Raises:
            WallsError: where a wall that must stand does not.
        """
        channel, theirs = socket.socketpair()
        status, told = socket.socketpair()
        try:
            with theirs, told, self._forking:
                socket.send_fds(self.control, [b"f"], [theirs.fileno(), told.fileno()])
            session = Session(channel, status, self.limits)
        except (OSError, ValueError, struct.error, Ended) as error:
            channel.close()
            status.close()
            raise WallsError(f"a walled process could not be made ({error}): {self._said()}") from error
        session.stands = (*self.outer, *session.stands)
        missing = [wall for wall in REQUIRED if wall not in session.stands]
        if missing and not self.weak:
            session.close()
            self._missing(missing)
        return session

    def has_ended(self) -> bool:
        """Whether somebody ended the process: it answers no more."""
        gone = select.select([self.control], [], [], 0)[0]  # it says nothing but that it is gone
        return bool(gone) or self.process.poll() is not None

    def close(self) -> None:
        """End the process, and with it every fork."""
        self.control.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def __enter__(self) -> "Parent":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _missing(self, walls: Sequence[str]) -> None:
        raise WallsError(f"these walls round submitted code cannot be had here: {', '.join(walls)}")

    def _said(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _libraries() -> list[str]:
    """The folders in which this Python finds what is installed."""
    standard = sysconfig.get_path("stdlib")
    found = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return list(dict.fromkeys([standard, f"{standard}/lib-dynload", *found]))


def _roots() -> list[str]:
    """The folders that hold Python, what is installed, and the libraries of the system."""
    python = [sys.base_prefix, sys.prefix, str(Path(sys.executable).resolve().parents[1]), *_libraries()]
    roots: list[str] = []
    for root in sorted(["/usr", *python]):
        if not any(root == known or root.startswith(f"{known}/") for known in roots):
            roots.append(root)
    return roots


def _outer_walls(files: Files) -> list[str]:
    """The words for bubblewrap: namespaces of its own, no network, and only what `files` says on disk."""
    words = ["--unshare-all", "--new-session", "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL"]
    for folder in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if Path(folder).is_symlink():
            words += ["--symlink", str(Path(folder).readlink()), folder]
        elif Path(folder).is_dir():
            words += ["--ro-bind", folder, folder]
    for path in SYSTEM_FILES:
        words += ["--ro-bind-try", path, path]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for root in _roots():
        words += ["--ro-bind", root, root]
    for path in _hidden(files.hidden):
        words += ["--tmpfs", path, "--remount-ro", path] if Path(path).is_dir() else ["--ro-bind", "/dev/null", path]
    words += ["--ro-bind", str(WALLED), f"{HOME}/walled"]
    for name, path in files.shown.items():
        words += ["--ro-bind", str(path), f"{HOME}/course/{name}"]
    words += ["--tmpfs", f"{HOME}/warm", "--dir", f"{HOME}/private", "--remount-ro", "/"]
    return [*words, "--chdir", f"{HOME}/warm"]


def _hidden(names: Sequence[str]) -> list[str]:
    """Where the hidden modules are installed, in any folder of libraries that a submission could read.

    Where a root is a link, what is behind it is seen under the link's name.
    """
    folders = {Path(path).resolve() for path in _libraries() if path.endswith("-packages")}
    for root in ("/usr", "/usr/local", sys.base_prefix, sys.prefix):
        folders |= {path.resolve() for path in Path(root).glob("lib*/python*/*-packages")}
    found = [path for folder in folders for name in names for path in (*folder.glob(name), *folder.glob(f"{name}.*"))]
    roots = [(root, Path(root).resolve()) for root in _roots()]
    return sorted(
        {f"{root}/{path.relative_to(real)}" for path in found for root, real in roots if path.is_relative_to(real)}
    )


def _link(name: Path, path: Path) -> None:
    name.parent.mkdir(parents=True, exist_ok=True)
    name.symlink_to(path)
