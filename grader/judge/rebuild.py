"""Put a submission into the course's own notebook, so that nothing but answers is taken from what was handed in."""

import json
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode, v4
from nbgrader.utils import is_grade, is_locked, is_solution

LARGEST = 50 * 2**20


class UnreadableError(Exception):
    """What was handed in is no notebook; the text says why, for a person."""


@dataclass(frozen=True)
class Cell:
    """A submitted cell, reduced to what is taken from it.

    `home` is the index of the cell of the course's notebook that it is, or None for a cell of the learner's own.
    """

    kind: str
    source: str
    attachments: dict
    home: int | None


def read(data: bytes) -> NotebookNode:
    """Read a submitted notebook in whatever state it is.

    Raises:
        UnreadableError: where it is no notebook.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    if len(data) > LARGEST:
        raise UnreadableError(f"the file has {len(data) // 2**20} MB; more than {LARGEST // 2**20} are not read")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the file is not a notebook: it is not JSON ({error})") from error
    major = found.get("nbformat") if isinstance(found, dict) else None
    if not isinstance(major, int):
        raise UnreadableError("the file is JSON, but not a notebook")
    if major > nbformat.current_nbformat:
        raise UnreadableError(f"the notebook has format {major}, newer than the {nbformat.current_nbformat} known here")
    try:
        with warnings.catch_warnings(action="ignore"):
            whole = json.dumps(found, ensure_ascii=False).encode(errors="replace").decode()  # no halves of characters
            notebook = nbformat.reads(whole, as_version=4)
        cells, metadata = notebook.cells, notebook.get("metadata")
    except Exception as error:
        raise UnreadableError(f"the file is a damaged notebook ({type(error).__name__}: {error})") from error
    metadata = metadata if isinstance(metadata, dict) else NotebookNode()
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=cells)


def rebuild(blank: NotebookNode, submitted: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Make the notebook that is graded: the blank one, with the learner's answers and own cells put in.

    Metadata, points, kernel and checks are the blank's. Of several copies of an answer cell, the one counts that a
    run from top to bottom would use: the last that was written in before its check, else the last written in.

    Args:
        blank: the course's own notebook, as it was given out.
        submitted: what was handed in; it is not changed.

    Returns:
        The notebook to be run, without outputs, and a sentence for each thing that was mended.

    Raises:
        UnreadableError: where not one answer cell of the blank is there: another notebook was handed in.
    """
    cells = _match(blank, submitted)
    answers = [index for index, cell in enumerate(blank.cells) if is_solution(cell)]
    if answers and not any(cell.home in answers for cell in cells):
        raise UnreadableError("the notebook has none of this lesson's answer cells: was another notebook handed in?")
    counting = {index: _counting(blank, cells, index) for index in answers}
    present, own = _places(blank, cells, counting)
    order = _order(blank, present, own)
    notes = _kernel_note(blank, submitted.metadata.get("kernelspec")) + _notes(blank, cells, answers)
    return _assemble(blank, cells, counting, order), notes


def _match(blank: NotebookNode, submitted: NotebookNode) -> list[Cell]:
    """Say for each submitted cell which cell of the blank it is: by its name, else by its id, else by its text."""
    names = {_name(cell): index for index, cell in enumerate(blank.cells) if _name(cell)}
    ids = {cell.id: index for index, cell in enumerate(blank.cells) if "id" in cell}
    texts = {(cell.cell_type, cell.source): index for index, cell in enumerate(blank.cells)}
    found = []
    for cell in submitted.cells:
        if not isinstance(cell, dict):
            continue
        kind, source = cell.get("cell_type"), cell.get("source", "")
        kind = kind if isinstance(kind, str) else None
        source = "".join(map(str, source)) if isinstance(source, list) else source if isinstance(source, str) else ""
        keys = ((names, _name(cell)), (ids, cell.get("id")), (texts, (kind, source)))
        home = next((table[key] for table, key in keys if isinstance(key, str | tuple) and key in table), None)
        attachments = cell.get("attachments")
        found.append(Cell(kind, source, attachments if isinstance(attachments, dict) else {}, home))
    return found


def _counting(blank: NotebookNode, cells: list[Cell], answer: int) -> int | None:
    """Find which submitted cell holds the answer: its position in the submission, or None."""
    copies = [at for at, cell in enumerate(cells) if cell.home == answer]
    written = [at for at in copies if cells[at].source.strip() != blank.cells[answer].source.strip()]
    check = next((index for index in range(answer + 1, len(blank.cells)) if _is_check(blank.cells[index])), None)
    end = next((at for at, cell in enumerate(cells) if cell.home == check), len(cells)) if check else len(cells)
    before = [at for at in written if at < end]
    return next((group[-1] for group in (before, written, copies) if group), None)


