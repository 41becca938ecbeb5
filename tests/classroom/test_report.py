"""The report on a class: its numbers, worked out by hand; its page, of a class that was collected and graded."""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from math import sqrt
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from conftest import tree
from nbgrader.api import Gradebook
from the_class import hand_in, learners

from grader.classroom.report import alike, plain, statistics
from grader.classroom.report.alike import Answers
from grader.classroom.report.gather import Done, Work
from grader.cli import main

LESSON, OTHER = "00-start-here", "06-lstm-gates"
FAMILY = "Wexford"
"""The name of every learner here, to be looked for wherever it must not stand."""
NUMBER = "20231234"


# --- numbers


def test_how_marks_are_spread():
    spread = statistics.spread([0, 1, 1.5, 4], most=4)
    assert (spread["count"], spread["mean"], spread["median"]) == (4, 1.625, 1.25)
    assert spread["quartiles"] == [0.75, 2.125]
    assert (spread["lowest"], spread["highest"]) == (0, 4)
    counts = {bar["from"]: bar["count"] for bar in spread["histogram"] if bar["count"]}
    assert counts == {0: 1, 1: 1, 1.5: 1, 3.75: 1}, "the last bar takes its end"
    assert statistics.spread([]) is None


@pytest.mark.parametrize(
    ("most", "bars", "end"), [(0, 1, 0.1), (1.6, 16, 1.6), (3, 12, 3), (30, 15, 30), (33, 7, 35), (1e6, 16, 1e6)]
)
def test_a_histogram_has_few_bars_of_a_round_width(most, bars, end):
    made = statistics.histogram([0.3, most], most)
    assert (len(made), made[-1]["to"], sum(bar["count"] for bar in made)) == (bars, end, 2)


def test_a_number_on_the_edge_of_two_bars_counts_in_the_upper_one():
    assert [bar["from"] for bar in statistics.histogram([0.3, 0.7], 1.5) if bar["count"]] == [0.3, 0.7]


def test_an_exercise_that_separates_has_the_correlation_worked_out_by_hand():
    # of 12 who solved it 9 have 1 point elsewhere, of 8 who missed it 2: (9*6 - 3*2) / √(12*8*11*9)
    solved = [True] * 12 + [False] * 8
    rest = [1] * 9 + [0] * 3 + [1] * 2 + [0] * 6
    found = statistics.separation(solved, rest)
    assert found["value"] == pytest.approx(48 / sqrt(12 * 8 * 11 * 9))
    assert found["words"] == "clearly"
    assert statistics.separation(solved, [-points for points in rest])["words"] == "the wrong way round"
    assert statistics.separation(solved, [1, 0] * 10)["words"] == "hardly"


@pytest.mark.parametrize(
    ("solved", "rest", "words"),
    [
        ([True] * 10 + [False] * 9, range(19), "not enough learners to say"),
        ([True] * 18 + [False] * 2, range(20), "too few missed it to say"),
        ([True] * 2 + [False] * 18, range(20), "too few solved it to say"),
        ([True] * 10 + [False] * 10, [2] * 20, "nothing to compare it with"),
    ],
)
def test_where_nothing_can_be_said_of_separation(solved, rest, words):
    assert statistics.separation(solved, list(rest)) == {"value": None, "words": words}


def work(points: float | None = 1, **exercises: Done) -> Work:
    return Work("one", points, {name.replace("_", "-"): done for name, done in exercises.items()})


RIGHT, OPEN = Done("right", 1.0), Done("not answered", 0.0)
BIAS = Done("wrong", 0.0, "the bias is left out")


def test_what_to_talk_about_joins_exercises_and_counts_a_learner_once():
    works = [work(forget=BIAS, gate=BIAS), work(forget=RIGHT, gate=BIAS), work(forget=BIAS, gate=BIAS)]
    works += [work(forget=RIGHT, gate=Done("wrong", 0.0, "another"))] + [work(forget=RIGHT, gate=OPEN)] * 3
    works += [work(forget=OPEN, gate=OPEN)] * 5 + [work(None, forget=BIAS, gate=OPEN)]
    rows = statistics.exercises({"forget": 1, "gate": 1}, works)
    found = statistics.to_talk_about(rows, statistics.mistakes(works[:12]), [], works)
    assert [(each["kind"], each["learners"]) for each in found] == [
        ("mistake", [0, 1, 2]),
        ("not answered", [4, 5, 6]),
    ]
    assert found[0]["places"] == [{"exercise": "gate", "count": 3}, {"exercise": "forget", "count": 2}]


