"""The shapes of what nn.LSTM gives: y, h_n and c_n, with layers, directions and batch_first."""

from grader.exercises.declare import Call, Case, Exercise, Mistake


def torch_shapes(N, T, H, layers, directions, batch_first):
    y = (N, T, directions * H) if batch_first else (T, N, directions * H)
    last = (layers * directions, N, H)
    return y, last, last


def _cases(rng):
    def ask(layers, directions, batch_first):
        N, T, H = (int(size) for size in rng.permutation([2, 3, 5, 6, 7, 9, 11])[:3])
        return (Call("torch_shapes", (N, T, H, layers, directions, batch_first)),)

    return [
        Case("one layer, one direction, time first", 1, ask(1, 1, False)),
        Case("the same, with batch_first", 1, ask(1, 1, True)),
        Case("4 layers", 0.5, ask(4, 1, False)),
        Case("two directions", 0.5, ask(1, 2, False)),
        Case("4 layers, two directions, with batch_first", 1, ask(4, 2, True)),
    ]


def _with(y=None, last=None):
    """The shapes, but for a y or a last state of one's own."""

    def shapes(N, T, H, layers, directions, batch_first):
        given = (N, T, H, layers, directions, batch_first)
        right_y, right_last, _ = torch_shapes(*given)
        own = last(*given) if last else right_last
        return (y(*given) if y else right_y), own, own

    return shapes


def _both_first(N, T, H, layers, directions, batch_first):
    last = (N, layers * directions, H) if batch_first else (layers * directions, N, H)
    return torch_shapes(N, T, H, layers, directions, batch_first)[0], last, last


def _asked(N, T, H, layers, directions, batch_first):
    import torch

    layer = torch.nn.LSTM(4, H, layers, batch_first=batch_first, bidirectional=directions == 2)
    with torch.no_grad():
        y, (h_n, c_n) = layer(torch.zeros((N, T, 4) if batch_first else (T, N, 4)))
    return y.shape, h_n.shape, c_n.shape


