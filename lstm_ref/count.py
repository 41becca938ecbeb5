"""How many numbers a recurrent layer learns under each convention, how many bytes they take, and what a step costs.

D is the width of the layer's input, H its hidden units. The conventions differ in their biases only:

- "textbook": one bias a gate, as in this course, CS231n, TensorFlow 1; a GRU resets before the product.
- "keras": the same, but its GRU resets after the product unless told otherwise, and then has two biases a gate.
- "torch": two biases a gate, where one would do; a GRU resets after the product.
- "onnx": two biases a gate; a GRU resets before the product unless told otherwise.

Sources: the `count_params()` of Keras 3 and the sizes of PyTorch's parameters, both of which the tests compare.
"""

import operator
from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike

BIASES = {"textbook": 1, "keras": 1, "torch": 2, "onnx": 2}
GRU_RESETS_AFTER = {"textbook": False, "keras": True, "torch": True, "onnx": False}
PEEPHOLES = ("textbook", "onnx")
PROJECTION = ("textbook", "torch")


def rnn(
    D: int, H: int, convention: str = "textbook", *, bias: bool = True, bidirectional: bool = False, layers: int = 1
) -> int:
    """Count the parameters of a plain RNN: H(D + H) weights and H biases, or twice as many.

    Args:
        D: width of the input.
        H: hidden units.
        convention: "textbook", "keras", "torch" or "onnx".
        bias: whether there are biases.
        bidirectional: whether there are two directions, whose outputs a next layer sees side by side.
        layers: how many are stacked.

    Returns:
        The number of parameters.

    Raises:
        ValueError: where a size is not a whole number of at least 1, or the convention is not known.
    """
    biases = _biases(convention) * bias
    D, H = _sizes(D=D, H=H)
    return _stack(lambda D: H * (D + H) + biases * H, D, H, bidirectional, layers)


def lstm(
    D: int,
    H: int,
    convention: str = "textbook",
    *,
    bias: bool = True,
    peepholes: bool = False,
    projection: int | None = None,
    bidirectional: bool = False,
    layers: int = 1,
) -> int:
    """Count the parameters of an LSTM: four times those of an RNN, and those of its variants.

    Args:
        D: width of the input.
        H: hidden units.
        convention: "textbook", "keras", "torch" or "onnx".
        bias: whether there are biases.
        peepholes: whether three gates look at the cell state, through H numbers each.
        projection: the size P of a projected hidden state, which adds P·H and narrows U to (H, P), or None.
        bidirectional: whether there are two directions, whose outputs a next layer sees side by side.
        layers: how many are stacked.

    Returns:
        The number of parameters.

    Raises:
        ValueError: where a size is not a whole number of at least 1, or the convention is not known or does not have
            what is asked for.
    """
    _require_has(peepholes, "peepholes", convention, PEEPHOLES)
    _require_has(projection is not None, "projection", convention, PROJECTION)
    D, H = _sizes(D=D, H=H)
    P = H if projection is None else _sizes(projection=projection)[0]
    more = 3 * H * bool(peepholes) + P * H * (projection is not None)
    biases = _biases(convention) * bias
    return _stack(lambda D: 4 * (H * (D + P) + biases * H) + more, D, P, bidirectional, layers)


def gru(
    D: int,
    H: int,
    convention: str = "textbook",
    *,
    reset_after: bool | None = None,
    bias: bool = True,
    bidirectional: bool = False,
    layers: int = 1,
) -> int:
    """Count the parameters of a GRU: three times those of an RNN, and a bias inside what is reset where it has one.

    Args:
        D: width of the input.
        H: hidden units.
        convention: "textbook", "keras", "torch" or "onnx".
        reset_after: whether the reset comes after the product; None for what the convention does. In the textbook
            this adds the one bias of H that it takes, in Keras a second bias to each gate.
        bias: whether there are biases.
        bidirectional: whether there are two directions, whose outputs a next layer sees side by side.
        layers: how many are stacked.

    Returns:
        The number of parameters.

    Raises:
        ValueError: where a size is not a whole number of at least 1, or the convention is not known or does not have
            what is asked for.
    """
    biases = 3 * _biases(convention)
    after = GRU_RESETS_AFTER[convention] if reset_after is None else reset_after
    if convention == "torch" and not after:
        raise ValueError("A GRU of PyTorch always resets after the product; there is none with reset_after=False.")
    if after:
        biases += {"textbook": 1, "keras": 3}.get(convention, 0)
    D, H = _sizes(D=D, H=H)
    return _stack(lambda D: 3 * H * (D + H) + biases * bias * H, D, H, bidirectional, layers)


