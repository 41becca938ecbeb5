"""Grading beyond one machine: workers on two hosts, found by the address of their scheduler."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from the_class import hand_in, learners

LESSON, PORT = "00-start-here", "8786"
KINDS = ("all-right", "first-mistake", "half", "no-json")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@pytest.fixture(scope="module")
def class_of_twelve(course) -> Path:
    made = learners(course, LESSON)
    for number in range(12):
        hand_in(course, LESSON, f"student-{number:02}", made[KINDS[number % len(KINDS)]])
    return course


def test_two_hosts_without_a_shared_disk_give_the_same_marks(class_of_twelve, grader, tmp_path):
    course = Path(shutil.copytree(class_of_twelve, tmp_path / "course"))
    here = grader("grade", LESSON, "--json").data["marks"]
    shutil.copy(class_of_twelve / ".seed-key", course)
    command = [sys.executable, "-m", "grader", "grade", LESSON, "--json", "--course", str(course)]
    walls = ["unshare", "--user", "--map-root-user", "--mount", "--net"]
    hosts = [sys.executable, str(Path(__file__).with_name("two_hosts.py")), PORT, str(course)]
    ran = subprocess.run([*walls, *hosts, *command], env=ENVIRONMENT, capture_output=True, text=True, timeout=180)
    assert ran.returncode == 1, ran.stderr
    there = json.loads(ran.stdout)["marks"]
    assert there == here
    assert all(marks["graded_now"] for marks in there)
    for host in ("10.77.0.2", "10.77.0.3"):
        assert f"tcp://{host}" in ran.stderr, "each host has graded"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tcp://127.0.0.1", "http://127.0.0.1:80"])
def test_an_address_without_a_scheduler_is_refused_in_a_line(class_of_twelve, refused, address):
    assert "There is no scheduler at" in refused("grade", LESSON, "--scheduler", address)


def test_workers_and_a_scheduler_at_once_are_refused(class_of_twelve, refused):
    said = refused("grade", LESSON, "--scheduler", "tcp://127.0.0.1:8786", "--workers", "2")
    assert "--workers is for this machine" in said


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_number_of_workers_that_is_none_is_refused(class_of_twelve, refused, count):
    assert "--workers" in refused("grade", LESSON, "--workers", count)