TORCH_SHAPES = Exercise(
    "torch-shapes",
    title="The shapes of y, h_n and c_n",
    answer_name="torch_shapes",
    reference=torch_shapes,
    cases=_cases,
    returns=("y", "h_n", "c_n"),
    uses=("torch",),
    mistakes=[
        Mistake(
            "batch_first for h_n and c_n too",
            _both_first,
            "batch_first is about x and y. h_n and c_n have no axis of time, and stay as they are.",
        ),
        Mistake(
            "batch_first is ignored",
            lambda N, T, H, layers, directions, batch_first: torch_shapes(N, T, H, layers, directions, False),
            "With it, y begins with the batch: (N, T, …).",
        ),
        Mistake(
            "always the batch first",
            lambda N, T, H, layers, directions, batch_first: torch_shapes(N, T, H, layers, directions, True),
            "Unless it is asked for, time comes first in PyTorch.",
        ),
        Mistake(
            "batch_first the other way round",
            lambda N, T, H, layers, directions, batch_first: torch_shapes(N, T, H, layers, directions, not batch_first),
            "With batch_first, y is (N, T, …).",
        ),
        Mistake(
            "h_n has a row for each layer only",
            _with(last=lambda N, T, H, layers, directions, _: (layers, N, H)),
            "Each direction ends too, in a state of its own.",
        ),
        Mistake(
            "h_n has a row for each direction only",
            _with(last=lambda N, T, H, layers, directions, _: (directions, N, H)),
            "Each layer ends in a state of its own, not only the top one.",
        ),
        Mistake(
            "h_n has the directions side by side",
            _with(last=lambda N, T, H, layers, directions, _: (layers, N, directions * H)),
            "In y the directions lie side by side. In h_n each has a row of its own.",
        ),
        Mistake(
            "h_n without its first axis",
            _with(last=lambda N, T, H, layers, directions, _: (N, H)),
            "The axis of layers and directions is always there, even where it is 1.",
        ),
        Mistake(
            "y has one direction",
            _with(y=lambda N, T, H, layers, directions, batch_first: (N, T, H) if batch_first else (T, N, H)),
            "y shows both directions of the top layer side by side.",
        ),
        Mistake(
            "y shows every layer",
            _with(
                y=lambda N, T, H, layers, directions, batch_first: (
                    (N, T, layers * directions * H) if batch_first else (T, N, layers * directions * H)
                )
            ),
            "y shows the top layer only.",
        ),
        Mistake(
            "layers and directions added",
            _with(last=lambda N, T, H, layers, directions, _: (layers + directions, N, H)),
            "Each layer has each direction: multiply.",
        ),
        Mistake(
            "h_n with the steps",
            _with(last=lambda N, T, H, layers, directions, _: (layers * directions, T, H)),
            "h_n is after the last step: it has no axis of time, but one of the batch.",
        ),
        Mistake(
            "units before sequences",
            _with(last=lambda N, T, H, layers, directions, _: (layers * directions, H, N)),
            "The features are always the last axis.",
        ),
        Mistake(
            "y has an axis for the directions",
            _with(
                y=lambda N, T, H, layers, directions, batch_first: (
                    (N, T, directions, H) if batch_first else (T, N, directions, H)
                )
            ),
            "y has three axes: the directions lie side by side on the last one.",
        ),
        Mistake(
            "y and h_n exchanged",
            lambda *given: (torch_shapes(*given)[1], *torch_shapes(*given)[:2]),
            "The layer gives y first, then h_n and c_n.",
        ),
        Mistake(
            "both states in one",
            lambda *given: torch_shapes(*given)[:2],
            "h_n and c_n are two tensors: return three shapes.",
        ),
        Mistake(
            "h_n and c_n in one tuple",
            lambda *given: (torch_shapes(*given)[0], torch_shapes(*given)[1:]),
            "The layer gives y, (h_n, c_n). Here return three shapes, side by side.",
        ),
        Mistake(
            "h_n begins with the batch",
            _with(last=lambda N, T, H, layers, directions, _: (N, layers * directions, H)),
            "In h_n the axis of layers and directions comes first, with batch_first and without.",
        ),
        Mistake(
            "h_n has one row, however many layers",
            _with(last=lambda N, T, H, layers, directions, _: (1, N, H)),
            "Each layer ends in each direction: one row for each of them.",
        ),
        Mistake(
            "h_n has two axes for its rows",
            _with(last=lambda N, T, H, layers, directions, _: (layers, directions, N, H)),
            "Layers and directions share one axis: layers * directions.",
        ),
        Mistake(
            "h_n has each direction twice",
            _with(last=lambda N, T, H, layers, directions, _: (layers * directions, N, directions * H)),
            "Each direction has a row of its own, so a row holds H numbers, not directions * H.",
        ),
        Mistake(
            "c_n has the steps",
            lambda N, T, H, *more: (*torch_shapes(N, T, H, *more)[:2], (T, N, H)),
            "c_n is the cell state after the last step alone: the shape of h_n.",
        ),
        Mistake(
            "c_n has one row, however many layers",
            lambda N, T, H, *more: (*torch_shapes(N, T, H, *more)[:2], (1, N, H)),
            "Every row of h_n has a cell state too: the shape of h_n.",
        ),
        Mistake(
            "the shape of y alone",
            lambda *given: torch_shapes(*given)[0],
            "Three shapes are asked for: of y, of h_n and of c_n.",
        ),
    ],
    styles={
        "PyTorch is asked": _asked,
        "lists": lambda *given: [list(shape) for shape in torch_shapes(*given)],
        "a helper for the first two axes": lambda N, T, H, layers, directions, batch_first: (
            (*sorted([N, T], key=lambda size: (size == N) != batch_first), H * directions),
            (directions * layers, N, H),
            (directions * layers, N, H),
        ),
        "other names": lambda n, t, h, k, d, first: torch_shapes(n, t, h, k, d, first),
    },
    hints=[
        "y has a vector for every step of every sequence. h_n has no axis of time: it is where each row of the picture "
        "ends.",
        "The last axis of y is directions * H. The first axis of h_n is layers * directions. c_n is always as h_n.",
        "y is (N, T, directions * H) with batch_first, else (T, N, directions * H). "
        "h_n and c_n are (layers * directions, N, H), with or without.",
    ],
)