def test_an_answer_without_a_mistakes_name_is_told_by_where_it_went_wrong():
    works = [work(gate=Done("partly", 0.5, "", "with b zero", "h is None."))] * 2
    works += [work(gate=Done("partly", 0.5, "", "with b zero", "h has shape (3, 1)."))]
    works += [work(gate=Done("raised", 0.0, "", "with b zero", "NameError")), work(gate=RIGHT), work(gate=BIAS)]
    assert statistics.unnamed(works) == [
        {"exercise": "gate", "where": "first wrong: with b zero", "learners": [0, 1, 2], "example": "h is None."},
        {"exercise": "gate", "where": "raised", "learners": [3], "example": "NameError"},
    ]


# --- the plain form of an answer

KNOWN = frozenset({"sigmoid", "W_f"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(x):\n  a = x+1 # mine\n  return a", "def f(y):\n    'why'\n\n    other = (y + 1)\n    return (other)"),
        ("def f(x): return [k for k in x]", "def f(z):\n    return [anna for anna in z]"),
        ("def f(sigmoid): return sigmoid", "def f(x): return x"),
        ("f = lambda x: helper(x)", "f = lambda y: another_helper(y)"),
        ("import numpy as np\nf = np.dot", "import numpy as anna\nf = anna.dot"),
        ("f = 'anna wrote this'", "f = 'so did ben'"),
        ("f = 20231234", "f = 20239999.5"),
    ],
)
def test_names_remarks_and_layout_make_no_difference(one, other):
    made = plain.made("def f(x): ...")
    assert plain.code(one, KNOWN, made) == plain.code(other, KNOWN, made) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("f = sigmoid", "f = W_f"), ("f = a.T", "f = a.sum"), ("f = 2", "f = 3"), ("f = 'W_f'", "f = ''")],
)
def test_what_an_answer_does_makes_a_difference(one, other):
    assert plain.code(one, KNOWN) != plain.code(other, KNOWN)


@pytest.mark.parametrize(
    "source",
    ["(" * 9_000, "a\0b", "a" + ".a" * 4_900, "-" * 9_000 + "1", "def", "%timeit 1", "x=" + "9" * 5_000, "\udc80"],
)
def test_what_python_cannot_take_apart_has_no_plain_form(source):
    assert plain.code(source) is None
    assert plain.made(source) == frozenset()


def test_of_words_the_words_are_compared():
    assert plain.words("The *cell*  state, c.") == plain.words("the cell STATE c") == "the cell state c"


# --- what is unusually alike


def class_of(*texts: str) -> Answers:
    answers = Answers(given="given", reference="")
    for number, text in enumerate(texts):
        answers.add(number, text)
    return answers


OWN = [letter * 100 for letter in "ABCDEFGHIJKLMNOP"]
"""Answers that have nothing in common."""


def test_two_who_wrote_what_nobody_else_wrote_are_listed():
    assert list(class_of(*OWN[:9], OWN[0]).pairs()) == [(0, 9, 100)]
    assert list(class_of(*OWN[:8], OWN[0]).pairs()) == [], "nine are too few to say"


def test_likeness_counts_from_nine_tenths_on():
    near, less = "A" * 50 + "B" * 50, "A" * 50 + "B" * 40  # in 190 characters 90 are shared twice
    assert list(class_of(*OWN[2:], near, near[:90] + "z" * 10).pairs()) == [(14, 15, 90)]
    assert list(class_of(*OWN[2:], near, less + "z" * 11).pairs()) == []


@pytest.mark.parametrize(("others", "pairs"), [(3, 10), (4, 0)])
def test_what_many_wrote_is_usual(others, pairs):
    assert len(list(class_of(*OWN, *[OWN[0]] * (1 + others)).pairs())) == pairs


