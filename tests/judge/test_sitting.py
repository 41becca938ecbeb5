"""A whole notebook behind the walls: what a cell or an answer costs that its process does not live through, and what
a verdict says."""

import re
import time

import numpy as np
import pytest
from nbformat import v4
from submissions import ASKED, GIVEN, HONEST, RIGHT, SECOND, handed_in, judged
from submissions import Submission as Handed

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.judge.sitting import Sitting, Time
from grader.judge.verdict import NOT_ALLOWED, NOT_ANSWERED, OUT_OF_MEMORY, RAISED, TIMED_OUT, WRONG, judge
from grader.judge.verdict import RIGHT as ALL_RIGHT
from grader.sandbox import REQUIRED

QUICK = Time(cell=1, case=1, notebook=30)
EXIT = "import os\nos._exit(3)"
HANG = "while True:\n    pass"


def sit(rooms, *cells, time=QUICK):
    """Run a notebook with the answers of `cells`, pairs of kind and source as in a file."""
    return judged(handed_in(Handed("", list(cells))), rooms, time)


def became(sitting):
    return {name: (each.outcome, each.earned) for name, each in sitting.verdicts.items()}


def source(cell, sitting):
    return next(each for each in sitting.notebook.cells if each.source == cell)


FULL = {ASKED.id: (ALL_RIGHT, ASKED.points), SECOND.id: (ALL_RIGHT, SECOND.points)}


@pytest.mark.parametrize(
    ("killer", "said"),
    [
        (EXIT, "raised: it ended Python with exit status 3"),
        (HANG, "timed out: it took more than 1 seconds"),
        ("import ctypes\nctypes.string_at(0)", "raised: Python itself crashed (SIGSEGV)"),
    ],
)
def test_a_cell_that_its_process_does_not_live_through_is_left_out(rooms, killer, said):
    sitting = sit(rooms, ("own", "before = 'shown before'\nbefore"), ("own", killer), ("answer", HONEST))
    assert became(sitting) == FULL
    (error,) = source(killer, sitting).outputs
    assert error.traceback == [said]
    (shown,) = source("before = 'shown before'\nbefore", sitting).outputs
    assert shown.data["text/plain"] == "'shown before'"


def test_two_such_cells_are_both_left_out(rooms):
    again = f"{EXIT} # again"
    sitting = sit(rooms, ("own", EXIT), ("own", again), ("answer", HONEST), ("later", HANG))
    assert became(sitting) == FULL
    assert [source(killer, sitting).outputs[0].ename for killer in (EXIT, again, HANG)] == [
        "Raised",
        "Raised",
        "TimedOut",
    ]


def test_an_answer_that_its_process_does_not_live_through_costs_itself(rooms):
    sitting = sit(rooms, ("answer", "def forget_gate(x, h, W_f, U_f, b_f):\n    import os\n    os._exit(4)"))
    assert became(sitting) == {ASKED.id: (RAISED, 0), SECOND.id: FULL[SECOND.id]}
    assert sitting.verdicts[ASKED.id].why == "it ended Python with exit status 4"


def test_an_answer_keeps_the_lines_before_the_one_that_hangs(rooms):
    calls = "calls = []\n\ndef forget_gate(x, h, W_f, U_f, b_f):\n    calls.append(1)\n"
    calls += "    while len(calls) > 2: pass\n    return sigmoid(W_f @ x + U_f @ h + b_f)"
    begun = time.monotonic()
    sitting = sit(rooms, ("answer", calls))
    verdict = sitting.verdicts[ASKED.id]
    assert [line.earned > 0 for line in verdict.lines] == [True, True] + [False] * (len(verdict.lines) - 2)
    assert (verdict.outcome, verdict.why) == (TIMED_OUT, "it took more than 1 seconds")
    assert all(line.message == "Timed out: it took more than 1 seconds." for line in verdict.lines[2:])
    assert became(sitting)[SECOND.id] == FULL[SECOND.id]
    assert time.monotonic() - begun < 2.5, "once, not once for each line"


def test_two_answers_that_end_their_process_cost_two(rooms):
    cells = [("answer", "def forget_gate(*_): import os; os._exit(1)")]
    cells += [("later", "def output_gate(*_): import os; os._exit(2)")]
    notebook = handed_in(Handed("", cells[:1]))
    notebook.cells[3].source = cells[1][1]
    sitting = judged(notebook, rooms, QUICK)
    assert became(sitting) == {ASKED.id: (RAISED, 0), SECOND.id: (RAISED, 0)}
    assert [each.why[-1] for each in sitting.verdicts.values()] == ["1", "2"]


