"""flax.linen: the parameters of SimpleCell, LSTMCell, OptimizedLSTMCell and GRUCell, one named layer a matrix.

A kernel is (in, out). There is one bias a gate: on the hidden side in an LSTM, on the input side in the other two, and
the GRU has one more inside what is reset. The carry of an LSTM is (c, h), c first.
Source: flax/linen/recurrent.py.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_ref.convert.canonical import require_gru, require_lstm, require_rnn
from lstm_ref.convert.layout import Weights, free_side, require_shape

Params = dict[str, dict[str, NDArray]]

LSTM_GATES = {"i": "i", "f": "f", "g": "c", "o": "o"}
GRU_GATES = {"r": "r", "z": "z", "n": "h"}


def from_rnn(params: Mapping[str, Mapping[str, ArrayLike]]) -> Weights:
    """Take the parameters of a `SimpleCell`.

    Args:
        params: `i`: kernel (D, H), bias (H,); `h`: kernel (H, H).

    Returns:
        `U` (H, D), `W` (H, H), `b` (H,).

    Raises:
        ValueError: where the parameters are not such a cell's.
    """
    flat = _read(params, kernels={"i": "D", "h": "H"}, biases=("i",))
    return {"U": flat["i"].T.copy(), "W": flat["h"].T.copy(), "b": flat["i bias"].copy()}


def to_rnn(p: Mapping[str, NDArray]) -> Params:
    """Give the parameters of a `SimpleCell`, as `from_rnn` takes them.

    Raises:
        ValueError: where `p` is not a plain RNN's.
    """
    require_rnn(p)
    return {"i": {"kernel": p["U"].T.copy(), "bias": p["b"].copy()}, "h": {"kernel": p["W"].T.copy()}}


def from_lstm(params: Mapping[str, Mapping[str, ArrayLike]]) -> Weights:
    """Take the parameters of an `LSTMCell` or `OptimizedLSTMCell`.

    Args:
        params: `ii`, `if`, `ig`, `io`: kernel (D, H); `hi`, `hf`, `hg`, `ho`: kernel (H, H), bias (H,).

    Returns:
        `W_f` (H, D), `U_f` (H, H), `b_f` (H,), and so on for i, c (flax: g) and o.

    Raises:
        ValueError: where the parameters are not such a cell's.
    """
    kernels = {f"{side}{gate}": size for side, size in (("i", "D"), ("h", "H")) for gate in LSTM_GATES}
    flat = _read(params, kernels, biases=[f"h{gate}" for gate in LSTM_GATES])
    p = {}
    for theirs, ours in LSTM_GATES.items():
        p[f"W_{ours}"] = flat[f"i{theirs}"].T.copy()
        p[f"U_{ours}"] = flat[f"h{theirs}"].T.copy()
        p[f"b_{ours}"] = flat[f"h{theirs} bias"].copy()
    return p


def to_lstm(p: Mapping[str, NDArray]) -> Params:
    """Give the parameters of an `LSTMCell` or `OptimizedLSTMCell`, as `from_lstm` takes them.

    Raises:
        ValueError: where `p` is not an LSTM's, or has peepholes or a projection, which flax does not have.
    """
    require_lstm(p, "flax' LSTMCell")
    on_x = {f"i{theirs}": {"kernel": p[f"W_{ours}"].T.copy()} for theirs, ours in LSTM_GATES.items()}
    return on_x | {
        f"h{theirs}": {"kernel": p[f"U_{ours}"].T.copy(), "bias": p[f"b_{ours}"].copy()}
        for theirs, ours in LSTM_GATES.items()
    }


def from_gru(params: Mapping[str, Mapping[str, ArrayLike]]) -> Weights:
    """Take the parameters of a `GRUCell`, which resets after the product.

    Args:
        params: `ir`, `iz`, `in`: kernel (D, H), bias (H,); `hr`, `hz`: kernel (H, H); `hn`: kernel (H, H), bias (H,).

    Returns:
        `W_z` (H, D), `U_z` (H, H), `b_z` (H,), and so on for r and h (flax: n), and `d_h` (H,), the bias of `hn`.

    Raises:
        ValueError: where the parameters are not such a cell's.
    """
    kernels = {f"{side}{gate}": size for side, size in (("i", "D"), ("h", "H")) for gate in GRU_GATES}
    flat = _read(params, kernels, biases=("ir", "iz", "in", "hn"))
    p = {"d_h": flat["hn bias"].copy()}
    for theirs, ours in GRU_GATES.items():
        p[f"W_{ours}"] = flat[f"i{theirs}"].T.copy()
        p[f"U_{ours}"] = flat[f"h{theirs}"].T.copy()
        p[f"b_{ours}"] = flat[f"i{theirs} bias"].copy()
    return p


def to_gru(p: Mapping[str, NDArray]) -> Params:
    """Give the parameters of a `GRUCell`, as `from_gru` takes them.

    Raises:
        ValueError: where `p` is not a GRU's, or has no `d_h`: flax cannot reset before the product.
    """
    require_gru(p, "flax' GRUCell", reset_after=True)
    params = {}
    for theirs, ours in GRU_GATES.items():
        params[f"i{theirs}"] = {"kernel": p[f"W_{ours}"].T.copy(), "bias": p[f"b_{ours}"].copy()}
        params[f"h{theirs}"] = {"kernel": p[f"U_{ours}"].T.copy()}
    params["hn"]["bias"] = p["d_h"].copy()
    return params


def _read(
    params: Mapping[str, Mapping[str, ArrayLike]], kernels: Mapping[str, str], biases: Sequence[str]
) -> dict[str, NDArray]:
    """Every kernel by its name, every bias as "name bias", checked; `kernels` says whether a kernel has D rows or H."""
    if params.keys() != kernels.keys():
        inside = ' They are one level down, in params["params"].' if "params" in params else ""
        raise ValueError(f"The parameters are {', '.join(kernels)}, got {', '.join(params) or 'nothing'}.{inside}")
    for name, layer in params.items():
        wanted = {"kernel", "bias"} if name in biases else {"kernel"}
        if layer.keys() != wanted:
            raise ValueError(f"{name} must have {' and '.join(sorted(wanted))}, got {', '.join(layer) or 'nothing'}.")
    flat = {name: np.asarray(layer["kernel"]) for name, layer in params.items()}
    H = np.size(params[biases[0]]["bias"])
    first = next(iter(kernels))
    sizes = {"D": free_side(f"{first}.kernel", flat[first], "(D, H)", "H", H, 1, "torch"), "H": H}
    for name, size in kernels.items():
        require_shape(f"{name}.kernel", flat[name], f"({size}, H)", (sizes[size], H), "torch")
    for name in biases:
        flat[f"{name} bias"] = np.asarray(params[name]["bias"])
        require_shape(f"{name}.bias", flat[f"{name} bias"], "(H,)", (H,))
    return flat
