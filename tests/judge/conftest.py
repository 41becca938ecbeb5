"""The warm processes that all tests of the judge share, with small bounds."""

from collections.abc import Iterator

import pytest

from grader.judge.rooms import Rooms
from grader.sandbox import Limits


@pytest.fixture(scope="session")
def rooms() -> Iterator[Rooms]:
    """Rooms with room for a gigabyte, sixteen megabytes of disk and two hundred files."""
    made = Rooms(limits=Limits(memory=2**30, seconds=60, disk=16 * 2**20, files=200, open_files=64))
    yield made
    made.close()
