"""The learner's door: an instant check of one answer, shown as a card, and the progress through the course."""

from grader.checks.check import check
from grader.checks.progress import progress

__all__ = ["check", "progress"]
