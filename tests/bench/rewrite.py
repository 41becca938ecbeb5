"""Right answers from right ones: the course's solutions, written as other people write.

Some change the source, all places of a kind at once; others put something round the finished answer. Neither changes
what the answer means, so each must earn every point.
"""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
from answers import Answer

from grader.exercises.declare import Call
from grader.judge.ask import here

PRODUCTS = {ast.MatMult: "matmul", ast.Mult: "multiply", ast.Add: "add", ast.Sub: "subtract", ast.Div: "divide"}
HELPERS = {
    "einsum": """
def multiplied(a, b):
    letters = {(1, 1): "i,i->", (2, 1): "ij,j->i", (1, 2): "i,ij->j", (2, 2): "ij,jk->ik", (3, 2): "nij,jk->nik"}
    return np.einsum(letters[np.ndim(a), np.ndim(b)], a, b)
""",
    "loops": """
def multiplied(a, b):
    if np.ndim(a) > 1:
        return np.array([multiplied(row, b) for row in a])
    if np.ndim(b) > 1:
        return np.array([multiplied(a, column) for column in np.transpose(b)])
    total = 0.0
    for k in range(len(a)):
        total += a[k] * b[k]
    return total
""",
    "the sum of * along the last axis": """
def multiplied(a, b):
    if np.ndim(a) == np.ndim(b) == 1:
        return np.sum(a * b)
    if np.ndim(b) == 1:
        return (a * b).sum(axis=-1)
    return (np.asarray(a)[..., :, None] * b).sum(axis=-2)
""",
    "transposed twice": """
def multiplied(a, b):
    return np.matmul(np.transpose(b), np.transpose(a)).T if np.ndim(a) < 3 else a @ b
""",
}
AROUND = {
    "inside another function": "def {name}(*given):\n    return answer(*given)",
    "a lambda": "{name} = lambda *given: answer(*given)",
    "any keywords": "def {name}({given}, **others):\n    return answer({given})",
    "an object that is called": (
        "class Answers:\n    def __call__(self, {given}):\n        return answer({given})\n\n\n{name} = Answers()"
    ),
    "only keywords": "def {name}(*, {given}):\n    return answer({given})",
    "arguments in another order": "def {name}({turned}):\n    return answer({given})",
    "decorated": (
        "import functools\n\n\ndef noted(function):\n    @functools.wraps(function)\n    def inner(*given):\n"
        "        return function(*given)\n    return inner\n\n\n{name} = noted(answer)"
    ),
    "prints and warns": (
        "import warnings\n\n\ndef {name}(*given):\n    print('given', *map(type, given))\n"
        "    warnings.warn('careful')\n    return answer(*given)"
    ),
    "catches what it does not raise": (
        "def {name}(*given):\n    try:\n        return answer(*given)\n    except MemoryError:\n        raise"
    ),
    "writes into its arguments afterwards": (
        "def {name}(*given):\n    result = copy.deepcopy(answer(*given))\n    for each in given:\n"
        "        if isinstance(each, np.ndarray) and each.ndim:\n            each[...] = 7\n    return result"
    ),
    "asked twice": "def {name}(*given):\n    answer(*copy.deepcopy(given))\n    return answer(*given)",
}
"""What a right answer, called `answer`, is put into."""
NOT_FOR = {"hoist": ("asked twice",), "padded-batch": ("writes into its arguments afterwards",)}
"""Where that changes what the answer means: one counts the products, the other gives tensors with a history."""
RESULTS = {
    "lists for arrays": "part.tolist() if isinstance(part, np.ndarray) else part",
    "float32 out": "part.astype(np.float32) if isinstance(part, np.ndarray) and part.dtype == float else part",
    "another order in memory": "np.asfortranarray(part) if isinstance(part, np.ndarray) and part.ndim > 1 else part",
    "NumPy's numbers": "np.asarray(part)[()] if type(part) in (int, float) else part",
    "arrays of no axis": "np.array(part) if type(part) in (int, float, np.float64) else part",
    "a view of a larger array": (
        "np.repeat(part[..., None], 2, axis=-1)[..., 0] if isinstance(part, np.ndarray) and part.ndim else part"
    ),
}
PARTS = """
def changed(part):
    if type(part) in (tuple, list):
        return type(part)(map(changed, part))
    if type(part) is dict:
        return {key: changed(value) for key, value in part.items()}
    return %s
"""
WHOLE = {
    "a list for a tuple": "list(result) if type(result) is tuple else result",
    "a tuple for a list": "tuple(result) if type(result) is list else result",
    "one array for several of a shape": (
        "np.stack(result) if type(result) is tuple and len(set(map(np.shape, result))) == 1 and np.ndim(result[0])"
        " and all(isinstance(part, np.ndarray) for part in result) else result"
    ),
    "a dict in another order": "dict(reversed(result.items())) if type(result) is dict else result",
}


