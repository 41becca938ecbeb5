"""A text as numbers: the first four chapters of Alice's Adventures in Wonderland, in 35 signs.

The text is Lewis Carroll's of 1865, which belongs to everybody. Titles of chapters and lines of asterisks are left out,
and the tale of the mouse is set as prose.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ALPHABET = " abcdefghijklmnopqrstuvwxyz'!,-.:;?"


def plain(text: str) -> str:
    """Write `text` in the signs of `ALPHABET`: small letters, one blank where there are several, nothing else."""
    small = re.sub(r"\s+", " ", text.lower())
    return "".join(sign for sign in small if sign in ALPHABET)


@cache
def alice() -> str:
    """Give the text, in the signs of `ALPHABET`."""
    return plain(Path(__file__).with_name("alice.txt").read_text(encoding="utf-8")).strip()


def encode(text: str) -> NDArray:
    """Give the places of the signs in `ALPHABET`, shape (T,).

    Raises:
        ValueError: where a sign has no place; `plain` takes such signs out.
    """
    unknown = sorted({*text} - {*ALPHABET})
    if unknown:
        raise ValueError(
            f"these have no place in ALPHABET: {' '.join(map(repr, unknown))}; plain(text) leaves them out"
        )
    return np.array([ALPHABET.index(sign) for sign in text], dtype=int)


def decode(places: Iterable[int]) -> str:
    """Give the text that `encode` made `places` of."""
    return "".join(ALPHABET[place] for place in places)
