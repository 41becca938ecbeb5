"""Run a rebuilt notebook behind the walls from top to bottom, ask its answers at their checks, and collect verdicts.

A cell or an answer that its process does not live through costs itself: the notebook is run again without it.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from grader.exercises.declare import Case, Exercise
from grader.judge import outputs
from grader.judge.ask import Asked, behind_walls
from grader.judge.rooms import Rooms
from grader.judge.verdict import ENDINGS, RAISED, TIMED_OUT, Verdict, decide
from grader.sandbox import Ended, Session

LONGEST_WHY = 300


@dataclass(frozen=True)
class Time:
    """Seconds: of a cell, of a case put to an answer, of the whole notebook."""

    cell: float = 30
    case: float = 10
    notebook: float = 300


@dataclass
class Sitting:
    """One submission's notebook, and what has become of it so far.

    Args:
        notebook: what is run; its cells get their outputs, but for the checks.
        checks: the exercise that each check asks, by the index of its cell.
        answers: the index of the cell in which each exercise is answered, by the exercise's id.
        seed: where the inputs come from.
        rooms: where it runs.
        warm: cells of the course's own, which the process has run before.
        files: what lies beside the notebook.
        time: what it may take.
    """

    notebook: NotebookNode
    checks: Mapping[int, Exercise]
    answers: Mapping[str, int]
    seed: int
    rooms: Rooms
    warm: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    time: Time = Time()
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    stands: tuple[str, ...] = ()

    def run(self, shown: frozenset[str] | None = frozenset()) -> None:
        """Run the notebook once for each set of packages that its exercises allow.

        Args:
            shown: the packages of the run whose outputs are kept; None for all.
        """
        self._deadline = time.monotonic() + self.time.notebook
        self._suspects: set[tuple] = set()
        written = [i for i, cell in enumerate(self.notebook.cells) if cell.cell_type == "code" and cell.source.strip()]
        self._numbers = {index: number for number, index in enumerate(written, start=1)}
        for uses in {shown, *(frozenset(each.uses) for each in self.checks.values())}:
            self._outputs: dict[int, list[NotebookNode]] = {}
            self._ended: dict[int, Ended] = {}
            while not self._once(uses):
                pass
            if uses == shown:
                self._show()
        for exercise in self.checks.values():
            if exercise.id not in self.verdicts:
                late = Ended(TIMED_OUT, f"the notebook took more than {self.time.notebook:g} seconds")
                self.verdicts[exercise.id] = decide(exercise, lambda _, late=late: Asked(ended=late), self.seed)

    def _once(self, uses: frozenset[str] | None) -> bool:
        """Run from the top; say whether that is all: the end was reached, or the time is over.

        Where the process ends after an answer was asked, the answer may have left something behind that ended it. So
        nothing is blamed: the next run asks only what has no verdict yet, and what ends that one ends it by itself.
        Nor is anything blamed the first time where somebody else may have killed the process.
        """
        asked = False
        with self.rooms.open(uses, self.warm) as session:
            self.stands = session.stands
            session.write(self.files)
            for index, cell in enumerate(self.notebook.cells):
                left = self._deadline - time.monotonic()
                if left <= 0:
                    return True
                try:
                    if self._open(index, uses):
                        exercise = self.checks[index]
                        verdict, ended = self._ask(exercise, session, min(self.time.case, left))
                        if not ended or self._blamed((uses, index), ended, asked):
                            self.verdicts[exercise.id] = verdict
                        if ended:
                            return False
                        asked = True
                    elif index in self._numbers and index not in self.checks and index not in self._ended:
                        shown = session.run(cell.source, min(self.time.cell, left), self._numbers[index])
                        self._outputs.setdefault(index, outputs.clean(shown, self._numbers[index]))
                except Ended as ended:
                    if self._blamed((uses, index), ended, asked):
                        self._ended[index] = ended
                    return False
        return True

    def _blamed(self, cell: tuple, ended: Ended, asked: bool) -> bool:
        """Whether a process that has ended is laid to the cell that ran."""
        first = cell not in self._suspects
        self._suspects.add(cell)
        return not asked and not (first and ended.killed)

    def _open(self, index: int, uses: frozenset[str] | None) -> bool:
        """Whether the cell is a check that is asked in this run and has no verdict yet."""
        exercise = self.checks.get(index)
        return bool(exercise) and frozenset(exercise.uses) == uses and exercise.id not in self.verdicts

    def _ask(self, exercise: Exercise, session: Session, seconds: float) -> tuple[Verdict, Ended | None]:
        """Ask the answer of an exercise; give the verdict, and how the process ended where it did."""
        behind = behind_walls(exercise, session, seconds)
        broke: list[Ended] = []

        def ask(case: Case) -> Asked:
            asked = Asked(ended=broke[0]) if broke else behind(case)
            if asked.ended and not broke:
                broke.append(asked.ended)
            return Asked(ended=self._why_missing(exercise)) if asked.missing else asked

        verdict = decide(exercise, ask, self.seed, numbers=False)
        return verdict, broke[0] if broke else None

    def _why_missing(self, exercise: Exercise) -> Ended:
        """Say why there is nothing of the answer's name: what became of the cell that should make it."""
        index = self.answers.get(exercise.id, -1)
        if index in self._ended:
            return self._ended[index]
        errors = [output for output in self._outputs.get(index, []) if output.output_type == "error"]
        if not errors:
            return Ended(RAISED, f"the cell of the answer makes no {exercise.answer_name}")
        said = f"{errors[-1].ename}: {errors[-1].evalue}"[:LONGEST_WHY]
        return Ended(ENDINGS.get(errors[-1].ename, RAISED), f"the cell of the answer stopped with {said}")

    def _show(self) -> None:
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type == "code":
                cell.execution_count = self._numbers.get(index)
            if cell.cell_type == "code" and index not in self.checks:
                ended = self._ended.get(index)
                cell.outputs = [outputs.ended(ended.outcome, ended.why)] if ended else self._outputs.get(index, [])
