"""Wrong answers from right ones: every place of a solution where a learner slips, slipped at, one at a time.

An operator looks at one node of the syntax tree and gives what may stand in its place, each with the mistake in words.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple

Changes = Iterator[tuple[str, ast.AST | list[ast.stmt]]]

TWINS = {
    "tanh": ("sigmoid",),
    "sigmoid": ("tanh",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "sum": ("mean", "prod"),
    "mean": ("sum",),
    "max": ("min", "sum"),
    "maximum": ("minimum",),
    "outer": ("inner",),
    "log": ("log2", "log10"),
    "exp": ("exp2",),
    "sqrt": ("square",),
    "flatnonzero": ("argwhere",),
    "append": ("extend",),
    "stack": ("concatenate",),
    "concatenate": ("stack",),
    "cat": ("stack",),
    "vstack": ("hstack",),
    "hstack": ("vstack",),
    "diag": ("eye",),
}
"""Functions that are taken for each other."""
ORDERED = {ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt)}
ORDERED |= {ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,)}
GATES = ("f", "i", "o", "c", "z", "r", "h")
JOINS = ("concatenate", "stack", "hstack", "vstack", "cat")


class Mutant(NamedTuple):
    """A wrong answer: the mistake in words, the lines that it changed, the whole source, and whether people make it."""

    words: str
    line: str
    source: str
    of_the_field: bool


def mutants(source: str, written: frozenset[int]) -> list[Mutant]:
    """All single changes of the lines `written`, each source once."""
    tree = ast.parse(source)
    plain, found = ast.unparse(tree), {}
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.above = node
    names = _names(tree)
    for node in list(ast.walk(tree)):
        if getattr(node, "lineno", 0) not in written:
            continue
        for operator in (*OF_THE_FIELD, *ANY):
            for words, new in operator(node, names):
                changed = _with(tree, node, new)
                if changed != plain and changed not in found:
                    found[changed] = Mutant(words, _lines(plain, changed), changed, operator in OF_THE_FIELD)
    return list(found.values())


def _with(tree: ast.Module, node: ast.AST, new: ast.AST | list[ast.stmt]) -> str:
    """The source with `new` in the place of `node`; a body that is left without a statement passes."""
    above = node.above
    for name, value in ast.iter_fields(above):
        if value is node:
            setattr(above, name, new)
            text = ast.unparse(tree)
            setattr(above, name, node)
            return text
        if isinstance(value, list) and any(each is node for each in value):
            at = next(k for k, each in enumerate(value) if each is node)
            put = new if isinstance(new, list) else [new]
            setattr(above, name, [*value[:at], *put, *value[at + 1 :]] or [ast.Pass()])
            text = ast.unparse(tree)
            setattr(above, name, value)
            return text
    raise ValueError(f"{ast.dump(node)} has no place")


def _lines(plain: str, changed: str) -> str:
    """The changed lines as a reader sees them: those that are new, or else those that are gone."""
    old, new = plain.splitlines(), changed.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return " / ".join(line.strip() for line in new) or "without " + " / ".join(line.strip() for line in old)


def _names(tree: ast.Module) -> dict[str, int]:
    """What the learner may confuse: parameters and variables, with the line from which they are there."""
    names: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            names.setdefault(node.arg, 0)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] = min(names.get(node.id, node.lineno), node.lineno)
    return {name: line for name, line in names.items() if name not in ("self", "_")}


def _called(node: ast.AST) -> str:
    """The name of the function that a call calls."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _text(node: ast.AST) -> str:
    return ast.unparse(node)


def products(node: ast.AST, names: dict[str, int]) -> Changes:
    """Products by @ and by *, in another order, or with a factor left out."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult | ast.MatMult):
        return
    if isinstance(node.op, ast.MatMult):
        yield "* where @ is meant", _changed(node, op=ast.Mult())
        yield "the factors of @ exchanged", _changed(node, left=node.right, right=node.left)
    else:
        yield "@ where * is meant", _changed(node, op=ast.MatMult())
    yield f"{_text(node.left)} is left out", node.right
    yield f"{_text(node.right)} is left out", node.left


def sums(node: ast.AST, names: dict[str, int]) -> Changes:
    """A term left out, doubled, or with the wrong sign."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return
    yield f"{_text(node.left)} is left out", node.right
    yield f"{_text(node.right)} is left out", node.left
    if isinstance(node.op, ast.Add):
        yield "- where + is meant", _changed(node, op=ast.Sub())
        yield f"{_text(node.right)} twice", ast.BinOp(node, ast.Add(), node.right)
    else:
        yield "+ where - is meant", _changed(node, op=ast.Add())
        yield "the two sides of - exchanged", _changed(node, left=node.right, right=node.left)


