"""Your own weights in PyTorch's layer: the order of the gates, two biases, the axis of the batch, kinds of number.

PyTorch is imported where an answer runs, so that the catalogue can be read without it.
"""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import lstm_weights
from lstm_ref.layers import LSTM

ORDER = "ifco"
NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def stacked(p, order=ORDER):
    """W, U and b with the gates on top of each other."""
    return tuple(np.concatenate([p[f"{letter}_{gate}"] for gate in order]) for letter in "WUb")


def layer_of(p, order=ORDER, share=(1, 0), batch_first=True):
    """An nn.LSTM with the weights `p`; `share` says which part of the bias each of the two vectors gets."""
    import torch

    W, U, b = stacked(p, order)
    H, D = p["W_f"].shape
    layer = torch.nn.LSTM(D, H, batch_first=batch_first)
    arrays = (W, U, share[0] * b, share[1] * b)
    layer.load_state_dict({name: torch.tensor(array) for name, array in zip(NAMES, arrays, strict=True)})
    return layer


def run(layer, x):
    """Everything that a layer gives for an array, as it comes."""
    import torch

    with torch.no_grad():
        return layer(torch.tensor(x, dtype=torch.float32))


def run_in_torch(x, p):
    return run(layer_of(p), x)[0].numpy()


def _cases(rng):
    def ask(N, T, D, H, alive="WUb"):
        p = {name: (name[0] in alive) * array for name, array in lstm_weights(D, H, rng).items()}
        return (Call("run_in_torch", (rng.standard_normal((N, T, D)), p)),)

    return [
        Case("with U and b zero: the weights on x", 1, ask(2, 4, 5, 3, "W")),
        Case("with b zero: the weights on h too", 1, ask(2, 4, 5, 3, "WU")),
        Case("with W and U zero: the bias alone", 1, ask(2, 4, 5, 3, "b")),
        Case("everything at once: 3 sequences of 6 steps", 1, ask(3, 6, 4, 2)),
        Case("one input, one unit", 0.5, ask(2, 3, 1, 1)),
        Case("7 sequences of 2 steps", 0.5, ask(7, 2, 3, 5)),
    ]


def _reordered(order):
    return lambda x, p: run(layer_of(p, order), x)[0]


def _changed(change):
    return lambda x, p: run(layer_of({name: change(name, array) for name, array in p.items()}), x)[0]


def _loaded(state, sizes=None):
    """A run after loading what `state` makes of `p`, into a layer of other sizes where `sizes` says so."""

    def run_after(x, p):
        import torch

        H, D = p["W_f"].shape
        layer = torch.nn.LSTM(*(sizes(D, H) if sizes else (D, H)), batch_first=True)
        layer.load_state_dict(state(p))
        return run(layer, x)[0]

    return run_after


def _state(p, names=NAMES, order="WUb", make=np.concatenate, convert=None):
    """The four arrays, or as many as there are names for, as `make` stacks them."""
    import torch

    W, U, b = (make([p[f"{letter}_{gate}"] for gate in ORDER]) for letter in order)
    return {name: (convert or torch.tensor)(array) for name, array in zip(names, (W, U, b, 0 * b), strict=False)}


def _side_by_side(blocks):
    return np.concatenate([block.T for block in blocks], axis=-1)


def _row_by_row(blocks):
    """The first row of each gate, then the second of each."""
    return np.stack(blocks, axis=1).reshape(-1, *blocks[0].shape[1:])


def _poured(x, p):
    N, T, D = x.shape
    return run(layer_of(p, batch_first=False), x.reshape(T, N, D))[0].reshape(N, T, -1)


def _of_the_course(p):
    import torch

    return {name: torch.tensor(array) for name, array in p.items()}


def _double_into_single(x, p):
    import torch

    return layer_of(p)(torch.tensor(x))[0]


def _an_array(x, p):
    return layer_of(p)(x)[0]


def _still_learning(x, p):
    import torch

    return layer_of(p)(torch.tensor(x, dtype=torch.float32))[0].numpy()


def _anew_at_each_step(x, p):
    return np.concatenate([run(layer_of(p), x[:, t : t + 1])[0] for t in range(x.shape[1])], axis=1)


def _in_double(x, p):
    import torch

    layer = layer_of(p).double()
    for name, array in zip(NAMES, stacked(p), strict=False):
        getattr(layer, name).data = torch.from_numpy(array)
    return layer(torch.from_numpy(x))[0]