def dense(D: int, O: int, *, bias: bool = True) -> int:  # noqa: E741 - the letter of the equations
    """Count the parameters of a dense layer: O(D + 1), brackets included; O·D without bias.

    Args:
        D: width of the input.
        O: width of the output.
        bias: whether there are biases.

    Raises:
        ValueError: where a size is not a whole number of at least 1.
    """
    D, O = _sizes(D=D, O=O)  # noqa: E741
    return O * (D + bool(bias))


def rnn_multiplications(D: int, H: int, *, bidirectional: bool = False, layers: int = 1) -> int:
    """Count the multiplications of one step of a plain RNN for one sequence: those of its matrix products, H(D + H).

    Args and errors are those of `rnn`.
    """
    D, H = _sizes(D=D, H=H)
    return _stack(lambda D: H * (D + H), D, H, bidirectional, layers)


def lstm_multiplications(
    D: int,
    H: int,
    *,
    peepholes: bool = False,
    projection: int | None = None,
    bidirectional: bool = False,
    layers: int = 1,
) -> int:
    """Count the multiplications of one step of an LSTM for one sequence: its matrix products, and three ⊙ of size H.

    Peepholes are three ⊙ more; a projection narrows U and adds the product with P. Args and errors are those of `lstm`.
    """
    D, H = _sizes(D=D, H=H)
    P = H if projection is None else _sizes(projection=projection)[0]
    more = 3 * H + 3 * H * bool(peepholes) + P * H * (projection is not None)
    return _stack(lambda D: 4 * H * (D + P) + more, D, P, bidirectional, layers)


def gru_multiplications(D: int, H: int, *, bidirectional: bool = False, layers: int = 1) -> int:
    """Count the multiplications of one step of a GRU for one sequence: its matrix products, and three ⊙ of size H.

    They are as many before the product as after it. Args and errors are those of `gru`.
    """
    D, H = _sizes(D=D, H=H)
    return _stack(lambda D: 3 * H * (D + H) + 3 * H, D, H, bidirectional, layers)


def dense_multiplications(D: int, O: int) -> int:  # noqa: E741 - the letter of the equations
    """Count the multiplications of a dense layer for one vector: O·D.

    Args and errors are those of `dense`.
    """
    return dense(D, O, bias=False)


def in_bytes(numbers: int, dtype: DTypeLike = np.float32) -> int:
    """Say how many bytes that many numbers take: 4 each as float32, 8 as float64, 2 as float16."""
    return numbers * np.dtype(dtype).itemsize


def _stack(one: Callable[[int], int], D: int, out: int, bidirectional: bool, layers: int) -> int:
    """Add up layers of which each sees what the one below it shows, `out` numbers a direction."""
    (layers,) = _sizes(layers=layers)
    directions = 2 if bidirectional else 1
    return directions * (one(D) + (layers - 1) * one(directions * out))


def _sizes(**sizes: int) -> list[int]:
    for name, size in sizes.items():
        try:
            whole = operator.index(size)
        except TypeError:
            whole = 0
        if whole < 1:
            raise ValueError(f"{name} counts things: a whole number, at least 1, got {size!r}.")
    return [operator.index(size) for size in sizes.values()]


def _biases(convention: str) -> int:
    if convention not in BIASES:
        raise ValueError(f"convention must be one of {', '.join(BIASES)}, got {convention!r}.")
    return BIASES[convention]


def _require_has(asked: bool, what: str, convention: str, owners: tuple[str, ...]) -> None:
    _biases(convention)
    if asked and convention not in owners:
        raise ValueError(f"An LSTM of {convention!r} has no {what}; one of {' and '.join(owners)} has.")
