"""From what came back to points, outcome and the name of a mistake."""

import numpy as np
import pytest

from grader.exercises.declare import Call, Case, Exercise, Mistake, Read
from grader.judge.ask import here
from grader.judge.verdict import NOT_ANSWERED, PARTLY, RAISED, RIGHT, WRONG, decide, judge


def draw_sums(rng):
    return [
        Case("one number", 1, (Call("total", (rng.standard_normal(1),)),)),
        Case("four numbers", 2, (Call("total", (rng.standard_normal(4),)),)),
    ]


TOTAL = Exercise(
    "total",
    title="A sum",
    answer_name="total",
    reference=np.sum,
    cases=draw_sums,
    mistakes=[
        Mistake("the first number only", lambda x: x[0], "Add all of them."),
        Mistake("the mean", np.mean),
        Mistake("a product that does not fit", lambda x: x @ np.ones(3)),
    ],
    styles={},
    hints=[],
)


class Counter:
    def __init__(self, start):
        self.count = start

    def step(self, by):
        self.count += by
        return self.count


class Forgetful(Counter):
    def step(self, by):
        self.count = by
        return self.count


COUNTER = Exercise(
    "counter",
    title="A counter",
    answer_name="Counter",
    reference=Counter,
    cases=lambda rng: [
        Case(
            "two steps carry on",
            2,
            (
                Call("Counter", (int(rng.integers(5, 9)),), keep="c"),
                Call("c.step", (1,)),
                Call("c.step", (2,)),
                Read("c.count"),
            ),
        )
    ],
    mistakes=[Mistake("the state is not carried", Forgetful)],
    styles={},
    hints=[],
)


def test_right_everywhere_earns_all():
    verdict = judge(TOTAL, lambda x: float(np.add.reduce(x)), seed=1)
    assert (verdict.outcome, verdict.earned, verdict.points, verdict.mistake) == (RIGHT, 3, 3, "")


def test_some_cases_right_earn_their_points_and_the_mistake_is_named():
    verdict = judge(TOTAL, lambda x: x.flat[0], seed=1)
    assert (verdict.outcome, verdict.earned, verdict.mistake) == (PARTLY, 1, "the first number only")
    assert [line.earned for line in verdict.lines] == [1, 0]
    assert "expected" in verdict.lines[1].message


def test_wrong_everywhere_earns_nothing():
    verdict = judge(TOTAL, lambda x: 77.0, seed=1)
    assert (verdict.outcome, verdict.earned, verdict.mistake) == (WRONG, 0, "")


def test_raising_everywhere_tells_the_shapes_and_may_be_a_named_mistake():
    verdict = judge(TOTAL, lambda v: v @ np.ones(3), seed=1)
    assert (verdict.outcome, verdict.mistake) == (RAISED, "a product that does not fit")
    assert "ValueError" in verdict.lines[0].message


SWAP = Exercise(
    "product",
    title="A product",
    answer_name="product",
    reference=lambda W, x: W @ x,
    cases=lambda rng: [
        Case(f"{H} by {D}", 1, (Call("product", (rng.standard_normal((H, D)), rng.standard_normal(D))),))
        for H, D in ((2, 3), (1, 1))
    ],
    mistakes=[Mistake("twice the transpose", lambda W, x: 2 * (W.T @ x))],
    styles={},
    hints=[],
)


def test_errors_count_as_the_same_mistake_where_a_wrong_value_is_the_same_too():
    assert judge(SWAP, lambda W, x: (x @ W.T.T) * 2, seed=1).mistake == "twice the transpose"
    assert judge(SWAP, lambda W, x: (x @ W) * 3, seed=1).mistake == ""
    assert judge(SWAP, lambda W, x: x @ W, seed=1).mistake == ""


def test_a_product_that_does_not_fit_is_said_in_plain_words_with_the_shapes():
    message = judge(SWAP, lambda W, x: W.T @ x, seed=1).lines[0].message
    assert "an axis of 2 meets an axis of 3; they must be equal. The shapes here: W (2, 3), x (3,)." in message


def test_another_error_of_the_same_kind_is_not_that_mistake():
    assert judge(TOTAL, lambda v: float("three"), seed=1).mistake == ""


@pytest.mark.parametrize("blank", [..., lambda x: ..., lambda x: NotImplemented, lambda x: (1.0, ...)])
def test_dots_are_not_answered(blank):
    verdict = judge(TOTAL, blank, seed=1)
    assert (verdict.outcome, verdict.earned) == (NOT_ANSWERED, 0)


def test_what_is_answered_counts_where_a_part_is_not():
    verdict = judge(TOTAL, lambda x: x.sum() if x.size == 1 else ..., seed=1)
    assert (verdict.outcome, verdict.earned) == (PARTLY, 1)
    assert verdict.lines[1].message == "total(…) is not answered yet: the dots are still there."


def test_a_value_where_a_function_is_asked_for_is_said_so():
    assert "This is a value, not a function" in judge(TOTAL, np.ones(3), seed=1).lines[0].message


def test_a_class_is_judged_by_its_scenario():
    assert judge(COUNTER, Counter, seed=3).outcome == RIGHT
    assert judge(COUNTER, Forgetful, seed=3).mistake == "the state is not carried"


def test_the_seed_makes_the_inputs():
    seen = []

    def spy(x):
        seen.append(x.tolist())
        return x.sum()

    for seed in (1, 1, 2):
        assert judge(TOTAL, spy, seed=seed).seed == seed
    assert seen[:2] == seen[2:4] != seen[4:6]


def test_a_verdict_is_plain_data():
    import json

    data = json.loads(json.dumps(judge(TOTAL, np.mean, seed=5).as_data()))
    assert (data["exercise"], data["earned"], data["mistake"], data["seed"]) == ("total", 1, "the mean", 5)


TWICE = Exercise(
    "twice",
    title="Two calls in a line",
    answer_name="twice",
    reference=lambda x: 2 * x,
    cases=lambda rng: [Case("a short and a long one", 1, (Call("twice", (np.ones(2),)), Call("twice", (np.ones(5),))))],
    mistakes=[],
    styles={},
    hints=[],
)
SIZE = Exercise(
    "size",
    title="A size",
    answer_name="size",
    reference=lambda D, H: D * H,
    cases=lambda rng: [Case("of a matrix", 1, (Call("size", (3, 4)),))],
    mistakes=[],
    styles={},
    hints=[],
)


def test_the_shapes_are_those_of_the_call_that_raised():
    (line,) = judge(TWICE, lambda x: x * np.array([2, 2]), seed=1).lines
    assert line.message.endswith(". The shapes here: x (5,).")


def test_a_call_is_said_with_what_it_was_given_but_not_where_it_is_graded():
    ask = here(SIZE, lambda D, H: D + H)
    shown, graded = (decide(SIZE, ask, seed=1, numbers=numbers).lines[0].message for numbers in (True, False))
    assert shown == "size(3, 4) is 7; expected 12."
    assert graded == "size(…) is not right."
