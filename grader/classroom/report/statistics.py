"""What a class's work adds up to, as plain data: learners are numbers here, their places in the list of works."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np

from grader.classroom.report.gather import Done, Work
from grader.judge.verdict import NOT_ANSWERED, PARTLY, RIGHT, WRONG

FEWEST, FEWEST_A_SIDE = 20, 3
"""Learners that it takes to say how well an exercise separates, and those who solved it or missed it among them."""
STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)
MOST_BARS = 16
WRONG_WAY = "the wrong way round"
WORDS = ((-0.2, WRONG_WAY), (0.2, "hardly"), (0.4, "somewhat"), (2, "clearly"))
"""What a correlation below each number is called."""
TALKED_ABOUT = 5


def spread(values: Sequence[float], most: float | None = None) -> dict[str, Any] | None:
    """Say how numbers are spread: their mean, median, quartiles and a histogram; None where there are none.

    Args:
        values: the numbers, none below 0.
        most: where the histogram ends, if not at the largest.
    """
    if not len(values):
        return None
    low, middle, high = np.percentile(values, [25, 50, 75])
    return {
        "count": len(values),
        "mean": float(np.mean(values)),
        "median": float(middle),
        "quartiles": [float(low), float(high)],
        "lowest": float(min(values)),
        "highest": float(max(values)),
        "histogram": histogram(values, max([most or 0, *values])),
    }


def histogram(values: Sequence[float], most: float) -> list[dict[str, float]]:
    """Count numbers in bars of one round width, from 0 to `most`: from a bar's start to below its end.

    The last bar takes its end, too.
    """
    step = next((step for step in STEPS if most <= step * MOST_BARS), most / MOST_BARS) or 1
    bars = max(1, ceil(round(most / step, 9)))
    edges = np.round(np.arange(bars + 1) * step, 9)
    counts, _ = np.histogram(np.clip(values, 0, most), bins=edges)
    return [
        {"from": float(edges[bar]), "to": float(edges[bar + 1]), "count": int(count)}
        for bar, count in enumerate(counts)
    ]


def separation(solved: Sequence[bool], rest: Sequence[float]) -> dict[str, Any]:
    """Say how well an exercise separates strong from weak: the corrected item-total point-biserial correlation.

    Args:
        solved: for each learner, whether the exercise earned all its points.
        rest: for each, the points of all the other exercises.

    Returns:
        "value", from -1 to 1 or None where it cannot be said, and "words".
    """
    right = sum(map(bool, solved))
    wrong = len(solved) - right
    if len(solved) < FEWEST:
        return {"value": None, "words": "not enough learners to say"}
    if min(right, wrong) < FEWEST_A_SIDE:
        return {"value": None, "words": f"too few {'solved' if right < wrong else 'missed'} it to say"}
    if np.ptp(rest) == 0:
        return {"value": None, "words": "nothing to compare it with"}
    value = float(np.corrcoef(np.asarray(solved, float), rest)[0, 1])
    return {"value": value, "words": next(words for below, words in WORDS if value < below)}


def exercises(points: dict[str, float], works: Sequence[Work]) -> list[dict[str, Any]]:
    """Say of each exercise how many solved it, what they earned, how it separates, and how the answers ended.

    Args:
        points: what each is worth.
        works: the submissions; those that wait for a person count among the outcomes only.
    """
    marked = [work for work in works if work.points is not None]
    some = [works[number] for number in answering(works)]
    rows = []
    for name, most in points.items():
        earned = [_earned(work, name) for work in marked]
        solved = sum(each >= most for each in earned)
        rows.append(
            {
                "exercise": name,
                "points": most,
                "marked": len(marked),
                "solved": solved,
                "rate": solved / len(marked) if marked else None,
                "mean": float(np.mean(earned)) if marked else None,
                "separation": separation(
                    [_earned(work, name) >= most for work in some],
                    [sum(_earned(work, other) for other in points if other != name) for work in some],
                ),
                "outcomes": dict(
                    sorted(Counter(work.exercises[name].outcome for work in works if name in work.exercises).items())
                ),
            }
        )
    return rows


def answering(works: Sequence[Work]) -> list[int]:
    """Give those who have a mark and answered something: who handed in a blank says nothing of the exercises."""
    return [number for number, work in enumerate(works) if work.points is not None and not work.blank]


def _earned(work: Work, exercise: str) -> float:
    done = work.exercises.get(exercise)
    return (done.earned or 0.0) if done else 0.0


def mistakes(works: Sequence[Work]) -> list[dict[str, Any]]:
    """Count the named mistakes, the most common first, and say who made each."""
    who: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, name, done in _each(works):
        if done.mistake:
            who[name, done.mistake].append(number)
    rows = [{"exercise": name, "mistake": mistake, "learners": each} for (name, mistake), each in who.items()]
    return sorted(rows, key=_most_first)


def unnamed(works: Sequence[Work]) -> list[dict[str, Any]]:
    """Count the answers that are not right and have no mistake's name: by where they first go wrong, or how they ended.

    Returns:
        For each exercise and place: who, and what is said there most often, "example", which may be a learner's words.
    """
    who: dict[tuple[str, str], list[int]] = defaultdict(list)
    said: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for number, name, done in _each(works):
        if done.outcome in (RIGHT, NOT_ANSWERED) or done.mistake or done.earned is None:
            continue
        where = f"first wrong: {done.line}" if done.outcome in (PARTLY, WRONG) and done.line else done.outcome
        who[name, where].append(number)
        said[name, where][done.message] += 1
    rows = [
        {"exercise": name, "where": where, "learners": each, "example": said[name, where].most_common(1)[0][0]}
        for (name, where), each in who.items()
    ]
    return sorted(rows, key=_most_first)


def _each(works: Sequence[Work]) -> list[tuple[int, str, Done]]:
    return [(number, name, done) for number, work in enumerate(works) for name, done in work.exercises.items()]


def _most_first(row: dict[str, Any]) -> tuple:
    """Sort by the number of learners, then by name: never by who they are, for that would say something of them."""
    return -len(row["learners"]), *(row.get(key, "") for key in ("kind", "exercise", "mistake", "where"))


def to_talk_about(
    rows: Sequence[dict[str, Any]],
    named: Sequence[dict[str, Any]],
    no_name: Sequence[dict[str, Any]],
    works: Sequence[Work],
) -> list[dict[str, Any]]:
    """Choose what to talk about with the class: at most five things, those that the most learners have in common.

    A mistake counts that a twentieth of the learners made, in whichever exercises, but two at least; a place where
    answers go wrong without a name from a tenth on, and exercises that were not answered from a fifth on, but three at
    least.

    Args:
        rows: as `exercises` gives them.
        named: as `mistakes` gives them.
        no_name: as `unnamed` gives them.
        works: the submissions.

    Returns:
        For each its kind, the learners, and "places": the exercises with the number of learners, the most first.
    """
    some = answering(works)
    enough = {"mistake": max(2, len(some) / 20), "unnamed": max(3, len(some) / 10)}
    enough["not answered"] = max(3, len(some) / 5)
    unanswered = [
        {"exercise": row["exercise"], "learners": left}
        for row in rows
        if (left := [each for each in some if _outcome(works[each], row["exercise"]) == NOT_ANSWERED])
        and len(left) >= enough["not answered"]
    ]
    found = [{"kind": "unnamed", "where": row["where"], "example": row["example"], **_joined([row])} for row in no_name]
    for mistake in dict.fromkeys(row["mistake"] for row in named):
        found.append(
            {"kind": "mistake", "mistake": mistake} | _joined([row for row in named if row["mistake"] == mistake])
        )
    found += [{"kind": "not answered", **_joined(unanswered)}] if unanswered else []
    found = [each for each in found if len(each["learners"]) >= enough[each["kind"]]]
    odd = [{"exercise": row["exercise"], "learners": []} for row in rows if row["separation"]["words"] == WRONG_WAY]
    return sorted(found, key=_most_first)[:TALKED_ABOUT] + [{"kind": WRONG_WAY, **_joined([row])} for row in odd]


def _joined(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Bring together what is the same in several exercises: a learner counts once."""
    rows = sorted(rows, key=_most_first)
    return {
        "learners": sorted({learner for row in rows for learner in row["learners"]}),
        "places": [{"exercise": row["exercise"], "count": len(row["learners"])} for row in rows],
    }


def _outcome(work: Work, exercise: str) -> str:
    done = work.exercises.get(exercise)
    return done.outcome if done else ""