def _by_copying(x, p):
    import torch

    H, D = p["W_i"].shape
    layer = torch.nn.LSTM(input_size=D, hidden_size=H)
    with torch.no_grad():
        for k, gate in enumerate(ORDER):
            rows = slice(k * H, (k + 1) * H)
            layer.weight_ih_l0[rows] = torch.from_numpy(p[f"W_{gate}"])
            layer.weight_hh_l0[rows] = torch.from_numpy(p[f"U_{gate}"])
            layer.bias_ih_l0[rows] = 0
            layer.bias_hh_l0[rows] = torch.from_numpy(p[f"b_{gate}"])
        y, _ = layer(torch.from_numpy(x).float().transpose(0, 1))
    return y.transpose(0, 1)


def _one_bias_vector_less(x, p):
    """Without biases in the layer: they are carried by one more input that is always 1."""
    import torch

    W, U, b = stacked(p)
    layer = torch.nn.LSTM(W.shape[1] + 1, len(b) // 4, bias=False, batch_first=True)
    layer.load_state_dict({"weight_ih_l0": torch.tensor(np.column_stack([W, b])), "weight_hh_l0": torch.tensor(U)})
    return run(layer, np.concatenate([x, np.ones((*x.shape[:2], 1))], axis=2))[0]


def _cell(x, p):
    import torch

    W, U, b = stacked(p)
    cell = torch.nn.LSTMCell(W.shape[1], len(b) // 4)
    cell.load_state_dict(
        {
            "weight_ih": torch.tensor(W),
            "weight_hh": torch.tensor(U),
            "bias_ih": torch.tensor(b),
            "bias_hh": 0 * torch.tensor(b),
        }
    )
    state, hs = None, []
    for x_t in torch.tensor(x, dtype=torch.float32).unbind(1):
        state = cell(x_t, state)
        hs.append(state[0])
    return torch.stack(hs, dim=1).detach()


ROWS_ARE_UNITS = "PyTorch keeps units as rows, as this course does: stack the blocks, do not transpose them."

TORCH_LSTM = Exercise(
    "torch-lstm",
    title="Your weights in nn.LSTM",
    answer_name="run_in_torch",
    reference=run_in_torch,
    cases=_cases,
    returns=("y",),
    uses=("torch",),
    mistakes=[
        Mistake("the course's order: f, i, c, o", _reordered("fico"), "PyTorch's order is i, f, g, o."),
        Mistake(
            "the order i, f, o, g", _reordered("ifoc"), "CS231n has the candidate last. In PyTorch g comes before o."
        ),
        Mistake("the order i, o, f, g", _reordered("iofc"), "That is the order of ONNX. PyTorch's is i, f, g, o."),
        Mistake("the candidate first", _reordered("cifo"), "PyTorch's order is i, f, g, o, and g is the candidate."),
        Mistake("the order of the alphabet", _reordered("cfio"), "PyTorch's order is i, f, g, o."),
        Mistake("the candidate last", _reordered("fioc"), "PyTorch's order is i, f, g, o, and g is the candidate."),
        Mistake(
            "the blocks on an axis of their own",
            _loaded(lambda p: _state(p, make=np.stack)),
            "np.stack makes a new axis. np.concatenate puts the blocks on top of each other: (4H, D).",
        ),
        Mistake(
            "D and H exchanged",
            _loaded(_state, sizes=lambda D, H: (H, D)),
            "nn.LSTM takes the number of inputs first, then the number of units. W is (H, D).",
        ),
        Mistake(
            "names without _l0",
            _loaded(lambda p: _state(p, [name.removesuffix("_l0") for name in NAMES])),
            "The names end in _l0, for layer 0, as they were printed above.",
        ),
        Mistake(
            "the course's names",
            _loaded(_of_the_course),
            "The layer knows four names only: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0.",
        ),
        Mistake(
            "arrays in place of tensors",
            _loaded(lambda p: _state(p, convert=np.asarray)),
            "load_state_dict takes tensors: torch.tensor(array).",
        ),
        Mistake(
            "the bias in both vectors",
            lambda x, p: run(layer_of(p, share=(1, 1)), x)[0],
            "PyTorch adds both, so it counts twice. Put it into one and zeros into the other.",
        ),
        Mistake(
            "no bias",
            lambda x, p: run(layer_of(p, share=(0, 0)), x)[0],
            "The bias has to be in one of the two vectors.",
        ),
        Mistake(
            "only one of the two biases loaded",
            _loaded(lambda p: _state(p, NAMES[:3])),
            "load_state_dict wants all four arrays. The second bias may be zeros.",
        ),
        Mistake(
            "batch_first is left out",
            lambda x, p: run(layer_of(p, batch_first=False), x)[0],
            "Without it the first axis is time: the layer then read from one sequence into the next.",
        ),
        Mistake(
            "every U is transposed", _changed(lambda name, array: array.T if name[0] == "U" else array), ROWS_ARE_UNITS
        ),
        Mistake(
            "blocks side by side, transposed",
            _loaded(lambda p: _state(p, make=_side_by_side)),
            f"That is how Keras keeps them. {ROWS_ARE_UNITS}",
        ),
        Mistake(
            "W and U exchanged",
            _loaded(lambda p: _state(p, order="UWb")),
            "weight_ih meets the input: it is made of W. weight_hh is made of U.",
        ),
        Mistake("h_n, not y", lambda x, p: run(layer_of(p), x)[1][0], "The first thing that the layer gives is y."),
        Mistake(
            "everything that the layer gives", lambda x, p: run(layer_of(p), x), "Unpack it: y, (h_n, c_n) = layer(…)."
        ),
        Mistake("the last step only", lambda x, p: run(layer_of(p), x)[0][:, -1], "y has all steps: (N, T, H)."),
        Mistake(
            "float64 for a layer in float32",
            _double_into_single,
            "NumPy's numbers are float64. torch.tensor(x, dtype=torch.float32) makes float32 of them.",
        ),
        Mistake(
            "a NumPy array for the layer", _an_array, "A layer takes tensors: torch.tensor(x, dtype=torch.float32)."
        ),
        Mistake(
            "numbers that still carry notes",
            _still_learning,
            "Run the layer inside `with torch.no_grad():`, and .numpy() works.",
        ),
        Mistake(
            "every step starts from zero",
            _anew_at_each_step,
            "Give the layer the whole sequence: it goes from step to step by itself.",
        ),
        Mistake(
            "the candidate second",
            _reordered("icfo"),
            "PyTorch's order is i, f, g, o, and g is the candidate.",
        ),
        Mistake(
            "the rows of the gates mixed",
            _loaded(lambda p: _state(p, make=_row_by_row)),
            "First all rows of i, then all rows of f: np.concatenate puts one block under the other.",
        ),
        Mistake(
            "time first in the result",
            lambda x, p: run(layer_of(p, batch_first=False), x.swapaxes(0, 1))[0],
            "y is (N, T, H). Turn it back, or leave both turns to batch_first=True.",
        ),
        Mistake(
            "sequences poured into steps",
            _poured,
            "reshape goes on reading where it is, and mixes the sequences. batch_first=True needs neither.",
        ),
        Mistake(
            "c_n, not y",
            lambda x, p: run(layer_of(p), x)[1][1],
            "The first thing that the layer gives is y.",
        ),
    ],
    styles={
        "half of the bias in each": lambda x, p: run(layer_of(p, share=(0.5, 0.5)), x)[0],
        "the bias in the second vector, a list": lambda x, p: run(layer_of(p, share=(0, 1)), x)[0].tolist(),
        "in float64": _in_double,
        "block by block, time first": _by_copying,
        "the bias as a weight of a 1": _one_bias_vector_less,
        "LSTMCell, step by step": _cell,
        "sequence by sequence": lambda x, p: np.stack([run(layer_of(p), x_n)[0] for x_n in x]),
        "arguments in another order": lambda p, x: run_in_torch(x, p),
        "NumPy": lambda x, p: LSTM(p)(x, return_sequences=True),
    },
    hints=[
        "Make four arrays under PyTorch's four names, and load them as the example loads `V` and `c`.",
        'Stack the blocks: np.concatenate([p["W_i"], p["W_f"], p["W_c"], p["W_o"]]), and the same for U and b. '
        "The second bias is zeros.",
        "nn.LSTM(D, H, batch_first=True), load_state_dict, then inside torch.no_grad(): "
        "y, _ = layer(torch.tensor(x, dtype=torch.float32)). Return y.numpy().",
    ],
)
