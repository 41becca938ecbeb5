"""The projects of lesson 11: what reaches which line, what is never called a mistake, and what is bundled."""

import numpy as np
import pytest

from grader.exercises import EXERCISES
from grader.exercises.capstone import baselines, levels, models
from grader.exercises.capstone.mistakes import only
from grader.judge.verdict import PARTLY, RIGHT, WRONG, judge
from lstm_ref.data import AHEAD, alice, decode, encode, signs, sines
from lstm_ref.losses import softmax

CAPSTONE = EXERCISES["capstone"]
POINTS = [2, 3, 3, 2]
SEEDS = range(4)


def mixed(project, share):
    """The course's own model, in part replaced by a model that knows little: an honest but weaker one."""

    def answer(x):
        good = models.predict(project, x)
        if project == "sine":
            return share * good + (1 - share) * baselines.linear(x)
        if project == "letters":
            return share * good + (1 - share) * baselines.bigram(x)
        knows = np.arange(len(x)) < share * len(x)  # only some of the signs
        return np.where(knows[:, None], good, softmax(5 * baselines.last_pose(x)))

    return only(project, answer)


@pytest.mark.parametrize("project", ["signs", "sine", "letters"])
def test_each_project_alone_reaches_every_line(project):
    for seed in range(12):
        verdict = judge(CAPSTONE, only(project, lambda x: models.predict(project, x)), seed)
        assert [line.message for line in verdict.lines] == [""] * 4
        assert (verdict.outcome, verdict.earned) == (RIGHT, sum(POINTS))


@pytest.mark.parametrize(
    ("project", "first", "second"),
    [
        ("signs", lambda x: softmax(9 * baselines.last_pose(x)), lambda x: softmax(9 * baselines.all_poses(x))),
        ("sine", lambda x: 0.9 * baselines.persistence(x, AHEAD), baselines.linear),
        ("letters", baselines.bigram, baselines.trigram),
    ],
)
def test_a_baseline_does_not_beat_itself(project, first, second):
    for seed in SEEDS:
        for answer, earned, outcome in ((first, 0, WRONG), (second, 2, PARTLY)):
            verdict = judge(CAPSTONE, only(project, answer), seed)
            assert (verdict.earned, verdict.outcome) == (earned, outcome)


@pytest.mark.parametrize("project", ["signs", "sine", "letters"])
def test_points_grow_with_quality_and_a_weak_model_is_not_called_mistaken(project):
    for seed in SEEDS:
        earned = []
        for share in (0.0, 0.3, 0.6, 0.8, 0.9, 1.0):
            verdict = judge(CAPSTONE, mixed(project, share), seed)
            earned.append(verdict.earned)
            assert verdict.mistake == ""
        assert earned == sorted(earned) and earned[-1] == 10
        assert len({*earned}) >= 3


@pytest.mark.parametrize(
    ("project", "odd", "said"),
    [
        ("signs", lambda p: -p, "a probability is never below 0, and here the smallest number is -"),
        ("signs", lambda p: 2 * p, "of a row add up to 1, and those of row 0 to 2."),
        ("letters", lambda p: p * 0, "of a row add up to 1, and those of row 0 to 0."),
        ("letters", lambda p: p * 0 + 1e308, "add up to 1, and those of row 0 to inf."),
        ("letters", lambda p: np.eye(35)[p.argmin(axis=1)], "a perplexity of inf (a letter that came was given"),
        ("sine", lambda y: y * 1e200, "a mean squared error of inf; this line asks for less than"),
        ("sine", lambda y: np.full_like(y, np.nan), "sine[0, 0] is nan; expected a finite number."),
        ("sine", lambda y: y[:, 0], "sine has shape (400,); expected (400, 30): one axis too few."),
        ("signs", lambda p: p[:-1], "signs has shape (399, 6); expected (400, 6)"),
        ("signs", lambda p: [list(row[: k % 6]) for k, row in enumerate(p)], "signs is a list; expected an array"),
        ("signs", lambda p: "open", "signs is a text; expected an array"),
    ],
)
def test_odd_predictions_reach_nothing_and_are_said(project, odd, said):
    with np.errstate(all="ignore"):
        verdict = judge(CAPSTONE, only(project, lambda x: odd(models.predict(project, x))), seed=2)
    assert (verdict.earned, said in verdict.lines[0].message) == (0, True), verdict.lines[0].message


def test_measures_by_hand():
    p = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]])
    assert levels.perplexity(p, np.array([1, 1])) == pytest.approx((4 * 1.25) ** 0.5)
    assert levels.wrong_share(p, np.array([0, 2])) == 0.5
    assert levels.mean_square(np.array([[1.0, 3.0]]), np.array([[0.0, 0.0]])) == 5.0
    assert levels.perplexity(np.eye(2), np.array([1, 1])) == np.inf


def test_pieces_of_the_passage_hide_what_is_asked_for_and_come_from_elsewhere():
    passage = decode(levels._passage())
    assert not any(passage[k : k + 60] in alice() for k in range(0, len(passage) - 60, 7))
    for seed in SEEDS:
        x, came = levels.held_out_letters(np.random.default_rng(seed))
        assert (x.shape, came.shape) == ((levels.PIECES, levels.CONTEXT), (levels.PIECES,))
        whole = [decode([*row, letter]) for row, letter in zip(x, came, strict=True)]
        places = sorted(passage.find(piece) for piece in whole if passage.find(piece) == passage.rfind(piece))
        assert len(places) > 0.9 * len(whole)
        assert (np.diff(places) % (levels.CONTEXT + 1) == 0).all()


def test_other_seeds_draw_other_data_and_the_same_seed_the_same():
    def inputs(seed):
        return [step.args[1] for step in CAPSTONE.draw(seed)[0].steps]

    for one, same, other in zip(inputs(3), inputs(3), inputs(4), strict=True):
        np.testing.assert_array_equal(one, same)
        assert one.shape != other.shape or not np.array_equal(one, other)


def test_baselines_are_what_they_are_said_to_be():
    x, right = sines(3000, np.random.default_rng(8))
    zero, again, linear = (
        levels.mean_square(y, right) for y in (0 * right, baselines.persistence(x, AHEAD), baselines.linear(x))
    )
    assert linear < zero < again
    x, labels = signs(3000, np.random.default_rng(8))
    last, every = (levels.wrong_share(y, labels) for y in (baselines.last_pose(x), baselines.all_poses(x)))
    assert 0.2 < every < last < 0.8
    by_one, by_two = baselines.letter_tables()
    for table in (by_one, by_two):
        np.testing.assert_allclose(table.sum(axis=-1), 1)
        assert table.min() > 0
    code = encode(alice())
    assert by_one[code[0], code[1]] == pytest.approx(
        (1 + np.sum((code[:-1] == code[0]) & (code[1:] == code[1]))) / (35 + np.sum(code[:-1] == code[0]))
    )


def test_the_courses_own_models_are_small():
    for project in models.PROJECTS:
        assert (models.HERE / f"{project}.npz").stat().st_size < 200_000
