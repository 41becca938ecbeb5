"""The answers of the course's own solutions, as source, with all that each needs from the notebook before it."""

import ast
import builtins
import contextlib
import functools
import io
import re
import symtable
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import numpy as np

from grader.exercises import LESSONS
from grader.exercises.declare import Exercise

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = re.compile(r"^( *)### (BEGIN|END) SOLUTION *$", re.M)
TRAINED = ("capstone-signs", "capstone-sine", "capstone-letters")
"""Answers that are trained: changing a letter and training anew takes minutes, and no two models give the same."""


class Answer(NamedTuple):
    """The answer to an exercise: its lesson, its cell, the lines that the learner writes, and what comes before."""

    lesson: str
    exercise: Exercise
    source: str
    written: frozenset[int]
    before: str

    def made(self, source: str | None = None) -> Any:
        """Run the cell, or another in its place, and give what it makes."""
        space = dict(_run(self.before))
        exec(compile(self.source if source is None else source, "answer", "exec"), space)
        return space[self.exercise.answer_name]


def answers(lesson: str) -> list[Answer]:
    """The answers of a lesson that can be changed and asked again in this process."""
    notebook = nbformat.read(ROOT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    exercises = {exercise.id: exercise for exercise in LESSONS[lesson].exercises}
    found, before = [], []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        marks = cell.metadata.get("nbgrader", {})
        name = marks.get("grade_id")
        if name in exercises and name not in TRAINED:
            source, written = _marked(cell.source)
            found.append(Answer(lesson, exercises[name], source, written, _needed(source, before)))
        if not marks.get("grade") and name not in TRAINED:
            before.append(cell.source)
    return found


def _marked(source: str) -> tuple[str, frozenset[int]]:
    """The source, and the numbers of the lines between the marks of a solution."""
    inside, written = False, []
    for number, line in enumerate(source.splitlines(), start=1):
        mark = SOLUTION.match(line)
        inside = mark[2] == "BEGIN" if mark else inside
        written += [number] * (inside and not mark)
    return source, frozenset(written)


def _needed(source: str, before: list[str]) -> str:
    """The statements of earlier cells that the source depends on, in their order."""
    statements = [statement for cell in before for statement in _statements(cell)]
    wanted, kept = _loaded(ast.parse(source)), []
    for statement in reversed(statements):
        if wanted & set(_stored(statement)):
            wanted |= _loaded(statement)
            kept.append(ast.unparse(statement))
    return "\n".join(reversed(kept))


def _statements(cell: str) -> list[ast.stmt]:
    try:
        return ast.parse(cell).body
    except SyntaxError:  # a magic of IPython
        return []


def _loaded(tree: ast.AST) -> set[str]:
    """The names that a piece of source takes from outside of itself, if they are not Python's own."""

    def names(table: symtable.SymbolTable) -> set[str]:
        outer = table.get_type() == "module"
        own = {each.get_name() for each in table.get_symbols() if (outer and each.is_referenced()) or each.is_global()}
        return own.union(*map(names, table.get_children()))

    return names(symtable.symtable(ast.unparse(tree), "answer", "exec")) - set(dir(builtins))


def _stored(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds or changes."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield from (below.id for below in ast.walk(node.value) if isinstance(below, ast.Name))


@functools.cache
def _run(source: str) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "answer", "np": np}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(source, space)
    return space