def test_the_time_of_the_whole_notebook(rooms):
    begun = time.monotonic()
    sitting = sit(
        rooms,
        ("answer", HONEST),
        *[("later", f"{HANG} # {number}") for number in range(9)],
        time=Time(cell=1, case=1, notebook=2),
    )
    assert time.monotonic() - begun < 4
    late = sitting.verdicts[SECOND.id]
    assert became(sitting) == {ASKED.id: FULL[ASKED.id], SECOND.id: (TIMED_OUT, 0)}
    assert late.why == "the notebook took more than 2 seconds"


@pytest.mark.parametrize(
    ("answer", "outcome", "why"),
    [
        ("", RAISED, "the cell of the answer makes no forget_gate"),
        ("def forgetgate(): ...", RAISED, "the cell of the answer makes no forget_gate"),
        ("1 / 0", RAISED, "the cell of the answer stopped with ZeroDivisionError: division by zero"),
        ("def forget_gate(:", RAISED, "the cell of the answer stopped with SyntaxError: invalid syntax"),
        ("kept = bytearray(10**10)", OUT_OF_MEMORY, "the cell of the answer stopped with MemoryError: "),
        ("import torch", NOT_ALLOWED, "NotThereError: torch is not there when this is graded"),
        ("raise SystemExit(2)", RAISED, "the cell of the answer stopped with SystemExit: 2"),
        (EXIT, RAISED, "it ended Python with exit status 3"),
        (HANG, TIMED_OUT, "it took more than 1 seconds"),
    ],
)
def test_a_missing_answer_says_what_became_of_its_cell(rooms, answer, outcome, why):
    sitting = sit(rooms, ("answer", answer))
    assert became(sitting) == {ASKED.id: (outcome, 0), SECOND.id: FULL[SECOND.id]}
    assert why in sitting.verdicts[ASKED.id].why


def test_dots_are_not_answered(rooms):
    sitting = sit(rooms)
    assert became(sitting) == {ASKED.id: (NOT_ANSWERED, 0), SECOND.id: FULL[SECOND.id]}
    assert sitting.verdicts[ASKED.id].why == ""


def test_a_name_made_in_a_cell_of_its_own_is_asked(rooms):
    assert became(sit(rooms, ("own", HONEST), ("answer", "made = forget_gate"))) == FULL
    assert became(sit(rooms, ("own", "forget_gate = 1"), ("answer", HONEST), ("later", "del forget_gate"))) == FULL


def test_outputs_are_those_of_one_run(rooms):
    counted = "count = globals().get('count', 0) + 1\nprint(count)\ncount"
    later = "print('later')"
    sitting = sit(rooms, ("own", counted), ("own", EXIT), ("answer", HONEST), ("later", later), ("later", HANG))
    assert became(sitting) == FULL
    printed, shown = source(counted, sitting).outputs
    assert (printed.text, shown.data["text/plain"]) == ("1\n", "1")
    assert [output.text for output in source(later, sitting).outputs] == ["later\n"]
    numbers = [cell.execution_count for cell in sitting.notebook.cells if cell.cell_type == "code"]
    assert numbers == list(range(1, len(numbers) + 1))


TOTAL = Exercise(
    "total",
    title="A sum by any means",
    answer_name="total",
    reference=lambda x: x.sum(),
    cases=lambda rng: [Case("three numbers", 2, (Call("total", (rng.standard_normal(3),)),))],
    mistakes=[Mistake("the mean", lambda x: x.mean())],
    styles={},
    hints=[],
    uses=("torch",),
)
BY_TORCH = "import torch\n\ndef total(x):\n    return torch.tensor(x).sum()"
HAS_TORCH = """
try:
    import torch
    print("torch is there")
except ImportError:
    print("torch is not there")
"""


def with_total(*cells):
    return v4.new_notebook(cells=[v4.new_code_cell(source) for source in (GIVEN, *cells, "total check")])


def test_an_exercise_that_may_use_a_package_gets_a_run_of_its_own(rooms):
    gate = RIGHT.format(name="forget_gate")
    notebook = with_total(HAS_TORCH, BY_TORCH, gate, "gate check")
    sitting = Sitting(notebook, {4: ASKED, 5: TOTAL}, {TOTAL.id: 2, ASKED.id: 3}, 7, rooms, time=Time())
    sitting.run()
    assert became(sitting) == {TOTAL.id: (ALL_RIGHT, 2), ASKED.id: FULL[ASKED.id]}
    assert [output.text for output in notebook.cells[1].outputs] == ["torch is not there\n"], "of the run that is shown"
    assert notebook.cells[2].outputs[0].ename == "NotThereError"