def powers(node: ast.AST, names: dict[str, int]) -> Changes:
    """A division or a power turned round or left out."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div | ast.FloorDiv | ast.Pow | ast.Mod):
        return
    yield f"without the {_text(node.right)}", node.left
    yield "the two sides exchanged", _changed(node, left=node.right, right=node.left)
    if isinstance(node.op, ast.Div | ast.Pow):
        yield "* where it is not meant", _changed(node, op=ast.Mult())


def transposes(node: ast.AST, names: dict[str, int]) -> Changes:
    """A transpose too many or too few."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield "a transpose left out", node.value
    within = getattr(node, "above", None)
    matrix = isinstance(node, ast.Name | ast.Subscript) and isinstance(node.ctx, ast.Load) and _is_matrix(node)
    meets = isinstance(within, ast.BinOp | ast.Tuple | ast.List | ast.Return) or (
        isinstance(within, ast.Call) and node in within.args
    )
    if matrix and meets:
        yield f"{_text(node)} is transposed", ast.Attribute(node, "T", ast.Load())


def _is_matrix(node: ast.AST) -> bool:
    """Whether this is named like a matrix: a capital letter of weights, or such an entry of a dict."""
    key = getattr(node.slice, "value", "") if isinstance(node, ast.Subscript) else node.id
    return isinstance(key, str) and key[:1] in set("UVWRXYM") and key not in ("T",)


def functions(node: ast.AST, names: dict[str, int]) -> Changes:
    """Another function than the one that is meant, or none."""
    name = _called(node)
    for twin in TWINS.get(name, ()):
        new = ast.Name(twin, ast.Load())
        if twin not in ("sigmoid",):
            value = node.func.value if isinstance(node.func, ast.Attribute) else ast.Name("np", ast.Load())
            new = ast.Attribute(value, twin, ast.Load())
        yield f"{twin} where {name} is meant", _changed(node, func=new)
    if name in ("sigmoid", "tanh", "exp", "log", "sqrt", "reversed", "diag", "sorted") and len(node.args) == 1:
        yield f"{name} is left out", node.args[0]
    methods = ("sum", "mean", "copy", "ravel", "reshape", "numpy")
    if isinstance(getattr(node, "func", None), ast.Attribute) and name in methods:
        whole = isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "torch")
        yield f"{name} is left out", node.args[0] if whole and node.args else node.func.value


def keywords(node: ast.AST, names: dict[str, int]) -> Changes:
    """A keyword left out, an axis that is another, a flag turned."""
    if not isinstance(node, ast.Call):
        return
    for k, keyword in enumerate(node.keywords):
        rest = [*node.keywords[:k], *node.keywords[k + 1 :]]
        yield f"{_text(keyword)} is left out", _changed(node, keywords=rest)
        if keyword.arg in ("axis", "dim") and isinstance(keyword.value, ast.Constant | ast.UnaryOp):
            for axis in {0, 1} - {ast.literal_eval(keyword.value)}:
                other = ast.keyword(keyword.arg, ast.Constant(axis))
                yield f"{keyword.arg}={axis}, the wrong axis", _changed(node, keywords=[*rest, other])
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool):
            other = ast.keyword(keyword.arg, ast.Constant(not keyword.value.value))
            yield f"{keyword.arg} the other way", _changed(node, keywords=[*rest, other])


def arguments(node: ast.AST, names: dict[str, int]) -> Changes:
    """Two arguments of a function exchanged."""
    if isinstance(node, ast.Call) and not any(isinstance(each, ast.Starred) for each in node.args):
        for k in range(len(node.args) - 1):
            args = list(node.args)
            args[k], args[k + 1] = args[k + 1], args[k]
            yield f"{_text(args[k + 1])} and {_text(args[k])} exchanged", _changed(node, args=args)


