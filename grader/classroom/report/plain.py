"""The plain form of an answer: what is left of it when remarks, layout and names of the learner's own are taken away.

Two answers are compared in this form, and in this form they are shown where nobody may be named.
"""

import ast
import builtins
import re
import sys
import warnings
from collections.abc import Iterable, Iterator

import numpy as np

LONGEST = 10_000
"""Characters of a cell that is taken apart; more would take long."""
LONGEST_NUMBER = 4
UNKNOWN = "…"
HOMES = (builtins, str, list, dict, set, tuple, float, np, np.ndarray, np.linalg, np.random)
USUAL = frozenset(name for home in HOMES for name in dir(home)) | sys.stdlib_module_names
DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
REFUSED = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python's own parser raises where a source is no Python, or more of it than it can take."""


def code(source: str, known: frozenset[str] = frozenset(), given: frozenset[str] = frozenset()) -> str | None:
    """Give the plain form of a cell of Python: no remarks, one layout, and names of its own numbered in their order.

    Args:
        source: the cell.
        known: names and texts that the course itself uses, see `vocabulary`; other names are numbered, too, and other
            texts left out, so that nothing stands there that only this learner wrote.
        given: names that the cell has to make, which are kept.

    Returns:
        Its plain form, or None where it is no Python, or longer than anybody answers.
    """
    if len(source) > LONGEST:
        return None
    try:
        with warnings.catch_warnings(action="ignore"):  # what Python thinks of the learner's style
            tree = ast.parse(source)
            own = {_bound_by(node) for node in ast.walk(tree)} - given
            kept, numbers = known | given | USUAL, {}
            for node in _in_order(tree):
                _without_remarks(node)
                _rename(node, own, kept, numbers)
                _leave_out(node, known)
            return ast.unparse(tree)
    except REFUSED:
        return None


def made(source: str) -> frozenset[str]:
    """Give the names that a cell makes at its top; none where it is no Python."""
    try:
        tree = ast.parse(source)
    except REFUSED:
        return frozenset()
    tops = [[node] if isinstance(node, DEFINES) else ast.walk(node) for node in tree.body]
    return frozenset(_bound_by(node) for nodes in tops for node in nodes)


def words(source: str) -> str:
    """Give the plain form of an answer in words: the words alone, in small letters."""
    return " ".join(re.findall(r"\w+", source.casefold()))


def vocabulary(sources: Iterable[str]) -> frozenset[str]:
    """Every name and text that stands in the code of `sources`; what is no Python is passed over."""
    found: set[str] = set()
    for source in sources:
        try:
            tree = ast.parse(source)
        except REFUSED:
            continue
        for node in ast.walk(tree):
            found |= {value for _, value in ast.iter_fields(node) if isinstance(value, str)}
    return frozenset(found)


def _bound_by(node: ast.AST) -> str:
    """Give the name that a node makes, by assigning, defining, importing or taking it as an argument, or nothing."""
    if isinstance(node, ast.Name):
        return "" if isinstance(node.ctx, ast.Load) else node.id
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.alias):
        return node.asname or node.name
    name = getattr(node, "name", "")  # of a function, a class, an exception, a pattern
    return name if isinstance(name, str) else ""


def _in_order(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, as one reads; the children of a node are looked for when the next one is asked for."""
    ahead = [tree]
    while ahead:
        yield (node := ahead.pop())
        ahead += reversed(list(ast.iter_child_nodes(node)))


def _without_remarks(node: ast.AST) -> None:
    """Take out of a body the texts that stand alone in it, docstrings for one."""
    body = getattr(node, "body", None)
    if isinstance(body, list):
        kept = [each for each in body if not (isinstance(each, ast.Expr) and _is_text(each.value))]
        node.body = kept if kept or isinstance(node, ast.Module) else [ast.Pass()]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _rename(node: ast.AST, own: set[str], known: frozenset[str], numbers: dict[str, str]) -> None:
    """Number the names in a node that are the learner's own, or that nobody but the learner knows."""

    def name(word: str) -> str:
        mine = word in own and not isinstance(node, ast.Attribute | ast.keyword)
        if mine or not known.issuperset(word.split(".")):
            return numbers.setdefault(word, f"v{len(numbers) + 1}")
        return word

    if isinstance(node, ast.Constant):
        return
    for field, value in ast.iter_fields(node):
        if isinstance(value, str):
            setattr(node, field, name(value))
        elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            setattr(node, field, [name(each) for each in value])


def _leave_out(node: ast.AST, known: frozenset[str]) -> None:
    """Leave out texts that the course does not use, and numbers as long as those that people are known by."""
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bytes):
        node.value = b""
    elif (isinstance(node.value, str) and node.value not in known) or (
        type(node.value) in (int, float, complex) and sum(map(str.isdigit, repr(node.value))) > LONGEST_NUMBER
    ):
        node.value = UNKNOWN
