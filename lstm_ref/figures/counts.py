"""Figures of counting: the weights of a layer joined to one rectangle, models to one scale, and shares of a whole.

A number is a square of the same size everywhere in a drawing, so an area is a number of parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter, words_width
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, OUTPUT_WEIGHTS, RECURRENT_WEIGHTS

BANDS = {
    "RNN": {"h": "hidden state"},
    "GRU": {"z": "update gate", "r": "reset gate", "h_tilde": "candidate"},
    "LSTM": {"f": "forget gate", "i": "input gate", "c_tilde": "candidate", "o": "output gate"},
    "Dense": {"y": "output"},
}
"""What the rows of each kind of layer make: a band of H rows for each."""

GRU_LETTERS = {"z": r"$\mathbfit{z}$", "r": r"$\mathbfit{r}$", "h_tilde": r"$\tilde{\mathbfit{h}}$"}

LETTERS = {"RNN": ("U", "W"), "GRU": ("W", "U"), "LSTM": ("W", "U")}
"""What meets the input, and what meets the hidden state."""

FILLS = (0.12, 0.55)

LEFT, TOP = 150, 62
FIRST, BETWEEN, APART, LONGEST = 70, 56, 14, 420


@dataclass(frozen=True)
class Layer:
    """A layer that reads `D` numbers and has `H` units, each with so many `biases` in each band, `copies` times."""

    kind: str
    D: int
    H: int
    biases: int
    copies: int = 1

    @property
    def bands(self) -> dict[str, str]:
        """What its rows make, by letter."""
        return BANDS[self.kind]

    @property
    def rows(self) -> int:
        """A row for each unit in each band."""
        return len(self.bands) * self.H

    @property
    def widths(self) -> dict[str, int]:
        """How many columns meet the input, meet the hidden state and are biases, by their colour."""
        if self.kind == "Dense":
            return {OUTPUT_WEIGHTS: self.D, INK: 1}
        return {INPUT_WEIGHTS: self.D, RECURRENT_WEIGHTS: self.H, INK: self.biases}

    @property
    def columns(self) -> int:
        """All of them."""
        return sum(self.widths.values())

    @property
    def count(self) -> int:
        """The number of parameters."""
        return self.copies * self.rows * self.columns

    def draw(self, sheet: Sheet, x: float, y: float, unit: float) -> tuple[float, float]:
        """Draw the weights once, a square of `unit` pixels a number, and give how wide and high they are."""
        right, high = x, max(self.rows * unit, 3)
        for colour, count in self.widths.items():
            sheet.box(right, y, max(count * unit, 1.5), high, colour, fill=0.3, edge=1.2)
            right += max(count * unit, 1.5)
        for k in range(1, len(self.bands)):
            sheet.line((x, y + k * high / len(self.bands)), (right, y + k * high / len(self.bands)), width=1.2)
        return right - x, high


@drawn_once
def joined_blocks(D: int, H: int, kind: str = "LSTM", biases: int = 1) -> Picture:
    """Draw all the weights of a recurrent layer joined to one rectangle, to scale, with its sides and its area.

    Args:
        D: number of input features.
        H: number of hidden units.
        kind: "RNN", "GRU" or "LSTM".
        biases: how many biases each unit has in each band: 1 or 2.

    Raises:
        ValueError: where a size is not a whole number of at least 1, the kind is unknown, or there are other biases.
    """
    D, H = sizes(D=D, H=H)
    if kind not in LETTERS:
        raise ValueError(f"there are {', '.join(LETTERS)}: got {kind!r}")
    _check("a unit has 1 bias, or in some programs 2", biases)
    layer = Layer(kind, D, H, biases)
    unit = min(22, 470 / layer.columns, 250 / layer.rows)
    step = max(H * unit, 20)  # of the words beside the bands
    top, below = TOP + (step - H * unit) * len(layer.bands) / 2, TOP + step * len(layer.bands) + 22
    sides = f"{D} + {H} + {biases}"
    times = f"{len(layer.bands)} · {H}" if len(layer.bands) > 1 else f"{H}"
    rows = f"{times} = {layer.rows} rows" if len(layer.bands) > 1 else f"{H} row{'s' * (H > 1)}"
    total = f"{times} · ({sides}) = {_number(layer.count)}"
    aside = LEFT + layer.columns * unit + 30
    sheet = Sheet(max(aside + words_width(rows, 13), LEFT + 1.2 * words_width(total, 15)) + 30, below + 62)

    width, high = layer.draw(sheet, LEFT, top, unit)
    for k, (name, said) in enumerate(layer.bands.items()):
        shown = (GRU_LETTERS[name], INK) if kind == "GRU" else letter(name)
        sheet.words(LEFT - 48, TOP + (k + 0.5) * step, said, size=12.5, align="right")
        sheet.phrase(LEFT - 26, TOP + (k + 0.5) * step, [shown], size=17)
    names = (*LETTERS[kind], "b" if biases == 1 else "b, b")
    right, centre = LEFT, 0.0
    for name, (colour, count) in zip(names, layer.widths.items(), strict=True):
        centre = max(right + count * unit / 2, centre + 30)  # side by side, where the blocks are narrow
        sheet.words(centre, top - 40, name, bold=True, colour=colour, size=15)
        sheet.words(centre, top - 18, f"{count}")
        right += count * unit
    _measure(sheet, LEFT + width + 16, top, top + high)
    sheet.words(aside, top + high / 2, rows, align="left")
    sheet.words(LEFT, below, f"{sides} = {layer.columns} columns", align="left")
    sheet.words(LEFT, below + 34, total, size=15, align="left", bold=True)
    each = f"{D} of {names[0]}, {H} of {names[1]}, {biases} of bias"
    return sheet.picture(
        f"One rectangle, to scale: all the weights of {'a' if kind == 'GRU' else 'an'} {kind} with {D} inputs and {H} "
        f"units. {layer.columns} columns: {each}. {layer.rows} rows: {H} for each of "
        f"{', '.join(layer.bands.values())}. {total}.",
        "A row holds all that one unit needs for one sum: a weight for each input, one for each unit, and "
        f"{'its bias' if biases == 1 else 'two biases'}. The area is the count.",
    )


@drawn_once
def layers_to_scale(layers: Sequence[tuple[str, int, int]], biases: int = 1, directions: int = 1) -> Picture:
    """Draw the weights of a model's layers as rectangles to one scale, in the order in which they are used.

    Args:
        layers: for each its kind, "RNN", "GRU", "LSTM" or "Dense", how many numbers it reads, and its units.
        biases: how many biases each unit of a recurrent layer has in each band: 1 or 2.
        directions: 2 where each recurrent layer is there twice, once for each direction.

    Raises:
        ValueError: where there are no layers, one has an unknown kind or a size that is none, one does not read
            what comes out of the one before, or the biases or the directions are neither 1 nor 2.
    """
    _check("a unit has 1 bias, or in some programs 2", biases)
    _check("a sequence is read in 1 direction, or in 2", directions)
    model = [_layer(*given, biases, directions) for given in layers]
    if not model:
        raise ValueError("a model has at least one layer: got none")
    for below, above in pairwise(model):
        given = below.H * below.copies
        if given != above.D:
            raise ValueError(f"{given} numbers come out of {below.kind} {below.H}: {above.kind} cannot read {above.D}")
    unit = min(7, LONGEST / sum(each.columns for each in model), 230 / max(each.copies * each.rows for each in model))
    rooms = [max(each.columns * unit, 88) for each in model]
    floor = 20 + max(each.copies * (max(each.rows * unit, 3) + APART) - APART for each in model)
    sheet = Sheet(FIRST + sum(rooms) + BETWEEN * len(model) + 22, floor + 84)

    x = FIRST
    for each, room in zip(model, rooms, strict=True):
        _goes_on(sheet, x, floor, each.D)
        above = floor
        for _ in range(each.copies):
            above -= max(each.rows * unit, 3)
            each.draw(sheet, x + (room - each.columns * unit) / 2, above, unit)
            above -= APART
        sheet.words(x + room / 2, floor + 18, f"{each.kind} {each.H}", bold=True)
        sheet.words(x + room / 2, floor + 38, _sides(each), size=12.5)
        sheet.words(x + room / 2, floor + 58, _number(each.count), size=12.5)
        x += room + BETWEEN
    _goes_on(sheet, x, floor, model[-1].H * model[-1].copies)
    total = _number(sum(each.count for each in model))
    said = "; ".join(
        f"{each.kind} {each.H} reads {each.D} numbers: {_sides(each).replace('×', 'by')}, {_number(each.count)}"
        for each in model
    )
    twice = " Each recurrent layer is there twice: once forwards, once backwards." if directions == 2 else ""
    return sheet.picture(
        f"The weights of {len(model)} layer{'s' * (len(model) > 1)} as rectangles, rows by columns, to one scale."
        f"{twice} {said}. Together {total} parameters.",
        "Rows by columns, to one scale; over each arrow, how many numbers go on. What goes out of one layer sets how "
        f"wide the next one is.{twice} Together {total} parameters.",
    )


@drawn_once
def shares(names: Sequence[str], amounts: Mapping[str, ArrayLike]) -> Picture:
    """Draw what part of each whole every layer has: a bar for each layer and each whole, in percent.

    Args:
        names: what the layers are called, in order.
        amounts: for each whole, at most 2, its name and how much of it each layer has.

    Raises:
        ValueError: where there is nothing to draw, there are more than 2 wholes, or the amounts of one are not finite
            numbers of at least 0, one a layer, with a sum above 0.
    """
    parts = {whole: np.asarray(values, dtype=float) for whole, values in amounts.items()}
    if not 1 <= len(parts) <= len(FILLS):
        raise ValueError(f"one whole or two are drawn side by side: got {len(parts)}")
    for whole, values in parts.items():
        if values.shape != (len(names),) or not np.isfinite(values).all() or (values < 0).any() or values.sum() <= 0:
            raise ValueError(f"{whole} needs an amount for each of {len(names)} layers, none below 0: got {values}")
    percent = {whole: 100 * values / values.sum() for whole, values in parts.items()}
    left, thick = 30 + max(words_width(name, 13) for name in names) * 1.15, 15
    row = thick * len(parts) + 16
    long = LONGEST / max(values.max() for values in percent.values())
    sheet = Sheet(left + LONGEST + 70, 48 + row * len(names))

    x = left
    for whole, fill in zip(parts, FILLS, strict=False):
        sheet.box(x, 10, 16, 12, INK, fill=fill, edge=1.2)
        sheet.words(x + 24, 16, whole, align="left")
        x += words_width(whole, 13) + 64
    for k, name in enumerate(names):
        y = 42 + k * row
        sheet.words(left - 14, y + thick * len(parts) / 2, name, align="right", bold=True)
        for values, fill in zip(percent.values(), FILLS, strict=False):
            sheet.box(left, y, max(long * values[k], 1), thick, INK, fill=fill, edge=1.2)
            sheet.words(left + long * values[k] + 8, y + thick / 2, _percent(values[k]), size=11.5, align="left")
            y += thick
    said = " ".join(
        f"{whole[:1].upper()}{whole[1:]}: "
        f"{', '.join(f'{name} {_percent(v)}' for name, v in zip(names, values, strict=True))}."
        for whole, values in percent.items()
    )
    return sheet.picture(
        f"Bars for {len(names)} layer{'s' * (len(names) > 1)}, each with its part of the whole. {said}",
        "A bar is a layer's part of the whole. The bars of one shade add up to 100 %.",
    )


def _layer(kind: str, D: int, H: int, biases: int, directions: int) -> Layer:
    if kind not in BANDS:
        raise ValueError(f"there are {', '.join(BANDS)}: got {kind!r}")
    D, H = sizes(D=D, H=H)
    return Layer(kind, D, H, biases, 1 if kind == "Dense" else directions)


def _sides(layer: Layer) -> str:
    """Say the sides of a layer's rectangle, and how often it is there."""
    return f"{f'{layer.copies} × ' if layer.copies > 1 else ''}{layer.rows} × {layer.columns}"


def _goes_on(sheet: Sheet, x: float, floor: float, count: int) -> None:
    """Draw the arrow into what begins at `x`, with how many numbers go along it."""
    sheet.arrow((x - BETWEEN + 8, floor - 8), (x - 8, floor - 8))
    sheet.words(x - BETWEEN / 2, floor - 24, f"{count}", bold=True)


def _measure(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    """Draw the line that says how high something is."""
    sheet.line((x, top), (x, bottom), width=1.2)
    for y in (top, bottom):
        sheet.line((x - 5, y), (x + 5, y), width=1.2)


def _check(words: str, number: int) -> None:
    if number not in (1, 2):
        raise ValueError(f"{words}: got {number!r}")


def _number(count: int) -> str:
    return f"{count:,}" if count >= 10_000 else f"{count}"


def _percent(value: float) -> str:
    return f"{value:.0f} %" if value >= 9.95 or value == 0 else f"{value:.1f} %" if value >= 0.095 else f"{value:.2g} %"
