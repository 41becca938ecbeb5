"""Checks for learners, the catalogue of exercises, and grading for instructors.

In a lesson: `from grader import check, progress`.
"""

from grader.checks import check, course_map, progress

__all__ = ["check", "course_map", "progress"]
