"""PyTorch: the `state_dict()` of nn.RNN, nn.LSTM, nn.GRU and their cells, gates on top of each other, two biases.

One bias would do. Where the two are only ever added, `from_…` adds them, and `to_…` puts the sum into `bias_ih` and
zeros into `bias_hh`: the outputs are the same, the two vectors are not. The arrays are NumPy's; a model takes them as
`model.load_state_dict({name: torch.from_numpy(array) for name, array in to_lstm(p).items()})`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.convert.canonical import require_gru, require_lstm, require_rnn
from lstm_ref.convert.layout import (
    Weights,
    apart,
    free_side,
    gru_biases_apart,
    gru_biases_together,
    hidden_size,
    require_shape,
    times,
    together,
)

LSTM_GATES, GRU_GATES = "ifco", "rzh"
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")


def from_rnn(state: Mapping[str, ArrayLike]) -> Weights:
    """Take the weights of an `nn.RNN` of one layer and one direction, or of an `nn.RNNCell`.

    Args:
        state: weight_ih_l0 (H, D), weight_hh_l0 (H, H), bias_ih_l0 and bias_hh_l0 (H,); names without `_l0` are a
            cell's; without biases they are zero.

    Returns:
        `U` (H, D), `W` (H, H), and `b` (H,), the sum of both biases.

    Raises:
        ValueError: where the arrays are not such an RNN's.
    """
    U, W, b_ih, b_hh = _read(state, 1)
    return {"U": U.copy(), "W": W.copy(), "b": b_ih + b_hh}


def to_rnn(p: Mapping[str, NDArray]) -> Weights:
    """Give the `state_dict` of an `nn.RNN`, with all of the bias in bias_ih_l0 and zeros in bias_hh_l0.

    Raises:
        ValueError: where `p` is not a plain RNN's.
    """
    require_rnn(p)
    return _named(p["U"].copy(), p["W"].copy(), p["b"].copy(), np.zeros_like(p["b"]))


def from_lstm(state: Mapping[str, ArrayLike]) -> Weights:
    """Take the weights of an `nn.LSTM` of one layer and one direction, or of an `nn.LSTMCell`.

    Args:
        state: weight_ih_l0 (4H, D), weight_hh_l0 (4H, H), bias_ih_l0 and bias_hh_l0 (4H,), gates in the order
            i, f, g, o; with `proj_size=P` weight_hh_l0 is (4H, P), and there is weight_hr_l0 (P, H).

    Returns:
        `W_f` (H, D), `U_f` (H, H), and `b_f` (H,), the sum of both biases, and so on for i, c and o; with a projection
        `U_f` is (H, P), and there is `P` (P, H).

    Raises:
        ValueError: where the arrays are not such an LSTM's.
    """
    W, U, b_ih, b_hh, *P = _read(state, 4)
    p = apart("W", W, LSTM_GATES) | apart("U", U, LSTM_GATES) | apart("b", b_ih + b_hh, LSTM_GATES)
    return p | {"P": P[0].copy()} if P else p


def to_lstm(p: Mapping[str, NDArray]) -> Weights:
    """Give the `state_dict` of an `nn.LSTM`, with all of the bias in bias_ih_l0 and zeros in bias_hh_l0.

    Raises:
        ValueError: where `p` is not an LSTM's, or has peepholes, which PyTorch does not have.
    """
    require_lstm(p, "PyTorch's LSTM", projection=True)
    b = together(p, "b", LSTM_GATES)
    P = [p["P"].copy()] if "P" in p else []
    return _named(together(p, "W", LSTM_GATES), together(p, "U", LSTM_GATES), b, np.zeros_like(b), *P)


def from_gru(state: Mapping[str, ArrayLike]) -> Weights:
    """Take the weights of an `nn.GRU` of one layer and one direction, or of an `nn.GRUCell`.

    Args:
        state: weight_ih_l0 (3H, D), weight_hh_l0 (3H, H), bias_ih_l0 and bias_hh_l0 (3H,), gates in the order r, z, n.

    Returns:
        `W_z` (H, D), `U_z` (H, H), `b_z` (H,), and so on for r and h, and `d_h` (H,): PyTorch resets after the product.

    Raises:
        ValueError: where the arrays are not such a GRU's.
    """
    W, U, b_ih, b_hh = _read(state, 3)
    return apart("W", W, GRU_GATES) | apart("U", U, GRU_GATES) | gru_biases_apart(b_ih, b_hh, GRU_GATES)


def to_gru(p: Mapping[str, NDArray]) -> Weights:
    """Give the `state_dict` of an `nn.GRU`: bias_hh_l0 has zeros for r and z, and `d_h`.

    Raises:
        ValueError: where `p` is not a GRU's, or has no `d_h`: PyTorch cannot reset before the product.
    """
    require_gru(p, "PyTorch's GRU", reset_after=True)
    return _named(together(p, "W", GRU_GATES), together(p, "U", GRU_GATES), *gru_biases_together(p, GRU_GATES))


def from_stack(
    state: Mapping[str, ArrayLike], one: Callable[[Mapping[str, ArrayLike]], Weights]
) -> list[tuple[Weights, ...]]:
    """Take the weights of a model of several layers, or of two directions.

    Args:
        state: the `state_dict`: names end in `_l0`, `_l1`, …, and in `_reverse` for the backward direction.
        one: what takes the weights of one layer and direction, `from_lstm` for instance.

    Returns:
        For each layer the weights of its directions: one, or forward and backward.

    Raises:
        ValueError: where a name is none of these, or the layers have gaps.
    """
    parts: dict[tuple[int, bool], dict[str, ArrayLike]] = {}
    for name, array in state.items():
        match = re.fullmatch(rf"({'|'.join(NAMES)})_l(\d+)(_reverse)?", name)
        if not match:
            raise ValueError(f"{name} is no weight of a recurrent layer; they are {', '.join(NAMES)}, then _l0, _l1, …")
        parts.setdefault((int(match[2]), bool(match[3])), {})[match[1]] = array
    depth = 1 + max((layer for layer, _ in parts), default=0)
    sides = (False, True) if any(back for _, back in parts) else (False,)
    if sorted(parts) != list(product(range(depth), sides)):
        found = ", ".join(_suffix(*part) for part in sorted(parts)) or "nothing"
        raise ValueError(f"Layers count from _l0, and each has the same directions; found {found}.")
    return [tuple(one(parts[layer, back]) for back in sides) for layer in range(depth)]


def to_stack(layers: Sequence[Sequence[Mapping[str, NDArray]]], one: Callable[[Mapping], Weights]) -> Weights:
    """Give the `state_dict` of a model of several layers, or of two directions; the inverse of `from_stack`.

    Args:
        layers: for each layer the weights of its directions: one, or forward and backward.
        one: what gives the weights of one layer and direction, `to_lstm` for instance.
    """
    state = {}
    for layer, directions in enumerate(layers):
        for direction, p in enumerate(directions):
            suffix = _suffix(layer, bool(direction))
            state |= {name.removesuffix("_l0") + suffix: array for name, array in one(p).items()}
    return state


def from_linear(state: Mapping[str, ArrayLike]) -> Weights:
    """Take weight (O, H) and bias (O,) of an `nn.Linear` as `V` and `c`.

    Raises:
        ValueError: where weight and bias do not fit together.
    """
    weight = np.asarray(state["weight"])
    bias = np.asarray(state["bias"]) if "bias" in state else np.zeros(weight.shape[:1], weight.dtype)
    free_side("weight", weight, "(O, H)", "O", bias.size, 0, "keras")
    return {"V": weight.copy(), "c": bias.copy()}


def to_linear(p: Mapping[str, NDArray]) -> Weights:
    """Give `V` (O, H) and `c` (O,) as weight and bias of an `nn.Linear`."""
    return {"weight": p["V"].copy(), "bias": p["c"].copy()}


def _suffix(layer: int, reverse: bool) -> str:
    return f"_l{layer}{'_reverse' if reverse else ''}"


def _named(*arrays: NDArray) -> Weights:
    return {f"{name}_l0": array for name, array in zip(NAMES, arrays, strict=False)}


def _read(state: Mapping[str, ArrayLike], n: int) -> list[NDArray]:
    """The arrays in the order of NAMES, checked; the last only where there is a projection."""
    arrays = {name.removesuffix("_l0"): np.asarray(array) for name, array in state.items()}
    known = NAMES if n == 4 else NAMES[:4]
    if unknown := sorted(arrays.keys() - set(known)):
        raise ValueError(
            f"One layer and one direction has {', '.join(known)}; what is {', '.join(unknown)}? "
            "More layers or directions: convert.torch.from_stack."
        )
    if lacking := [name for name in NAMES[:2] if name not in arrays]:
        raise ValueError(f"There is no {' and no '.join(lacking)} among {', '.join(sorted(arrays)) or 'nothing'}.")
    W, U = arrays["weight_ih"], arrays["weight_hh"]
    if "weight_hr" in arrays:
        H = len(W) // n
        P = free_side("weight_hh", U, "(4H, P)", "4H", n * H, 0, "keras")
        require_shape("weight_hr", arrays["weight_hr"], "(P, H)", (P, H))
    else:
        H = hidden_size("weight_hh", U, n, wide=False, other="keras")
    free_side("weight_ih", W, f"({times(n)}, D)", times(n), n * H, 0, "keras")
    biases = [arrays.get(name, np.zeros(n * H, W.dtype)) for name in NAMES[2:4]]
    for name, bias in zip(NAMES[2:4], biases, strict=True):
        require_shape(name, bias, f"({times(n)},)", (n * H,))
    return [W, U, *biases, *(arrays[name] for name in NAMES[4:] if name in arrays)]
