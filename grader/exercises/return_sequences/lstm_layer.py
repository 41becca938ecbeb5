"""The exercise on an LSTM layer in NumPy, with return_sequences and return_state."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import lstm_step, lstm_weights


def lstm_layer(x, p, return_sequences=False, return_state=False):
    h = c = np.zeros((len(x), len(p["b_f"])))
    hs = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, p)
        hs.append(h)
    y = np.stack(hs, axis=1) if return_sequences else h
    return (y, h, c) if return_state else y


def _cases(rng):
    def ask(N, T, D, H, *options):
        return (Call("lstm_layer", (rng.standard_normal((N, T, D)), lstm_weights(D, H, rng), *options)),)

    return [
        Case("the last output, with no option given", 1, ask(4, 5, 3, 2)),
        Case("every output", 1.5, ask(4, 5, 3, 2, True)),
        Case("the last output and the states", 1.5, ask(4, 5, 3, 2, False, True)),
        Case("every output and the states", 1, ask(3, 4, 2, 5, True, True)),
        Case("one sequence, one step, one unit", 0.5, ask(1, 1, 1, 1, False, False) + ask(1, 1, 1, 1, True, True)),
        Case("20 recordings of the page, 8 units", 0.5, ask(20, 5, 126, 8, True, True)),
    ]


def _states(x, p, step=lstm_step):
    """The hidden and the cell states after all steps, each (N, T, H)."""
    h = c = np.zeros((len(x), len(p["b_f"])))
    hs, cs = [], []
    for t in range(x.shape[1]):
        h, c = step(x[:, t], h, c, p)
        hs.append(h)
        cs.append(c)
    return np.stack(hs, axis=1), np.stack(cs, axis=1)


def _gives(give, states=_states):
    """A layer that computes `states`, and gives back of them what `give` says."""

    def layer(x, p, return_sequences=False, return_state=False):
        return give(*states(x, p), return_sequences, return_state)

    return layer


def _right(hs, cs, every, state):
    return _state(hs if every else hs[:, -1], hs, cs, state)


def _state(y, hs, cs, state):
    return (y, hs[:, -1], cs[:, -1]) if state else y


def _goes_on(x, p):
    """Each sequence starts from the state that the one before has left."""
    hs, cs = (part.reshape(*x.shape[:2], -1) for part in _states(x.reshape(1, -1, x.shape[2]), p))
    return hs, cs


def _c_never_renewed(x, p):
    return _states(x, p, lambda x_t, h, c, p: (lstm_step(x_t, h, c, p)[0], c))


def _part(steps):
    """A layer that takes only some of the steps: `steps` gives them from T."""

    def layer(x, p, return_sequences=False, return_state=False):
        h = c = np.zeros((len(x), len(p["b_f"])))
        hs = []
        for t in steps(x.shape[1]):
            h, c = lstm_step(x[:, t], h, c, p)
            hs.append(h)
        y = np.stack(hs, axis=1) if return_sequences else h
        return (y, h, c) if return_state else y

    return layer


def _as_many_steps_as_sequences(x, p):
    return _states(np.stack([x[:, t] for t in range(len(x))], axis=1), p)


def _as_many_units_as_features(x, p):
    h = c = np.zeros((len(x), x.shape[2]))
    lstm_step(x[:, 0], h, c, p)  # fails where D is not H
    return _states(x, p)


def _over_sequences(x, p, return_sequences=False, return_state=False):
    h = c = np.zeros(len(p["b_f"]))
    hs = []
    for each in x:
        h, c = lstm_step(each, h, c, p)
        hs.append(h)
    y = np.array(hs) if return_sequences else h
    return (y, h, c) if return_state else y


def _over_first_axis(x, p, return_sequences=False, return_state=False):
    h = c = np.zeros((len(x), len(p["b_f"])))
    hs = []
    for each in x:
        h, c = lstm_step(each, h, c, p)
        hs.append(h)
    y = np.stack(hs, axis=1) if return_sequences else h
    return (y, h, c) if return_state else y


def _before(x, p):
    """The states before each step."""
    return tuple(np.pad(part, ((0, 0), (1, 0), (0, 0)))[:, :-1] for part in _states(x, p))


def _backwards(x, p):
    return _states(x[:, ::-1], p)


def _one_by_one(x, p, return_sequences=False, return_state=False):
    """Right, a sequence at a time, with vectors."""
    ys, h_last, c_last = [], [], []
    for sequence in x:
        h = c = np.zeros(len(p["b_f"]))
        hs = []
        for x_t in sequence:
            h, c = lstm_step(x_t, h, c, p)
            hs.append(h)
        ys.append(hs if return_sequences else h)
        h_last.append(h)
        c_last.append(c)
    return (ys, h_last, c_last) if return_state else ys


def _steps_first(x, p, return_sequences=False, return_state=False):
    """Right, with the steps as the first axis while it runs, and an array that is filled in place."""
    x = x.swapaxes(0, 1)
    T, N, _ = x.shape
    hs = np.zeros((T + 1, N, len(p["b_f"])))
    c = np.zeros_like(hs[0])
    for t in range(T):
        hs[t + 1], c = lstm_step(x[t], hs[t], c, p)
    y = hs[1:].swapaxes(0, 1) if return_sequences else hs[-1]
    return [y, hs[-1], c] if return_state else y


def _in_float32(x, p, return_sequences=False, return_state=False):
    p = {name: np.float32(array) for name, array in p.items()}
    return lstm_layer(np.float32(x), p, return_sequences, return_state)


LSTM_LAYER = Exercise(
    "lstm-layer",
    title="An LSTM layer in NumPy",
    answer_name="lstm_layer",
    reference=lstm_layer,
    cases=_cases,
    returns=("y", "h", "c"),
    mistakes=[
        Mistake(name, _gives(give), advice)
        for name, give, advice in [
            (
                "the last output only, whatever is asked",
                lambda hs, cs, every, state: _state(hs[:, -1], hs, cs, state),
                "With return_sequences=True the outputs of all steps are wanted.",
            ),
            (
                "every output, whatever is asked",
                lambda hs, cs, every, state: _state(hs, hs, cs, state),
                "Without return_sequences only the last output is wanted, (N, H).",
            ),
            (
                "return_sequences turned round",
                lambda hs, cs, every, state: _right(hs, cs, not every, state),
                "True means the outputs of all steps.",
            ),
            (
                "steps before sequences",
                lambda hs, cs, every, state: _state(hs.swapaxes(0, 1) if every else hs[:, -1], hs, cs, state),
                "A list of T outputs makes an array (T, N, H). np.stack(hs, axis=1) puts the steps second.",
            ),
            (
                "steps as the last axis",
                lambda hs, cs, every, state: _state(hs.swapaxes(1, 2) if every else hs[:, -1], hs, cs, state),
                "The steps are the second axis: np.stack(hs, axis=1).",
            ),
            (
                "reshaped where axes should change places",
                lambda hs, cs, every, state: _state(
                    hs.swapaxes(0, 1).reshape(hs.shape) if every else hs[:, -1], hs, cs, state
                ),
                "reshape keeps the numbers in their row, so sequences are mixed. np.stack(hs, axis=1) does not.",
            ),
            (
                "one under the other",
                lambda hs, cs, every, state: _state(
                    hs.swapaxes(0, 1).reshape(-1, hs.shape[2]) if every else hs[:, -1], hs, cs, state
                ),
                "np.concatenate lengthens an axis that is there. The steps need one of their own: np.stack.",
            ),
            (
                "side by side in one long row",
                lambda hs, cs, every, state: _state(hs.reshape(len(hs), -1) if every else hs[:, -1], hs, cs, state),
                "np.concatenate lengthens an axis that is there. The steps need one of their own: np.stack.",
            ),
            (
                "the first output, not the last",
                lambda hs, cs, every, state: _state(hs if every else hs[:, 0], hs, cs, state),
                "Only the last step has heard the whole sequence.",
            ),
            (
                "the last sequence, not the last step",
                lambda hs, cs, every, state: _state(hs if every else hs[-1], hs, cs, state),
                "[-1] is the last sequence. The steps are the second axis: [:, -1].",
            ),
            (
                "an axis of one step is left",
                lambda hs, cs, every, state: _state(hs if every else hs[:, -1:], hs, cs, state),
                "The slice -1: keeps its axis. The index -1 takes it away.",
            ),
            (
                "the cell states as output",
                lambda hs, cs, every, state: _state(cs if every else cs[:, -1], hs, cs, state),
                "What a layer gives out is h. The cell state stays inside.",
            ),
            (
                "the cell states of the steps",
                lambda hs, cs, every, state: _state(cs if every else hs[:, -1], hs, cs, state),
                "What a layer gives out is h, at every step too. Collect h, not c.",
            ),
            (
                "the zeros of the start among the outputs",
                lambda hs, cs, every, state: _state(
                    np.pad(hs, ((0, 0), (1, 0), (0, 0))) if every else hs[:, -1], hs, cs, state
                ),
                "An output comes after a step: T steps, T outputs. Start with an empty list.",
            ),
            (
                "h of every step as a state",
                lambda hs, cs, every, state: (
                    (_right(hs, cs, every, False), hs, cs[:, -1]) if state else _right(hs, cs, every, False)
                ),
                "The states are given after the last step only, (N, H) each.",
            ),
            (
                "c before h",
                lambda hs, cs, every, state: (
                    (_right(hs, cs, every, False), cs[:, -1], hs[:, -1]) if state else _right(hs, cs, every, False)
                ),
                "In Keras, and in PyTorch, h comes first.",
            ),
            (
                "h and c in a tuple of their own",
                lambda hs, cs, every, state: (
                    (_right(hs, cs, every, False), (hs[:, -1], cs[:, -1])) if state else _right(hs, cs, every, False)
                ),
                "That is how PyTorch gives them. Keras gives three values in a row: y, h, c.",
            ),
            (
                "no states, whatever is asked",
                lambda hs, cs, every, state: _right(hs, cs, every, False),
                "With return_state=True three values are wanted: y, h, c.",
            ),
            (
                "the states, whatever is asked",
                lambda hs, cs, every, state: _right(hs, cs, every, True),
                "Without return_state only y is wanted.",
            ),
            (
                "the last output alone, whatever is asked",
                lambda hs, cs, every, state: hs[:, -1],
                "return_sequences and return_state say what is wanted.",
            ),
            (
                "every output alone, whatever is asked",
                lambda hs, cs, every, state: hs,
                "return_sequences and return_state say what is wanted.",
            ),
            (
                "everything, whatever is asked",
                lambda hs, cs, every, state: (hs, hs[:, -1], cs[:, -1]),
                "return_sequences and return_state say what is wanted.",
            ),
            (
                "no states where every output is asked for",
                lambda hs, cs, every, state: _right(hs, cs, every, state and not every),
                "Both options may be True: then y is (N, T, H), and h and c come behind it.",
            ),
            (
                "the last output where the states are asked for",
                lambda hs, cs, every, state: _right(hs, cs, every and not state, state),
                "Both options may be True: then y is (N, T, H), and h and c come behind it.",
            ),
            (
                "h alone as state",
                lambda hs, cs, every, state: _right(hs, cs, every, state)[: 2 if state else None],
                "An LSTM goes on from two states: give c too.",
            ),
            (
                "only the states",
                lambda hs, cs, every, state: (hs[:, -1], cs[:, -1]) if state else _right(hs, cs, every, False),
                "y comes first, then the states: y, h, c.",
            ),
            (
                "the states of every step",
                lambda hs, cs, every, state: (
                    (_right(hs, cs, every, False), hs, cs) if state else _right(hs, cs, every, False)
                ),
                "The states are given after the last step only, (N, H) each.",
            ),
        ]
    ]
    + [
        Mistake(name, _gives(_right, states), advice)
        for name, states, advice in [
            (
                "a sequence goes on from the one before",
                _goes_on,
                "Every sequence of the batch starts from zeros: h and c belong inside that loop.",
            ),
            (
                "every step starts from zeros",
                lambda x, p: _states(x, p, lambda x_t, h, c, p: lstm_step(x_t, 0 * h, 0 * c, p)),
                "The new h and c go into the next step. Do they get the names that the next step reads?",
            ),
            (
                "c starts from zeros at every step",
                lambda x, p: _states(x, p, lambda x_t, h, c, p: lstm_step(x_t, h, 0 * c, p)),
                "Both states go into the next step: h, c = lstm_step(...).",
            ),
            (
                "h starts from zeros at every step",
                lambda x, p: _states(x, p, lambda x_t, h, c, p: lstm_step(x_t, 0 * h, c, p)),
                "Both states go into the next step: h, c = lstm_step(...).",
            ),
            (
                "h and c exchanged from step to step",
                lambda x, p: _states(x, p, lambda x_t, h, c, p: lstm_step(x_t, h, c, p)[::-1]),
                "lstm_step gives h first: h, c = lstm_step(...).",
            ),
            ("c is never renewed", _c_never_renewed, "Take both from the step: h, c = lstm_step(...)."),
            (
                "as many steps as sequences",
                _as_many_steps_as_sequences,
                "len(x) counts the sequences. There are x.shape[1] steps.",
            ),
            (
                "as many units as features",
                _as_many_units_as_features,
                'The states have H numbers for each sequence, and H is len(p["b_f"]). x.shape[2] is D.',
            ),
            ("the sequence read backwards", _backwards, "Step 0 comes first."),
            ("the states before each step", _before, "Collect h after the step, not before it."),
        ]
    ]
    + [
        Mistake("the last step is left out", _part(lambda T: range(T - 1)), "range(T) ends before T by itself."),
        Mistake("the first step is left out", _part(lambda T: range(1, T)), "Step 0 is a step, too: range(T)."),
        Mistake("returned after the first step", _part(lambda T: range(1)), "Is the return inside the loop?"),
        Mistake(
            "the loop goes over the sequences",
            _over_sequences,
            "`for x_t in x` takes the first axis, the sequences. Step t of all of them is x[:, t].",
        ),
        Mistake(
            "the loop goes over the first axis",
            _over_first_axis,
            "The first axis of x holds the sequences. Step t of all of them is x[:, t].",
        ),
        Mistake(
            "T and N exchanged in the states",
            _gives(_right, lambda x, p: _states(x.swapaxes(0, 1), p)),
            "The first axis of x holds the sequences, the second the steps.",
        ),
    ],
    styles={
        "a sequence at a time, and lists": _one_by_one,
        "steps first, in place, a list": _steps_first,
        "the states of all steps, then what is asked": _gives(_right),
        "float32": _in_float32,
        "other defaults": lambda x, p, return_sequences=0, return_state=0: lstm_layer(
            x, p, bool(return_sequences), bool(return_state)
        ),
        "arguments in another order": lambda p, x, return_state=False, return_sequences=False: lstm_layer(
            x, p, return_sequences, return_state
        ),
    },
    hints=[
        "A loop over the steps, as in lesson 02. What goes from step to step? Start both from zeros, (N, H).",
        "x[:, t] is step t of all sequences, (N, D). Put each h into a list: the last one is the last output.",
        "np.stack(hs, axis=1) is (N, T, H). y is that, or h. Then return (y, h, c) if return_state else y.",
    ],
)
