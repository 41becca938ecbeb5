"""What happens between the judge and an answer: copies, silence, names, scenarios."""

import functools
import logging
import sys
import warnings

import numpy as np
import pytest

from grader.exercises.declare import Call, Case, Code, Exercise, Read
from grader.judge.ask import Raised, here


def ask(answer, case, parameters=(), name="answer"):
    names = ", ".join(parameters)
    reference = eval(f"lambda {names}: None") if parameters else None
    exercise = Exercise("e", "", name, reference, lambda rng: [case], (), {}, ())
    return here(exercise, answer)(case)


def put(answer, *args, parameters=()):
    return ask(answer, Case("a case", 1, (Call("answer", args),)), parameters)


def test_inputs_are_copied_before_each_call():
    x = np.ones(3)

    def in_place(x):
        x *= 2
        return x

    assert put(in_place, x).results[0].tolist() == [2, 2, 2]
    assert x.tolist() == [1, 1, 1]


def test_a_result_is_kept_as_it_was_given():
    memory = np.zeros(1)

    def counts():
        memory[0] += 1
        return memory

    case = Case("twice", 1, (Call("answer"), Call("answer")))
    first, second = ask(counts, case).results
    assert (first.item(), second.item()) == (1, 2)


def test_what_can_only_be_gone_through_becomes_a_list():
    (result,) = put(lambda x: (k for k in x), [1, 2]).results
    assert result == [1, 2]


def test_noise_is_kept_and_kept_out(capsys):
    handler = logging.StreamHandler(sys.stderr)
    logger = logging.getLogger("learner")
    logger.addHandler(handler)

    def noisy():
        print("looking at x")
        sys.stderr.write("to the error stream\n")
        warnings.warn("careful", stacklevel=1)
        logger.error("logged")
        return np.log(0.0)

    try:
        with np.errstate(all="raise"):
            asked = put(noisy)
    finally:
        logger.removeHandler(handler)
    assert asked.results == [-np.inf]
    assert asked.printed == "looking at x\nto the error stream\n"
    assert capsys.readouterr() == ("", "")
    assert logging.root.manager.disable == 0


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1), RecursionError(), MemoryError()])
def test_what_an_answer_raises_is_a_result(error):
    def raises():
        raise error

    assert put(raises).results == [Raised(type(error).__name__, str(error), "raise error")]


def test_an_interrupt_by_the_learner_is_not_caught():
    def raises():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(raises)


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, h: (x, h),
        lambda h, x: (x, h),
        lambda *, x, h: (x, h),
        lambda x, h, extra=3: (x, h),
        lambda **named: (named["x"], named["h"]),
        lambda x, **others: (x, others["h"]),
        functools.partial(lambda scale, x, h: (x, h), 1),
        lambda first, second: (first, second),
        lambda x, h, /: (x, h),
        lambda *args: args,
    ],
)
def test_arguments_arrive_whatever_the_learner_calls_them(answer):
    assert put(answer, 1, 2, parameters=("x", "h")).results == [(1, 2)]


def test_a_class_is_asked_by_a_scenario_of_calls():
    class RNN:
        def __init__(self, H):
            self.h = np.zeros(H)

        def step(self, x):
            self.h = self.h + x
            return self.h.sum()

    steps = (Call("RNN", (2,), keep="rnn"), Call("rnn.step", (3.0,)), Call("rnn.step", (1.0,)), Read("rnn.h"))
    assert [np.sum(r) for r in ask(RNN, Case("two steps", 1, steps), name="RNN").results] == [6, 8, 8]


def test_a_scenario_stops_where_it_raises():
    steps = (Call("answer", keep="rnn"), Read("rnn.h"), Read("rnn.h"))
    (only,) = ask(object, Case("no h", 1, steps)).results
    assert only.kind == "AttributeError"


def test_a_variable_is_read():
    assert ask((12,), Case("the shape", 1, (Read("shape"),)), name="shape").results == [(12,)]


def test_an_entry_of_a_dict_is_read():
    steps = (Read("shapes", key="b"), Read("shapes", key="W"))
    given, missing = ask({"b": (3,)}, Case("two shapes", 1, steps), name="shapes").results
    assert (given, missing.kind, steps[1].name) == ((3,), "KeyError", "shapes['W']")


def test_a_function_is_given_as_code():
    assert put(lambda f, x: f(x), Code("lambda x: np.sum(x ** 2)"), np.arange(3.0)).results == [5.0]
