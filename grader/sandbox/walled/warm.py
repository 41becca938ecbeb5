"""The warm parent: it has loaded what lessons import, never runs an answer, and forks for each submission.

A request to it is one byte with two sockets. The fork's messages go over the first. Over the second comes a handle of
the fork, to kill it by, and at its end how it ended. On macOS there are no handles, but the number of the process.
"""

import contextlib
import gc
import importlib
import importlib.util
import os
import select
import site
import socket
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from . import answer, kernel, shell, wire


class NotThereError(ImportError):
    """A module that is installed, but is not there for submissions."""


class Absent:
    """Says of a hidden module that it is not there; its folder is empty besides.

    Args:
        names: of top-level modules.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Leave other modules to other finders."""
        if name.partition(".")[0] in self.names:
            raise NotThereError(f"{name} is not there when this is graded", name=name)


def main(control: int, settings: dict[str, Any]) -> None:
    """Load, and fork on request until the judge has gone."""
    alone = _stands(kernel.enter_namespaces, "pid")
    if alone and (child := os.fork()):
        os.close(control)
        os.waitpid(child, 0)
        return
    made = _loaded(settings)
    judge = socket.socket(fileno=control)
    wire.send(judge, {"ready": True})
    own = os.open("/proc/self/ns/pid", os.O_RDONLY) if alone else -1
    running: dict[int, Child] = {}
    while True:
        handles = [child.handle for child in running.values()]
        ready, _, _ = select.select([judge, *filter(None, handles)], [], [], 0.05 if None in handles else None)
        if judge in ready:
            request, handles, _, _ = socket.recv_fds(judge, 1, 2)
            if not request:
                return
            channel, status = handles
            stands = ["pid namespace"] if alone and _stands(kernel.new_pid_namespace, own) else []
            pid = os.fork()
            if not pid:
                _serve(channel, stands, made, settings)
            os.close(channel)
            running[pid] = Child(pid, socket.socket(fileno=status))
        for pid in [pid for pid, child in running.items() if child.has_ended()]:
            del running[pid]


class Child:
    """A fork that runs a submission, and the socket on which it is said how it ended.

    Args:
        pid: its number here.
        status: that socket.
    """

    def __init__(self, pid: int, status: socket.socket) -> None:
        self.pid, self.status = pid, status
        self.handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
        with contextlib.suppress(OSError):
            socket.send_fds(status, [struct.pack("!i", pid)], [self.handle] if self.handle else [])

    def has_ended(self) -> bool:
        """Whether it has; then that is said."""
        pid, how, used = os.wait4(self.pid, os.WNOHANG)
        if not pid:
            return False
        with contextlib.suppress(OSError):
            self.status.sendall(struct.pack("!id", how, used.ru_utime + used.ru_stime))
        self.status.close()
        if self.handle:
            os.close(self.handle)
        return True


def _loaded(settings: dict[str, Any]) -> shell.Shell:
    """Load what lessons import, and do what is slow when done first."""
    _hide(settings["absent"], settings["hidden"])
    site.sethelper()
    made = shell.shell(f"{settings['scratch']}/ipython")
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    for name in settings["load"]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    if "matplotlib.pyplot" in sys.modules:
        made.run_line_magic("matplotlib", "inline")
    for source in settings["warm"]:
        shell.run(made, source)
    made.reset(new_session=True, aggressive=False)
    question = {"steps": (("call", "f", (np.ones(2), 1.0, {"W": np.ones((2, 2))}), None),)}
    asked = wire.unpack(wire.pack(question))
    wire.unpack(wire.pack(answer.put(lambda x, n, p: (p["W"] @ x, n), "f", ("x", "n", "p"), asked["steps"])))
    sys.path.insert(0, "")
    gc.collect()
    gc.freeze()
    return made


def _hide(absent: list[str], hidden: list[str]) -> None:
    """Let importing say that a module is not there, and looking for one find nothing."""
    sys.meta_path.insert(0, Absent(absent))
    sys.meta_path.append(Absent(hidden))
    find, names = importlib.util.find_spec, frozenset(absent)
    importlib.util.find_spec = lambda name, package=None: (
        None if name.partition(".")[0] in names else find(name, package)
    )


def _serve(channel: int, stands: list[str], made: shell.Shell, settings: dict[str, Any]) -> None:
    """Put up the other walls, say which stand, and answer requests until there are no more. Never returns."""
    try:
        _stands(kernel.die_with_parent)
        os.setsid()
        alone = _stands(kernel.enter_namespaces, "mount", "network", "ipc", "names")
        stands = ["namespaces"] if stands and alone else []
        judge = socket.socket(fileno=channel)
        judge.setblocking(True)
        stands += _walls(judge.fileno(), alone, settings)
        wire.send(judge, {"stands": stands})
        while True:
            request = wire.receive(judge, code=True)
            wire.send(judge, {"number": request["number"]} | _reply(made, request))
    except MemoryError:
        os._exit(wire.NO_MEMORY)
    except EOFError:
        os._exit(0)
    finally:
        os._exit(1)


def _walls(channel: int, alone: bool, settings: dict[str, Any]) -> list[str]:
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.closerange(3, channel)
    os.closerange(channel + 1, 1024)
    stands = []
    bounds = settings["limits"]
    if _stands(
        kernel.limit, bounds["memory"], bounds["seconds"], bounds["disk"], bounds["open_files"], bounds["threads"]
    ):
        stands.append("limits")
    folder, everywhere = settings["private"], settings["tmp"]
    if alone and _stands(kernel.private_folders, folder, bounds["disk"], bounds["files"], everywhere):
        stands.append("private folder")
        others = ["/dev/shm", *(["/tmp"] if everywhere else [])]
    else:
        folder, others = tempfile.mkdtemp(dir=settings["scratch"]), []
    work = Path(folder, "work")
    work.mkdir()
    os.chdir(work)
    os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = folder
    if _stands(kernel.give_up_privileges):
        stands.append("no new privileges")
    readable = [path for path in settings["readable"] if Path(path).exists()]
    if _stands(kernel.landlock, readable, [folder, "/dev/null", *others]):
        stands.append("Landlock")
    if _stands(kernel.seccomp):
        stands.append("seccomp")
    return stands


def _stands(wall, *arguments: object) -> bool:
    try:
        wall(*arguments)
    except (OSError, AttributeError, ValueError):
        return False
    return True


def _reply(made: shell.Shell, request: dict[str, Any]) -> dict[str, Any]:
    if request["do"] == "run":
        return {"outputs": shell.run(made, request["source"], request["cell"])}
    if request["do"] == "write":
        path = Path.cwd() / request["name"]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(request["content"].tobytes())
        except ValueError:  # no name for a file
            pass
        except OSError:  # no room
            with contextlib.suppress(OSError):
                path.unlink()
        return {}
    name = request["name"]
    if name not in made.user_ns:
        return {"missing": True}
    reply = answer.put(made.user_ns[name], name, request["parameters"], request["steps"])
    shell.forget(made)
    return reply
