"""Sequences of unequal length in one batch: the last states as if each had run alone."""

import numpy as np

from grader.exercises.declare import Call, Case, Code, Exercise, Mistake

PADDING = 7.0
"""What stands in the padding: it must not matter."""


def last_states(layer, x, lengths):
    import torch
    from torch.nn.utils.rnn import pack_padded_sequence

    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    _, (h_n, _) = layer(packed)
    return torch.cat([h_n[-2], h_n[-1]], dim=1) if layer.bidirectional else h_n[-1]


def _layer(rng, D, H, layers, directions):
    """The source of an nn.LSTM with weights of its own, which leaves PyTorch's random numbers as they are."""
    generator = f"torch.Generator().manual_seed({int(rng.integers(2**31))})"
    made = f"torch.nn.LSTM({D}, {H}, {layers}, batch_first=True, bidirectional={directions == 2})"
    drawn = f"[w.data.uniform_(-0.6, 0.6, generator=g) for g in [{generator}] for w in layer.parameters()]"
    return Code(f"(lambda torch: [(layer := {made}), {drawn}][0])(__import__('torch'))")


def _tensor(array):
    return Code(f"__import__('torch').tensor({array.tolist()})")


def _cases(rng):
    def ask(lengths, D, H, layers=1, directions=1):
        lengths = np.array(lengths)
        x = rng.standard_normal((len(lengths), lengths.max(), D)).round(4)
        x[np.arange(lengths.max()) >= lengths[:, None]] = PADDING
        return (Call("last_states", (_layer(rng, D, H, layers, directions), _tensor(x), _tensor(lengths))),)

    return [
        Case("3 sequences, the longest first", 1, ask([6, 4, 1], 3, 4)),
        Case("in any order", 1, ask([2, 5, 3, 4], 3, 2)),
        Case("two directions", 1, ask([3, 6, 2], 2, 3, directions=2)),
        Case("two layers", 0.5, ask([2, 4, 3], 3, 2, layers=2)),
        Case("two layers in two directions, one unit", 0.5, ask([1, 3, 4, 2], 1, 1, layers=2, directions=2)),
    ]


def _joined(h_n, layer):
    import torch

    return torch.cat([h_n[-2], h_n[-1]], dim=1) if layer.bidirectional else h_n[-1]


def _packed(layer, x, lengths, **how):
    from torch.nn.utils.rnn import pack_padded_sequence

    return layer(pack_padded_sequence(x, lengths, **({"batch_first": True, "enforce_sorted": False} | how)))


def _padded_too(layer, x, lengths):
    return _joined(layer(x)[1][0], layer)


def _zeros_first(layer, x, lengths):
    """The padding put to zero, and read."""
    import torch

    mask = torch.arange(x.shape[1]) < lengths[:, None]
    return _joined(layer(x * mask[:, :, None])[1][0], layer)


def _sorted_for_good(layer, x, lengths):
    order = lengths.argsort(descending=True)
    return _joined(_packed(layer, x[order], lengths[order], enforce_sorted=True)[1][0], layer)


def _sorted_and_back(layer, x, lengths):
    order = lengths.argsort(descending=True)
    h_n = _packed(layer, x[order], lengths[order], enforce_sorted=True)[1][0]
    return _joined(h_n[:, order.argsort()], layer)


def _y_at_the_end(layer, x, lengths):
    """Right for one direction: the output of the last real step."""
    import torch

    return layer(x)[0][torch.arange(len(x)), lengths - 1]


def _y_of_packed(layer, x, lengths):
    """Right for one direction: packed, and then the output of the last real step."""
    import torch
    from torch.nn.utils.rnn import pad_packed_sequence

    y, _ = pad_packed_sequence(_packed(layer, x, lengths)[0], batch_first=True)
    return y[torch.arange(len(y)), lengths - 1]


def _y_unpacked_at_the_end(layer, x, lengths):
    from torch.nn.utils.rnn import pad_packed_sequence

    return pad_packed_sequence(_packed(layer, x, lengths)[0], batch_first=True)[0][:, -1]


def _all_side_by_side(layer, x, lengths):
    import torch

    return torch.cat([*_packed(layer, x, lengths)[1][0]], dim=1)


def _added_up(layer, x, lengths):
    h_n = _packed(layer, x, lengths)[1][0]
    return h_n[-2] + h_n[-1] if layer.bidirectional else h_n[-1]


