"""The pages of feedback and of the formgrader: what a learner wrote is text on them, whatever it says.

Named in `nbgrader_config.py`. Outputs were made safe when they were graded, by `grader.judge.outputs`; here it is the
learner's own words, in answers, comments and names. nbconvert's own `sanitize_html` is of no use for this, for
nbgrader's templates do not ask for it.
"""

import re
import sys
from functools import partial
from html import escape
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mistune.util import striptags
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.utils import is_solution

from grader.classroom.work import KEPT

OWN = ("own-", "notice-")
"""How the ids of cells begin that are not the course's: see `grader.judge.rebuild` and `grader.classroom.parts`."""

LONGEST, MOST_FORMULAS = 40_000, 2_000_000
OPENS = re.compile(r"\\begin\{|\\\\[\[(]|\$\$")
"""Where a formula may begin: for each, nbconvert looks through the rest of the text."""

PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
NAMES = ("student", "first_name", "last_name", "notebook_path")
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/"
POLICY = (
    f"default-src 'none'; script-src {MATHJAX} 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; "
    f"font-src {MATHJAX}; base-uri 'none'; form-action 'none'"
)
"""What a page of feedback may load: the formulas, which compile themselves, and no script that stands in the page."""


class Words(IPythonRenderer):
    """Markdown of somebody who is not to be trusted: no HTML, no links that run, only pictures that come with it.

    Args:
        attachments: by name, each the pictures of a cell by their type.
    """

    def __init__(self, attachments: Any) -> None:
        super().__init__(escape=True, allow_harmful_protocols=None, exclude_anchor_links=True)
        named = attachments.items() if isinstance(attachments, dict) else ()
        self.pictures = {f"attachment:{name}": _picture(kinds) for name, kinds in named}

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Show the picture, or say which it would be."""
        shown = self.pictures.get(url, url)
        alt = escape(striptags(text))
        return f'<img alt="{alt}" src="{shown}">' if PICTURE.fullmatch(shown) else f"[{alt}]({escape(url)})"

    def block_mermaidjs(self, code: str) -> str:
        """Show the source: drawing it would need a script."""
        return f"<pre><code>{escape(code)}</code></pre>"


def _picture(kinds: Any) -> str:
    """Give the first picture of an attachment as a URL."""
    named = kinds.items() if isinstance(kinds, dict) else ()
    return next((url for kind, data in named if PICTURE.fullmatch(url := f"data:{kind};base64,{data}")), "")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """nbconvert's filter: the course's own text as it is, everything else as `Words`."""
    cell, notebook = context.get("cell", {}), context.get("nb", {})
    attachments = cell.get("attachments", {})
    if KEPT in notebook.get("metadata", {}) and cell.get("cell_type") == "markdown" and not _is_own(cell):
        return MarkdownWithMath(renderer=IPythonRenderer(escape=False, attachments=attachments)).render(source)
    try:
        if len(source) <= LONGEST and len(source) * len(OPENS.findall(source)) <= MOST_FORMULAS:
            return MarkdownWithMath(renderer=Words(attachments)).render(source)
    except (RecursionError, ValueError, TypeError, KeyError, AttributeError):
        pass  # what cannot be laid out is shown as it was written
    return f'<div style="white-space:pre-wrap">{escape(source)}</div>'


def _is_own(cell: NotebookNode) -> bool:
    """Say whether a learner wrote the cell."""
    return is_solution(cell) or cell.get("id", "").startswith(OWN)


class Names(Preprocessor):
    """Makes text of what nbgrader's templates put into a page as if it were HTML: names, paths and raw cells."""

    enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Escape them."""
        for name in NAMES:
            if isinstance(resources.get(name), str):
                resources[name] = escape(resources[name])
        for cell in nb.cells:
            if cell.cell_type == "raw":
                cell.source = f"<pre>{escape(cell.source)}</pre>"
        return nb, resources


class FeedbackExporter(HTMLExporter):
    """nbconvert's exporter for pages of feedback, which tells the browser to run nothing that stands in the page."""

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kw: Any) -> tuple[str, dict]:
        """Make the page."""
        page, resources = super().from_notebook_node(nb, resources, **kw)
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'
        return page.replace("<head>", f"<head>{policy}", 1), resources


def escape_lists() -> None:
    """Have nbgrader's formgrader, where it is being set up, put names into its lists of students as text.

    Its templates write a name, and whatever follows `manage_students/` in an address, into the page as it comes. An
    address is enough to run script there, and a learner's answer can hold it as a link.
    """
    formgrader = sys.modules.get("nbgrader.server_extensions.formgrader.formgrader")
    if formgrader:
        formgrader.Environment = partial(Environment, finalize=_as_text)


def _as_text(value: Any) -> Any:
    """Escape what could end an attribute, an element or a text in quotes; the quote of O'Day stays."""
    return value.translate({ord(sign): escape(sign) for sign in '<>"'}) if isinstance(value, str) else value
