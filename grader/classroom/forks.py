"""Where workers come from: a process that imports all they need, beside the command, and is forked for each of them."""

import multiprocessing
from multiprocessing import forkserver

FEW = 8
"""As many submissions one worker grades sooner than another one has started."""


def prepare() -> None:
    """Begin to import; Dask's workers are forked from the process that does. Again, nothing more happens."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(["grader.classroom.engine"])
    forkserver.ensure_running()
