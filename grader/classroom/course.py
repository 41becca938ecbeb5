"""A course on disk: where it is, how nbgrader is set up for it, and which lessons it has."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from traitlets.config import Config, PyFileConfigLoader

from grader.classroom import CourseError
from grader.exercises import closest

CONFIG = "nbgrader_config.py"


class Course:
    """The course in a folder that holds `nbgrader_config.py`.

    Args:
        root: that folder.
        gradebook: the address of its database, in the place of the one that the configuration names.

    Raises:
        CourseError: where there is no course, or the address is none.
    """

    def __init__(self, root: Path, gradebook: str | None = None) -> None:
        self.root = root.resolve()
        if not (self.root / CONFIG).is_file():
            raise CourseError(
                f"{self.root} is not a course: it has no {CONFIG}. Go to the course's folder, or name it with --course."
            )
        # nbgrader starts `alembic` and `python` by name: let it find those of this environment
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        if str(self.root) not in sys.path:  # nbgrader finds an instructor's own plugins there, too
            sys.path.append(str(self.root))
        try:
            self.config: Config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        except Exception as error:
            raise CourseError(f"{self.root / CONFIG} cannot be used: {type(error).__name__}: {error}.") from error
        if gradebook is not None:
            try:
                make_url(gradebook).get_dialect()
            except (ArgumentError, NoSuchModuleError, ImportError) as error:
                raise CourseError(
                    f"{gradebook!r} is no address of a gradebook; expected postgresql://user@host/name, or "
                    "sqlite:///file.db."
                ) from error
            self.config.CourseDirectory.db_url = gradebook

    def directory(self, lesson: str = "", student: str = "*", **changes: str) -> CourseDirectory:
        """nbgrader's own view of the course, for one lesson; `changes` are further settings of CourseDirectory."""
        return CourseDirectory(
            config=self.config, root=str(self.root), assignment_id=lesson, student_id=student, **changes
        )

    def folder(self, step: str, lesson: str, student: str = ".") -> Path:
        """The folder of a lesson at a step: "source", "release", "submitted", "autograded" or "feedback"."""
        directory = self.directory(lesson)
        return Path(directory.format_path(getattr(directory, f"{step}_directory"), student, lesson))

    @property
    def lessons(self) -> list[str]:
        """The ids of the lessons that have a source, in their order."""
        source = self.folder("source", ".")
        return sorted(
            {path.stem for path in (*source.glob("*/*.ipynb"), *source.glob("*/*.py")) if path.stem == path.parent.name}
        )

    def require(self, lesson: str) -> str:
        """Give `lesson` back, if the course has it.

        Raises:
            CourseError: with the lessons there are, and the one that was probably meant.
        """
        if lesson not in self.lessons:
            raise CourseError(
                f"There is no lesson {lesson!r}; there are {', '.join(self.lessons) or 'none'}."
                f"{closest(lesson, self.lessons)}"
            )
        return lesson

    def output(self, to: Path | None, default: str) -> Path:
        """Give the file to write: `to`, or else `default` in the course's folder `exports`, which may have to be made.

        Raises:
            CourseError: where `to` has another ending than `default`, or its folder does not exist.
        """
        if to is None:
            return self.root / "exports" / default
        ending = Path(default).suffix
        if to.suffix.lower() != ending or to.is_dir() or not to.resolve().parent.is_dir():
            raise CourseError(f"{to} is no file to write: it must end in {ending}, in a folder that exists.")
        return to

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other command of this course write meanwhile; the system ends the lock with the process."""
        with (self.root / CONFIG).open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
