"""One submission's process, seen from outside: run a cell, put a question, know how it ended, end it."""

import contextlib
import os
import re
import select
import signal
import socket
import struct
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader.sandbox.walled import wire

TIMED_OUT, OUT_OF_MEMORY, BROKE_OFF, NOT_ALLOWED = "timed out", "out of memory", "raised", "not allowed"
ENDING, GROUP = struct.Struct("!id"), struct.Struct("!i")


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Args:
        memory: bytes, beyond what is loaded before it starts.
        seconds: of the processor, in all.
        disk: bytes in its folder, and in one file.
        files: in its folder.
        open_files: at once.
        threads: at once.
    """

    memory: int = 2 * 2**30
    seconds: int = 300
    disk: int = 64 * 2**20
    files: int = 2000
    open_files: int = 256
    threads: int = 500

    def as_data(self) -> dict[str, int]:
        """The limits as plain data."""
        return asdict(self)


class Ended(Exception):  # noqa: N818 - it is no error of ours
    """The process of a submission has ended, or had to be ended: with which outcome, and why in words.

    `killed` says that somebody else may have ended it.
    """

    def __init__(self, outcome: str, why: str, killed: bool = False) -> None:
        super().__init__(why)
        self.outcome, self.why, self.killed = outcome, why, killed


class Session:
    """A fork of the warm parent, in which one submission runs.

    Args:
        channel: the socket for messages.
        status: the socket that tells how it ended.
        limits: as given to the fork.
    """

    def __init__(self, channel: socket.socket, status: socket.socket, limits: Limits) -> None:
        self.channel, self.status, self.limits = channel, status, limits
        self.status.settimeout(30)
        group, self._handles, _, _ = socket.recv_fds(status, GROUP.size, 1)
        (self._group,) = GROUP.unpack(group)
        self._process = _number(self._handles[0]) if self._handles else self._group
        self.number = 0
        self._closing = threading.Lock()
        self.stands: tuple[str, ...] = tuple(self._receive(30)["stands"])

    def run(self, source: str, seconds: float, cell: int = 1) -> list[dict[str, Any]]:
        """Run the cell of this number and give its outputs as the process says they are: plain data of any shape.

        Raises:
            Ended: where the process did not live through it.
        """
        outputs = self._request({"do": "run", "source": source, "cell": cell}, seconds).get("outputs")
        return [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else []

    def ask(self, name: str, parameters: Sequence[str], steps: Sequence[tuple], seconds: float) -> dict[str, Any]:
        """Put the steps of a case to what is called `name`; see `walled.answer.put` for what comes back.

        Raises:
            Ended: where the process did not live through it.
        """
        request = {"do": "ask", "name": name, "parameters": tuple(parameters), "steps": tuple(steps)}
        return self._request(request, seconds)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Put files into its folder, as far as there is room; names are relative paths without `..`."""
        for name, content in files.items():
            self._request({"do": "write", "name": name, "content": np.frombuffer(content, np.uint8)}, 60)

    def close(self) -> None:
        """End the process and all that it started, and wait until it is gone."""
        with self._closing:
            if self.channel.fileno() >= 0:
                self._kill()
                self._ending(10)
                self.channel.close()
                self.status.close()
                for handle in self._handles:
                    os.close(handle)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _request(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        self.number += 1
        try:
            self.channel.settimeout(seconds)
            wire.send(self.channel, request | {"number": self.number})
        except TimeoutError:
            self._kill()
            raise Ended(TIMED_OUT, f"it took more than {seconds:g} seconds") from None
        except OSError:
            raise self._how_it_ended() from None
        reply = self._receive(seconds)
        number = reply.get("number")
        if type(number) is not int or number != self.number:
            self._kill()
            raise Ended(NOT_ALLOWED, "it wrote to the grader's channel")
        return reply

    def _receive(self, seconds: float) -> dict[str, Any]:
        end = time.monotonic() + seconds
        try:
            self._watch(end)
            reply = wire.receive(self.channel, end - time.monotonic())
        except TimeoutError:
            self._kill()
            raise Ended(TIMED_OUT, f"it took more than {seconds:g} seconds") from None
        except EOFError:
            raise self._how_it_ended() from None
        except wire.MalformedError as error:
            self._kill()
            raise Ended(NOT_ALLOWED, f"what it sent is no answer ({error})") from None
        if not isinstance(reply, dict):
            self._kill()
            raise Ended(NOT_ALLOWED, "what it sent is no answer")
        return reply

    def _watch(self, end: float) -> None:
        """Wait for the beginning of a reply, and see to it that there are not too many threads meanwhile.

        The kernel bounds them itself, but not where the grader is run by root.
        """
        while not select.select([self.channel], [], [], min(0.1, max(end - time.monotonic(), 0)))[0]:
            if time.monotonic() >= end:
                raise TimeoutError
            if self._threads() > self.limits.threads:
                self._kill()
                raise Ended(NOT_ALLOWED, f"it started more than {self.limits.threads} threads")

    def _threads(self) -> int:
        try:
            found = re.search(r"^Threads:\s*(\d+)", Path(f"/proc/{self._process}/status").read_text(), re.MULTILINE)
        except OSError:
            return 0
        return int(found[1]) if found else 0

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            for handle in self._handles:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            if not self._handles:
                os.killpg(self._group, signal.SIGKILL)

    def _ending(self, seconds: float) -> tuple[int, float] | None:
        """Give the wait status and the seconds of the processor, once it has ended."""
        ready, _, _ = select.select([self.status], [], [], seconds)
        said = self.status.recv(ENDING.size) if ready else b""
        return ENDING.unpack(said) if len(said) == ENDING.size else None

    def _how_it_ended(self) -> Ended:
        ending = self._ending(1)
        if ending is None:
            self._kill()
            ending = self._ending(10)
            return Ended(NOT_ALLOWED, "it closed the grader's channel", killed=True)
        how, used = ending
        if used >= self.limits.seconds - 1:
            return Ended(TIMED_OUT, f"it used the processor for more than {self.limits.seconds} seconds")
        if os.WIFSIGNALED(how) and os.WTERMSIG(how) == signal.SIGKILL:
            return Ended(OUT_OF_MEMORY, "it was ended for the memory it took", killed=True)
        if os.WIFEXITED(how) and os.WEXITSTATUS(how) == wire.NO_MEMORY:
            return Ended(OUT_OF_MEMORY, "there was no memory left for its answer")
        if os.WIFSIGNALED(how):
            return Ended(BROKE_OFF, f"Python itself crashed ({signal.Signals(os.WTERMSIG(how)).name})", killed=True)
        return Ended(BROKE_OFF, f"it ended Python with exit status {os.WEXITSTATUS(how)}")


def _number(handle: int) -> int:
    """The number that this process knows the one behind a handle by."""
    found = re.search(r"^Pid:\s*(-?\d+)", Path(f"/proc/self/fdinfo/{handle}").read_text(), re.MULTILINE)
    return int(found[1])
