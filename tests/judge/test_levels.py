"""Results without a single right value: judged by levels, each project by itself, and nothing odd gets through."""

import numpy as np
import pytest
from nbformat import v4

from grader.exercises import EXERCISES
from grader.exercises.declare import Call, Case, Exercise, Level, Mistake
from grader.judge.ask import here
from grader.judge.rooms import Rooms
from grader.judge.sitting import Sitting, Time
from grader.judge.verdict import NOT_ANSWERED, PARTLY, RAISED, RIGHT, TIMED_OUT, WRONG, decide, judge

LIMITS = {"near": 1.0, "nearer": 0.1}


def draw_levels(rng):
    def level(project, wanted, limit):
        def lacks(got):
            assert got.dtype == float
            with np.errstate(all="ignore"):
                error = np.abs(got - wanted).max()
            return "" if error < limit else f"{project}: an error of {error:.3f}; less than {limit} is asked for."

        return Level(project, lacks)

    given = [("double", rng.uniform(1, 2, 4)), ("triple", rng.uniform(1, 2, (2, 3)))]
    return [
        Case(
            title,
            2,
            tuple(Call("guess", args, level=level(args[0], k * args[1], limit)) for k, args in enumerate(given, 2)),
        )
        for title, limit in LIMITS.items()
    ]


def right(project, x):
    return {"double": 2, "triple": 3}[project] * x


def off_by(much, project="double"):
    return lambda asked, x: right(asked, x) + much if asked == project else ...


GUESS = Exercise(
    "guess",
    title="A guess",
    answer_name="guess",
    reference=right,
    cases=draw_levels,
    mistakes=[
        Mistake("nothing is known by equal values", lambda project, x: right(project, x) + 5, "They are never equal."),
        Mistake(
            "upside down",
            lambda project, x: -right(project, x),
            "Turn it.",
            lambda given, wanted, got: got.shape == wanted.shape and np.allclose(got, -wanted, atol=0.5),
        ),
    ],
    styles={},
    hints=[],
    task="one of the two",
)


@pytest.mark.parametrize(
    ("much", "outcome", "earned"), [(0, RIGHT, 4), (0.05, RIGHT, 4), (0.5, PARTLY, 2), (5, WRONG, 0)]
)
def test_points_grow_with_quality_and_one_project_is_enough(much, outcome, earned):
    for project in ("double", "triple"):
        verdict = judge(GUESS, off_by(much, project), seed=1)
        assert (verdict.outcome, verdict.earned, verdict.mistake) == (outcome, earned, "")
    assert judge(GUESS, off_by(much, "triple"), seed=1) == judge(GUESS, off_by(much, "triple"), seed=1)


def test_the_best_project_counts_and_what_is_missing_is_said_of_all_that_were_tried():
    def answer(project, x):
        return right(project, x) + (0.5 if project == "double" else 7)

    verdict = judge(GUESS, answer, seed=1)
    assert (verdict.outcome, verdict.earned) == (PARTLY, 2)
    assert verdict.lines[1].message == (
        "double: an error of 0.500; less than 0.1 is asked for. triple: an error of 7.000; less than 0.1 is asked for."
    )


def test_how_good_it_is_is_said_where_it_is_graded_too_but_no_number_of_its_own():
    ask = here(GUESS, off_by(0.5))
    assert decide(GUESS, ask, 1, numbers=False).lines == decide(GUESS, ask, 1).lines
    ask = here(GUESS, lambda project, x: float("12.5x"))
    assert decide(GUESS, ask, 1, numbers=False).lines[0].message.startswith("double: ValueError")
    assert "12.5" not in decide(GUESS, ask, 1, numbers=False).lines[0].message


@pytest.mark.parametrize("blank", [..., lambda project, x: ..., lambda project, x: NotImplemented])
def test_dots_everywhere_are_not_answered(blank):
    verdict = judge(GUESS, blank, seed=1)
    assert (verdict.outcome, verdict.earned) == (NOT_ANSWERED, 0)


def test_a_project_that_raises_stops_no_other():
    def answer(project, x):
        return 1 / 0 if project == "double" else right(project, x) + 0.5

    verdict = judge(GUESS, answer, seed=1)
    assert (verdict.outcome, verdict.earned) == (PARTLY, 2)
    assert verdict.lines[1].message.startswith("double: ZeroDivisionError")
    assert verdict.lines[1].message.endswith("triple: an error of 0.500; less than 0.1 is asked for.")
    assert judge(GUESS, lambda project, x: 1 / 0, seed=1).outcome == RAISED
    assert judge(GUESS, lambda project, x: 1 / 0 if project == "double" else ..., seed=1).outcome == RAISED


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (lambda x: np.full(4, np.nan), "double[0] is nan; expected a finite number."),
        (lambda x: [1.0, 2.0, np.inf, 3.0], "double[2] is inf; expected a finite number."),
        (lambda x: x[:3], "double has shape (3,); expected (4,)."),
        (lambda x: x[:, None], "double has shape (4, 1); expected (4,): one axis too many."),
        (lambda x: [[1.0], [1.0, 2.0], 3.0, 4.0], "double is a list; expected an array of shape (4,)."),
        (lambda x: "0.5", "double is a text; expected an array of shape (4,)."),
        (lambda x: None, "double is None."),
        (lambda x: {"y": x}, "double is a dict; expected an array of shape (4,)."),
        (lambda x: x > 0, "double holds True or False; expected real numbers."),
        (lambda x: x + 1j, "double holds complex numbers; expected real numbers."),
        (lambda x: len, "double is a function that was not called; expected an array of shape (4,)."),
        (lambda x: np.full(4, 1e308), "an error of"),
        (lambda x: [10**400] * 4, "double"),
        (lambda x: np.full(4, 60000, np.float16), "an error of"),
        (lambda x: np.full(4, 255, np.uint8), "an error of"),
        (lambda x: np.full(4, -(2**63)), "an error of"),
    ],
)
def test_odd_values_earn_nothing_and_are_named(odd, said):
    verdict = judge(GUESS, lambda project, x: odd(x) if project == "double" else ..., seed=1)
    assert verdict.earned == 0
    assert verdict.outcome in (WRONG, RAISED)
    assert said in verdict.lines[0].message


