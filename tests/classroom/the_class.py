"""A class of twelve made-up learners, for any lesson: what each hands in, and what it must earn."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from grader.exercises import LESSONS

# by lesson: exercise, a wrong answer, the points it keeps and the name of the mistake
MISTAKES = {
    "00-start-here": [
        ("last-step", "def last_step(x):\n    return x[0]", 0.5, "the first step, not the last"),
        ("product-shape", "product_shape = (12, 80)", 0, "the shape of W"),
    ],
    "01-sequences": [
        (
            "one-hot",
            "def one_hot(letter, alphabet):\n    return alphabet.index(letter)",
            0,
            "the place, not the vector",
        ),
        (
            "stacked-step",
            "def stacked_step(x, h1, h2, p1, p2):\n"
            "    h1, h2 = (rnn_step(x, h, p['U'], p['W'], p['b']) for h, p in ((h1, p1), (h2, p2)))\n"
            "    return p2['V'] @ h2, h1, h2",
            0,
            "the second RNN hears x",
        ),
    ],
    "02-unrolling": [
        ("many-to-many", "def many_to_many(hs, V, c):\n    return hs @ V.T", 0.5, "the bias is left out"),
        (
            "work-over-time",
            "def multiplications(T, D, H, O):\n    return H * D + H * H + O * H",
            0,
            "the work of one step only",
        ),
    ],
    "03-weight-shapes": [
        ("same-number", "def stuck_output(V):\n    return V.mean(axis=1)", 0, "the mean, not the sum"),
        ("better-start", "def better_start(R):\n    return 2 * R - 1", 0.5, "not made smaller"),
    ],
    "04-through-time": [
        ("tanh-slope", "def tanh_slope(z):\n    return 1 - np.tanh(z)", 0, "the square is missing"),
        (
            "gradient-bound",
            "def gradient_bound(W, steepest, distance):\n    return (np.linalg.norm(W) * steepest) ** distance",
            0,
            "another norm of W: its 2 is left out",
        ),
    ],
    "05-hadamard": [
        ("hadamard", "def hadamard(a, b):\n    return a * b", 0, "NumPy's * alone"),
        (
            "draw-lots",
            "def draw_lots(f, c, u):\n    return np.where(u < f, 0.0, c)",
            0,
            "kept and lost exchanged",
        ),
    ],
    "06-lstm-gates": [
        (
            "forget-gate",
            "def forget_gate(x, h, W_f, U_f, b_f):\n    return sigmoid(W_f @ x + U_f @ h)",
            1,
            "the bias is left out",
        ),
        (
            "candidate",
            "def candidate(x, h, W_c, U_c, b_c):\n    return sigmoid(W_c @ x + U_c @ h + b_c)",
            0,
            "σ where tanh is meant",
        ),
    ],
    "07-lstm-unrolled": [
        (
            "half-life",
            "def half_life(b_f):\n    return np.log(0.5) / np.log(1 - sigmoid(b_f))",
            0.5,
            "1 - f taken for the gate",
        ),
        (
            "carried-sizes",
            "def carried_sizes(dc, fs):\n"
            "    sizes = [np.linalg.norm(dc)]\n"
            "    for f in fs:\n"
            "        dc = dc * f\n"
            "        sizes.append(np.linalg.norm(dc))\n"
            "    return sizes",
            0.5,
            "first step first",
        ),
    ],
    "08-counting-parameters": [
        (
            "count-gru",
            "def gru_parameters(D, H, reset_after):\n    return 3 * H * (D + H + 1) + (H if reset_after else 0)",
            1,
            "a second bias for the candidate only",
        ),
        ("count-bytes", "def in_bytes(count, dtype):\n    return 4 * count", 0.5, "4 bytes whatever the type"),
    ],
    "09-return-sequences": [
        (
            "synced-model",
            "def synced(T, D, H, O):\n"
            "    return keras.Sequential([keras.Input((T, D)), layers.LSTM(H), layers.Dense(O)])",
            0.5,
            "one output for the whole sequence",
        ),
        ("bidirectional-last", "def last_of_both(y):\n    return y[:, -1]", 0, "the last step of both"),
    ],
    "10-torch-and-gpu": [
        ("both-ends", "def last_of_both(y):\n    return y[:, -1]", 0, "both at the last step"),
        (
            "time-floor",
            "def floor_seconds(N, T, D, H, rate):\n    return N * T * 3 * H * (D + H) / rate",
            0,
            "the candidate forgotten",
        ),
    ],
    "11-capstone": [
        (
            "centre",
            "def centre(x):\n    return x - x.mean(axis=(0, 1), keepdims=True)",
            0.5,
            "one mean for all sequences",
        ),
        (
            "perplexity",
            "def perplexity(p, came):\n    return -np.log(p[np.arange(len(came)), came]).mean()",
            0,
            "the loss itself, before exp",
        ),
    ],
    "12-after-the-lstm": [
        (
            "gru-step",
            "def gru_step(x, h, p):\n"
            "    z, r = (sigmoid(p[f'W_{k}'] @ x + p[f'U_{k}'] @ h + p[f'b_{k}']) for k in 'zr')\n"
            "    h_tilde = np.tanh(p['W_h'] @ x + r * (p['U_h'] @ h) + p['b_h'])\n"
            "    return z * h + (1 - z) * h_tilde",
            1.5,
            "the reset after the product",
        ),
        (
            "compose-steps",
            "def compose(first, second):\n    return first[0] * second[0], first[1] + second[1]",
            0.5,
            "the first b added as it is",
        ),
    ],
}

NOISE = """
import logging, sys, warnings
print("working")
warnings.warn("a warning of mine")
logging.getLogger("mine").warning("a note of mine")
print("to stderr", file=sys.stderr)
"""

LOUD = """
import sys
get_ipython().events.register("pre_run_cell", lambda info: print("before every cell", file=sys.stderr))
"""


ONE_OF_THREE = {"capstone": ("capstone-sine",)}
"""The cells that most answer where one project of several is enough: a model takes seconds to train."""


@dataclass(frozen=True)
class Learner:
    """What one learner hands in; `points` is None where it cannot be graded, and `look` is then said of it."""

    points: float | None
    edit: Callable[[NotebookNode], None] | None = None
    data: bytes | None = None
    mistakes: dict[str, str] = field(default_factory=dict)
    look: str = ""
    mended: str = ""


def notebook(course: Path, folder: str, lesson: str) -> NotebookNode:
    return nbformat.read(course / folder / lesson / f"{lesson}.ipynb", as_version=4)


def name(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def at(cells: NotebookNode, grade_id: str) -> int:
    return next(index for index, cell in enumerate(cells.cells) if name(cell) == grade_id)


def learners(course: Path, lesson: str) -> dict[str, Learner]:
    """The twelve of them."""
    exercises = LESSONS[lesson].exercises
    essays = [essay.id for essay in LESSONS[lesson].essays]
    solution = notebook(course, "solutions", lesson)
    right = {name(cell): cell.source for cell in solution.cells if name(cell)}
    full = sum(exercise.points for exercise in exercises)
    last = exercises[-1]
    some = exercises[: len(exercises) // 2]
    (first_id, first_wrong, first_keeps, first_name), (second_id, second_wrong, second_keeps, second_name) = MISTAKES[
        lesson
    ]

    def rightly(those, chosen=ONE_OF_THREE):
        return {cell: right[cell] for exercise in those for cell in chosen.get(exercise.id, exercise.cells)}

    def answered(chosen=ONE_OF_THREE):
        answers = rightly(exercises, chosen) | {essay: right[essay] for essay in essays}
        return fill(answers)

    def fill(answers):
        def edit(cells):
            for cell in cells.cells:
                cell.source = answers.get(name(cell), cell.source)

        return edit

    def and_then(*edits):
        def edit(cells):
            for each in edits:
                each(cells)

        return edit

    def helpers(cells):
        """Each answer is made in a cell of the learner's own above, which the answer's cell takes it from."""
        for exercise in exercises:
            if exercise.cells != (exercise.id,):
                continue  # it is made by a given cell, of what several cells make
            index = at(cells, exercise.id)
            own = right[exercise.id] + f"\nmine_{exercise.answer_name} = {exercise.answer_name}"
            cells.cells[index].source = f"{exercise.answer_name} = mine_{exercise.answer_name}"
            cells.cells.insert(index, v4.new_code_cell(own))

    def noisy(cells):
        for exercise in exercises:
            for name_of_cell in exercise.cells:
                cell = cells.cells[at(cells, name_of_cell)]
                cell.source += NOISE
            if callable(exercise.reference) and exercise.cells == (exercise.id,):
                inner = "\n".join(f"    {line}" for line in NOISE.strip().splitlines())
                quiet, made = f"quiet_{exercise.answer_name}", exercise.answer_name
                cell.source += f"\n{quiet} = {made}\ndef {made}(*given):\n{inner}\n    return {quiet}(*given)\n"
        cells.cells.insert(1, v4.new_code_cell(LOUD))

    def twice(cells):
        for name_of_cell in rightly(exercises):
            index = at(cells, name_of_cell)
            again = copy.deepcopy(cells.cells[index])
            again.id = f"again-{index}"
            cells.cells.insert(index + 1, again)

    def without_last(cells):
        for name_of_cell in last.cells:
            del cells.cells[at(cells, name_of_cell)]

    def other_kernel(cells):
        cells.metadata.kernelspec = {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}
        cells.metadata.language_info = {"name": "julia"}

    points = {exercise.id: exercise.points for exercise in exercises}
    return {
        "all-right": Learner(full, answered(chosen={})),
        "blank": Learner(0, lambda cells: None),
        "half": Learner(sum(e.points for e in some), fill(rightly(some))),
        "first-mistake": Learner(
            full - points[first_id] + first_keeps,
            and_then(answered(), fill({first_id: first_wrong})),
            mistakes={first_id: first_name},
        ),
        "second-mistake": Learner(
            full - points[second_id] + second_keeps,
            and_then(answered(), fill({second_id: second_wrong})),
            mistakes={second_id: second_name},
        ),
        "noisy": Learner(full, and_then(answered(), noisy)),
        "helpers": Learner(full, and_then(answered(), helpers)),
        "deleted": Learner(
            full - last.points,
            and_then(answered(), without_last),
            mended=f"The answer cell '{last.cells[-1]}' was missing; it was put back, not answered.",
        ),
        "copied": Learner(
            full, and_then(answered(), twice), mended=f"The answer cell '{[*rightly([last])][-1]}' was there 2 times"
        ),
        "no-json": Learner(None, data=b"# my notes\n", look="the file is not a notebook: it is not JSON"),
        "no-file": Learner(None, look=f"the notebook {lesson}.ipynb is missing; the folder holds notes.txt"),
        "kernel": Learner(
            full, and_then(answered(), other_kernel), mended="The notebook asked for the kernel 'julia-1.9'"
        ),
    }


def hand_in(course: Path, lesson: str, student: str, learner: Learner) -> None:
    """Put a learner's work into the course's folder `submitted`, as collecting would."""
    folder = course / "submitted" / student / lesson
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{lesson}.ipynb"
    if learner.data is not None:
        file.write_bytes(learner.data)
    elif learner.edit is None:
        (folder / "notes.txt").write_text("my notebook is at home")
    else:
        cells = notebook(course, "notebooks", lesson)
        learner.edit(cells)
        nbformat.write(cells, file)
