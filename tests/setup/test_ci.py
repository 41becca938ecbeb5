"""On CI nothing hides: a test that was not run fails the run."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
CONFTEST = Path(__file__).parents[1] / "conftest.py"

HIDDEN = {
    "a skip": "import pytest\n@pytest.mark.skip\ndef test_it(): pass",
    "a module without its library": "import pytest\npytest.importorskip('no_such_library')",
    "an expected failure": "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False",
    "a failure that did not come": "import pytest\n@pytest.mark.xfail\ndef test_it(): pass",
}


@pytest.fixture
def run(pytester, monkeypatch):
    """Run two test files in a folder of their own: the given one, and one that passes."""

    def run(source, *options, ci):
        monkeypatch.setenv("CI", "true") if ci else monkeypatch.delenv("CI", raising=False)
        pytester.makeconftest(CONFTEST.read_text())
        pytester.makepyfile(test_one=source, test_two="def test_another(): pass")
        return pytester.runpytest_inprocess(*options)

    return run


@pytest.mark.parametrize("what", HIDDEN)
def test_what_was_not_run_fails_the_run_on_ci_and_nowhere_else(what, run):
    assert run(HIDDEN[what], ci=False).ret == 0
    on_ci = run(HIDDEN[what], ci=True)
    assert on_ci.ret == 1
    on_ci.stdout.fnmatch_lines(["1 *: on CI every test must run", "*= 1 passed* ==*"])


def test_a_test_deselected_by_name_fails_the_run_on_ci(run):
    source = "def test_it(): pass"
    assert run(source, "-k", "another", ci=False).ret == 0
    assert run(source, "-k", "another", ci=True).ret == 1
    assert run(source, ci=True).ret == 0