def test_what_a_package_is_for_one_exercise_it_is_not_for_another(rooms):
    gate = "import torch\n\ndef forget_gate(x, h, W, U, b):\n    return torch.sigmoid(torch.tensor(W @ x + U @ h + b))"
    notebook = with_total(BY_TORCH, gate, "gate check")
    sitting = Sitting(notebook, {3: ASKED, 4: TOTAL}, {TOTAL.id: 1, ASKED.id: 2}, 7, rooms, time=Time())
    sitting.run(frozenset({"torch"}))
    assert became(sitting) == {TOTAL.id: (ALL_RIGHT, 2), ASKED.id: (NOT_ALLOWED, 0)}
    assert notebook.cells[1].outputs == notebook.cells[2].outputs == [], "of the run that is shown"


def digits(value):
    """The numbers in a sentence that are more than a count or an index."""
    return re.findall(r"\d+\.\d+|\d{4,}", value)


WRONG_ANSWERS = {
    "a value": "def forget_gate(x, h, W_f, U_f, b_f):\n    return 0.123456789 + 0 * sigmoid(W_f @ x + U_f @ h + b_f)",
    "a raise": "def forget_gate(x, h, W_f, U_f, b_f):\n    raise ValueError(f'{x[0]:.9f} and {h}')",
    "a print": "def forget_gate(x, h, W_f, U_f, b_f):\n    print(x, h)\n    return x * 0 + 0.5",
    "words": "def forget_gate(x, h, W_f, U_f, b_f):\n    return f'{x[0]:.9f}'",
    "a key": "def forget_gate(x, h, W_f, U_f, b_f):\n    return {f'{x[0]:.9f}': 1}",
    "a name": "def forget_gate(x, h, W_f, U_f, b_f):\n    return type(f'{x[0]:.9f}', (), {})()",
    "a kind": "def forget_gate(x, h, W_f, U_f, b_f):\n    raise type(f'E{x[0]:.9f}', (Exception,), {})()",
    "infinities": "def forget_gate(x, h, W_f, U_f, b_f):\n    return x.sum() * np.inf * np.ones_like(h)",
}


@pytest.mark.parametrize("wrong", WRONG_ANSWERS)
def test_a_graded_verdict_says_no_input_and_no_expected_number(rooms, wrong):
    verdict = sit(rooms, ("answer", WRONG_ANSWERS[wrong])).verdicts[ASKED.id]
    assert verdict.outcome in (WRONG, RAISED) and all(line.message for line in verdict.lines)
    inputs = [abs(number) for case in ASKED.draw(7) for step in case.steps for number in every(step.args)]
    inputs += [
        abs(number) for case in ASKED.draw(7) for step in case.steps for number in every(ASKED.reference(*step.args))
    ]
    said = [float(number) for line in verdict.lines for number in digits(line.message)]
    close = [number for number in said if np.isclose(inputs, number, rtol=1e-4, atol=1e-4).any()]
    assert not close and not verdict.printed


def every(value):
    if isinstance(value, tuple):
        return [number for part in value for number in every(part)]
    return np.ravel(value).tolist()


def test_the_learners_own_check_says_the_numbers():
    names = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "np": np}
    exec(WRONG_ANSWERS["a value"], names)
    own = judge(ASKED, names["forget_gate"], 7)
    assert all("0.123457; expected 0." in line.message for line in own.lines)
    exec(WRONG_ANSWERS["a print"], names)
    assert judge(ASKED, names["forget_gate"], 7).printed


def test_the_same_seed_gives_the_same_verdict_and_another_other_inputs(rooms):
    cells = ("answer", "def forget_gate(x, h, W_f, U_f, b_f):\n    print(repr(x))\n    return 0.5 * np.ones_like(h)")
    first, second = sit(rooms, cells), sit(rooms, cells)
    assert first.verdicts == second.verdicts
    inputs = [[every(step.args) for case in ASKED.draw(seed) for step in case.steps] for seed in (7, 7, 8)]
    assert inputs[0] == inputs[1] and all(a != b for a, b in zip(inputs[1], inputs[2], strict=True))


def test_what_stands_is_kept_with_the_sitting(rooms):
    assert set(REQUIRED) <= set(sit(rooms, ("answer", HONEST)).stands)
