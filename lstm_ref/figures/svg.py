"""Make matplotlib's SVG fit to stand inside a page: small, the same on every run, in the page's own text colour."""

import hashlib
import re
from xml.etree import ElementTree

INK = "#010203"
"""Stands for the page's text colour while drawing; no quantity has it."""

LINK = "{http://www.w3.org/1999/xlink}href"


def inline(svg: str, alt: str) -> str:
    """Turn a whole SVG document into an `<svg>` element for a page.

    Args:
        svg: what matplotlib wrote, one unit a pixel.
        alt: the text alternative.

    Returns:
        The element, without prolog, metadata, style sheet and unused ids. Its ids are its own: two drawings on a page
        do not mix. It is as wide as drawn where there is room, and shrinks with the page.
    """
    root = ElementTree.fromstring(svg)
    prefix = "u" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    glyphs = dict.fromkeys(use.attrib[LINK][1:] for use in root.iter() if LINK in use.attrib)
    names = {glyph: f"{prefix}-{number}" for number, glyph in enumerate(glyphs)}
    width = float(root.attrib["viewBox"].split()[2])
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "aria-label": alt,
        "viewBox": root.attrib["viewBox"],
        "style": f"width:{width / 14:.1f}em;max-width:100%;height:auto;stroke-linejoin:round",
    }
    clean = ElementTree.Element("svg", attributes)
    for child in root:
        clean.extend(_cleaned(child, names))
    return ElementTree.tostring(clean, encoding="unicode").replace(INK, "currentColor")


def _cleaned(element: ElementTree.Element, names: dict[str, str]) -> list[ElementTree.Element]:
    """Give what stays of `element`: itself, its children where it only holds them together, or nothing."""
    tag = element.tag.split("}")[1]
    if tag in ("metadata", "style"):
        return []
    children = [kept for child in element for kept in _cleaned(child, names)]
    attributes = {}
    for key, value in element.attrib.items():
        if key == "id" and value in names:
            attributes["id"] = names[value]
        elif key == LINK:
            attributes["href"] = "#" + names[value[1:]]
        elif key == "d":
            attributes["d"] = _rounded(value)
        elif key == "transform":
            attributes["transform"] = value if "scale" in value and "translate" not in value else _moved(value)
        elif key == "style":
            attributes["style"] = value.replace(": ", ":").replace("; ", ";")
        elif key != "id":
            attributes[key] = value
    if tag == "g" and not attributes:
        return children
    if tag == "defs" and not children:
        return []
    clean = ElementTree.Element(tag, attributes)
    clean.extend(children)
    return [clean]


def _rounded(numbers: str) -> str:
    """Round every number to a hundredth of a pixel, and leave out the blanks that say nothing."""
    text = re.sub(r"-?\d+\.\d+", lambda found: f"{round(float(found[0]), 2) + 0.0:g}", numbers)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", text).strip()


def _moved(transform: str) -> str:
    """Round where something is moved to, and leave alone how it is scaled."""
    return re.sub(r"translate\(([^)]*)\)", lambda found: f"translate({_rounded(found[1])})", transform)
