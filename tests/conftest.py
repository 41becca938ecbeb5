"""Two rules for every test: nobody's own Jupyter settings take part, and on CI no test is left out."""

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import pytest

from grader import lab

NOT_RUN = ("skipped", "xfailed", "xpassed", "deselected")


# Keras loads this logger. It keeps the error stream it finds, and closes it when a Jupyter application sets up logging:
# that must not be pytest's.
with contextlib.redirect_stderr(sys.__stderr__):
    import absl.logging  # noqa: F401


def pytest_configure(config):
    folder = tempfile.TemporaryDirectory()
    config.add_cleanup(folder.cleanup)
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    (Path(folder.name) / ".jupyter").mkdir()
    own = lab.environment(Path(folder.name))
    for name in os.environ.keys() - own.keys():
        patch.delenv(name)
    for name, value in own.items():
        patch.setenv(name, value)


def _left_out(config) -> dict[str, int]:
    if os.environ.get("CI", "false") == "false":
        return {}
    stats = config.pluginmanager.get_plugin("terminalreporter").stats
    return {kind: len(stats[kind]) for kind in NOT_RUN if stats.get(kind)}


def pytest_sessionfinish(session):
    if _left_out(session.config) and not session.exitstatus:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter, config):
    for kind, number in _left_out(config).items():
        terminalreporter.write_line(f"{number} {kind}: on CI every test must run", red=True)
