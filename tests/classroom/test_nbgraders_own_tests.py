"""nbgrader's own tests of autograde, run with this grader's parts in place: all that pass without it pass with it."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
SKIPPED_BY_NBGRADER = {"test_many_students", "test_infinite_loop_with_output"}
EXCEPTIONS = {
    "test_side_effects",
    "test_no_execute",
    "test_handle_failure",
    "test_handle_failure_single_notebook",
    "test_missing_source_kernelspec",
}
"""Each has its reason in docs/for-instructors.md."""

CONFIG = """
from traitlets.config import PyFileConfigLoader

c = get_config()
c.Autograde = PyFileConfigLoader("nbgrader_config.py", path={root!r}).load_config().Autograde
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, str]:
    """What became of each test."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "nbgrader_config.py").write_text(CONFIG.format(root=str(ROOT)))
    here = tmp_path_factory.mktemp("here")
    report = folder / "report.xml"
    tests = ["--pyargs", "nbgrader.tests.apps.test_nbgrader_autograde"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", f"--junitxml={report}"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": str(folder), "PATH": path}
    ran = subprocess.run([*command, *tests], cwd=here, env=environment, capture_output=True, text=True)
    assert report.exists(), ran.stdout + ran.stderr
    cases = ElementTree.parse(report).iter("testcase")
    return {case.attrib["name"]: next((child.tag for child in case), "passed") for case in cases}


def test_what_passes_without_passes_with(outcomes):
    failed = {name for name, outcome in outcomes.items() if outcome in ("failure", "error")}
    assert failed == EXCEPTIONS
    assert {name for name, outcome in outcomes.items() if outcome == "skipped"} == SKIPPED_BY_NBGRADER
    assert sum(outcome == "passed" for outcome in outcomes.values()) == 40 - len(EXCEPTIONS)


def test_each_exception_has_its_reason_in_the_docs():
    page = (ROOT / "docs" / "for-instructors.md").read_text()
    for name in EXCEPTIONS:
        assert f"`{name}`" in page
