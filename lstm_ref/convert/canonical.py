"""The course's own layout, one array a gate as the lessons write it, and the check that a dict of weights is in it."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lstm_ref.convert.layout import free_side, require_shape
from lstm_ref.gru import gru_shapes
from lstm_ref.lstm import lstm_shapes
from lstm_ref.rnn import rnn_shapes

FORMS = {"W": "(H, D)", "U": "(H, H)", "b": "(H,)", "v": "(H,)", "d": "(H,)", "P": "(P, H)"}


def require_rnn(p: Mapping[str, NDArray]) -> None:
    """Complain where `p` is not `U` (H, D), `W` (H, H) and `b` (H,).

    Raises:
        ValueError: with the name, the shape there must be and the one that came.
    """
    _require(p, rnn_shapes, "a plain RNN", "U", "b", FORMS | {"U": "(H, D)", "W": "(H, H)"})


def require_lstm(p: Mapping[str, NDArray], owner: str, peepholes: bool = False, projection: bool = False) -> None:
    """Complain where `p` is not an LSTM's, or has what the LSTM of `owner` has no place for.

    Args:
        p: the weights by name, as `lstm_ref.lstm_shapes` lists them.
        owner: whose LSTM they are to become.
        peepholes: whether that one has weights for peepholes.
        projection: whether it can project its hidden state.

    Raises:
        ValueError: with the name, the shape there must be and the one that came; or with the reason why there is no
            conversion.
    """
    peeps, projected = [name for name in p if name.startswith("v_")], "P" in p
    if peeps and not peepholes:
        raise ValueError(
            f"There is no conversion: {', '.join(peeps)} are peepholes, gates that look at the cell state, and in "
            f"{owner} no weight meets c. ONNX has them: convert.onnx.to_lstm."
        )
    if projected and not projection:
        raise ValueError(
            f"There is no conversion: P {np.shape(p['P'])} projects the hidden state, and {owner} shows every unit. "
            "PyTorch projects: convert.torch.to_lstm. Elsewhere the same numbers take two layers: an LSTM with "
            "U_f @ P, U_i @ P, … for U_f, U_i, …, and a dense layer with P and no bias."
        )
    P = len(p["P"]) if projected else None
    forms = FORMS | {"U": "(H, P)"} if projected else FORMS
    _require(p, partial(lstm_shapes, peepholes=bool(peeps), projection=P), "an LSTM", "W_f", "b_f", forms)


def require_gru(p: Mapping[str, NDArray], owner: str, reset_after: bool) -> None:
    """Complain where `p` is not a GRU's, or resets where the GRU of `owner` does not.

    Args:
        p: the weights by name, as `lstm_ref.gru_shapes` lists them; with `d_h` the reset comes after the product.
        owner: whose GRU they are to become, and with which setting.
        reset_after: whether that one resets after the product with U_h.

    Raises:
        ValueError: with the name, the shape there must be and the one that came; or with the reason why there is no
            conversion.
    """
    if reset_after != ("d_h" in p):
        theirs, ours = ("after", "before") if reset_after else ("before", "after")
        raise ValueError(
            f"There is no conversion: {owner} resets {theirs} the product with U_h, and these weights, "
            f"{'without' if reset_after else 'with'} d_h, were made to reset {ours} it. U_h @ (r ⊙ h) is not "
            "r ⊙ (U_h @ h): r scales columns of U_h in the one and rows in the other, and in general no weights make "
            "them equal."
        )
    _require(p, partial(gru_shapes, reset_after=reset_after), "a GRU", "W_z", "b_z", FORMS)


def _require(
    p: Mapping[str, NDArray],
    shapes: Callable[[int, int], dict[str, tuple[int, ...]]],
    cell: str,
    on_input: str,
    bias: str,
    forms: Mapping[str, str],
) -> None:
    """`on_input` and `bias` are the names of the two weights that tell the sizes D and H."""
    names = shapes(1, 1).keys()
    if lacking := sorted(names - p.keys()):
        raise ValueError(f"The weights of {cell} are {', '.join(names)}; there is no {', '.join(lacking)}.")
    if unknown := sorted(p.keys() - names):
        raise ValueError(f"The weights of {cell} are {', '.join(names)}; {', '.join(unknown)} cannot be converted.")
    arrays = {name: np.asarray(p[name]) for name in names}
    H = arrays[bias].size
    D = free_side(on_input, arrays[on_input], "(H, D)", "H", H, 0, "keras")
    for name, shape in shapes(D, H).items():
        require_shape(name, arrays[name], forms[name[0]], shape, "keras")
