"""Make the report on a class: gather, sum up, name or number the learners, and write the page."""

import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from grader.classroom.course import Course
from grader.classroom.report import alike, statistics
from grader.classroom.report.gather import Cells, Gathered, answers_in, gather, read
from grader.classroom.report.page import page
from grader.exercises import EXERCISES, LESSONS

SIDE_BY_SIDE = 8
"""How many pairs are shown with both sources."""
LINES, COLUMNS = 60, 200
"""How much is shown of a source."""
SLOWEST = 5

Label = str | int


def report(
    course: Course,
    lesson: str,
    to: Path | None = None,
    anonymous: bool = False,
    done: Callable[[str], None] = lambda _: None,
) -> tuple[Path, dict[str, Any]]:
    """Write the page about a class's work on a lesson.

    Args:
        course: the course.
        lesson: the id of a lesson that something was graded of.
        to: the page; else `exports/LESSON-report.html` in the course.
        anonymous: learners are numbers, in an order that tells nothing, and nothing of theirs stands there as written.
        done: is called with each student who was read, with nothing where nobody is to be named.

    Returns:
        The file, and what stands on the page as plain data.

    Raises:
        CourseError: where the file cannot be written there, or the gradebook cannot be used.
    """
    file = course.output(to, f"{lesson}-report.html")
    found, cells = gather(course, lesson, (lambda _: done("")) if anonymous else done)
    data = _Told(course, found, cells, _labels(found, anonymous), anonymous).data()
    text = page(data, (lambda _: "") if anonymous else lambda student: _link(course, lesson, student, file))
    file.parent.mkdir(exist_ok=True)
    _write(file, text)
    return file, data


def _labels(found: Gathered, anonymous: bool) -> list[Label]:
    """What each learner is called on the page, by place among the works: the id, or a number drawn by lot."""
    if not anonymous:
        return [work.student for work in found.works]
    numbers: list[Label] = list(range(1, len(found.works) + 1))
    secrets.SystemRandom().shuffle(numbers)
    return numbers


