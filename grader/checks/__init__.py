"""The learner's door: an instant check of one answer, shown as a card, the progress through the course, and its map."""

from grader.checks.check import check
from grader.checks.course_map import course_map
from grader.checks.progress import progress

__all__ = ["check", "course_map", "progress"]