@pytest.mark.parametrize(("others", "pairs"), [(3, 1), (4, 0)])
def test_what_many_come_near_is_usual(others, pairs):
    around = ["A" * 80 + letter * 20 for letter in "uvwxyz"[:others]]  # 80 of 100 are shared
    assert len(list(class_of(*OWN, OWN[0], *around).pairs())) == pairs


def test_what_is_short_or_long_or_was_given_is_not_compared(monkeypatch):
    monkeypatch.setattr(alike, "LEAST", 4)
    answers = class_of("given", "abc", "a" * 2_001, "abcd")
    assert (answers.compared, answers.left_out) == (1, 1)


def test_of_too_many_answers_those_that_two_wrote_are_kept(monkeypatch):
    monkeypatch.setattr(alike, "MOST", 10)
    answers = class_of(*OWN, OWN[15])
    assert (answers.compared, answers.left_out) == (12, 5)
    assert list(answers.pairs()) == [(15, 16, 100)]


@pytest.mark.parametrize(("like_it", "listed"), [(1, [(0, 100)]), (5, [(k, 100) for k in range(5)]), (6, [])])
def test_likeness_to_the_reference_counts_where_half_of_the_class_has_none(like_it, listed):
    answers = class_of(*OWN[:1] * like_it, *OWN[1 : 11 - like_it])
    answers.reference = OWN[0]
    assert list(answers.like_reference()) == listed


def test_those_who_are_alike_in_more_exercises_come_first():
    found = {"a": [(0, 3, 99.0), (3, 4, 99.0), (1, 2, 95.0)], "b": [(1, 2, 92.0)]}
    assert alike.gathered(found, labels="zyxwv") == [
        ((1, 2), {"a": 95.0, "b": 92.0}),
        ((3, 4), {"a": 99.0}),  # called v and w, and the next w and z
        ((0, 3), {"a": 99.0}),
    ]


# --- a class

FIRST, SHAPE = "def last_step(x):\n    return x[0]", "product_shape = (12, 80)"
RAISES = f"""def last_step(x):
    if np.ndim(x) == 2:
        raise ValueError("I am {FAMILY}, {NUMBER}")
    return x[-1]"""
ODD = f'''def last_step(x):
    """Mine, and only mine: {FAMILY}."""
    {FAMILY.lower()} = len(x) - 1  # {FAMILY}, {NUMBER}
    for place, row in enumerate(x):
        if place == {FAMILY.lower()} and "{FAMILY}" != {NUMBER}:
            return row'''
ODD_TOO = """def last_step(x):
    final = len( x )-1
    for k,r in enumerate(x):
        if k == final and "so" != 98765432: return r    # done"""
STYLES = [
    "rows = list(reversed(x))\n    first, *others = rows\n    assert len(others) == len(x) - 1\n    return first",
    "T, D = np.shape(x)\n    picked = np.zeros(T)\n    picked[T - 1] = 1\n    return picked @ x",
    "rest = x\n    while len(rest) > 1:\n        rest = rest[1:]\n    return rest[0]",
    "return np.take(np.flip(x, axis=0), [0], axis=0).reshape(-1)",
    "import functools\n    return functools.reduce(lambda before, now: now, [*x])",
]
FIRST_STYLES = [
    "everything = [step for step in x]\n    return everything.pop(0)",
    "T = x.shape[0]\n    index = min(range(T))\n    return x[index, :]",
]


def function(body: str) -> str:
    return f"def last_step(x):\n    {body}"


ODD_NAME = "100% #odd, too"
EXTRA = {
    **dict.fromkeys(("p1", "p2", "p3"), (FIRST, SHAPE)),
    "q1": (function(FIRST_STYLES[0]), None),
    "q2": (function(FIRST_STYLES[1]), None),
    "raises": (RAISES, None),
    "odd": (ODD, None),
    ODD_NAME: (ODD_TOO, None),
    **{f"style-{number}": (function(style), None) for number, style in enumerate(STYLES)},
}
"""Learners beside the twelve, and their answers; None is the right one."""


def called(name: str) -> str:
    return f"{name} {FAMILY}"


def put_into(course: Path, folder: Path, lesson: str, names: list[str]) -> None:
    """Lay work of the twelve into a folder, as a class hands it in."""
    twelve = learners(course, lesson)
    for name in names:
        hand_in(course, lesson, called(name), twelve[name])
    (course / "submitted").rename(folder)


