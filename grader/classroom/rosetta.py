"""What the Rosetta table is made of: the same weights in everybody's layout, as `lstm_ref.convert` gives them.

Weights of known sizes go through each conversion. These sizes, their sums and their multiples all differ, so the
numbers of a shape that comes out say which letters they are. The weights of a gate are filled with the code of its
letter, so what comes out says in which order the gates stand.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstm_ref import gru_shapes, lstm_shapes, rnn_shapes
from lstm_ref.convert import concatenated, cs231n, flax, karpathy, keras, onnx, tf1, torch

D, H, O = 5, 7, 3  # noqa: E741 - the letter of the equations
LETTERS = {1: "1", 2: "2", D: "D", O: "O", H: "H", D + H: "H + D"} | {n * H: f"{n}H" for n in (2, 3, 4, 6, 8)}
CELLS = {
    "rnn": rnn_shapes(D, H) | {"V": (O, H), "c": (O,)},
    "lstm": lstm_shapes(D, H),
    "peepholes": lstm_shapes(D, H, peepholes=True),
    "gru": gru_shapes(D, H),
    "gru_before": gru_shapes(D, H, reset_after=False),
}


def layouts() -> dict[str, dict[str, Any]]:
    """Give the weights of each cell as each owner keeps them: arrays in that owner's own lists and dicts."""
    p = {cell: {name: np.full(shape, float(ord(name[-1]))) for name, shape in CELLS[cell].items()} for cell in CELLS}
    return {
        "course": p,
        "karpathy": {"rnn": karpathy.to_rnn(p["rnn"])},
        "olah": {"lstm": concatenated.to_lstm(p["lstm"])},
        "tf1": {"lstm": tf1.to_lstm(p["lstm"], forget_bias=0.0)},
        "cs231n": {"lstm": cs231n.to_lstm(p["lstm"])},
        "flax": {"lstm": flax.to_lstm(p["lstm"])},
        "keras": {"lstm": keras.to_lstm(p["lstm"]), "gru": keras.to_gru(p["gru"])},
        "torch": {"lstm": torch.to_lstm(p["lstm"]), "gru": torch.to_gru(p["gru"])},
        "onnx": {
            "lstm": onnx.to_bidirectional((p["peepholes"], p["peepholes"]), onnx.to_lstm),
            "gru": onnx.to_bidirectional((p["gru_before"], p["gru_before"]), onnx.to_gru),
        },
    }


def shape(array: NDArray, first: str = "") -> str:
    """Write a shape in letters: (28, 5) is (4H, D), where H is 7 and D is 5.

    Args:
        array: what has that shape.
        first: what the first axis counts, where it is neither features nor units: "dirs" for directions.
    """
    names = [LETTERS[size] for size in array.shape]
    names[:1] = [first or names[0]]
    return f"({', '.join(names)}{',' * (len(names) == 1)})"


def order(bias: NDArray, **theirs: str) -> str:
    """Read off a bias in which order the gates stand.

    Args:
        bias: what `layouts` gives, one axis; where it has a second half of zeros, that is left out.
        theirs: what the owner calls a gate that the course calls something else: `c="g"`.

    Raises:
        ValueError: where the numbers of a gate do not stand together.
    """
    blocks = bias.reshape(-1, H)
    if (blocks != blocks[:, :1]).any():
        raise ValueError(f"the numbers of a gate must stand together, got {bias}")
    gates = [chr(int(block[0])) for block in blocks if block[0]]
    return ", ".join(theirs.get(gate, gate) for gate in gates)
