"""What an exercise is: plain data that says what to ask of an answer and what should come back.

Nothing here runs an answer. `grader.judge` asks and compares, `grader.checks` shows.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Level:
    """How good a result must be, where there is no single right one: a model's predictions.

    Args:
        name: what the result is called in sentences.
        lacks: says in a sentence what an array lacks to this level, or nothing (""). It is given finite numbers in the
            reference's shape, and must say something of every such array, however odd.
    """

    name: str
    lacks: Callable[[np.ndarray], str]


@dataclass(frozen=True)
class Call:
    """Call something the learner made with plain values.

    `target` is the answer's own name, or a name kept by an earlier step, with attributes after dots ("rnn.step").
    The result is compared with the reference's, unless `keep` names it for later steps. With a `level` it need only
    be of the reference's kind and shape, and reach the level.
    """

    target: str
    args: tuple = ()
    keep: str | None = None
    level: Level | None = None

    @property
    def name(self) -> str:
        """What the result is called in sentences."""
        return self.level.name if self.level else f"{self.target}(…)"


@dataclass(frozen=True)
class Read:
    """Read a value: the answer itself where it is a variable, an attribute ("rnn.h"), or a dict's entry at `key`."""

    target: str
    key: str | None = None

    @property
    def name(self) -> str:
        """What the value is called in sentences."""
        return self.target if self.key is None else f"{self.target}[{self.key!r}]"


@dataclass(frozen=True)
class Code:
    """An input that is a function: its source, one expression that may use `np`, evaluated where the answer runs.

    `Code("lambda x: (x ** 3).sum()")`. It must not hold the answer of another exercise.
    """

    source: str

    def make(self) -> Any:
        """Evaluate the source."""
        return eval(self.source, {"np": np})


@dataclass(frozen=True)
class Case:
    """One line of the card: a title in the learner's words, the points it earns, and the steps that are asked.

    Where the steps are calls with levels, one that reaches its level is enough. Each is asked by itself, so that one
    that raises stops no other; and calls of several cases that share their `args`, the same tuple, are asked once.
    """

    title: str
    points: float
    steps: tuple[Call | Read, ...]

    @property
    def by_level(self) -> bool:
        """Whether results are judged by levels, not compared."""
        return any(isinstance(step, Call) and step.level for step in self.steps)


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people give, runnable, with its name and what to look at.

    An answer that gives the same values is known by them. Where results are judged by levels no two are the same, and
    `shows` says of one whether it has the mistake, by what the call was given, what the reference gives, and what came.
    """

    name: str
    answer: Any
    advice: str = ""
    shows: Callable[[tuple, np.ndarray, np.ndarray], bool] | None = None


@dataclass(frozen=True)
class Exercise:
    """One graded question; everything else reads it.

    Args:
        id: its stable name, used by `check`, by grading and in reports.
        title: what the card is headed.
        answer_name: the name the learner gives the answer ("forget_gate").
        reference: the right answer: a function, a class or a value.
        cases: draws the cases from a random generator; titles and points never depend on the draw.
        mistakes: wrong answers, each rejected under its own name.
        styles: other right answers by name, each of which earns all points.
        hints: from a nudge to nearly the answer.
        returns: what the parts of the result are called in sentences ("h", "c").
        tolerance: how far a right value may be off, absolute and relative; wide enough for float32.
        uses: packages that hold recurrent networks and that an answer may use all the same ("torch", "lstm_ref").
        cells: the ids of the cells that the answer is written in, where it is more than one, or not called like this.
        task: what the learner is asked to write, in one phrase, where the answer's name does not say it.
    """

    id: str
    title: str
    answer_name: str
    reference: Any
    cases: Callable[[np.random.Generator], Sequence[Case]]
    mistakes: Sequence[Mistake]
    styles: Mapping[str, Any]
    hints: Sequence[str]
    returns: tuple[str, ...] = ()
    tolerance: float = 1e-5
    uses: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    task: str = ""

    def __post_init__(self) -> None:
        if not self.cells:
            object.__setattr__(self, "cells", (self.id,))

    def draw(self, seed: int) -> list[Case]:
        """Draw the cases of this exercise from `seed`; no two exercises share their random numbers."""
        return list(self.cases(np.random.default_rng([seed, *self.id.encode()])))

    @cached_property
    def points(self) -> float:
        """The most points this exercise can earn."""
        return sum(case.points for case in self.draw(seed=0))

    @property
    def to_write(self) -> str:
        """What the learner is asked to write, in one phrase."""
        if self.task:
            return self.task
        if inspect.isclass(self.reference):
            return f"the class {self.answer_name}"
        if callable(self.reference):
            return f"the body of {self.answer_name}({', '.join(self.parameters)})"
        return f"a value for {self.answer_name}"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the arguments, where the answer is a function."""
        return tuple(inspect.signature(self.reference).parameters) if inspect.isfunction(self.reference) else ()


@dataclass(frozen=True)
class Essay:
    """A question answered in words and graded by a person, by a rubric that the learner sees too."""

    id: str
    title: str
    points: float


@dataclass(frozen=True)
class Lesson:
    """A lesson's place in the course and its graded questions, in the order in which they are met.

    Args:
        id: its folder and notebook.
        title: what it is called.
        exercises: graded by the judge.
        essays: graded by a person.
        uses: packages with recurrent networks that the lesson's own cells import.
        needs: the ids of the lessons that it builds on.
        gives: what the learner can do afterwards, in a few words.
    """

    id: str
    title: str
    exercises: Sequence[Exercise]
    essays: Sequence[Essay] = field(default=())
    uses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gives: str = ""
