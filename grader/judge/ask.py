"""Put cases to an answer, here or behind the walls, and take plain values; nothing here knows what is right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from grader.exercises.declare import Call, Case, Code, Exercise
from grader.sandbox.session import Ended, Session
from grader.sandbox.walled import answer as walled
from grader.sandbox.walled import wire


@dataclass(frozen=True)
class Raised:
    """The answer raised instead of returning: what, its text, and the learner's line."""

    kind: str
    text: str
    line: str = ""


@dataclass(frozen=True)
class Asked:
    """What an answer gave to one case.

    Args:
        results: a value for each compared step, a `Raised` where it stopped.
        printed: what it printed.
        made: whether the answer is more than the dots of a blank.
        missing: whether there is nothing of the answer's name at all.
        ended: what kept the answer from being asked, or from answering.
    """

    results: list = field(default_factory=list)
    printed: str = ""
    made: bool = True
    missing: bool = False
    ended: Ended | None = None


Asker = Callable[[Case], Asked]


def here(exercise: Exercise, answer: Any) -> Asker:
    """Ask `answer` in this process: a learner's own check, a reference, a declared mistake."""

    def ask(case: Case) -> Asked:
        steps = wire.unpack(wire.pack(_steps(case)), code=True)
        reply = walled.put(answer, exercise.answer_name, exercise.parameters, steps)
        return _asked(reply, case)

    return ask


def behind_walls(exercise: Exercise, session: Session, seconds: float) -> Asker:
    """Ask what a submission has made."""

    def ask(case: Case) -> Asked:
        try:
            return _asked(session.ask(exercise.answer_name, exercise.parameters, _steps(case), seconds), case)
        except Ended as ended:
            return Asked(ended=ended)

    return ask


def _steps(case: Case) -> tuple[tuple, ...]:
    return tuple(
        ("call", step.target, tuple(map(_plain, step.args)), step.keep)
        if isinstance(step, Call)
        else ("read", step.target, step.key)
        for step in case.steps
    )


def _plain(argument: Any) -> Any:
    return wire.Code(argument.source) if isinstance(argument, Code) else argument


def _asked(reply: dict[str, Any], case: Case) -> Asked:
    """Take from a reply what a reply has; anything else in it was never said."""
    results, raised, printed = reply.get("results"), reply.get("raised"), reply.get("printed")
    results = results[: len(case.steps)] if isinstance(results, list) else []
    if isinstance(raised, tuple) and len(raised) == 3 and all(isinstance(part, str) for part in raised):
        results.append(Raised(*(part[: walled.LONGEST] for part in raised)))
    printed = printed[: walled.LONGEST] if isinstance(printed, str) else ""
    return Asked(results, printed, made=reply.get("made") is True, missing=reply.get("missing") is True)
