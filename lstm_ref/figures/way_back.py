"""The figure of backpropagation through time: forwards to the loss, and the way back."""

from lstm_ref.figures.arguments import sizes
from lstm_ref.figures.picture import Picture, drawn_once
from lstm_ref.figures.sheet import Sheet, letter
from lstm_ref.figures.svg import INK
from lstm_ref.palette import INPUT_WEIGHTS, RECURRENT_WEIGHTS

MOST = 6

# heights of the way back, of the cells and of the inputs
BACK, CELL, INPUT = 70, 136, 224
HALF, COLUMN, START = 22, 132, 60


@drawn_once
def way_back(T: int) -> Picture:
    """Draw an RNN unrolled up to a loss, and the way that the gradient takes back.

    Args:
        T: number of steps, up to 6.

    Raises:
        ValueError: where `T` is not a whole number of at least 1, or more than 6.
    """
    (T,) = sizes(T=T)
    if T > MOST:
        raise ValueError(f"the figure has room for {MOST} steps, and more would show nothing new: got T = {T}")
    centres = [START + t * COLUMN for t in range(T + 2)]
    sheet = Sheet(centres[-1] + 190, INPUT + 24)
    for t, x in enumerate(centres[:-1]):
        sheet.box(x - HALF, CELL - HALF, 2 * HALF, 2 * HALF, letter("h")[1], fill=0.14, radius=8)
        sheet.phrase(x, CELL, [letter("h", f"{t}")], size=18)
        if t:
            sheet.arrow((centres[t - 1] + HALF, CELL), (x - HALF, CELL), colour=RECURRENT_WEIGHTS, width=2.5)
            sheet.words(x - COLUMN / 2, CELL + 16, "W", colour=RECURRENT_WEIGHTS, bold=True)
            sheet.phrase(x, INPUT, [letter("x", f"{t}")], size=18)
            sheet.arrow((x, INPUT - 16), (x, CELL + HALF), colour=INPUT_WEIGHTS, width=2.5)
            sheet.words(x + 16, (INPUT - 16 + CELL + HALF) / 2, "U", colour=INPUT_WEIGHTS, bold=True)
            _back(sheet, x, centres[t - 1], [("slope × ", INK), ("W", RECURRENT_WEIGHTS)])
    end = centres[-1]
    sheet.box(end - HALF, CELL - HALF, 2 * HALF, 2 * HALF, fill=0.08, radius=8)
    sheet.phrase(end, CELL, [("$L$", INK)], size=18)
    sheet.arrow((end - COLUMN + HALF, CELL), (end - HALF, CELL))
    _back(sheet, end, end - COLUMN, [("how wrong", INK)])
    sheet.words(end + 44, BACK, "the gradient", align="left")
    sheet.words(end + 44, BACK + 18, "goes back", align="left")
    sheet.words(end + 44, CELL, "L: the loss", align="left")
    return sheet.picture(
        f"An RNN unrolled over T = {T} {'step' if T == 1 else 'steps'}. Solid arrows go forwards: from h_0 through W "
        f"to each next hidden state, with x_t coming in through U, and from h_{T} to the loss L. Dashed arrows go "
        f"back: from L to h_{T}, and from each hidden state to the one before, each marked slope × W.",
        "Forwards, left to right, the states are made. Backwards, each step multiplies by a slope and by the same W.",
    )


def _back(sheet: Sheet, start: float, end: float, said: list[tuple[str, str]]) -> None:
    """Draw the way back over one step, with what it multiplies by."""
    corners = [(start - 7, CELL - HALF - 2), (start - 7, BACK), (end + 7, BACK), (end + 7, CELL - HALF - 2)]
    sheet.arrow(*corners, dashed=True)
    sheet.phrase((start + end) / 2, BACK - 18, said, size=13)
