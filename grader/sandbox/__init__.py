"""Walls for code that nobody here has read: a warm process, a fork for each submission, and nothing else within reach.

This package imports nothing else of the project, and knows nothing of exercises.
"""

from grader.sandbox.parent import REQUIRED, Files, Parent, WallsError
from grader.sandbox.session import Ended, Limits, Session

__all__ = ["REQUIRED", "Ended", "Files", "Limits", "Parent", "Session", "WallsError"]