def rewritings(answer: Answer) -> dict[str, str]:
    """Every rewriting of an answer that is another source than the answer itself, by its name."""
    tree = ast.parse(answer.source)
    plain = ast.unparse(tree)
    made = {name: ast.unparse(ast.fix_missing_locations(new(answer))) for name, new in SOURCES.items()}
    made |= {f"@ by {name}": _with_helper(answer, helper) for name, helper in HELPERS.items()}
    made = {name: source for name, source in made.items() if source != plain}
    return made | dict(_around(answer, plain))


def _around(answer: Answer, plain: str) -> dict[str, str]:
    """The answer's source, and behind it what changes the finished answer."""
    name, value = answer.exercise.answer_name, answer.made()
    head = f"import copy\nimport numpy as np\n{plain}\nanswer = {name}\n"
    if inspect.isclass(value):
        return {"a class derived from it": f"{plain}\n\n\nclass {name}({name}):\n    pass"}
    if not callable(value):
        return _of_value(head, name, value)
    given = list(inspect.signature(value).parameters.values())
    found = {}
    for words, text in AROUND.items():
        if any(each.default is not each.empty for each in given) and "{given}" in text:
            continue
        names = [each.name for each in given]
        filled = text.format(name=name, given=", ".join(names), turned=", ".join(names[::-1]))
        if ("{given}" in text and not answer.exercise.parameters) or ("{turned}" in text and len(names) < 2):
            continue
        if words in NOT_FOR.get(answer.exercise.id, ()):
            continue
        found[words] = head + filled
    kinds = _kinds(answer)
    for words, text in RESULTS.items():
        if kinds & WANTED[words]:
            function = f"def {name}(*given):\n    return changed(answer(*given))"
            found[words] = head + PARTS % text + function
    for words, text in WHOLE.items():
        if kinds & WANTED[words]:
            found[words] = head + f"def {name}(*given):\n    result = answer(*given)\n    return {text}"
    if "float32" in answer.exercise.styles:
        single = "np.float32(part) if isinstance(part, np.ndarray) and part.dtype == float else part"
        found["float32 in"] = head + PARTS % single + f"def {name}(*given):\n    return answer(*map(changed, given))"
    return found


WANTED = {
    "lists for arrays": {"array"},
    "float32 out": {"array"},
    "another order in memory": {"matrix"},
    "NumPy's numbers": {"number"},
    "arrays of no axis": {"number"},
    "a view of a larger array": {"array"},
    "a list for a tuple": {"tuple"},
    "a tuple for a list": {"list"},
    "one array for several of a shape": {"alike"},
    "a dict in another order": {"dict"},
}
"""What a result must hold for a change of its form to change anything."""


