"""What a submission's cells showed, taken as data nobody vouches for and made safe to keep and to look at.

Text stays text, pictures stay pictures. HTML comes behind glass: a frame without script that can load nothing. A
drawing becomes a picture, in which no script runs either. Whatever else there is, JavaScript and widgets, is left out.
"""

import base64
import binascii
import re
from html import escape, unescape
from typing import Any
from xml.parsers import expat

from nbformat import NotebookNode, v4

TEXTS = ("text/plain", "text/latex", "text/markdown")
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
"""The kinds of pictures, and how each begins."""

LONGEST_HTML, LONGEST_TEXT, MOST = 4 * 2**20, 2**20 + 100, 1000
DRAWING = re.compile(
    r"(?:<figure[^<>]*>)?(<svg\b.*</svg>)(?:<figcaption[^<>]*>([^<]*)</figcaption>)?(?:</figure>)?", re.DOTALL
)
WIDTH = re.compile(r"(?:^|;)\s*width:\s*(\d{1,4}(?:\.\d{1,9})?)(em|px|pt)?\s*(?:;|$)")
SVG = "http://www.w3.org/2000/svg svg"
NO_SCRIPT = (
    '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
    '<meta http-equiv="x-dns-prefetch-control" content="off">'
    "<style>body{margin:0;font:14px/1.4 sans-serif;color:#000;background:#fff}</style>"
)
REACHING = re.compile(r"<(?=/?(?:link|meta|base|script|iframe|frame|object|embed)\b)", re.IGNORECASE)
ROW = re.compile(r"\n|<(?:tr|p|br|li|div|h\d|pre|hr|summary)\b", re.IGNORECASE)
LOWEST, HIGHEST = 4, 32


def clean(outputs: list[dict[str, Any]], count: int) -> list[NotebookNode]:
    """Make outputs of nbformat from what came; what is of no known form is left out.

    Args:
        outputs: as the walled process gave them.
        count: the number of the cell.
    """
    return [output for shown in outputs[:MOST] for output in [_output(shown, count)] if output]


def ended(outcome: str, why: str) -> NotebookNode:
    """The output of a cell that its process did not live through."""
    return v4.new_output("error", ename=outcome.title().replace(" ", ""), evalue=why, traceback=[f"{outcome}: {why}"])


def behind_glass(html: str, words: str = "") -> str:
    """Give HTML that shows what `html` shows, and runs nothing and loads nothing.

    Args:
        html: from anybody.
        words: the same in words, for those who cannot see it.
    """
    figure = DRAWING.fullmatch(html.strip())
    drawing = drawn(figure[1], words, unescape(figure[2] or "")) if figure else ""
    if drawing:
        return drawing
    rows = len(ROW.findall(html))
    inside = NO_SCRIPT + REACHING.sub("&lt;", html)
    height = min(max(LOWEST, 1.6 * rows + 2), HIGHEST)
    style = f"width:100%;height:{height:g}em;border:0;resize:vertical;overflow:auto"
    return f'<iframe sandbox="" style="{style}" title="What the code showed" srcdoc="{escape(inside)}"></iframe>'


def drawn(svg: str, words: str, caption: str = "") -> str:
    """Give a drawing as a picture, in which the browser runs no script and loads nothing; nothing where it is none."""
    size = _size(svg)
    if not size:
        return ""
    data = base64.b64encode(svg.encode()).decode()
    style = f"width:{size};max-width:100%;border:0;background:#fff"
    picture = f'<img style="{style}" alt="{escape(words[:2000])}" src="data:image/svg+xml;base64,{data}">'
    below = f'<figcaption style="max-width:46em;line-height:1.5">{escape(caption)}</figcaption>' if caption else ""
    return f'<figure style="margin:0.8em 0">{picture}{below}</figure>'


def _output(shown: dict[str, Any], count: int) -> NotebookNode | None:
    kind, name = (_text(shown.get(key)) for key in ("output_type", "name"))
    if kind == "stream" and name in ("stdout", "stderr"):
        return v4.new_output("stream", name=name, text=_text(shown.get("text")))
    if kind == "error":
        lines = shown.get("traceback")
        traceback = [_text(line) for line in lines] if isinstance(lines, list) else []
        return v4.new_output(
            "error", ename=_text(shown.get("ename")), evalue=_text(shown.get("evalue")), traceback=traceback
        )
    if kind in ("display_data", "execute_result") and isinstance(shown.get("data"), dict):
        data = _data(shown["data"])
        more = {"execution_count": count} if kind == "execute_result" else {}
        return v4.new_output(kind, data=data, **more) if data else None
    return None


def _data(data: dict) -> dict[str, str]:
    kept = {kind: data[kind] for kind in TEXTS if isinstance(data.get(kind), str)}
    for kind in PICTURES:
        picture = _picture(kind, data.get(kind))
        if picture:
            kept[kind] = picture
    html, svg, words = data.get("text/html"), data.get("image/svg+xml"), kept.get("text/plain", "")
    if isinstance(html, str) and len(html) <= LONGEST_HTML:
        kept["text/html"] = behind_glass(html, words)
    elif isinstance(svg, str) and len(svg) <= LONGEST_HTML and not kept.keys() & PICTURES.keys():
        kept["text/html"] = drawn(svg[max(svg.find("<svg"), 0) :], words)
    return {kind: value for kind, value in kept.items() if value or kind in TEXTS}


def _size(svg: str) -> str:
    """Give the width of a drawing, which must be one element <svg> of well-formed XML, or nothing where it is not."""
    roots: list[tuple[str, dict[str, str]]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if not roots:
            roots.append((name, attributes))

    def refuse(*_: Any) -> None:
        raise ValueError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = begin, refuse
    try:
        parser.Parse(svg.encode(), True)
    except (expat.ExpatError, ValueError):
        return ""
    ((name, root),) = roots
    said = WIDTH.search(f"{root.get('style', '')[:500]};width:{root.get('width', '')[:20]}")
    box = root.get("viewBox", "")[:200].replace(",", " ").split()
    in_pixels = f"{box[2]}px" if len(box) == 4 and re.fullmatch(r"[\d.]{1,8}", box[2]) else "100%"
    return "" if name != SVG else f"{said[1]}{said[2] or 'px'}" if said else in_pixels


def _picture(kind: str, said: Any) -> str:
    """Give the base64 of a picture, without breaks in it; nothing where it is none."""
    try:
        text = "".join(said.split()) if isinstance(said, str) else ""
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return text if data.startswith(PICTURES[kind]) else ""


def _text(said: Any) -> str:
    return said[:LONGEST_TEXT] if isinstance(said, str) else ""