def orders(node: ast.AST, names: dict[str, int]) -> Changes:
    """What is returned or joined in another order, or with a part left out."""
    if not isinstance(node, ast.Tuple | ast.List) or isinstance(node.ctx, ast.Store):
        return
    within = getattr(node, "above", None)
    if isinstance(within, ast.Subscript):
        return
    what = "joined" if _called(within) in JOINS else "listed"
    for k in range(len(node.elts) - 1):
        elements = list(node.elts)
        elements[k], elements[k + 1] = elements[k + 1], elements[k]
        yield f"{what} in another order", _changed(node, elts=elements)
    if len(node.elts) > 1:
        for k in range(len(node.elts)):
            yield f"{_text(node.elts[k])} is left out", _changed(node, elts=[*node.elts[:k], *node.elts[k + 1 :]])
    elif isinstance(node, ast.Tuple) and len(node.elts) == 1:
        yield "brackets without a comma", node.elts[0]
        yield "a column where a vector is meant", _changed(node, elts=[node.elts[0], ast.Constant(1)])


def constants(node: ast.AST, names: dict[str, int]) -> Changes:
    """A number one too many or too few, half or double, a flag turned."""
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield "the other of True and False", ast.Constant(not value)
    elif isinstance(value, int):
        yield f"{value + 1} where {value} is meant", ast.Constant(value + 1)
        yield f"{value - 1} where {value} is meant", ast.Constant(value - 1)
    elif isinstance(value, float):
        yield "half of a number", ast.Constant(value / 2)
        yield "twice a number", ast.Constant(value * 2)


def signs(node: ast.AST, names: dict[str, int]) -> Changes:
    """A minus lost."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "a minus lost", node.operand


def letters(node: ast.AST, names: dict[str, int]) -> Changes:
    """The weights of another gate, or of the other input; gates in another order."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    kind, _, gate = node.value.partition("_")
    if kind in ("W", "U", "b") and gate in GATES:
        known = _gates_of(node)
        yield from ((f"{kind}_{o} where {node.value} is meant", ast.Constant(f"{kind}_{o}")) for o in known - {gate})
        others = [f"{o}_{gate}" for o in ("W", "U", "b") if o != kind]
        yield from ((f"{other} where {node.value} is meant", ast.Constant(other)) for other in others)
    elif 2 < len(node.value) < 5 and set(node.value) <= set(GATES):
        for k in range(len(node.value) - 1):
            changed = node.value[:k] + node.value[k + 1] + node.value[k] + node.value[k + 2 :]
            yield "gates in another order", ast.Constant(changed)
    elif node.value in ("U", "V", "W", "b"):
        yield from ((f"{o} where {node.value} is meant", ast.Constant(o)) for o in "UVWb" if o != node.value)


def _gates_of(node: ast.AST) -> set[str]:
    """The gates whose weights the same answer names."""
    while hasattr(node, "above"):
        node = node.above
    keys = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return {key[2:] for key in keys if key[:2] in ("W_", "U_", "b_") and key[2:] in GATES}


def namesakes(node: ast.AST, names: dict[str, int]) -> Changes:
    """Gates exchanged, and names that begin alike: h1 for h2, dU for dW."""
    return _renamed(node, names, _alike)


def slips(node: ast.AST, names: dict[str, int]) -> Changes:
    """Any other short name where one is meant."""
    return _renamed(node, names, lambda one, other: len(one) < 3 > len(other) and not _alike(one, other))


def _renamed(node: ast.AST, names: dict[str, int], taken_for: Callable[[str, str], bool]) -> Changes:
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or node.id not in names:
        return
    for other, line in names.items():
        small = other[0].islower() == node.id[0].islower()
        if other != node.id and line < node.lineno and small and taken_for(other, node.id):
            yield f"{other} where {node.id} is meant", ast.Name(other, ast.Load())


def _alike(one: str, other: str) -> bool:
    gates = {one, other} <= set(GATES) - {"h"}
    return gates or one[0] == other[0] or {one, other} <= {"U", "W", "V"}


