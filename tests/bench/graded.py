"""Honest submissions, and who grades them: nbgrader's own executor, and the grader's engine."""

import copy
import dataclasses
import functools
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade, is_grade, is_solution

from grader.checks.report import Report
from grader.exercises import EXERCISES, LESSONS
from grader.exercises.declare import Exercise
from grader.judge.rebuild import rebuild
from grader.judge.rooms import Rooms
from grader.judge.sitting import Sitting

ROOT = Path(__file__).parents[2]
SEED = 0
"""Where the inputs come from, for the engine and for the `check` in the notebook."""

GIVEN = (
    "import os\n\nos.environ['KERAS_BACKEND'] = 'torch'\n\nimport numpy as np\n{imports}\n\nfrom grader import check"
)
LAYERS = {
    "torch": "layer = torch.nn.LSTM(5, 8, batch_first=True)\nlayer(torch.ones(4, 10, 5))[0].shape",
    "keras": "layer = keras.layers.LSTM(8)\nlayer(np.ones((4, 10, 5), np.float32)).shape",
}
ANSWER = """\
def forget_gate(x, h, W_f, U_f, b_f):
    x, h, W_f, U_f, b_f = map(torch.from_numpy, (x, h, W_f, U_f, b_f))
    return torch.sigmoid(W_f @ x + U_f @ h + b_f).numpy()"""


@dataclasses.dataclass(frozen=True)
class Work:
    """An honest submission.

    Args:
        name: what it is called.
        blank: the course's own notebook, as it was given out.
        solved: what is handed in.
        uses: the packages with recurrent networks that the course's own cells import.
        exercises: what its checks ask, by id.
    """

    name: str
    blank: NotebookNode
    solved: NotebookNode
    uses: tuple[str, ...]
    exercises: Mapping[str, Exercise]

    @property
    def given(self) -> tuple[str, ...]:
        """The sources of the course's own cells."""
        cells = [cell for cell in self.blank.cells if cell.cell_type == "code"]
        return tuple(cell.source for cell in cells if not (is_solution(cell) or is_grade(cell)))

    @property
    def frameworks(self) -> bool:
        """Whether torch or Keras is imported."""
        return bool(
            {"torch", "keras"} & {*self.uses, *(name for each in self.exercises.values() for name in each.uses)}
        )

    @functools.cached_property
    def whole(self) -> NotebookNode:
        """The course's notebook with the answers in it, as either side runs it."""
        return rebuild(self.blank, self.solved)[0]


@dataclasses.dataclass(frozen=True)
class Graded:
    """What came out: points by the name of the check, and the errors that other cells stopped with."""

    marks: dict[str, float]
    errors: list[str]


def lessons() -> list[Work]:
    """Give the solution of every lesson that there is, as if it were handed in."""
    found = []
    for lesson in LESSONS.values():
        blank, solved = (
            nbformat.read(ROOT / folder / lesson.id / f"{lesson.id}.ipynb", as_version=4)
            for folder in ("notebooks", "solutions")
        )
        blank.nbformat_minor = 5
        found.append(Work(lesson.id, blank, solved, lesson.uses, {each.id: each for each in lesson.exercises}))
    return found


def with_frameworks(*uses: str) -> Work:
    """Make a small notebook that imports these packages: a layer of each, and one exercise."""
    exercise = dataclasses.replace(EXERCISES["forget-gate"], uses=uses)
    imports = "\n".join(f"import {name}" for name in uses)
    cells = [v4.new_code_cell(GIVEN.format(imports=imports), id="given")]
    cells += [v4.new_code_cell(LAYERS[name], id=f"layer-{name}") for name in uses]
    marks = {"schema_version": 3, "cell_type": "code", "task": False}
    answer = marks | {"grade_id": exercise.id, "grade": False, "solution": True, "locked": False}
    check = marks | {"grade_id": f"check-{exercise.id}", "grade": True, "solution": False, "locked": True}
    check["points"] = exercise.points
    stub = f"{ANSWER.splitlines()[0]}\n    return ..."
    cells.append(v4.new_code_cell(stub, id="answer", metadata={"nbgrader": answer}))
    source = f'check("{exercise.id}", {exercise.answer_name})'
    cells.append(v4.new_code_cell(source, id="check", metadata={"nbgrader": check}))
    blank = v4.new_notebook(cells=cells)
    blank.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    solved = copy.deepcopy(blank)
    solved.cells[-2].source = ANSWER
    return Work(" and ".join(uses), blank, solved, uses, {exercise.id: exercise})


def theirs(work: Work) -> Graded:
    """Have it run by nbgrader's executor, in a kernel of its own, and marked by the checks in the notebook."""
    notebook = copy.deepcopy(work.whole)
    with tempfile.TemporaryDirectory() as folder:
        executor = Execute(extra_arguments=["--log-level=ERROR"], kernel_name="python3")
        executor.preprocess(notebook, {"metadata": {"path": folder}})
    return _graded(notebook)


def ours(work: Work, rooms: Rooms) -> Graded:
    """Have it rebuilt, run behind the walls and judged, as the grader's part in autograde does."""
    notebook, _ = rebuild(work.blank, work.solved)
    checks, answers = asked(work, notebook)
    sitting = Sitting(notebook, checks, answers, SEED, rooms, work.given)
    sitting.run(frozenset(work.uses))
    for index, exercise in checks.items():
        data = Report(exercise, sitting.verdicts[exercise.id])._repr_mimebundle_()
        notebook.cells[index].outputs = [v4.new_output("execute_result", data=data, execution_count=index + 1)]
    return _graded(notebook)


def asked(work: Work, notebook: NotebookNode) -> tuple[dict[int, Exercise], dict[str, int]]:
    """Find the exercise of each check, by the index of its cell, and the cells of the answers."""
    checks, answers = {}, {}
    for index, cell in enumerate(notebook.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code" and is_solution(cell):
            answers[name] = index
        elif cell.cell_type == "code" and is_grade(cell):
            checks[index] = work.exercises[name.removeprefix("check-")]
    return checks, answers


def _graded(notebook: NotebookNode) -> Graded:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    marks = {cell.metadata.nbgrader.grade_id: float(determine_grade(cell)[0]) for cell in code if is_grade(cell)}
    errors = [
        f"{output.ename}: {output.evalue}" for cell in code for output in cell.outputs if output.output_type == "error"
    ]
    return Graded(marks, errors)
