"""One environment, written down three times: pyproject.toml, environment.yml and constraints.txt say the same."""

import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, distributions, requires, version
from itertools import product
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PLATFORMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def named(lines) -> dict[str, SpecifierSet]:
    wanted = [Requirement(line) for line in lines]
    assert len({one.name for one in wanted}) == len(wanted)
    return {canonicalize_name(one.name): one.specifier for one in wanted}


def declared() -> dict[str, SpecifierSet]:
    extras = PROJECT["optional-dependencies"]
    return named([*PROJECT["dependencies"], *(line for lines in extras.values() for line in lines)])


def pinned() -> dict[str, SpecifierSet]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return named(line for line in lines if line and not line.startswith("#"))


def conda() -> tuple[dict[str, SpecifierSet], list[str]]:
    """What environment.yml asks of conda, and the lines it gives to pip."""
    *first, last = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    return named(first), last["pip"]


def test_conda_users_get_what_pyproject_names_with_the_same_bounds():
    _, lines = conda()
    assert named(line for line in lines if not line.startswith("-")) == declared()
    assert [line for line in lines if line.startswith("-")] == ["--constraint constraints.txt", "--editable ."]


def test_conda_users_get_a_python_that_the_course_takes():
    asked, _ = conda()
    for minor in range(8, 20):
        ours = f"3.{minor}" in PYTHONS
        assert asked["python"].contains(f"3.{minor}") is ours
        assert SpecifierSet(PROJECT["requires-python"]).contains(f"3.{minor}") or not ours


def test_torch_is_pinned_exactly():
    assert declared()["torch"] == pinned()["torch"] == SpecifierSet("==2.13.0")


@pytest.mark.parametrize("name", declared())
def test_the_tested_version_is_within_the_declared_bounds(name):
    (pin,) = pinned()[name]
    assert pin.operator == "=="
    assert declared()[name].contains(pin.version)


def test_every_tested_version_takes_the_first_release_of_each_python():
    """A pin that wants 3.11.5 cannot be installed with Debian's 3.11.2."""
    refuses = []
    for one in distributions():
        takes = SpecifierSet(one.metadata.get("Requires-Python") or "")
        refuses += [(one.name, python) for python in PYTHONS if not takes.contains(f"{python}.0")]
    assert not [refused for refused in refuses if canonicalize_name(refused[0]) in pinned()]


def test_what_is_installed_here_is_what_was_tested():
    other = {}
    for name, specifier in pinned().items():
        try:
            if not specifier.contains(version(name)):
                other[name] = version(name)
        except PackageNotFoundError:
            continue  # for another platform, or optional
    assert not other, "these are not the versions of constraints.txt: run make test"


@pytest.mark.parametrize(("platform", "python"), list(product(PLATFORMS, PYTHONS)))
def test_every_package_needed_on_another_platform_is_pinned_too(platform, python):
    """Walk from pyproject through what each installed package says that it needs there."""
    system, os_name = PLATFORMS[platform]
    there = {
        "sys_platform": platform,
        "platform_system": system,
        "os_name": os_name,
        "python_version": python,
        "python_full_version": f"{python}.2",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    todo, seen = [("unrolled", extra) for extra in PROJECT["optional-dependencies"]], set()
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen or name == "torch":  # torch pins the parts that differ between its builds
            continue
        seen.add((name, extra))
        for need in needs(name):
            if need.marker is None or need.marker.evaluate({**there, "extra": extra}):
                todo += [(canonicalize_name(need.name), wanted) for wanted in need.extras | {""}]
    assert not {name for name, _ in seen} - {"unrolled"} - pinned().keys()


@cache
def needs(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:
        return []  # for another platform: it is looked up by name alone
