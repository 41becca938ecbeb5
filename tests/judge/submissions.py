"""Small submissions for the judge: a notebook with two exercises, answered by the cells of a file.

A file's first line says what it is about. Then come cells in percent format: `# %% own` is a cell of the learner's own,
put before the answer; `# %% answer` is the answer to `forget-gate`; `# %% later` is a cell after its check; the code of
`# %% edit` is run by the test, with the `notebook` that is handed in. The second exercise, `output-gate`, is answered
rightly by everyone.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode, v4

from grader.exercises import EXERCISES
from grader.judge.rebuild import rebuild
from grader.judge.rooms import Rooms
from grader.judge.sitting import Sitting, Time
from grader.judge.verdict import Verdict

ASKED, SECOND = EXERCISES["forget-gate"], EXERCISES["output-gate"]
GIVEN = "import numpy as np\n\nfrom grader import check, progress\nfrom lstm_ref import figures, sigmoid"
BLANK = "def {name}(x, h, {weights}):\n    return ..."
RIGHT = "def {name}(x, h, W, U, b):\n    return sigmoid(W @ x + U @ h + b)"
STUBS = {"forget-gate": "W_f, U_f, b_f", "output-gate": "W_o, U_o, b_o"}
HONEST = "def forget_gate(x, h, W_f, U_f, b_f):\n    return sigmoid(W_f @ x + U_f @ h + b_f)"


@dataclass(frozen=True)
class Submission:
    """What a file hands in."""

    about: str
    cells: list[tuple[str, str]]
    settings: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Submission:
    """Read a file of this folder's format; `# name: value` lines before the first cell are its settings."""
    text = path.read_bytes().decode()
    about = ast.get_docstring(ast.parse(re.split(r"^# %%", text, maxsplit=1, flags=re.M)[0]))
    head, *parts = re.split(r"^# %% *(\w+)[^\n]*\n", text, flags=re.M)
    settings = dict(re.findall(r"^# (\w+): (.*)$", head, flags=re.M))
    return Submission(about, list(zip(parts[::2], parts[1::2], strict=True)), settings)


def blank() -> NotebookNode:
    """The notebook as it is given out."""
    cells = [v4.new_code_cell(GIVEN, id="given")]
    for exercise in (ASKED, SECOND):
        stub = BLANK.format(name=exercise.answer_name, weights=STUBS[exercise.id])
        cells.append(_marked(stub, exercise.id, solution=True))
        check = f'check("{exercise.id}", {exercise.answer_name})'
        cells.append(_marked(check, f"check-{exercise.id}", grade=True, points=exercise.points))
    notebook = v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return notebook


def handed_in(submission: Submission) -> NotebookNode:
    """The notebook as the file hands it in."""
    notebook = blank()
    notebook.cells[3].source = RIGHT.format(name=SECOND.answer_name)
    own = [v4.new_code_cell(source.strip("\n")) for kind, source in submission.cells if kind == "own"]
    later = [v4.new_code_cell(source.strip("\n")) for kind, source in submission.cells if kind == "later"]
    for kind, source in submission.cells:
        if kind == "answer":
            notebook.cells[1].source = source.strip("\n")
    notebook.cells[3:3] = later
    notebook.cells[1:1] = own
    for kind, source in submission.cells:
        if kind == "edit":
            exec(source, {"notebook": notebook, "v4": v4})
    return notebook


def judged(notebook: NotebookNode, rooms: Rooms, time: Time, files: dict[str, bytes] | None = None) -> Sitting:
    """Rebuild and run a notebook, and give what became of it."""
    made, _ = rebuild(blank(), notebook)
    names = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in made.cells]
    checks = {at: EXERCISES[name.removeprefix("check-")] for at, name in enumerate(names) if name.startswith("check-")}
    answers = {name: at for at, name in enumerate(names) if name in EXERCISES}
    sitting = Sitting(made, checks, answers, 7, rooms, files=files or {}, time=time)
    sitting.run()
    return sitting


def verdict(sitting: Sitting) -> Verdict:
    """What became of the exercise that the file answers."""
    return sitting.verdicts[ASKED.id]


def _marked(source: str, name: str, **marks: object) -> NotebookNode:
    cell = v4.new_code_cell(source, id=name)
    marks = {"grade": False, "solution": False, "locked": "points" in marks, "task": False} | marks
    cell.metadata.nbgrader = {"grade_id": name, "schema_version": 3, "cell_type": "code", **marks}
    return cell