def _stacked(layer, x, lengths):
    import torch

    h_n = _packed(layer, x, lengths)[1][0]
    return torch.stack([h_n[-2], h_n[-1]], dim=1) if layer.bidirectional else h_n[-1]


def _outermost(layer, x, lengths):
    import torch

    h_n = _packed(layer, x, lengths)[1][0]
    return torch.cat([h_n[0], h_n[-1]], dim=1) if layer.bidirectional else h_n[-1]


def _first_two(layer, x, lengths):
    """Right for one direction, and for one layer."""
    import torch

    h_n = _packed(layer, x, lengths)[1][0]
    return torch.cat([h_n[0], h_n[1]], dim=1) if layer.bidirectional else h_n[-1]


def _two_rows_always(layer, x, lengths):
    import torch

    h_n = _packed(layer, x, lengths)[1][0]
    return torch.cat([h_n[-2], h_n[-1]], dim=1)


def _under_each_other(layer, x, lengths):
    import torch

    h_n = _packed(layer, x, lengths)[1][0]
    return torch.cat([h_n[-2], h_n[-1]]) if layer.bidirectional else h_n[-1]


def _one_by_one(layer, x, lengths):
    import torch

    runs = [layer(x_n[:length][None])[1][0] for x_n, length in zip(x, lengths, strict=True)]
    return torch.cat([_joined(h_n, layer) for h_n in runs])


def _from_y(layer, x, lengths):
    import torch
    from torch.nn.utils.rnn import pad_packed_sequence

    y, _ = pad_packed_sequence(_packed(layer, x, lengths)[0], batch_first=True)
    last = y[torch.arange(len(y)), lengths - 1]
    if layer.bidirectional:
        last = torch.cat([last[:, : layer.hidden_size], y[:, 0, layer.hidden_size :]], dim=1)
    return last


def _viewed(layer, x, lengths):
    h_n = _packed(layer, x, lengths.tolist())[1][0]
    top = h_n.view(layer.num_layers, -1, len(x), layer.hidden_size)[-1]
    return top.transpose(0, 1).reshape(len(x), -1)


def _packed_sequences(layer, x, lengths):
    from torch.nn.utils.rnn import pack_sequence

    alone = [x_n[:length] for x_n, length in zip(x, lengths, strict=True)]
    return _joined(layer(pack_sequence(alone, enforce_sorted=False))[1][0], layer).detach().numpy().tolist()