def _kinds(answer: Answer) -> set[str]:
    """What the reference's results are made of, at one draw."""
    exercise, found = answer.exercise, set()
    for case in exercise.draw(0):
        kept = any(isinstance(step, Call) and step.keep for step in case.steps)
        for result in [] if kept else here(exercise, exercise.reference)(case).results:
            found |= {type(result).__name__}
            parts = result.values() if isinstance(result, dict) else result
            parts = list(parts) if isinstance(result, dict | tuple | list) else [result]
            arrays = [part for part in parts if isinstance(part, np.ndarray) and part.ndim]
            found |= {"array"} if arrays else set()
            found |= {"matrix"} if any(part.ndim > 1 for part in arrays) else set()
            found |= {"number"} if any(isinstance(part, int | float | np.floating) for part in parts) else set()
            if isinstance(result, tuple) and len(arrays) == len(parts) and len({part.shape for part in arrays}) == 1:
                found.add("alike")
    return found


def _of_value(head: str, name: str, value: Any) -> dict[str, str]:
    """Other ways to write a value: a copy, in a function, its parts in lists, in NumPy's numbers."""
    found = {
        "a copy": f"{name} = copy.deepcopy(answer)",
        "out of a function": f"def found():\n    return answer\n\n\n{name} = found()",
        "by unpacking": f"{name}, *_ = answer, 0",
    }
    if isinstance(value, dict):
        parts = f"{name} = {{key: %s for key, part in answer.items()}}"
        found["a dict in another order"] = f"{name} = dict(reversed(answer.items()))"
        found["entries too many"] = f"{name} = answer | {{'scratch': 0}}"
        if any(isinstance(part, tuple | list) for part in value.values()):
            found["lists in it"] = parts % "list(part) if isinstance(part, tuple) else part"
            found["tuples in it"] = parts % "tuple(part) if isinstance(part, list) else part"
            found["arrays in it"] = parts % "np.array(part) if isinstance(part, (tuple, list)) else part"
        if any(isinstance(part, int | float) for part in value.values()):
            found["NumPy's numbers"] = parts % "np.asarray(part)[()] if isinstance(part, (int, float)) else part"
            found["float32"] = parts % "np.float32(part) if isinstance(part, float) else part"
    elif isinstance(value, tuple | list):
        found |= {"a list": f"{name} = list(answer)", "an array": f"{name} = np.array(answer)"}
    return {words: head + text for words, text in found.items()}


def _renamed(answer: Answer, parameters: bool) -> ast.Module:
    """All variables, and the parameters too where wanted, under names of no meaning."""
    tree = ast.parse(answer.source)
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        args = [arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)]
        bound = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        names = [name for name in dict.fromkeys([*args, *bound]) if name != "self" and (parameters or name not in args)]
        new = {name: f"value_{k}" for k, name in enumerate(names)}
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in new:
                node.id = new[node.id]
            elif isinstance(node, ast.arg) and node.arg in new:
                node.arg = new[node.arg]
    return tree


class _Replace(ast.NodeTransformer):
    """Replace, from the inside, every node for which `change` gives another; only in the learner's own lines."""

    def __init__(self, answer: Answer, change: Callable[[ast.AST], Any]) -> None:
        self.change, self.written = change, answer.written

    def visit(self, node: ast.AST) -> Any:
        line = getattr(node, "lineno", 0)
        node = self.generic_visit(node)
        return (self.change(node) or node) if line in self.written else node


def _replaced(change: Callable[[ast.AST], Any]) -> Callable[[Answer], ast.Module]:
    return lambda answer: _Replace(answer, change).visit(ast.parse(answer.source))


def _function(node: ast.AST, known: dict[type, str]) -> ast.AST | None:
    """An operator as a function of NumPy."""
    if isinstance(node, ast.BinOp) and type(node.op) in known and not _holds_a_list(node):
        return _call(f"np.{known[type(node.op)]}", node.left, node.right)
    return None


def _holds_a_list(node: ast.AST) -> bool:
    return any(isinstance(each, ast.List | ast.Tuple | ast.JoinedStr) for each in (node.left, node.right))


def _call(name: str, *args: ast.AST) -> ast.Call:
    return ast.Call(ast.parse(name, mode="eval").body, list(args), [])


