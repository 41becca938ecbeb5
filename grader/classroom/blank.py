"""Blank a lesson for learners: where the answer was, dots that run without an error and count as not answered."""

import ast
import re
import textwrap

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

REMARK = "# write your answer in place of the dots"


class BlankAnswers(ClearSolutions):
    """nbgrader's ClearSolutions, with a stub that fits the answer it replaces.

    Inside a function or method the stub is `return ...`; at the top of a cell every assigned name becomes dots.
    """

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        if cell.cell_type == "code":
            self.code_stub = {**self.code_stub, language: stub(cell.source)}
        return super()._replace_solution_region(cell, language)


def stub(source: str) -> str:
    """Give the lines to put in place of the solution region of a code cell."""
    region = re.search(r"^([ \t]*)#+ BEGIN SOLUTION\n(.*?)^[ \t]*#+ END SOLUTION", source, flags=re.M | re.S)
    if region is None:
        return f"{REMARK}\n..."
    indent, solution = region.groups()
    if indent:
        return f"{REMARK}\nreturn ..."
    names = [
        name.id
        for statement in ast.parse(textwrap.dedent(solution)).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]
    return "\n".join([REMARK, *(f"{name} = ..." for name in dict.fromkeys(names))])