def put_extra(course: Path, lesson: str) -> None:
    right = learners(course, lesson)["all-right"]
    for name, answers in EXTRA.items():
        wrong = dict(zip(("last-step", "product-shape"), answers, strict=True))

        def edit(cells, wrong=wrong):
            right.edit(cells)
            for cell in cells.cells:
                cell.source = wrong.get(cell.metadata.get("nbgrader", {}).get("grade_id")) or cell.source

        hand_in(course, lesson, called(name), SimpleNamespace(data=None, edit=edit))


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory) -> Path:
    """The course with two lessons collected and graded: the twelve and the others, and a class of three."""
    folder = tmp_path_factory.mktemp("handed-in")
    put_extra(course, LESSON)
    put_into(course, folder / LESSON, LESSON, list(learners(course, LESSON)))
    put_into(course, folder / OTHER, OTHER, ["all-right", "first-mistake", "blank"])
    for lesson in (LESSON, OTHER):
        assert main(["collect", lesson, str(folder / lesson), "--course", str(course)]) in (0, 1)
        assert main(["grade", lesson, "--course", str(course)]) in (0, 1)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "unrolled") as gradebook:
        gradebook.update_or_create_student(called("half"), first_name="Nora", last_name=FAMILY)
    hand_in(course, LESSON, called("late"), learners(course, LESSON)["blank"])
    return course


@pytest.fixture
def told(graded, grader, tmp_path):
    """What the report on the class says, and its page."""
    ran = grader("report", LESSON, "--to", tmp_path / "page.html", "--json")
    assert (ran.status, ran.err) == (1, ""), "two wait for a person"
    return SimpleNamespace(data=ran.data, page=(tmp_path / "page.html").read_text())


def all_called(*names: str) -> list[str]:
    return sorted(map(called, names))


SHORT_OF_LAST = ("first-mistake", "p1", "p2", "p3", "q1", "q2")


def test_the_marks_of_the_class(told):
    data = told.data
    # 12 have all 3 points, 3 have 2, 3 have 1.5, one 1, 3 have 0.5 and one 0
    assert (data["handed_in"], data["marked"], data["answering"], data["not_graded_yet"]) == (25, 23, 22, 1)
    assert (data["all_points"], data["marks"]["mean"], data["marks"]["median"]) == (3, 49 / 23, 3)
    assert data["marks"]["quartiles"] == [1.5, 3]
    counts = {bar["from"]: bar["count"] for bar in data["marks"]["histogram"] if bar["count"]}
    assert counts == {0: 1, 0.5: 3, 1: 1, 1.5: 3, 2: 3, 2.75: 12}
    assert "Half of the class has between 1.5 and 3 of" in told.page


def test_success_separation_and_outcomes_of_each_exercise(told):
    last, shape = told.data["exercises"]
    assert (last["exercise"], last["solved"], last["marked"], last["rate"]) == ("last-step", 15, 23, 15 / 23)
    assert (last["points"], last["mean"]) == (2, (15 * 2 + 6 * 0.5) / 23)
    assert last["outcomes"] == {"right": 15, "partly": 6, "raised": 1, "not answered": 1, "could not be graded": 2}
    assert shape["outcomes"] == {"right": 16, "wrong": 4, "not answered": 3, "could not be graded": 2}
    # of 15 who solved last-step 12 have the other point, of 7 who did not 4
    assert last["separation"]["value"] == pytest.approx((12 * 3 - 3 * 4) / sqrt(15 * 7 * 16 * 6))
    # of 16 who solved product-shape 12 have 2 points in the other and 3 have 0.5, of 6 who did not 3 and 3
    assert shape["separation"]["value"] == pytest.approx(33 / sqrt((22 * 16 - 16**2) * (22 * 61.5 - 33**2)))
    assert {row["separation"]["words"] for row in (last, shape)} == {"somewhat"}
    assert "over the 22 learners who answered something" in told.page and "+0.24" in told.page


