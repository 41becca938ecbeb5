"""The sheet our figures are drawn on: boxes, lines, arrows and words, placed in pixels from the top left corner."""

import io
from collections.abc import Callable, Sequence

import matplotlib.style
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from lstm_ref.figures.picture import Picture
from lstm_ref.figures.svg import INK, inline
from lstm_ref.palette import COLOURS

# all settings are matplotlib's own and ours, so that a learner's never show in our figures
STYLE = ["default", {"svg.fonttype": "path", "path.snap": False}]

FAINT = 0.6

Point = tuple[float, float]


def words_width(words: str, size: float) -> float:
    """Measure `words`, with formulas between dollars, in pixels."""
    return text_to_path.get_text_width_height_descent(words, _font(size), ismath="$" in words)[0]


def letter(name: str, below: str = "") -> tuple[str, str]:
    """Give the letter of a quantity of the palette as a piece of a phrase, in its colour: `letter("c", "t-1")`."""
    symbol = r"\tilde{\mathbfit{c}}" if name == "c_tilde" else rf"\mathbfit{{{name}}}"
    return f"${symbol}_{{{below}}}$" if below else f"${symbol}$", COLOURS[name]


def _font(size: float, bold: bool = False) -> FontProperties:
    weight = "bold" if bold else "normal"
    return FontProperties(family="DejaVu Sans", size=size, weight=weight, math_fontfamily="stix")


class Sheet:
    """An empty transparent sheet of `width` by `height` pixels."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._marks: list[Callable[[], Artist]] = []

    def words(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        colour: str = INK,
        align: str = "center",
        bold: bool = False,
        faint: bool = False,
    ) -> None:
        """Write `words` in line with the height `y`, to the "left" or "right" of `x` or around its "center"."""
        font = _font(size, bold)
        alpha = FAINT if faint else None
        self._marks.append(
            lambda: Text(x, y + 0.36 * size, words, color=colour, fontproperties=font, ha=align, alpha=alpha)
        )

    def phrase(
        self, x: float, y: float, parts: Sequence[tuple[str, str]], *, size: float = 17, align: str = "center"
    ) -> None:
        """Write pieces of text, each with its colour, one after another, as `words` writes one."""
        widths = [words_width(words, size) for words, _ in parts]
        x -= sum(widths) * {"left": 0, "center": 0.5, "right": 1}[align]
        for (words, colour), width in zip(parts, widths, strict=True):
            self.words(x, y, words, size=size, colour=colour, align="left")
            x += width

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str = INK,
        *,
        fill: float = 0.22,
        edge: float = 1.5,
        radius: float = 0,
        dashed: bool = False,
    ) -> None:
        """Draw a box from its top left corner: a thin wash of `colour` inside an edge of it."""
        look = {
            "facecolor": (colour, fill) if fill else "none",
            "edgecolor": colour if edge else "none",
            "linewidth": edge,
            "linestyle": (0, (3, 3)) if dashed else "solid",
        }
        if radius:
            style = f"round,pad=0,rounding_size={radius}"
            self._marks.append(lambda: FancyBboxPatch((x, y), width, height, boxstyle=style, **look))
        else:
            self._marks.append(lambda: Rectangle((x, y), width, height, **look))

    def line(
        self, *points: Point, colour: str = INK, width: float = 1.5, dashed: bool = False, faint: bool = False
    ) -> None:
        """Draw straight pieces through `points`, with softened corners."""
        path = _softened(points)
        look = {"linestyle": (0, (3, 3)) if dashed else "solid", "alpha": FAINT / 2 if faint else None}
        self._marks.append(lambda: PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width, **look))

    def curve(
        self,
        points: Sequence[Point],
        *,
        colour: str = INK,
        width: float = 3,
        dashes: Sequence[float] = (),
        fill: float = 0,
    ) -> None:
        """Draw a curve through many `points`, with a thin wash of `colour` inside it where `fill` is above 0."""
        look = {
            "facecolor": (colour, fill) if fill else "none",
            "edgecolor": colour if width else "none",
            "linewidth": width,
            "linestyle": (0, dashes) if dashes else "solid",
        }
        self._marks.append(lambda: PathPatch(Path(points), **look))

    def arrow(self, *points: Point, colour: str = INK, width: float = 1.5, dashed: bool = False) -> None:
        """Draw a line through `points` whose head touches the last one."""
        (x0, y0), (x1, y1) = points[-2:]
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        head = 5 + 1.5 * width
        half = 0.5 * head
        back = (x1 - head * dx, y1 - head * dy)
        self.line(*points[:-1], (x1 - 0.8 * head * dx, y1 - 0.8 * head * dy), colour=colour, width=width, dashed=dashed)
        corners = [(x1, y1), (back[0] - half * dy, back[1] + half * dx), (back[0] + half * dy, back[1] - half * dx)]
        self._marks.append(lambda: Polygon(corners, facecolor=colour, edgecolor="none"))

    def dot(self, x: float, y: float, radius: float, colour: str = INK) -> None:
        """Draw a full dot."""
        self._marks.append(lambda: Circle((x, y), radius, facecolor=colour, edgecolor="none"))

    def ring(self, x: float, y: float, radius: float, colour: str = INK, width: float = 1.5) -> None:
        """Draw an empty circle."""
        self._marks.append(lambda: Circle((x, y), radius, facecolor="none", edgecolor=colour, linewidth=width))

    def picture(self, alt: str, caption: str) -> Picture:
        """Finish the drawing."""
        written = io.StringIO()
        with matplotlib.style.context(STYLE):
            figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
            figure.patch.set_visible(False)
            down = Affine2D().scale(1, -1).translate(0, self.height)
            for mark in self._marks:
                artist = mark()
                artist.set_transform(down)
                figure.add_artist(artist)
            figure.savefig(written, format="svg", metadata={"Date": None})
        return Picture(inline(written.getvalue(), alt), alt, caption)


def _softened(points: Sequence[Point], radius: float = 8) -> Path:
    """Give the path through `points`, going round each corner in a small curve."""
    corners, codes = [points[0]], [Path.MOVETO]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        corners += [_towards(corner, before, radius), corner, _towards(corner, after, radius)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([*corners, points[-1]], [*codes, Path.LINETO])


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    part = min(distance / length, 0.5)
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
