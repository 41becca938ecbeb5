"""What a figure gives: a drawing that shows itself in a notebook, with words for those who cannot see it."""

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, ParamSpec

MOST_KEPT = 256

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Picture:
    """An SVG with its text alternative and its caption.

    Args:
        svg: one `<svg>` element, to stand inside a page; its ink is the text colour of that page.
        alt: the drawing in words, sizes and numbers included.
        caption: what to see.
    """

    svg: str
    alt: str
    caption: str

    def __repr__(self) -> str:
        return self.alt

    def html(self) -> str:
        """The drawing and its caption as one `<figure>`, for a light and a dark page."""
        return (
            f'<figure style="margin:0.8em 0">{self.svg}'
            '<figcaption style="margin-top:0.6em;max-width:46em;line-height:1.5">'
            f"{escape(self.caption)}</figcaption></figure>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.alt, "text/html": self.html()}


def drawn_once(draw: Callable[Arguments, Picture]) -> Callable[Arguments, Picture]:
    """Keep what `draw` gives: a slider that comes back, or a cell that is run again, need not draw again."""
    kept: dict[bytes, Picture] = {}

    @functools.wraps(draw)
    def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Picture:
        key = pickle.dumps((args, kwargs))
        if key not in kept:
            if len(kept) == MOST_KEPT:
                del kept[next(iter(kept))]
            kept[key] = draw(*args, **kwargs)
        return kept[key]

    return drawn