def test_mistakes_are_named_and_counted_and_lead_to_who_made_them(told):
    assert [(row["exercise"], row["mistake"], row["learners"]) for row in told.data["mistakes"]] == [
        ("last-step", "the first step, not the last", all_called(*SHORT_OF_LAST)),
        ("product-shape", "the shape of W", all_called("p1", "p2", "p3", "second-mistake")),
    ]
    assert [(each["kind"], each["mistake"], len(each["learners"])) for each in told.data["talk_about"]] == [
        ("mistake", "the first step, not the last", 6),
        ("mistake", "the shape of W", 4),
    ]
    (other,) = told.data["unnamed"]
    assert (other["where"], other["learners"]) == ("raised", [called("raises")])
    assert f"I am {FAMILY}, " in other["example"]
    assert {each["learner"]: each["why"] for each in told.data["for_a_person"]}.keys() == {
        *all_called("no-file", "no-json")
    }
    talk = told.page[: told.page.index('id="marks"')]
    assert "The first step, not the last" in talk and re.search(r'count">6<small>of 22 learners', talk)


def test_two_who_wrote_alike_stand_side_by_side(told):
    alike = told.data["alike"]
    (pair,) = alike["pairs"]
    assert pair["learners"] == all_called("odd", ODD_NAME)
    assert [(each["exercise"], each["likeness"]) for each in pair["exercises"]] == [("last-step", 100)]
    assert [source["text"] for source in pair["sources"]] == [ODD_TOO, ODD]
    assert (alike["reference"], alike["left_out"]) == ([], 0)
    assert alike["rule"].replace("'", "&#39;") in told.page and "final = len( x )-1" in told.page


def test_links_lead_to_the_work_of_each(graded, told, tmp_path, grader):
    def targets() -> dict[str, Path]:
        page = (tmp_path / "page.html").read_text()
        found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', page)
        return {name: (tmp_path / unquote(urlsplit(address).path)).resolve() for address, name in found}

    def own(name: str, step: str = "autograded", ending: str = "ipynb") -> Path:
        return graded / step / called(name) / LESSON / f"{LESSON}.{ending}"

    names = {*SHORT_OF_LAST, "second-mistake", "raises", "odd", ODD_NAME, "no-file", "no-json"}
    assert {called(name): own(name) for name in names}.items() <= targets().items()
    assert all(target.is_file() for target in targets().values())
    page = own("odd", "feedback", "html")
    page.parent.mkdir(parents=True)
    page.write_text("feedback")
    grader("report", LESSON, "--to", tmp_path / "page.html")
    assert targets()[called("odd")] == page
    own("odd").touch()  # graded again, so what stands on the page of feedback is old
    grader("report", LESSON, "--to", tmp_path / "page.html")
    assert targets()[called("odd")] == own("odd")
    shutil.rmtree(graded / "feedback")


def test_names_from_the_gradebook_stand_beside_the_ids(told):
    assert told.data["names"] == {called("half"): f"Nora {FAMILY}"}


def test_nothing_but_the_page_is_written(graded, grader):
    before = tree(graded)
    ran = grader("report", LESSON)
    page = graded / "exports" / f"{LESSON}-report.html"
    assert ran.out.splitlines() == [
        f"Wrote {page}.",
        "2 of 25 submissions wait for a person.",
        f"1 handed in and not graded yet: run grader grade {LESSON}.",
    ]
    assert {*tree(graded)} - {*before} == {"exports", f"exports/{page.name}"}
    text = page.read_text()
    page.unlink()
    page.parent.rmdir()
    assert tree(graded) == before
    assert not re.search(r"<script|<link|<img|<iframe|url\(|src=|@import|https?://", text)


def test_without_names_nobody_is_to_be_found(graded, grader, tmp_path):
    def run() -> tuple[dict, str]:
        ran = grader("report", LESSON, "--anonymous", "--json", "--to", tmp_path / "page.html")
        page = (tmp_path / "page.html").read_text()
        for text in (ran.out, ran.err, page):
            assert FAMILY.lower() not in text.lower() and NUMBER not in text and "Nora" not in text
            assert not any(re.search(rf"\b{name}\b", text) for name in ("odd", "p1", "q2", "all-right", "no-json"))
        assert "<a " not in page and "learner" in page
        return ran.data, page

    (one, page), (other, _) = run(), run()
    (pair,) = one["alike"]["pairs"]
    assert pair["sources"][0]["text"] == pair["sources"][1]["text"], "what the learners called their own is gone"
    assert "for v3, v4 in enumerate(v1):" in page
    assert [len(row["learners"]) for row in one["mistakes"]] == [6, 4]
    named = {number for row in one["mistakes"] for number in row["learners"]}
    assert named <= {*range(1, 26)} and len(named) == 7
    assert [row["learners"] for row in one["mistakes"]] != [row["learners"] for row in other["mistakes"]]
    assert [each["why"] for each in one["for_a_person"]] == ["", ""] and one["names"] == {}


