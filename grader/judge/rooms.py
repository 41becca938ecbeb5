"""What answers find where they run: one warm process for each set of packages that an exercise allows."""

import ast
import threading
from dataclasses import replace
from pathlib import Path

import lstm_ref
from grader.sandbox import Files, Limits, Parent, Session

STAND_INS = Path(__file__).parent / "stand_ins"
REFERENCE = Path(lstm_ref.__file__).parent

FRAMEWORKS = (
    *("torch", "torchvision", "torchaudio", "functorch", "keras", "tensorflow", "tf_keras", "jax", "jaxlib", "flax"),
    *(
        "haiku",
        "equinox",
        "onnx",
        "onnxruntime",
        "mxnet",
        "paddle",
        "mindspore",
        "tinygrad",
        "mlx",
        "theano",
        "pytensor",
    ),
)
"""Packages that hold recurrent networks: an answer that is asked to compute one must do without."""

LOADED = ("numpy", "matplotlib.pyplot", "ipywidgets", "lstm_ref.figures", "grader")
FIRST_USES = (
    "1 / 0",
    "def f(x):\n    return undefined(x)\n\nf(1)",
    "import matplotlib.pyplot as plt\nplt.plot([0, 1])\nplt.xlabel('x')\nplt.show()",
)
"""Cells that make IPython and matplotlib load what they load when first used."""

ENVIRONMENT = {"NBGRADER_EXECUTION": "autograde"}
ALWAYS_OPEN = ("figures", "data", "palette.py", "activations.py")


class Rooms:
    """The warm processes, started when they are first needed.

    Args:
        weak: go on where a wall cannot be had.
        limits: of each submission; where there is a framework, there is four times the memory.
    """

    def __init__(self, weak: bool = False, limits: Limits | None = None) -> None:
        self.weak, self.limits = weak, limits or Limits()
        self._parents: dict[tuple[frozenset[str] | None, tuple[str, ...]], Parent] = {}
        self._starting = threading.Lock()

    def open(self, uses: frozenset[str] | None, warm: tuple[str, ...] = ()) -> Session:
        """Fork the process for a submission.

        Args:
            uses: the packages with recurrent networks that are there; None for all that is installed.
            warm: cells of the course's own, which the process has run before, for what they load and keep.

        Raises:
            WallsError: where a wall that must stand cannot be had.
        """
        with self._starting:
            parent = self._parents.get((uses, warm))
            if parent and parent.has_ended():
                parent.close()
                del self._parents[uses, warm]
            if (uses, warm) not in self._parents:
                memory = self.limits.memory if uses is not None and not uses & {*FRAMEWORKS} else 4 * self.limits.memory
                limits = replace(self.limits, memory=memory)
                self._parents[uses, warm] = Parent(_files(uses, warm), limits, self.weak)
        return self._parents[uses, warm].open()

    def close(self) -> None:
        """End all of them."""
        for parent in self._parents.values():
            parent.close()
        self._parents.clear()


def _files(uses: frozenset[str] | None, warm: tuple[str, ...]) -> Files:
    if uses is None:  # a notebook of another course
        return Files(hidden=("lstm_ref", "grader"), load=LOADED[:3], warm=(*FIRST_USES, *warm), environment=ENVIRONMENT)
    shown = {"grader/__init__.py": STAND_INS / "grader" / "__init__.py"}
    if "lstm_ref" in uses:
        shown["lstm_ref"] = REFERENCE
    else:
        shown["lstm_ref/__init__.py"] = STAND_INS / "lstm_ref" / "__init__.py"
        shown |= {f"lstm_ref/{name}": REFERENCE / name for name in ALWAYS_OPEN}
    hidden = ["lstm_ref", "grader", *(name for name in FRAMEWORKS if name not in uses)]
    frameworks = [name for name in FRAMEWORKS if name in uses]
    return Files(
        hidden=hidden, shown=shown, load=(*LOADED, *frameworks), warm=(*FIRST_USES, *warm), environment=ENVIRONMENT
    )


def imports(source: str) -> str:
    """The imports of a cell, as a cell."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return ""
    return "\n".join(ast.unparse(each) for each in body if isinstance(each, ast.Import | ast.ImportFrom))