def _places(
    blank: NotebookNode, cells: list[Cell], counting: dict[int, int | None]
) -> tuple[set[int], dict[int, list[int]]]:
    """Find the blank's cells that are present, and the learner's own cells after each of them (-1: before all)."""
    present: set[int] = set()
    own: dict[int, list[int]] = {}
    after = -1
    for at, cell in enumerate(cells):
        original = None if cell.home is None else blank.cells[cell.home]
        if original is not None and counting.get(cell.home, at) == at and cell.home not in present:
            present.add(cell.home)
            after = cell.home
            if is_solution(original):
                continue
        if original is None or _own_version(original, cell, cells, counting):
            own.setdefault(after, []).append(at)
    return present, own


def _own_version(original: NotebookNode, cell: Cell, cells: list[Cell], counting: dict[int, int | None]) -> bool:
    """Say whether a cell of the course was changed so that the learner's version is kept beside the original."""
    if _is_check(original) or is_locked(original):
        return False
    chosen = counting.get(cell.home)
    counted = "" if chosen is None else cells[chosen].source
    return cell.source.strip() not in (original.source.strip(), counted.strip())


def _order(blank: NotebookNode, present: set[int], own: dict[int, list[int]]) -> list[tuple[str, int]]:
    """Order the cells: ("blank", index) and ("own", position).

    What the learner deleted comes back where it was, and before the learner's own cells there, so that an answer
    written in a cell of its own is not undone by the dots. A deleted check comes after them.
    """
    order: list[tuple[str, int]] = []
    waiting: list[int] = []
    checks: list[int] = []

    def flush() -> None:
        order.extend(("own", at) for at in waiting)
        order.extend(("blank", index) for index in checks)
        waiting.clear()
        checks.clear()

    waiting.extend(own.get(-1, []))
    for index, cell in enumerate(blank.cells):
        if index in present:
            flush()
            order.append(("blank", index))
            waiting.extend(own.get(index, []))
        elif _is_check(cell):
            checks.append(index)
        else:
            order.append(("blank", index))
    flush()
    return order


def _assemble(
    blank: NotebookNode, cells: list[Cell], counting: dict[int, int | None], order: Iterable[tuple[str, int]]
) -> NotebookNode:
    notebook = v4.new_notebook(metadata=NotebookNode(blank.metadata))
    for number, (whose, index) in enumerate(order):
        if whose == "own":
            cell, made = cells[index], _own_cell(cells[index], f"own-{number}")
        else:
            made = NotebookNode(blank.cells[index])
            answer = counting.get(index)
            cell = None if answer is None else cells[answer]
            if cell:
                made.source = cell.source
        if cell and cell.attachments and made.cell_type == "markdown":
            made.attachments = cell.attachments
        notebook.cells.append(made)
    return notebook


def _own_cell(cell: Cell, name: str) -> NotebookNode:
    new = {"code": v4.new_code_cell, "raw": v4.new_raw_cell}.get(cell.kind, v4.new_markdown_cell)
    return new(cell.source, id=name)


def _kernel_note(blank: NotebookNode, kernel: object) -> list[str]:
    asked = kernel.get("name") if isinstance(kernel, dict) else None
    own = blank.metadata.get("kernelspec", {}).get("name")
    if None in (asked, own) or asked == own:
        return []
    return [f"The notebook asked for the kernel {str(asked)[:80]!r}; it was run with {own!r}, as the course has it."]


def _notes(blank: NotebookNode, cells: list[Cell], answers: list[int]) -> list[str]:
    notes = []
    for index, original in enumerate(blank.cells):
        copies = [cell for cell in cells if cell.home == index]
        name = _name(original)
        if index in answers and not copies:
            notes.append(f"The answer cell {name!r} was missing; it was put back, not answered.")
        elif index in answers and len(copies) > 1:
            notes.append(
                f"The answer cell {name!r} was there {len(copies)} times; the last one written before its check counts."
            )
        elif _is_check(original) and any(cell.source.strip() != original.source.strip() for cell in copies):
            notes.append(f"The check {name!r} had been changed; the course's own was run.")
    return notes


def _is_check(cell: NotebookNode) -> bool:
    return is_grade(cell) and not is_solution(cell)


def _name(cell: dict) -> str | None:
    """Give nbgrader's name of a cell, where it has one."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) else None
