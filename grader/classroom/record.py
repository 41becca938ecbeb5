"""Write what grading found into nbgrader's gradebook: one submission, one transaction, one attempt.

The rows are those that nbgrader's own autograde makes. Marks and comments that a person gave are left as they are.
"""

import getpass
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from nbgrader import api
from sqlalchemy import Connection, Engine, Table, bindparam, create_engine, event, insert, select, update

from grader.classroom import CourseError, attempts
from grader.classroom.attempts import Attempt
from grader.classroom.work import Marked

BUSY = 60
"""Seconds to wait for another process that is writing."""
ASSIGNMENT, NOTEBOOK, CELL, STUDENT, SUBMISSION, SUBMITTED, GRADE, COMMENT = (
    each.__table__
    for each in (
        *(api.Assignment, api.Notebook, api.BaseCell, api.Student),
        *(api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.Comment),
    )
)
GRADED, COMMENTED = ("GradeCell", "TaskCell"), ("SolutionCell", "TaskCell")
"""The kinds of cells that nbgrader has a grade for, and a comment."""

Late = Callable[[str, float, float], float | None]
"""Gives the penalty for a student whose notebook has so many points and came so many seconds late."""


class Recorded(NamedTuple):
    """What became of an attempt: itself, the one before, and whether it was written or was there already."""

    attempt: Attempt
    before: Attempt | None
    written: bool


