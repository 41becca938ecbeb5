"""Every attempt that was graded, in a table of its own beside nbgrader's: who, when, what, with which outcome.

nbgrader's tables hold the marks as they are now; here nothing is ever changed or deleted.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, Column, Connection, DateTime, Float, MetaData, String, Table, inspect, select

TABLE = Table(
    "unrolled_attempt",
    MetaData(),
    Column("id", String(32), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("lesson", String(128), nullable=False, index=True),
    Column("notebook", String(128), nullable=False),
    Column("student", String(128), nullable=False, index=True),
    Column("submitted", String(64), nullable=False),
    Column("handed_in", DateTime),
    Column("graded", DateTime, nullable=False),
    Column("grader", String(128), nullable=False),
    Column("seed", BigInteger),
    Column("seconds", Float),
    Column("points", JSON, nullable=False),
    Column("kept", JSON, nullable=False),
)
"""`number` counts a student's attempts at a lesson from 1; `submitted` is the fingerprint of what was handed in, and
`grader` who graded it; `points` are those of every graded cell, and `kept` is what the graded notebook keeps: outcomes,
mistakes, versions, walls, what was mended."""


class Attempt(NamedTuple):
    """An attempt, as far as later gradings need it."""

    id: str
    number: int
    submitted: str
    graded: datetime
    points: dict[str, float | None]
    kept: dict[str, Any]
    handed_in: datetime | None


COLUMNS = [TABLE.c[name] for name in Attempt._fields]


def latest(db: Connection, lesson: str, notebook: str, student: str) -> Attempt | None:
    """The last attempt of a student at a lesson, where there is one."""
    found = db.execute(_of(lesson, notebook).where(TABLE.c.student == student).order_by(TABLE.c.number.desc()).limit(1))
    row = found.first()
    return Attempt(*row[1:]) if row else None


def all_latest(db: Connection, lesson: str, notebook: str) -> Iterator[tuple[str, Attempt]]:
    """The last attempt of each student at a lesson, in no order."""
    newer = TABLE.alias()
    is_older = (
        select(newer.c.id)
        .where(newer.c.lesson == TABLE.c.lesson, newer.c.notebook == TABLE.c.notebook)
        .where(newer.c.student == TABLE.c.student, newer.c.number > TABLE.c.number)
    )
    rows = db.execution_options(yield_per=200).execute(_of(lesson, notebook).where(~is_older.exists()))
    yield from ((student, Attempt(*rest)) for student, *rest in rows)


def seconds(db: Connection, lesson: str, notebook: str) -> dict[str, float]:
    """How long the last attempt of each student ran, where it was graded by us and ran."""
    if not inspect(db).has_table(TABLE.name):
        return {}
    asked = select(TABLE.c.student, TABLE.c.seconds).where(TABLE.c.lesson == lesson, TABLE.c.notebook == notebook)
    latest = dict(db.execute(asked.order_by(TABLE.c.number)).all())
    return {student: ran for student, ran in latest.items() if ran is not None}


def _of(lesson: str, notebook: str):
    return select(TABLE.c.student, *COLUMNS).where(TABLE.c.lesson == lesson, TABLE.c.notebook == notebook)
