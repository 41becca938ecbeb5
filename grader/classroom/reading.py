"""Make the pages that lie beside the lessons: the cheat sheet and the glossary, each one file that loads nothing.

Their words are in `solutions/`. What can be computed is: shapes and gate orders come from `lstm_ref.convert`, counts
from `lstm_ref.count`, and a formula is printed only where it gives those counts.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup, escape

from grader.classroom import CourseError
from grader.classroom.course import Course
from grader.classroom.rosetta import layouts, order, shape
from lstm_ref import count, sigmoid
from lstm_ref.palette import COLOURS, OUTPUT_WEIGHTS

PAGES = ("cheat-sheet.html", "glossary.html")
SIZES = ({"D": 10, "H": 20, "O": 3, "P": 4}, {"D": 80, "H": 12, "O": 1, "P": 5}, {"D": 1, "H": 7, "O": 5, "P": 7})

COLOURED = {
    "": {},
    "rnn": {"x": "x", "h": "h", "U": "x", "W": "h", "V": "y"},
    "lstm": {name: name for name in "xhcfio"} | {"c̃": "c_tilde", "W": "x", "U": "h"},
    "gru": {"x": "x", "h": "h", "W": "x", "U": "h"},
}
"""The quantity whose colour each letter has in a cell: a weight has that of what it meets."""

LETTER = re.compile(r"(?<![A-Za-z])([A-Za-z]̃?)(?![A-Za-z̃])(?:_(?:\{([^}]*)\}|(\w)))?")


def make(course: Course) -> dict[str, str]:
    """Give the pages of a course by the names of their files; one that has no source is left out.

    Raises:
        CourseError: where a page cannot be made of its source.
    """
    source = course.folder("source", ".")
    templates = Environment(
        loader=FileSystemLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["maths"] = maths
    templates.globals |= {
        "colours": COLOURS | {"y": OUTPUT_WEIGHTS},
        "count": count,
        "counted": counted,
        "half_life": half_life,
        "held": layouts(),
        "order": order,
        "shape": shape,
    }
    made = {}
    for page in PAGES:
        name = page.removesuffix(".html")
        if (source / f"{name}.jinja").exists():
            try:
                template = templates.get_template(f"{name}.jinja")
                made[page] = template.render(words=_words(source / f"{name}.toml")) + "\n"
            except (TemplateError, tomllib.TOMLDecodeError) as error:
                raise CourseError(f"{page} cannot be made: {error}.") from error
    return made


def write(course: Course, pages: Mapping[str, str]) -> None:
    """Put the pages that `make` gives beside the notebooks of a course."""
    released = course.folder("release", ".")
    for name, page in pages.items():
        released.mkdir(parents=True, exist_ok=True)
        (released / name).write_text(page, encoding="utf-8", newline="\n")


def written(course: Course) -> list[Path]:
    """Give the pages that lie beside the notebooks of a course."""
    return [path for name in PAGES if (path := course.folder("release", ".") / name).exists()]


def maths(formula: str, cell: str = "") -> Markup:
    """Write a formula in HTML: `f = σ(W_f x_t + U_f h_{t−1} + b_f)`, with letters of their own slanted and indices low.

    Args:
        formula: the formula; what is longer than a letter, such as tanh, stays upright.
        cell: "rnn", "lstm" or "gru", for the colours of its quantities; none without.
    """

    def letter(found: re.Match) -> str:
        name, long, short = found.groups()
        low = f"<sub>{long or short}</sub>" if long or short else ""
        quantity = COLOURED[cell].get(name)
        return f'<i class="{quantity}">{name}{low}</i>' if quantity else f"<i>{name}{low}</i>"

    return Markup(f'<span class="maths">{LETTER.sub(letter, str(escape(formula)))}</span>')


def counted(formula: str, layer: str, *conventions: str, **options: Any) -> str:
    """Give back a formula for the parameters of a layer, if `lstm_ref.count` counts the same.

    Args:
        formula: in D, H, O and P, with · for times.
        layer: what `lstm_ref.count` calls the layer.
        conventions: whose parameters; none for a layer that all count alike.
        options: further arguments of the count.

    Raises:
        CourseError: where the count is another.
    """
    for sizes in SIZES:
        said = eval(formula.replace("·", "*"), {"__builtins__": {}}, sizes)
        given = {name: sizes[size] if size == "P" else size for name, size in options.items()}
        inner = sizes["O"] if layer == "dense" else sizes["H"]
        for convention in conventions or [None]:
            right = getattr(count, layer)(sizes["D"], inner, *([convention] if convention else []), **given)
            if said != right:
                raise CourseError(f"{formula} gives {said} for {sizes}, and a {layer} has {right}.")
    return formula


def half_life(bias: float) -> str:
    """Say after how many steps half of a memory is left, where nothing but the bias opens the forget gate."""
    return f"{math.log(2) / -math.log(float(sigmoid(bias))):.1f}"


def _words(path: Path) -> dict[str, Any]:
    """Read the words of a page that has them in a file of their own."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