def _turned(node: ast.AST) -> ast.AST | None:
    """Sums and products entry by entry, the other way round."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult) and not _holds_a_list(node):
        return ast.BinOp(node.right, node.op, node.left)
    return None


def _written_out(node: ast.AST) -> ast.AST | None:
    """σ and tanh by their formulas."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "sigmoid":
        return ast.parse(f"1 / (1 + np.exp(-({ast.unparse(node.args[0])})))", mode="eval").body
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.tanh":
        return ast.parse(f"2 / (1 + np.exp(-2 * ({ast.unparse(node.args[0])}))) - 1", mode="eval").body
    return None


def _by_hand(node: ast.AST) -> ast.AST | None:
    """Squares as products, differences as sums of a negative, `.T` as a function."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and ast.unparse(node.right) == "2":
        return ast.BinOp(node.left, ast.Mult(), node.left)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        return ast.BinOp(node.left, ast.Add(), ast.UnaryOp(ast.USub(), node.right))
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return _call("np.transpose", node.value)
    return None


def _stepwise(node: ast.AST) -> list[ast.stmt] | None:
    """What is returned gets a name first, part by part."""
    if not isinstance(node, ast.Return) or node.value is None:
        return None
    names, before = [], []
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    if any(isinstance(part, ast.Starred) for part in parts):
        parts = [node.value]
    for k, part in enumerate(parts):
        names.append(f"part_{k}")
        before.append(ast.Assign([ast.Name(names[-1], ast.Store())], part))
    many = parts is not node.value and len(parts) > 1
    value = ast.Tuple([ast.Name(n, ast.Load()) for n in names], ast.Load()) if many else ast.Name(names[0], ast.Load())
    return [*before, ast.Return(value)]


def _summed_up(node: ast.AST) -> list[ast.stmt] | None:
    """A sum that is returned or kept, gathered term by term."""
    value = getattr(node, "value", None)
    if isinstance(node, ast.Return) and isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        total = ast.Name("total", ast.Store())
        first = ast.Assign([total], value.left)
        second = ast.Assign([total], ast.BinOp(ast.Name("total", ast.Load()), ast.Add(), value.right))
        return [first, second, ast.Return(ast.Name("total", ast.Load()))]
    return None


def _branched(node: ast.AST) -> Any:
    """A choice in one line as a choice of two results; a loop over a list of what it goes through."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.IfExp):
        choice = node.value
        return [ast.If(choice.test, [ast.Return(choice.body)], [ast.Return(choice.orelse)])]
    if isinstance(node, ast.For):
        node.iter = _call("list", node.iter)
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        return ast.Assign([node.target], ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value))
    return None


def _typed(answer: Answer) -> ast.Module:
    """Types on everything, and a docstring of the learner's own."""
    tree = ast.parse(answer.source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = ast.Name("object", ast.Load())
            for each in node.args.args:
                each.annotation = None if each.arg == "self" else ast.Name("object", ast.Load())
    return tree


SOURCES: dict[str, Callable[[Answer], ast.AST]] = {
    "other names for the variables": lambda answer: _renamed(answer, parameters=False),
    "other names for everything": lambda answer: _renamed(answer, parameters=True),
    "operators as NumPy's functions": _replaced(lambda node: _function(node, PRODUCTS)),
    "@ by np.dot": _replaced(lambda node: _function(node, {ast.MatMult: "dot"})),
    "sums and products turned round": _replaced(_turned),
    "σ and tanh written out": _replaced(_written_out),
    "squares, differences and transposes by hand": _replaced(_by_hand),
    "a name for each part": _replaced(_stepwise),
    "summed up term by term": _replaced(_summed_up),
    "other branches and loops": _replaced(_branched),
    "types on everything": _typed,
}


def _with_helper(answer: Answer, helper: str) -> str:
    """Every @ as a function that the learner has written."""

    def change(node: ast.AST) -> ast.AST | None:
        is_product = isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
        return _call("multiplied", node.left, node.right) if is_product else None

    changed = ast.unparse(ast.fix_missing_locations(_replaced(change)(answer)))
    return f"import numpy as np\n{helper}\n\n{changed}" if "multiplied" in changed else changed