PADDED_BATCH = Exercise(
    "padded-batch",
    title="A padded batch, as if each had run alone",
    answer_name="last_states",
    reference=last_states,
    cases=_cases,
    returns=("last",),
    uses=("torch",),
    mistakes=[
        Mistake(
            "the padding is read too",
            _padded_too,
            "h_n is then the state after the padding. pack_padded_sequence leaves the padding out.",
        ),
        Mistake(
            "zeros are read as if they were nothing",
            _zeros_first,
            "The bias and the weights on h work at a step of zeros too, and the state moves on. Leave the step out.",
        ),
        Mistake(
            "lengths that must fall",
            lambda layer, x, lengths: _joined(_packed(layer, x, lengths, enforce_sorted=True)[1][0], layer),
            "Without enforce_sorted=False the longest must come first.",
        ),
        Mistake(
            "sorted, and not put back",
            _sorted_for_good,
            "The states are in the order of the lengths. enforce_sorted=False sorts, and puts them back.",
        ),
        Mistake(
            "packed with time first",
            lambda layer, x, lengths: _joined(_packed(layer, x, lengths, batch_first=False)[1][0], layer),
            "pack_padded_sequence has a batch_first of its own.",
        ),
        Mistake(
            "y at the last real step, for both directions",
            _y_at_the_end,
            "Right for one direction. The one from the end has read the padding first, and ends at step 0.",
        ),
        Mistake(
            "packed, then y at the last real step for both directions",
            _y_of_packed,
            "Right for one direction. The one from the end has read all at step 0, not there.",
        ),
        Mistake(
            "y at the last step",
            lambda layer, x, lengths: layer(x)[0][:, -1],
            "That is after the padding; and the direction from the end has read one step only.",
        ),
        Mistake(
            "the directions under each other",
            _under_each_other,
            "They belong side by side: torch.cat([…], dim=1).",
        ),
        Mistake(
            "the directions poured into rows",
            lambda layer, x, lengths: _packed(layer, x, lengths)[1][0][-1 - layer.bidirectional :].reshape(len(x), -1),
            "reshape goes on reading where it is, and mixes the sequences. Join the two rows: torch.cat([…], dim=1).",
        ),
        Mistake(
            "only the direction from the start",
            lambda layer, x, lengths: _packed(layer, x, lengths)[1][0][-1 - layer.bidirectional],
            "Where layer.bidirectional, both directions are asked for.",
        ),
        Mistake(
            "only the last row of h_n",
            lambda layer, x, lengths: _packed(layer, x, lengths)[1][0][-1],
            "In two directions the last two rows belong to the top layer.",
        ),
        Mistake(
            "the first row of h_n",
            lambda layer, x, lengths: _packed(layer, x, lengths)[1][0][0],
            "Row 0 is the lowest layer. The top layer's rows come last.",
        ),
        Mistake(
            "all rows of h_n",
            lambda layer, x, lengths: _packed(layer, x, lengths)[1][0],
            "h_n has a row for each layer and direction: take those of the top layer.",
        ),
        Mistake(
            "the lowest layer's directions",
            lambda layer, x, lengths: _joined(_packed(layer, x, lengths)[1][0][: 1 + layer.bidirectional], layer),
            "h_n begins with the lowest layer. The top layer's rows come last.",
        ),
        Mistake(
            "the directions exchanged",
            lambda layer, x, lengths: _joined(
                _packed(layer, x, lengths)[1][0][-1 - layer.bidirectional :].flip(0), layer
            ),
            "The direction from the start comes first: row -2, then row -1.",
        ),
        Mistake(
            "c_n in place of h_n",
            lambda layer, x, lengths: _joined(_packed(layer, x, lengths)[1][1], layer),
            "The layer gives y, (h_n, c_n); the hidden states are the first of the two.",
        ),
        Mistake(
            "y, not the last states",
            lambda layer, x, lengths: _packed(layer, x, lengths)[0].data,
            "y has all steps. The last states are in h_n.",
        ),
        Mistake(
            "packed, then y at the last step",
            _y_unpacked_at_the_end,
            "Unpacked, y holds zeros after the end of a short sequence. The last states are in h_n.",
        ),
        Mistake(
            "both layers and directions side by side",
            _all_side_by_side,
            "Only the top layer is asked for: its rows come last in h_n.",
        ),
        Mistake(
            "the directions added up",
            _added_up,
            "They belong side by side: torch.cat([…], dim=1), which gives (N, 2H).",
        ),
        Mistake(
            "an axis for the directions",
            _stacked,
            "Side by side on one axis: (N, 2H). torch.cat joins, torch.stack makes a new axis.",
        ),
        Mistake(
            "the first row and the last",
            _outermost,
            "Row 0 is the lowest layer. The two directions of the top layer are the last two rows.",
        ),
        Mistake(
            "rows 0 and 1 for the two directions",
            _first_two,
            "With two layers, rows 0 and 1 are those of the lowest. The top layer's rows come last: -2 and -1.",
        ),
        Mistake(
            "two rows, whether there are two directions or one",
            _two_rows_always,
            "In one direction the top layer has one row, h_n[-1]. Ask layer.bidirectional.",
        ),
        Mistake(
            "both states",
            lambda layer, x, lengths: _packed(layer, x, lengths)[1],
            "The layer gives y, (h_n, c_n): take h_n out, and of it the rows of the top layer.",
        ),
    ],
    styles={
        "one by one": _one_by_one,
        "sorted by hand, and put back": _sorted_and_back,
        "out of y": _from_y,
        "an axis for the layers, lengths as a list": _viewed,
        "packed from a list of sequences": _packed_sequences,
        "other names": lambda lstm, batch, steps: last_states(lstm, batch, steps),
    },
    hints=[
        "Pack the batch: then the layer reads the real steps only, and h_n is where each sequence ends.",
        "pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False). "
        "In one direction the top layer is h_n[-1]; in two it is h_n[-2] and h_n[-1].",
        "_, (h_n, c_n) = layer(packed). Where layer.bidirectional, return torch.cat([h_n[-2], h_n[-1]], dim=1), "
        "otherwise h_n[-1].",
    ],
)