def database(url: str) -> Engine:
    """Open the database of a gradebook for short transactions, which several processes may make side by side."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    opened = create_engine(url, connect_args={"timeout": BUSY})

    @event.listens_for(opened, "connect")
    def by_hand(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # else Python's sqlite3 begins transactions when it thinks fit

    @event.listens_for(opened, "begin")
    def at_once(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return opened


class Book:
    """The part of a gradebook for one notebook of one lesson.

    Args:
        opened: as `database` gives it.
        lesson: nbgrader's name of the assignment.
        notebook: the name of its notebook.
        late: what coming late costs; None leaves penalties as they are.

    Raises:
        CourseError: where the gradebook does not know them.
    """

    def __init__(self, opened: Engine, lesson: str, notebook: str, late: Late | None = None) -> None:
        self.opened, self.lesson, self.notebook, self.late = opened, lesson, notebook, late
        attempts.TABLE.metadata.create_all(opened)
        with opened.begin() as db:
            found = db.execute(select(ASSIGNMENT.c.id, ASSIGNMENT.c.duedate).where(ASSIGNMENT.c.name == lesson)).first()
            notebooks = select(NOTEBOOK.c.name, NOTEBOOK.c.id).where(NOTEBOOK.c.assignment_id == (found and found.id))
            self.notebooks = dict(db.execute(notebooks).all())
            if notebook not in self.notebooks:
                raise CourseError(f"The gradebook does not know {notebook} of {lesson}.")
            self.assignment, self.due = found
            self.cells = {each: _cells(db, each) for each in self.notebooks.values()}

    def latest(self, student: str) -> Attempt | None:
        """The last attempt of a student, where there is one."""
        with self.opened.begin() as db:
            return attempts.latest(db, self.lesson, self.notebook, student)

    def record(self, student: str, marked: Marked, handed_in: datetime | None = None, key: str = "") -> Recorded:
        """Write the marks of one submission, all or nothing.

        Args:
            student: whose it is.
            marked: what grading found.
            handed_in: when it was handed in, in UTC, where that is known.
            key: a name for this attempt: under one name it is written once, however often this is called.
        """
        key = key or uuid4().hex
        with self.opened.begin() as db:
            # until the end no other grader writes marks of this lesson (SQLite lets none write at all)
            db.execute(select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.id == self.assignment).with_for_update())
            before = attempts.latest(db, self.lesson, self.notebook, student)
            if before and before.id == key:
                return Recorded(before, None, written=True)
            same = before is not None and before.submitted == marked.kept["submitted"]
            own, lateness = self._submission(db, student, handed_in)
            score = self._write(db, own, marked, same)
            if self.late:
                penalty = self.late(student, score, lateness) if lateness > 0 else None
                penalty = None if penalty is None else min(max(penalty, 0), score)
                db.execute(update(SUBMITTED).where(SUBMITTED.c.id == own).values(late_submission_penalty=penalty))
            number = before.number + 1 if before else 1
            return Recorded(self._keep(db, student, marked, handed_in, number, key), before, written=True)

    def _submission(self, db: Connection, student: str, handed_in: datetime | None) -> tuple[str, float]:
        """Find or begin the submission of a student; give its notebook's id, and how many seconds late it is."""
        mine = (SUBMISSION.c.assignment_id == self.assignment) & (SUBMISSION.c.student_id == student)
        columns = (SUBMISSION.c.id, SUBMISSION.c.timestamp, SUBMISSION.c.extension)
        row = db.execute(select(*columns).where(mine)).first()
        if row is None:
            if not db.execute(select(STUDENT.c.id).where(STUDENT.c.id == student)).first():
                db.execute(insert(STUDENT).values(id=student))
            row = (_new(db, SUBMISSION, assignment_id=self.assignment, student_id=student), None, None)
            for notebook, (grades, comments) in self.cells.items():
                made = _new(db, SUBMITTED, assignment_id=row[0], notebook_id=notebook)
                for table, cells in ((GRADE, grades), (COMMENT, comments)):
                    if cells:
                        db.execute(insert(table), [{"notebook_id": made, "cell_id": cell} for cell in cells.values()])
        submission, timestamp, extension = row
        if handed_in:
            timestamp = handed_in
            db.execute(update(SUBMISSION).where(SUBMISSION.c.id == submission).values(timestamp=timestamp))
        of_it = (SUBMITTED.c.assignment_id == submission) & (SUBMITTED.c.notebook_id == self.notebooks[self.notebook])
        own = db.execute(select(SUBMITTED.c.id).where(of_it)).scalar_one()
        if timestamp is None or self.due is None:
            return own, 0
        return own, (timestamp - self.due - (extension or timedelta())).total_seconds()

    def _write(self, db: Connection, own: str, marked: Marked, same: bool) -> float:
        """Write points and comments; give the score, by nbgrader's rule that a person's mark goes before ours.

        A mark that a person gave is to be looked at again, unless the same work was graded anew.
        """
        grades, comments = self.cells[self.notebooks[self.notebook]]
        names = {cell: name for name, cell in grades.items()}
        score, changed = 0.0, []
        for row in db.execute(select(GRADE).where(GRADE.c.notebook_id == own)).all():
            auto = marked.points.get(names[row.cell_id])
            by_hand = row.manual_score is not None
            reviewed = same and by_hand and not row.needs_manual_grade
            changed.append({"of": row.id, "auto": auto, "wanted": not reviewed and (by_hand or auto is None)})
            given = row.manual_score if by_hand else auto
            score += 0.0 if given is None else given + (row.extra_credit or 0.0)
        if changed:
            values = {"auto_score": bindparam("auto"), "needs_manual_grade": bindparam("wanted")}
            db.execute(update(GRADE).where(GRADE.c.id == bindparam("of")).values(**values), changed)
        said = [{"of": comments[name], "said": text} for name, text in marked.comments.items() if name in comments]
        if said:
            where = (COMMENT.c.notebook_id == own) & (COMMENT.c.cell_id == bindparam("of"))
            db.execute(update(COMMENT).where(where).values(auto_comment=bindparam("said")), said)
        return score

    def _keep(
        self, db: Connection, student: str, marked: Marked, handed_in: datetime | None, number: int, key: str
    ) -> Attempt:
        kept = {name: value for name, value in marked.kept.items() if name not in ("submitted", "seed", "seconds")}
        now = datetime.now(UTC).replace(tzinfo=None)
        made = Attempt(key, number, marked.kept["submitted"], now, marked.points, kept, handed_in)
        values = made._asdict() | {"lesson": self.lesson, "notebook": self.notebook, "student": student}
        values |= {"grader": getpass.getuser()}
        values |= {name: marked.kept.get(name) for name in ("seed", "seconds")}
        db.execute(insert(attempts.TABLE).values(**values))
        return made


def _new(db: Connection, table: Table, **values: Any) -> str:
    """Insert a row under a new id, and give the id."""
    return db.execute(insert(table).values(**values)).inserted_primary_key[0]


def _cells(db: Connection, notebook: str) -> tuple[dict[str, str], dict[str, str]]:
    """The cells of a notebook that have grades, and those that have comments: ids by names."""
    rows = db.execute(select(CELL.c.type, CELL.c.name, CELL.c.id).where(CELL.c.notebook_id == notebook)).all()
    return tuple({name: cell for kind, name, cell in rows if kind in kinds} for kinds in (GRADED, COMMENTED))