@dataclass(frozen=True)
class _Told:
    """What was gathered as the page tells it: exercises have titles, and learners names or numbers."""

    course: Course
    found: Gathered
    cells: Cells
    labels: list[Label]
    anonymous: bool

    def data(self) -> dict[str, Any]:
        """Give what stands on the page."""
        found, works = self.found, self.found.works
        rows, named = statistics.exercises(found.points, works), statistics.mistakes(works)
        no_name = statistics.unnamed(works)
        if self.anonymous:
            no_name = [row | {"example": ""} for row in no_name]
        talk_about = statistics.to_talk_about(rows, named, no_name, works)
        marks = [work.points for work in works if work.points is not None]
        return {
            "lesson": found.lesson,
            "title": LESSONS[found.lesson].title if found.lesson in LESSONS else found.lesson,
            "date": date.today().isoformat(),
            "anonymous": self.anonymous,
            "handed_in": len(works),
            "marked": len(marks),
            "answering": len(statistics.answering(works)),
            "separable": statistics.FEWEST,
            "not_graded_yet": found.not_graded,
            "essays_to_mark": found.essays,
            "all_points": found.all_points,
            "marks": statistics.spread(marks, found.all_points),
            "talk_about": [self._joined(row) for row in talk_about],
            "exercises": [{"title": self._title(row["exercise"]), **row} for row in rows],
            "mistakes": [self._row(row) | {"advice": _advice(row["exercise"], row["mistake"])} for row in named],
            "unnamed": [self._row(row) for row in no_name],
            "for_a_person": self._for_a_person(),
            **self._seconds(),
            "alike": self._alike(),
            "names": {} if self.anonymous else self.found.names,
        }

    def _title(self, exercise: str) -> str:
        essays = LESSONS[self.found.lesson].essays if self.found.lesson in LESSONS else ()
        titles = {essay.id: essay.title for essay in essays}
        return EXERCISES[exercise].title if exercise in EXERCISES else titles.get(exercise, exercise)

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {"title": self._title(row["exercise"]), "learners": self._called(row["learners"])}

    def _joined(self, row: dict[str, Any]) -> dict[str, Any]:
        """Tell what is the same in several exercises; the advice is that of the one where it is the most common."""
        places = [{"title": self._title(place["exercise"]), **place} for place in row["places"]]
        told = row | {"places": places, "learners": self._called(row["learners"])}
        return told | ({"advice": _advice(places[0]["exercise"], row["mistake"])} if "mistake" in row else {})

    def _called(self, numbers: Iterable[int]) -> list[Label]:
        return sorted(self.labels[number] for number in numbers)

    def _for_a_person(self) -> list[dict[str, Any]]:
        """Say whose work waits for a person, and why; the reason may hold a learner's words."""
        waiting = [(label, work.why) for label, work in zip(self.labels, self.found.works, strict=True) if work.why]
        return [{"learner": label, "why": "" if self.anonymous else why} for label, why in sorted(waiting)]

    def _seconds(self) -> dict[str, Any]:
        timed = [(w.seconds, label) for label, w in zip(self.labels, self.found.works, strict=True) if w.seconds]
        return {
            "seconds": statistics.spread([seconds for seconds, _ in timed]),
            "slowest": [{"learner": label, "seconds": s} for s, label in sorted(timed, reverse=True)[:SLOWEST]],
        }

    def _alike(self) -> dict[str, Any]:
        """Say who wrote alike, in which exercises; for the first of them, what they wrote."""
        answers = self.found.answers
        pairs = alike.gathered({name: each.pairs() for name, each in answers.items()}, self.labels)
        reference = alike.gathered({name: each.like_reference() for name, each in answers.items()}, self.labels)
        return {
            "rule": alike.SAID,
            "rule_of_reference": alike.SAID_OF_REFERENCE,
            "enough": any(each.compared >= alike.FEWEST for each in answers.values()),
            "compared": sum(each.compared for each in answers.values()),
            "left_out": sum(each.left_out for each in answers.values()),
            "pairs": [self._alike_row(*each, number < SIDE_BY_SIDE) for number, each in enumerate(pairs)],
            "reference": [self._alike_row(*each, number < SIDE_BY_SIDE) for number, each in enumerate(reference)],
        }

    def _alike_row(self, numbers: tuple[int, ...], likeness: dict[str, float], side_by_side: bool) -> dict[str, Any]:
        """Tell who is alike in what; the sources are those of the exercise that takes the most to write."""
        row = {
            "learners": self._called(numbers),
            "exercises": [
                {"exercise": name, "title": self._title(name), "likeness": round(each, 1)}
                for name, each in likeness.items()
            ],
        }
        if not side_by_side:
            return row
        name = max(likeness, key=lambda each: len(self.found.answers[each].reference))
        sources = [{"learner": label, "text": self._source(label, name)} for label in row["learners"]]
        if len(sources) == 1:
            sources.append({"learner": "", "text": self._shown(name, self.cells.solved[name])})
        return row | {"shown": self._title(name), "sources": sources}

    def _source(self, label: Label, cell: str) -> str:
        """Read once more what a learner wrote: too much to keep for all of them."""
        student = self.found.works[self.labels.index(label)].student
        notebook = self.course.folder("autograded", self.found.lesson, student) / f"{self.found.lesson}.ipynb"
        return self._shown(cell, answers_in(read(notebook)).get(cell, ""))

    def _shown(self, cell: str, source: str) -> str:
        """Give the beginning of an answer, in its plain form where nobody is to be named."""
        if self.anonymous:
            plain = self.cells.plain(cell, source) if cell in self.cells.code else None
            source = "(left out, for it may name its author)" if plain is None else plain
        lines = source.splitlines()
        more = [f"… {len(lines) - LINES} more lines"] if len(lines) > LINES else []
        return "\n".join([*(line[:COLUMNS] for line in lines[:LINES]), *more])


def _advice(exercise: str, mistake: str) -> str:
    declared = EXERCISES[exercise].mistakes if exercise in EXERCISES else ()
    return next((each.advice for each in declared if each.name == mistake), "")


def _link(course: Course, lesson: str, student: str, file: Path) -> str:
    """Where the page finds a submission: its page of feedback, or the graded notebook where that is newer."""
    notebook = course.folder("autograded", lesson, student) / f"{lesson}.ipynb"
    feedback = course.folder("feedback", lesson, student) / f"{lesson}.html"
    for target in (feedback, notebook):
        with suppress(OSError):
            if target is notebook or target.stat().st_mtime >= notebook.stat().st_mtime:
                target.stat()
                return quote(os.fsencode(os.path.relpath(target, file.parent.resolve())))
    return ""


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    new = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    try:
        new.write_text(text, encoding="utf-8", errors="replace")  # a learner may have written half a character
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