def test_right_values_of_other_kinds_are_right():
    for kind in (list, np.float32, lambda y: np.round(y, 3).tolist(), lambda y: tuple(map(float, y))):
        assert (
            judge(GUESS, lambda project, x, k=kind: k(2 * x) if project == "double" else ..., seed=1).outcome == RIGHT
        )


def test_each_project_is_asked_once_for_all_levels_and_with_fresh_inputs():
    asked = []

    def answer(project, x):
        asked.append((project, x.shape))
        x *= 0
        return ...

    judge(GUESS, answer, seed=1)
    assert asked == [("double", (4,)), ("triple", (2, 3))]


def test_a_mistake_is_known_by_what_it_shows():
    for off in (0.0, 0.2):
        verdict = judge(GUESS, lambda project, x, off=off: -right(project, x) + off if project == "triple" else ..., 1)
        assert (verdict.mistake, verdict.advice) == ("upside down", "Turn it.")
    assert judge(GUESS, lambda project, x: right(project, x) + 5, 1).mistake == ""
    assert judge(GUESS, lambda project, x: np.full(4, np.nan), 1).mistake == ""


def test_what_is_to_write_is_said():
    assert GUESS.to_write == "one of the two"


# the lesson that asks so, behind the walls

CAPSTONE = EXERCISES["capstone"]
GIVEN = """\
import numpy as np
from lstm_ref import data

def predict(project, x):
    if project == "signs":
        answer = predict_signs
    elif project == "sine":
        answer = predict_sine
    else:
        answer = predict_letters
    return answer(x) if callable(answer) else ..."""
DOTS = "predict_signs = predict_sine = predict_letters = ..."
FIT = """\
def predict_sine(x):
    t, best = np.arange(70), (np.full(len(x), np.inf), np.zeros((len(x), 30)))
    for period in np.linspace(10, 30, 60):
        waves = np.c_[np.sin(2 * np.pi * t / period), np.cos(2 * np.pi * t / period)]
        parts = np.linalg.lstsq(waves[:40], x[:, :, 0].T, rcond=None)[0]
        error = ((waves[:40] @ parts - x[:, :, 0].T) ** 2).sum(0)
        better = error < best[0]
        best[0][better], best[1][better] = error[better], (waves[40:] @ parts).T[better]
    return best[1]"""


@pytest.fixture(scope="module")
def open_rooms():
    made = Rooms()
    yield made
    made.close()


def sit(rooms: Rooms, *cells: str, case: float = 10) -> Sitting:
    """Run a small notebook with these cells and the check of the project."""
    sources = [GIVEN, DOTS, *cells, 'check("capstone", predict)']
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
    checks = {len(sources) - 1: CAPSTONE}
    sitting = Sitting(notebook, checks, {"capstone-sine": 2}, 5, rooms, time=Time(cell=30, case=case, notebook=120))
    sitting.run(frozenset(CAPSTONE.uses))
    return sitting


def test_predictions_cross_and_are_judged_outside(open_rooms):
    verdict = sit(open_rooms, FIT).verdicts["capstone"]
    assert (verdict.outcome, verdict.earned) == (RIGHT, CAPSTONE.points)
    again = sit(open_rooms, FIT + "\n\npredict_signs = lambda x: np.ones((len(x), 6)) / 6").verdicts["capstone"]
    assert again.earned == CAPSTONE.points
    assert sit(open_rooms).verdicts["capstone"].outcome == NOT_ANSWERED


def test_a_project_whose_cell_stopped_costs_itself(open_rooms):
    gone = "del predict_signs\n1 / 0"
    assert sit(open_rooms, gone, FIT).verdicts["capstone"].earned == CAPSTONE.points
    verdict = sit(open_rooms, gone).verdicts["capstone"]
    assert (verdict.outcome, verdict.earned) == (RAISED, 0)
    assert "signs: NameError" in verdict.lines[0].message


def test_a_project_that_hangs_leaves_what_was_answered_before(open_rooms):
    hang = "def predict_letters(x):\n    while True:\n        pass"
    verdict = sit(open_rooms, FIT, hang, case=2).verdicts["capstone"]
    assert (verdict.outcome, verdict.earned) == (TIMED_OUT, CAPSTONE.points)


HUNT = """\
import os, sys
found = []
for top in ("/", *sys.path):
    for folder, _, names in os.walk(top or "."):
        if folder.startswith(("/proc", "/sys", "/dev")):
            continue
        for name in names:
            path = os.path.join(folder, name)
            if name in ("held_out.txt", "signs.npz", "sine.npz", "letters.npz", "levels.py"):
                found.append(path)
print(found)
try:
    import grader.exercises
    print("the catalogue is there")
except ImportError:
    print("the catalogue is not there")
print(len(data.alice()) > 40_000)"""


def test_the_held_out_passage_and_the_courses_own_models_are_not_there(open_rooms):
    sitting = sit(open_rooms, HUNT)
    (output,) = sitting.notebook.cells[2].outputs
    assert output.text == "[]\nthe catalogue is not there\nTrue\n"
