"""Where workers come from: a process that imports all they need, beside the command, and is forked for each of them."""

import multiprocessing
import signal
from multiprocessing import forkserver

FEW = 8
"""As many submissions one worker grades sooner than another one has started."""


def prepare() -> None:
    """Begin to import; Dask's workers are forked from the process that does. Again, nothing more happens."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(["grader.classroom.engine"])
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C is for the command: it ends all the others
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
