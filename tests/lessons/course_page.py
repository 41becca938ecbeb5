"""Draw the map of the course and write what each lesson needs and gives into the README, by `make pictures`."""

import re
from pathlib import Path
from xml.etree import ElementTree

from grader import course_map

ROOT = Path(__file__).parents[2]
README, MAP = ROOT / "README.md", ROOT / "docs" / "pictures" / "map.svg"
BEGIN, END = "<!-- lessons -->", "<!-- end lessons -->"
NAMESPACE = "http://www.w3.org/2000/svg"
# the page's colours come with it, so that it can be read on a light and on a dark page, whichever the browser asks for
STYLE = "svg{color:#1f2328;background:#ffffff}@media(prefers-color-scheme:dark){svg{color:#e6edf3;background:#0d1117}}"


def picture() -> str:
    """Give the map as a file of its own."""
    ElementTree.register_namespace("", NAMESPACE)
    svg = ElementTree.fromstring(course_map().picture().svg)
    *_, width, height = svg.attrib["viewBox"].split()
    svg.attrib |= {"width": width, "height": height, "style": "stroke-linejoin:round"}
    style = ElementTree.Element(f"{{{NAMESPACE}}}style")
    style.text = STYLE
    svg.insert(0, style)
    return ElementTree.tostring(svg, encoding="unicode") + "\n"


def table() -> str:
    """Say in words what each lesson needs and gives, a row a lesson."""
    lines = ["| lesson | needs | afterwards you can |", "|---|---|---|"]
    for lesson, (name, needs, gives) in zip(course_map().lessons, course_map().rows(), strict=True):
        lines.append(f"| [{name}](notebooks/{lesson.id}/{lesson.id}.ipynb) | {needs} | {gives} |")
    return "\n".join(lines)


def filled(readme: str) -> str:
    """Put the map and the table into their place in the README."""
    shown = f"{BEGIN}\n![Which lesson builds on which](docs/pictures/map.svg)\n\n{table()}\n{END}"
    made, places = re.subn(f"{BEGIN}.*?{END}", lambda _: shown, readme, flags=re.DOTALL)
    if places != 1:
        raise ValueError(f"README.md must have one place for the lessons, {BEGIN} and {END}; it has {places}")
    return made


def main() -> None:
    """Write both files."""
    MAP.write_text(picture(), encoding="utf-8", newline="\n")
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
