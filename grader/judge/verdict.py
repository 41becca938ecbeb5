"""Decide: every case of an exercise, the points it earns, and the name of the mistake."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake, Read
from grader.judge.ask import Asked, Asker, Raised, here
from grader.judge.compare import NUMBER, as_array, difference, plainer, unanswered, unlike

RIGHT, PARTLY, WRONG, NOT_ANSWERED, RAISED = "right", "partly", "wrong", "not answered", "raised"
TIMED_OUT, OUT_OF_MEMORY, NOT_ALLOWED = "timed out", "out of memory", "not allowed"
ENDINGS = {"MemoryError": OUT_OF_MEMORY, "NotThereError": NOT_ALLOWED}
"""The outcomes that an error of the answer's own stands for."""


@dataclass(frozen=True)
class Line:
    """What became of one case."""

    title: str
    points: float
    earned: float
    message: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of an exercise: its outcome, a line for each case, and the named mistake where there is one.

    `why` says what kept the answer from being asked to the end, where something did.
    """

    exercise: str
    outcome: str
    lines: tuple[Line, ...]
    mistake: str = ""
    advice: str = ""
    printed: str = ""
    seed: int = 0
    why: str = ""

    @property
    def earned(self) -> float:
        """The points of the cases that came out right."""
        return sum(line.earned for line in self.lines)

    @property
    def points(self) -> float:
        """The most that could be earned."""
        return sum(line.points for line in self.lines)

    def as_data(self) -> dict[str, Any]:
        """The verdict as plain data, for JSON."""
        return asdict(self) | {"earned": self.earned, "points": self.points}


def judge(exercise: Exercise, answer: Any, seed: int) -> Verdict:
    """Ask `answer` every case of `exercise` drawn from `seed`, in this process, and decide.

    Args:
        exercise: what is asked.
        answer: what the learner made.
        seed: where the inputs come from; the same seed gives the same verdict.
    """
    return decide(exercise, here(exercise, answer), seed)


def decide(exercise: Exercise, ask: Asker, seed: int, numbers: bool = True) -> Verdict:
    """Have every case of `exercise` asked, compare with the reference, and decide.

    Args:
        exercise: what is asked.
        ask: puts a case to the answer.
        seed: where the inputs come from.
        numbers: whether the messages say the numbers that were expected and that came. How good a result is, where
            it is judged by levels, is always said.
    """
    cases = exercise.draw(seed)
    expected = _put(here(exercise, exercise.reference), cases)
    got = _put(ask, cases)
    lines = tuple(_line(exercise, *each, numbers) for each in zip(cases, expected, got, strict=True))
    outcome = _outcome(cases, lines, got)
    ended = next((asked.ended for asked in got if asked.ended), None)
    mistake = _recognise(exercise, cases, lines, expected, got) if outcome in (PARTLY, WRONG, RAISED) else None
    return Verdict(
        exercise.id,
        outcome,
        lines,
        mistake=mistake.name if mistake else "",
        advice=mistake.advice if mistake else "",
        printed=next((asked.printed for asked in got if asked.printed), "") if numbers else "",
        seed=seed,
        why=ended.why if ended else "",
    )


def _put(ask: Asker, cases: Sequence[Case]) -> list[Asked]:
    """Have every case asked; the calls of a case by levels each for itself, and the same call only once."""
    kept: dict[tuple[str, int], Asked] = {}

    def each(case: Case) -> Asked:
        if not case.by_level:
            return ask(case)
        for step in case.steps:
            if (step.target, id(step.args)) not in kept:
                kept[step.target, id(step.args)] = ask(replace(case, steps=(step,)))
        asked = [kept[step.target, id(step.args)] for step in case.steps]
        return Asked(
            [one.results[0] if one.results else ... for one in asked],
            printed=next((one.printed for one in asked if one.printed), ""),
            made=all(one.made for one in asked),
            missing=any(one.missing for one in asked),
            ended=next((one.ended for one in asked if one.ended), None),
        )

    return [each(case) for case in cases]


def _outcome(cases: Sequence[Case], lines: tuple[Line, ...], got: list[Asked]) -> str:
    ended = [asked.ended for asked in got if asked.ended]
    if ended:
        return ended[0].outcome
    if not got[0].made or all(map(_blank, cases, got)):
        return NOT_ANSWERED
    if not any(line.message for line in lines):
        return RIGHT
    last = [raised for raised in map(_stopped, cases, got) if raised]
    for kind, outcome in ENDINGS.items():
        if any(raised.kind == kind for raised in last):
            return outcome
    if any(line.earned for line in lines):
        return PARTLY
    return RAISED if len(last) == len(got) else WRONG


def _blank(case: Case, got: Asked) -> bool:
    """Whether the dots are still there; where one of several calls is enough, in all of them."""
    return all(map(unanswered, got.results)) if case.by_level else unanswered(got.results)


def _stopped(case: Case, got: Asked) -> Raised | None:
    """What an answer stopped with: at its last step, or where calls are asked each for itself, at all that are more
    than dots.
    """
    if case.by_level:
        given = [result for result in got.results if not unanswered(result)]
        return given[0] if given and all(isinstance(result, Raised) for result in given) else None
    return got.results[-1] if got.results and isinstance(got.results[-1], Raised) else None


def _line(exercise: Exercise, case: Case, expected: Asked, got: Asked, numbers: bool) -> Line:
    if case.by_level:
        return _line_by_level(exercise, case, expected, got, numbers)
    compared = [step for step in case.steps if isinstance(step, Read) or not step.keep]
    if got.ended:
        return Line(case.title, case.points, 0.0, f"{got.ended.outcome.capitalize()}: {got.ended.why}.")
    for number, (step, right) in enumerate(zip(compared, expected.results, strict=True)):
        own = got.results[number] if number < len(got.results) else None
        name = _said(step) if numbers else step.name
        message = difference(right, own, name, exercise.returns, exercise.tolerance, numbers)
        if message:
            shapes = _input_shapes(exercise, case, step) if isinstance(own, Raised) else ""
            message = message if numbers else NUMBER.sub("…", message)
            return Line(case.title, case.points, 0.0, message.rstrip(" :.") + f".{shapes}" if shapes else message)
    return Line(case.title, case.points, case.points)


def _line_by_level(exercise: Exercise, case: Case, expected: Asked, got: Asked, numbers: bool) -> Line:
    """Judge results by their levels: one that reaches its level earns the points, and dots are passed over."""
    said = [f"{got.ended.outcome.capitalize()}: {got.ended.why}."] if got.ended else []
    for step, right, own in zip(case.steps, expected.results, got.results, strict=True):
        if unanswered(own):
            continue
        message = unlike(right, own, step.name)
        if message:
            message = message if numbers else NUMBER.sub("…", message)
            message = f"{step.name}: {message}" if isinstance(own, Raised) else message
        else:
            message = step.level.lacks(as_array(own).astype(float))
        if not message:
            return Line(case.title, case.points, case.points)
        said.append(message)
    dots = f"{exercise.answer_name}(…) is not answered yet: the dots are still there."
    return Line(case.title, case.points, 0.0, " ".join(said) or dots)


def _recognise(
    exercise: Exercise, cases: list[Case], lines: tuple[Line, ...], expected: list[Asked], got: list[Asked]
) -> Mistake | None:
    """Find the declared mistake that gives just what the learner's answer gave, in every case.

    Errors are taken for the same by their kind where a wrong value is the same too, otherwise by their whole text.
    Where results are judged by levels, a mistake is one that they show in every case.
    """
    if all(case.by_level for case in cases):
        return next(
            (
                mistake
                for mistake in exercise.mistakes
                if mistake.shows and all(map(_shown, cases, expected, got, [mistake] * len(cases)))
            ),
            None,
        )
    failed = [asked.results for line, asked in zip(lines, got, strict=True) if line.message]
    wrong_value = any(not results or not isinstance(results[-1], Raised) for results in failed)
    for mistake in exercise.mistakes:
        if all(
            _same(ask(case).results, own.results, exercise, wrong_value)
            for ask in [here(exercise, mistake.answer)]
            for case, own in zip(cases, got, strict=True)
        ):
            return mistake
    return None


def _shown(case: Case, expected: Asked, got: Asked, mistake: Mistake) -> bool:
    """Whether one of the results, as an array of finite numbers of whatever shape, shows the mistake."""
    arrays = [None if unanswered(own) or isinstance(own, Raised) else as_array(own) for own in got.results]
    return any(
        array is not None
        and array.dtype.kind in "iuf"
        and bool(np.isfinite(array).all())
        and mistake.shows(step.args, np.asarray(right), array.astype(float))
        for step, right, array in zip(case.steps, expected.results, arrays, strict=True)
    )


def _same(given: list, got: list, exercise: Exercise, by_kind: bool) -> bool:
    return len(given) == len(got) and all(
        isinstance(b, Raised) and a.kind == b.kind and (by_kind or plainer(a.text) == plainer(b.text))
        if isinstance(a, Raised)
        else difference(a, b, "", (), exercise.tolerance) is None
        for a, b in zip(given, got, strict=True)
    )


def _said(step: Call | Read) -> str:
    """Say a call with what it was given, where that is short: `rnn_shapes(8, 10, 3)`."""
    if isinstance(step, Call) and step.args and all(isinstance(arg, int | float | str) for arg in step.args):
        given = ", ".join(map(repr, step.args))
        if len(given) <= 40:
            return f"{step.target}({given})"
    return step.name


def _input_shapes(exercise: Exercise, case: Case, raised: Call | Read) -> str:
    """Say the shapes of the inputs of the call that raised; of a dict, those of its first arrays."""
    steps = [step for step in (raised, *case.steps) if isinstance(step, Call) and step.target == exercise.answer_name]
    calls = [step.args for step in steps if step.args]
    said = []
    for name, value in zip(exercise.parameters, calls[0] if calls else (), strict=False):
        if isinstance(value, np.ndarray):
            said.append(f"{name} {value.shape}")
        elif isinstance(value, dict):
            said += [f"{name}[{key!r}] {np.shape(value[key])}" for key in list(value)[:3]]
    return f" The shapes here: {', '.join(said)}." if said else ""
