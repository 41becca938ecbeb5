"""Grade many submissions at once, on all cores of this machine or on the workers of a cluster, with Dask.

A worker gets the text of a submission and gives marks and a graded notebook; it needs no disk of ours and no gradebook.
Only as many submissions as keep the workers busy are held at a time.
"""

import contextlib
import logging
import os
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from queue import Empty, SimpleQueue

import dask
from distributed import Client, KilledWorker, LocalCluster
from distributed.client import FutureCancelledError

from grader.classroom import CourseError, work
from grader.classroom.parts import rooms
from grader.classroom.work import Given, Handed, Marked
from grader.sandbox import WallsError

FEW = 8
"""As many submissions one worker grades sooner than another one has started."""
AHEAD = 3
"""Submissions that wait at each worker, so that it never waits for us."""
TRIES = 5
"""How often workers are started, and a submission is sent out, because one was ended, before a person is told."""
PATIENCE, LOST = 5, 3
"""Seconds to wait for a submission before looking for the workers; so often in a row none is there until they are given
up."""
FETCH = 10
"""Seconds for a result to come over; its worker may have been ended since."""
GONE = "The cluster is gone; grade again to go on where it was."
SETTINGS = {
    "distributed.scheduler.allowed-failures": 10,
    "distributed.comm.timeouts.connect": "10s",
    "distributed.admin.tick.limit": "1h",
    "distributed.worker.memory.terminate": False,
    "distributed.worker.memory.pause": False,
}


