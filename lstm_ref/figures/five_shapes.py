"""The figure of the five shapes of sequence work: what comes in, what goes out, and when."""

from collections.abc import Mapping
from dataclasses import dataclass

from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet
from lstm_ref.palette import INPUT_WEIGHTS, OUTPUT_WEIGHTS, RECURRENT_WEIGHTS, H, X

COLUMN, WIDE, HIGH, STATE = 76, 60, 32, 36
LEFT, GAP, TALL = 112, 44, 266

# heights in a panel: its name, its task, what goes out, the states, what comes in
NAME, TASK, OUT, MIDDLE, IN = 18, 42, 86, 156, 226


@dataclass(frozen=True)
class Shape:
    """A shape of sequence work with a task: the words that come in and go out, by their step."""

    name: str
    task: str
    width: float
    incoming: Mapping[int, str]
    outgoing: Mapping[int, str]

    @property
    def steps(self) -> int:
        """How many steps it takes."""
        return 1 + max(*self.incoming, *self.outgoing)


FRAMES = {0: "frame 1", 1: "frame 2", 2: "frame 3"}

ROWS = (
    (
        Shape("one-to-one", "a photo: which animal is it?", 176, {0: "photo"}, {0: "cat"}),
        Shape("one-to-many", "a photo: say what it shows", 228, {0: "photo"}, {0: "a", 1: "cat", 2: "asleep"}),
        Shape("many-to-one", "a review: was it liked?", 228, {0: "what", 1: "a", 2: "film"}, {2: "yes"}),
    ),
    (
        Shape("many-to-many", "English in, French out", 380, {0: "I", 1: "am", 2: "cold"}, {3: "j’ai", 4: "froid"}),
        Shape("synced many-to-many", "a video: label every frame", 228, FRAMES, {0: "run", 1: "jump", 2: "fall"}),
    ),
)


@drawn_once
def five_shapes() -> Picture:
    """Draw the five shapes of sequence work, each with a task: inputs below, states between, outputs above."""
    widest = max(sum(shape.width for shape in row) + GAP * (len(row) - 1) for row in ROWS)
    sheet = Sheet(LEFT + widest + 20, TALL * len(ROWS))
    for k, row in enumerate(ROWS):
        top, x = k * TALL, LEFT
        for y, words in ((OUT, "goes out"), (MIDDLE, "state"), (IN, "comes in")):
            sheet.words(LEFT - 16, top + y, words, align="right", size=12.5)
        for shape in row:
            _panel(sheet, shape, x, top)
            x += shape.width + GAP
    said = " ".join(_said(number, shape) for number, shape in enumerate(sum(ROWS, ()), start=1))
    return sheet.picture(
        f"Five small networks, time to the right: what comes in is below, a state for each step between, what goes "
        f"out above. {said}",
        "Time goes to the right. Look which rows have one box and which have several, and when the first box goes out.",
    )


def _panel(sheet: Sheet, shape: Shape, x: float, top: float) -> None:
    """Draw one shape: its name, its task, and its boxes, step by step."""
    sheet.words(x, top + NAME, shape.name, bold=True, align="left", size=14)
    sheet.words(x, top + TASK, shape.task, align="left", size=12.5)
    for step in range(shape.steps):
        at = x + WIDE / 2 + step * COLUMN
        sheet.box(at - STATE / 2, top + MIDDLE - STATE / 2, STATE, STATE, H, fill=0.3, radius=8)
        if step:
            before = at - COLUMN + STATE / 2
            sheet.arrow((before, top + MIDDLE), (at - STATE / 2, top + MIDDLE), colour=RECURRENT_WEIGHTS, width=2.5)
        if step in shape.incoming:
            _word(sheet, at, top + IN, shape.incoming[step], X)
            ends = (at, top + IN - HIGH / 2), (at, top + MIDDLE + STATE / 2)
            sheet.arrow(*ends, colour=INPUT_WEIGHTS, width=2.5)
        if step in shape.outgoing:
            _word(sheet, at, top + OUT, shape.outgoing[step], OUTPUT_WEIGHTS)
            ends = (at, top + MIDDLE - STATE / 2), (at, top + OUT + HIGH / 2)
            sheet.arrow(*ends, colour=OUTPUT_WEIGHTS, width=2.5)


def _word(sheet: Sheet, x: float, y: float, word: str, colour: str) -> None:
    sheet.box(x - WIDE / 2, y - HIGH / 2, WIDE, HIGH, colour, fill=0.14, radius=6)
    sheet.words(x, y, word, size=12.5)


def _said(number: int, shape: Shape) -> str:
    parts = [f"{', '.join(words.values())} at {_steps(list(words))}" for words in (shape.incoming, shape.outgoing)]
    return f"{number}, {shape.name} ({shape.task}): in, {parts[0]}; out, {parts[1]}."


def _steps(steps: list[int]) -> str:
    first, last = steps[0] + 1, steps[-1] + 1
    return f"step {first}" if first == last else f"steps {first} to {last}"