def operators(node: ast.AST, names: dict[str, int]) -> Changes:
    """One operator where another is meant."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult):
        other = ast.Mult() if isinstance(node.op, ast.Add) else ast.Add()
        yield f"{'*' if isinstance(node.op, ast.Add) else '+'} where it is not meant", _changed(node, op=other)


def steps(node: ast.AST, names: dict[str, int]) -> Changes:
    """Off by one in time: the step before or behind, the first for the last, forwards for backwards."""
    if isinstance(node, ast.Slice):
        for side in ("lower", "upper"):
            value = getattr(node, side)
            if value is not None:
                yield f"from or to another end: {side}", _changed(node, **{side: None})
                for op in (ast.Add(), ast.Sub()):
                    yield "a slice off by one", _changed(node, **{side: ast.BinOp(value, op, ast.Constant(1))})
        if node.step is not None:
            yield "not read backwards", _changed(node, step=None)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        if isinstance(node.slice, ast.Name | ast.BinOp):
            for op in (ast.Add(), ast.Sub()):
                yield "off by one", _changed(node, slice=ast.BinOp(node.slice, op, ast.Constant(1)))
        if _text(node.slice) == "-1":
            yield "the first where the last is meant", _changed(node, slice=ast.Constant(0))
    elif _called(node) == "range" and len(node.args) == 1:
        yield "the last round is missing", _changed(node, args=[ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))])
        yield "the first round is missing", _changed(node, args=[ast.Constant(1), node.args[0]])
    elif isinstance(node, ast.For):
        last = ast.Subscript(ast.Call(ast.Name("list"), [node.iter], []), ast.Slice(), ast.Load())
        yield (
            "the first round is missing",
            _changed(node, iter=_changed(last, slice=ast.Slice(lower=ast.Constant(1)))),
        )
        yield "one round too few", _changed(node, iter=_changed(last, slice=ast.Slice(upper=ast.Constant(-1))))
        yield "the loop goes the other way", _changed(node, iter=_changed(last, slice=ast.Slice(step=ast.Constant(-1))))


def statements(node: ast.AST, names: dict[str, int]) -> Changes:
    """A state that is not carried on, a line that is missing, a sum that is not kept up."""
    if isinstance(node, ast.AugAssign):
        yield "= where += is meant", ast.Assign([node.target], node.value, lineno=1)
        yield "a line is missing", []
    elif isinstance(node, ast.Assign):
        bound = {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        if bound & {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)} or _in_loop(node):
            yield "not carried on", []
    elif isinstance(node, ast.Expr) and _in_loop(node):
        yield "a line is missing", []
    elif isinstance(node, ast.If):
        yield "as if it were always so", node.body
        yield "as if it were never so", node.orelse
        yield "the other way round", _changed(node, test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "the return is missing", ast.Expr(node.value)
    elif isinstance(node, ast.For):
        body = getattr(node.above, "body", [])
        if body and isinstance(body[-1], ast.Return) and node in body:
            yield "the return is inside the loop", _changed(node, body=[*node.body, body[-1]])


def _in_loop(node: ast.AST) -> bool:
    while hasattr(node, "above"):
        node = node.above
        if isinstance(node, ast.For | ast.While):
            return True
    return False


def branches(node: ast.AST, names: dict[str, int]) -> Changes:
    """A comparison that is another, a choice turned round or not made."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in ORDERED.get(type(node.ops[0]), ()):
            yield "another comparison", _changed(node, ops=[other()])
    elif isinstance(node, ast.IfExp):
        yield "as if it were always so", node.body
        yield "as if it were never so", node.orelse
        yield "the other way round", _changed(node, body=node.orelse, orelse=node.body)


Operator = Callable[[ast.AST, dict[str, int]], Changes]
OF_THE_FIELD: list[Operator] = [
    products, sums, transposes, functions, keywords, arguments, orders, constants, signs, letters, namesakes, steps,
    statements, branches,
]  # fmt: skip
"""What people do who learn this."""
ANY: list[Operator] = [powers, slips, operators]
"""What a hand does that slips on the keyboard: the grader must see it all the same."""
