"""The exercise `lstm-unroll`: a step becomes a loop with two states."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.lstm_unrolled.inputs import either_sign, states
from lstm_ref import lstm_step, lstm_weights, sigmoid


def lstm_unroll(x, p, start=None):
    H = len(p["b_f"])
    return states(x, p, *(start or (np.zeros(H), np.zeros(H))))


def _cases(rng):
    def ask(T, D, H, h=None, c=None):
        given = rng.standard_normal((T, D)), lstm_weights(D, H, rng)
        start = either_sign(rng, 0.3, 0.9, H), either_sign(rng, 0.8, 1.8, H)
        if h is None:
            return (Call("lstm_unroll", given),)
        return (Call("lstm_unroll", (*given, (h * start[0], c * start[1]))),)

    return [
        Case("one step of a new sequence", 0.5, ask(1, 5, 3)),
        Case("ten steps of a new sequence: 5 inputs, 3 units", 1, ask(10, 5, 3)),
        Case("going on, with c zero", 0.5, ask(4, 5, 3, h=1, c=0)),
        Case("going on, with h zero", 0.5, ask(4, 5, 3, h=0, c=1)),
        Case("going on from both: 6 steps, 2 inputs, 4 units", 0.5, ask(6, 2, 4, h=1, c=1)),
        Case("one input, one unit, 7 steps", 0.5, ask(7, 1, 1)),
        Case("ten steps of 80 inputs, 12 units", 0.5, ask(10, 80, 12)),
    ]


def _changed(change):
    """The right run, with its result changed by `change(hs, cs)`."""
    return lambda x, p, start=None: change(*lstm_unroll(x, p, start))


def _loop(begin, step):
    """A run with a start or a step of its own; `step(x, h, c, h_0, c_0, p)`."""

    def unroll(x, p, start=None):
        h_0, c_0 = begin(x, len(p["b_f"]), start)
        hs, cs = [h_0], [c_0]
        for x_t in x:
            h, c = step(x_t, hs[-1], cs[-1], h_0, c_0, p)
            hs.append(h)
            cs.append(c)
        return np.array(hs), np.array(cs)

    return unroll


def _begin(x, H, start):
    return start or (np.zeros(H), np.zeros(H))


def _step(x, h, c, h_0, c_0, p):
    return lstm_step(x, h, c, p)


def _written_out(x, h, c, h_0, c_0, p):
    """The step as the lesson writes it: states of a wrong shape must fail here as they fail there."""
    f, i, o = (sigmoid(p[f"W_{gate}"] @ x + p[f"U_{gate}"] @ h + p[f"b_{gate}"]) for gate in "fio")
    c = f * c + i * np.tanh(p["W_c"] @ x + p["U_c"] @ h + p["b_c"])
    return o * np.tanh(c), c


def _squashed(x, h, c, h_0, c_0, p):
    h, c = lstm_step(x, h, c, p)
    return h, np.tanh(c)


def _first_row_of_zeros(x, p, start=None):
    hs, cs = lstm_unroll(x, p, start)
    hs[0], cs[0] = 0, 0
    return hs, cs


def _in_arrays(x, p, start=None):
    T, H = len(x), len(p["b_f"])
    hs, cs = np.zeros((T + 1, H)), np.zeros((T + 1, H))
    if start is not None:
        hs[0], cs[0] = start
    for t in range(T):
        hs[t + 1], cs[t + 1] = lstm_step(x[t], hs[t], cs[t], p)
    return hs, cs


def _by_recursion(x, p, start=None):
    hs, cs = _by_recursion(x[:-1], p, start) if len(x) > 1 else [[part] for part in _begin(x, len(p["b_o"]), start)]
    h, c = lstm_step(x[-1], hs[-1], cs[-1], p)
    return [*hs, h], [*cs, c]


def _in_place(x, p, start=None):
    h, c = _begin(x, len(p["b_f"]), start)
    hs, cs = [h.copy()], [c.copy()]
    for x_t in x:
        h[:], c[:] = lstm_step(x_t, h.copy(), c.copy(), p)
        hs.append(h.copy())
        cs.append(c.copy())
    return np.stack([hs, cs])


def _in_place_without_copies(x, p, start=None):
    h, c = _begin(x, len(p["b_f"]), start)
    hs, cs = [h], [c]
    for x_t in x:
        h[:], c[:] = lstm_step(x_t, h, c, p)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)


LSTM_UNROLL = Exercise(
    "lstm-unroll",
    title="An LSTM over a whole sequence",
    answer_name="lstm_unroll",
    reference=lstm_unroll,
    cases=_cases,
    returns=("hs", "cs"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the cell state is not carried on",
                _loop(_begin, lambda x, h, c, h_0, c_0, p: lstm_step(x, h, c_0, p)),
                "Two states go from step to step. The next step needs the new c as well.",
            ),
            (
                "the hidden state is not carried on",
                _loop(_begin, lambda x, h, c, h_0, c_0, p: lstm_step(x, h_0, c, p)),
                "Two states go from step to step. The next step needs the new h as well.",
            ),
            (
                "every step begins at the start",
                _loop(_begin, lambda x, h, c, h_0, c_0, p: lstm_step(x, h_0, c_0, p)),
                "A step begins from the states that the step before has left: h, c = lstm_step(x_t, h, c, p).",
            ),
            (
                "every step begins from zeros",
                _loop(_begin, lambda x, h, c, h_0, c_0, p: lstm_step(x, 0 * h, 0 * c, p)),
                "Zeros are for the start of a sequence. Then hand on both states: h, c = lstm_step(x_t, h, c, p).",
            ),
            (
                "tanh of c handed on",
                _loop(_begin, _squashed),
                "Only what is shown goes through tanh, and lstm_step has done that. Hand c on as it is.",
            ),
            (
                "zeros in front, whatever the start",
                _first_row_of_zeros,
                "The first row is the start. Where one is given, it belongs there: hs[0], cs[0] = start.",
            ),
            (
                "the given start is ignored",
                lambda x, p, start=None: lstm_unroll(x, p),
                "Zeros are for a new sequence, where start is None. Otherwise begin with h, c = start.",
            ),
            (
                "only the hidden state of the start is used",
                lambda x, p, start=None: lstm_unroll(x, p, start and (start[0], 0 * start[1])),
                "start holds both states: h, c = start.",
            ),
            (
                "only the cell state of the start is used",
                lambda x, p, start=None: lstm_unroll(x, p, start and (0 * start[0], start[1])),
                "start holds both states: h, c = start.",
            ),
            (
                "the given start taken as c, h",
                lambda x, p, start=None: lstm_unroll(x, p, start and start[::-1]),
                "start holds h first, then c.",
            ),
            (
                "a start of ones",
                _loop(lambda x, H, start: start or (np.ones(H), np.ones(H)), _step),
                "Nothing has been heard yet: a new sequence starts from zeros.",
            ),
            (
                "a start of columns",
                _loop(lambda x, H, start: start or (np.zeros((H, 1)), np.zeros((H, 1))), _written_out),
                "A state is a vector with one axis, of shape (H,).",
            ),
            (
                "a start as long as the input",
                _loop(lambda x, H, start: start or (np.zeros(x.shape[1]), np.zeros(x.shape[1])), _written_out),
                "The states have one number for each unit: len(p['b_f']).",
            ),
            (
                "a start of two bare numbers",
                _loop(lambda x, H, start: start or (0.0, 0.0), _written_out),
                "A state has one number for each unit: np.zeros(len(p['b_f'])).",
            ),
            (
                "h and c exchanged from step to step",
                _loop(_begin, lambda x, h, c, h_0, c_0, p: lstm_step(x, c, h, p)),
                "lstm_step takes h first, then c.",
            ),
            (
                "what a step gives taken as c, h",
                _loop(_begin, lambda x, h, c, h_0, c_0, p: lstm_step(x, h, c, p)[::-1]),
                "lstm_step gives h first, then c: h, c = lstm_step(x_t, h, c, p).",
            ),
            (
                "what a step gives is not kept",
                _loop(_begin, lambda x, h, c, h_0, c_0, p: (h, c)),
                "lstm_step changes nothing by itself: h, c = lstm_step(x_t, h, c, p).",
            ),
            (
                "only the first step",
                _changed(lambda hs, cs: (hs[:2], cs[:2])),
                "Is the return inside the loop? It belongs after it.",
            ),
            (
                "the start left out, and a given one ignored",
                lambda x, p, start=None: tuple(part[1:] for part in lstm_unroll(x, p)),
                "Begin the lists with the starting states, and take them from start where it is not None.",
            ),
            ("c before h", _changed(lambda hs, cs: (cs, hs)), "Return the hidden states first."),
            (
                "the start is left out",
                _changed(lambda hs, cs: (hs[1:], cs[1:])),
                "T steps join T + 1 states: begin the lists with the start.",
            ),
            (
                "the start twice, the last state never",
                _changed(lambda hs, cs: (np.vstack([hs[:1], hs[:-1]]), np.vstack([cs[:1], cs[:-1]]))),
                "Append after the step, not before it.",
            ),
            (
                "the last state is left out",
                _changed(lambda hs, cs: (hs[:-1], cs[:-1])),
                "Append after the step, and T + 1 states are there in the end.",
            ),
            (
                "all states end to end",
                _changed(lambda hs, cs: (hs.ravel(), cs.ravel())),
                "A row a step: (T + 1, H). np.array or np.stack makes rows of a list, np.concatenate does not.",
            ),
            ("only the last states", _changed(lambda hs, cs: (hs[-1], cs[-1])), "Keep the states of all steps."),
            ("only the hidden states", _changed(lambda hs, cs: hs), "The way back needs the cell states, too."),
            (
                "the hidden states twice",
                _changed(lambda hs, cs: (hs, hs)),
                "A slip of copying? Put c into the second list.",
            ),
            (
                "the sequence read backwards",
                lambda x, p, start=None: lstm_unroll(x[::-1], p, start),
                "The first input comes first.",
            ),
            (
                "the first input at every step",
                lambda x, p, start=None: lstm_unroll(x[np.zeros(len(x), int)], p, start),
                "Step t reads x[t].",
            ),
            (
                "steps in columns",
                _changed(lambda hs, cs: (hs.T, cs.T)),
                "A row a step: (T + 1, H). np.array of a list of states has that shape.",
            ),
            (
                "the last state in every row",
                _in_place_without_copies,
                "h[:] = ... writes into the one array that is in the list. Make a new one: h, c = lstm_step(...).",
            ),
        ]
    ],
    styles={
        "into arrays of zeros": _in_arrays,
        "the first steps first, lists": _by_recursion,
        "in place, with copies": _in_place,
        "lists of lists": lambda x, p, start=None: [part.tolist() for part in lstm_unroll(x, p, start)],
        "float32": lambda x, p, start=None: lstm_unroll(
            np.float32(x), {k: np.float32(v) for k, v in p.items()}, start and tuple(map(np.float32, start))
        ),
        "arguments in another order": lambda p, x, start=None: lstm_unroll(x, p, start),
    },
    hints=[
        "It is the loop of lesson 02, with two states. Where do they start when nobody gives them?",
        "Begin two lists with the two starting states. Then, for each x_t: one call of lstm_step, and two appends.",
        "for x_t in x: h, c = lstm_step(x_t, h, c, p), then hs.append(h) and cs.append(c). Return np.array of both.",
    ],
)