def test_the_time_that_submissions_took(graded, tmp_path, capfd):
    copy = tmp_path / "course"
    shutil.copytree(graded, copy)
    students = sorted(path.parents[1].name for path in copy.glob(f"autograded/*/{LESSON}/{LESSON}.ipynb"))

    def report(*seconds: float) -> tuple[dict, str]:
        with closing(sqlite3.connect(copy / "gradebook.db")) as db, db:
            db.execute("UPDATE unrolled_attempt SET seconds = NULL")
            timed = zip(seconds, students, strict=False)
            db.executemany("UPDATE unrolled_attempt SET seconds = ? WHERE student = ?", timed)
        capfd.readouterr()
        main(["report", LESSON, "--json", "--course", str(copy), "--to", str(tmp_path / "page.html")])
        return json.loads(capfd.readouterr().out), (tmp_path / "page.html").read_text()

    data, page = report()
    assert data["seconds"] is None and "No times were recorded" in page
    data, page = report(0.5, 2.0, 12.5)
    assert (data["seconds"]["count"], data["seconds"]["median"], data["seconds"]["highest"]) == (3, 2, 12.5)
    assert [(each["learner"], each["seconds"]) for each in data["slowest"]] == [
        (students[number], seconds) for number, seconds in ((2, 12.5), (1, 2), (0, 0.5))
    ]
    assert "2 seconds in the middle of the class" in page and "3 of 25 were timed" in page


def test_the_page_says_how_long_grading_really_took(graded, grader, tmp_path):
    seconds = grader("report", LESSON, "--to", tmp_path / "page.html", "--json").data["seconds"]
    assert seconds["count"] > 20 and 0 < seconds["median"] < 30


def test_a_class_of_three(graded, grader, tmp_path):
    ran = grader("report", OTHER, "--to", tmp_path / "page.html", "--json")
    page = (tmp_path / "page.html").read_text()
    assert (ran.status, ran.data["handed_in"], ran.data["essays_to_mark"]) == (0, 3, 2)
    assert {row["separation"]["words"] for row in ran.data["exercises"]} == {"not enough learners to say"}
    assert "not enough learners to say" in page and "Separates" not in page
    assert ran.data["talk_about"] == [] and "Nothing stands out" in page
    assert [row["mistake"] for row in ran.data["mistakes"]] == ["the bias is left out"]
    assert not ran.data["alike"]["enough"] and "Too few answers" in page


def test_lists_are_cut_and_say_how_much_more_there_is(graded, grader, tmp_path, monkeypatch):
    many = [{"exercise": "last-step", "mistake": f"mistake {k}", "learners": [*range(12)]} for k in range(30)]
    monkeypatch.setattr(statistics, "mistakes", lambda works: many)
    grader("report", LESSON, "--to", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert "and 5 more mistakes" in page and "mistake 24" in page and ">mistake 25<" not in page
    assert "and 4 more" in page[page.index('id="mistakes"') :]


def test_bad_input_is_refused(graded, refused, tmp_path):
    assert "Nothing of 02-unrolling has been graded yet" in refused("report", "02-unrolling")
    for wrong in (tmp_path / "no" / "page.html", tmp_path / "page.pdf", tmp_path):
        assert "is no file to write: it must end in .html" in refused("report", LESSON, "--to", wrong)


def test_the_page_is_there_whole_or_not_at_all(graded, refused, tmp_path, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device", str(target))

    (tmp_path / "page.html").write_text("the page of last week")
    monkeypatch.setattr(Path, "replace", full)
    assert "No space left on device" in refused("report", LESSON, "--to", tmp_path / "page.html")