class Engine:
    """Workers that grade, as long as the engine is open.

    Args:
        submissions: how many there are to grade.
        workers: how many processes; None for as many as this machine has cores, or fewer for a few submissions.
        scheduler: the address of a cluster's scheduler, "tcp://host:port"; its workers are used then.
        weak: grade also where a wall cannot be had.

    Raises:
        CourseError: where there are no such workers, or they have other versions or walls.
    """

    def __init__(
        self, submissions: int, workers: int | None = None, scheduler: str | None = None, weak: bool = False
    ) -> None:
        self.weak, self.scheduler, self.client, self.cluster = weak, scheduler, None, None
        self.workers = workers or min(_cores(), -(-submissions // FEW)) or 1
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        dask.config.set(SETTINGS)  # for as long as this process lives: a worker that ended is started anew by them
        self.stands = self._start()

    def _start(self) -> tuple[str, ...]:
        """Start the workers, again where one was ended meanwhile, and give the walls that stand on all of them."""
        for _ in range(TRIES):
            try:
                self._open()
                return self._ask_workers()
            except BaseException as error:
                self.close()
                if isinstance(error, CourseError) or not isinstance(error, Exception):
                    raise
                why = error
        raise CourseError(f"The workers did not start: {why or type(why).__name__}.") from why

    def _open(self) -> None:
        """Start this machine's workers, or find the scheduler."""
        if self.scheduler is None:
            self.cluster = LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                processes=self.workers > 1,
                protocol="tcp://",
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        try:
            self.client = Client(self.cluster or self.scheduler, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CourseError(f"There is no scheduler at {self.scheduler}: {error or 'no answer'}.") from error

    def graded(self, given: Given, jobs: Iterable[Handed]) -> Iterator[tuple[Handed, Marked]]:
        """Grade `jobs` and give each with its marks, in the order in which they are done.

        Raises:
            WallsError: where a wall that must stand cannot be had any more.
            CourseError: where the cluster is gone.
        """
        jobs, running, tries, done = iter(jobs), {}, Counter(), SimpleQueue()
        lesson = self.client.submit(_kept, given, pure=True)

        def send(job: Handed) -> None:
            future = self.client.submit(_grade, lesson, job, self.weak, pure=False)
            running[future.key] = future, job
            future.add_done_callback(done.put)

        for job in jobs:
            send(job)
            if len(running) >= AHEAD * self.count:
                break

        def anew() -> None:
            nonlocal lesson
            self._replace()
            lesson, lost = self.client.submit(_kept, given, pure=True), [job for _, job in running.values()]
            running.clear()
            for job in lost:
                send(job)

        while running:
            try:
                future = done.get(timeout=PATIENCE)
            except Empty:
                if self.client.status != "running":
                    raise CourseError(GONE) from None
                tries[None] = 0 if self.client.nthreads() else tries[None] + 1
                if tries[None] == LOST:
                    anew()
                continue
            if future.key not in running:
                continue  # of workers that were replaced
            _, job = running[future.key]
            try:
                marked = future.result(timeout=FETCH)
            except (KilledWorker, FutureCancelledError, TimeoutError, WallsError) as error:
                tries[job.student] += 1
                if self.client.status != "running":
                    raise CourseError(GONE) from error
                if isinstance(error, TimeoutError) and not self.client.nthreads():
                    anew()  # nobody has the result any more
                    continue
                if tries[job.student] < TRIES:
                    del running[future.key]
                    lesson = self.client.submit(_kept, given, pure=True)
                    send(job)
                    continue
                if isinstance(error, WallsError):
                    raise
                marked = work.not_graded(given, job, "every process that tried to grade it was ended")
            del running[future.key], future
            yield job, marked
            for job in jobs:
                send(job)
                break

    def _replace(self) -> None:
        """Start this machine's workers anew, all of which are gone.

        Raises:
            CourseError: where they are a cluster's.
        """
        self.close()
        if self.scheduler:
            raise CourseError(GONE)
        self._start()

    @property
    def count(self) -> int:
        """How many submissions can be graded at the same time."""
        return max(1, sum(self.client.nthreads().values()))

    def _ask_workers(self) -> tuple[str, ...]:
        """Ask each worker what it is, and give the walls that stand on all of them."""
        for _ in range(TRIES):  # walls that cannot be had never come; a process that was ended starts again
            said = self.client.run(_hello, self.weak)
            if said and not any(missing for *_, missing in said.values()):
                break
        if not said and self.scheduler:
            raise CourseError("The scheduler has no workers yet: start some, and grade again.")
        if not said:
            raise RuntimeError("they ended at once")
        ours = _versions()
        for address, (theirs, _, missing) in said.items():
            if theirs != ours:
                raise CourseError(f"The worker {address} has {_said(theirs)}, but here is {_said(ours)}.")
            if missing:
                raise CourseError(
                    f"Nothing was graded: {missing}. To grade all the same, and have it recorded: --walls=weak."
                )
        walls = [stands for _, stands, _ in said.values()]
        return tuple(wall for wall in walls[0] if all(wall in each for each in walls))

    def close(self) -> None:
        """End the workers of this machine, at once."""
        pids = []
        if self.cluster:
            pids = [getattr(worker, "pid", None) for worker in self.cluster.workers.values()]
        with contextlib.suppress(Exception):
            self.client and self.client.close(timeout=0.2)
        for pid in filter(None, pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.cluster:
            with contextlib.suppress(Exception):
                self.cluster.close(timeout=1)
        self.client = self.cluster = None

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _kept(given: Given) -> Given:
    """Bring the lesson to the workers, once each."""
    return given


def _grade(given: Given, handed: Handed, weak: bool) -> Marked:
    """Grade, on a worker; a fault of the grader stops no other submission."""
    try:
        return work.grade(given, handed, rooms(weak))
    except WallsError:
        raise
    except Exception as error:
        return work.not_graded(given, handed, f"the grader itself failed ({type(error).__name__}: {error})")


def _hello(weak: bool) -> tuple[dict[str, str], tuple[str, ...], str]:
    """Say which versions a worker has, which walls stand there, and what is missing."""
    try:
        with rooms(weak).open(frozenset()) as session:
            return _versions(), session.stands, ""
    except WallsError as error:
        return _versions(), (), str(error)


def _cores() -> int:
    """The cores that this process may use; macOS only says how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("unrolled", "numpy")}


def _said(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())
