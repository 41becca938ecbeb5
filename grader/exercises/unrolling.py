"""Exercises of lesson 02: the loop over time, reading in pieces, outputs, a softmax, and what grows with the length."""

# ruff: noqa: E741 - O is the letter of the equations

import functools
import itertools

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Lesson, Mistake
from lstm_ref import sigmoid
from lstm_ref.losses import softmax as stable_softmax


def _step(x, h, U, W, b):
    return np.tanh(U @ x + W @ h + b)


def _weights(rng, D, H):
    """Weights (U, W, b) at which no unit saturates, and no two of which can be exchanged unseen."""
    U, W = rng.standard_normal((H, D)) / np.sqrt(D), rng.standard_normal((H, H)) / np.sqrt(H)
    return U, W, rng.uniform(0.2, 0.6, H) * rng.choice([-1, 1], H)


def _start(rng, H):
    return rng.uniform(0.3, 0.9, H) * rng.choice([-1, 1], H)


def unroll(x, h, U, W, b):
    hs = []
    for x_t in x:
        h = _step(x_t, h, U, W, b)
        hs.append(h)
    return np.array(hs)


def _unroll_cases(rng):
    def ask(T, D, H, x=1, h=1, carried=1):
        U, W, b = _weights(rng, D, H)
        given = x * rng.standard_normal((T, D)), h * _start(rng, H)
        return (Call("unroll", (*given, U, carried * W, b)),)

    return [
        Case("from a start of zeros, 4 steps", 1, ask(4, 5, 3, h=0)),
        Case("from another start, all inputs zero", 0.5, ask(4, 5, 3, x=0)),
        Case("with W zero, as many steps as inputs", 0.5, ask(4, 4, 3, carried=0)),
        Case("everything at once: 6 steps, 5 inputs, 3 units", 1, ask(6, 5, 3)),
        Case("a sequence of one step", 0.5, ask(1, 2, 4)),
        Case("one input, one unit", 0.5, ask(5, 1, 1)),
        Case("10 steps, 80 inputs, 12 units", 1, ask(10, 80, 12)),
    ]


def _every_row_the_last(x, h, U, W, b):
    hs = []
    for x_t in x:
        h[:] = _step(x_t, h, U, W, b)
        hs.append(h)
    return np.array(hs)


def _with_step(step):
    """The right loop over another step."""

    def loop(x, h, U, W, b):
        hs = []
        for x_t in x:
            h = step(x_t, h, U, W, b)
            hs.append(h)
        return np.array(hs)

    return loop


def _unroll_filled(x, h, U, W, b):
    hs = np.zeros((len(x), len(h)))
    for t in range(len(x)):
        hs[t] = np.tanh(U @ x[t] + W @ (hs[t - 1] if t else h) + b)
    return hs


def _unroll_hoisted(x, h, U, W, b):
    z = x @ U.T + b
    for t in range(len(z)):
        z[t] += W @ h
        h = z[t] = np.tanh(z[t])
    return z


def _unroll_recursive(x, h, U, W, b):
    if len(x) == 0:
        return []
    h = _step(x[0], h, U, W, b)
    return [h, *_unroll_recursive(x[1:], h, U, W, b)]


class _Object:
    def __init__(self, h, U, W, b):
        self.h, self.weights = h, (U, W, b)

    def step(self, x):
        self.h = _step(x, self.h, *self.weights)
        return self.h


UNROLL = Exercise(
    "unroll",
    title="Unroll: the states of all steps",
    answer_name="unroll",
    reference=unroll,
    cases=_unroll_cases,
    returns=("hs",),
    mistakes=[
        Mistake(
            "the state is not carried on",
            lambda x, h, U, W, b: np.array([_step(x_t, h, U, W, b) for x_t in x]),
            "Every step began at the start again. Let the new state take the place of the old one: h = …",
        ),
        Mistake(
            "the start is ignored",
            lambda x, h, U, W, b: unroll(x, 0 * h, U, W, b),
            "h says where to start. It need not be zeros.",
        ),
        Mistake(
            "only the last state",
            lambda x, h, U, W, b: unroll(x, h, U, W, b)[-1],
            "Collect the state of every step, in a list or in the rows of an array.",
        ),
        Mistake(
            "only the first state",
            lambda x, h, U, W, b: unroll(x, h, U, W, b)[0],
            "Does the return stand inside the loop? And collect the state of every step.",
        ),
        Mistake(
            "the return stands inside the loop",
            lambda x, h, U, W, b: unroll(x[:1], h, U, W, b),
            "Only the first step was taken. Move the return to the left, to the margin of the for.",
        ),
        Mistake(
            "the start is among the rows",
            lambda x, h, U, W, b: np.array([h, *unroll(x, h, U, W, b)]),
            "T steps make T states. h_0 was given, no step made it.",
        ),
        Mistake(
            "the states before each step, not after it",
            lambda x, h, U, W, b: np.array([h, *unroll(x, h, U, W, b)[:-1]]),
            "First take the step, then collect its state.",
        ),
        Mistake(
            "every row is the start",
            lambda x, h, U, W, b: np.array([h for _ in x]),
            "What rnn_step returns has to be kept: h = rnn_step(…), and then h goes into the list.",
        ),
        Mistake(
            "every row is the last state",
            _every_row_the_last,
            "Was one array changed in place, and put into the list again and again? Make a new one each step: h = …",
        ),
        Mistake(
            "one step too few",
            lambda x, h, U, W, b: unroll(x[:-1], h, U, W, b),
            "range(T) has T numbers, and ends before T by itself.",
        ),
        Mistake(
            "the first input is skipped",
            lambda x, h, U, W, b: unroll(x[1:], h, U, W, b),
            "x_1 of the picture is x[0] in Python.",
        ),
        Mistake(
            "the first row is left zero",
            lambda x, h, U, W, b: np.array([0 * h, *unroll(x[1:], 0 * h, U, W, b)]),
            "Row 0 belongs to the first input, x[0], and its step starts from h.",
        ),
        Mistake(
            "the first input at every step",
            lambda x, h, U, W, b: unroll(0 * x + x[0], h, U, W, b),
            "Step t has an input of its own: x[t].",
        ),
        Mistake(
            "the sequence backwards",
            lambda x, h, U, W, b: unroll(x[::-1], h, U, W, b),
            "Time goes down the rows of x: the first row comes first.",
        ),
        Mistake(
            "the axes of the result exchanged",
            lambda x, h, U, W, b: unroll(x, h, U, W, b).T,
            "Steps first, units second: a row is a step.",
        ),
        Mistake(
            "all states in one long row",
            lambda x, h, U, W, b: unroll(x, h, U, W, b).ravel(),
            "A row for each step: np.array of the list of states, or np.stack.",
        ),
        Mistake(
            "the whole sequence given to one step",
            _step,
            "rnn_step takes the input of one step, x[t]. Loop over x, and give it one row at a time.",
        ),
        Mistake(
            "as many steps as features",
            lambda x, h, U, W, b: unroll(np.array([x[t] for t in range(x.shape[1])]), h, U, W, b),
            "x is (T, D). The steps are its first axis: len(x) or x.shape[0].",
        ),
        Mistake(
            "the columns of x taken for steps",
            lambda x, h, U, W, b: unroll(x.T, h, U, W, b),
            "The steps are the rows of x, its first axis.",
        ),
        Mistake(
            "x and h, or U and W, exchanged",
            lambda x, h, U, W, b: unroll(x, h, W, U, b),
            "rnn_step takes x_t, h, U, W, b, in this order. U meets the input, W meets the hidden state.",
        ),
        Mistake(
            "W is transposed",
            lambda x, h, U, W, b: unroll(x, h, U, W.T, b),
            "W is square, so the transpose fits and no error warns you. Row k of W belongs to unit k.",
        ),
        Mistake("the bias is left out", lambda x, h, U, W, b: unroll(x, h, U, W, 0 * b), "Each step adds b."),
        Mistake(
            "the state is added, not replaced",
            _with_step(lambda x, h, U, W, b: h + _step(x, h, U, W, b)),
            "The new state takes the place of the old one. The old one takes part through W only.",
        ),
        Mistake("tanh is left out", _with_step(lambda x, h, U, W, b: U @ x + W @ h + b), "rnn_step squashes the sum."),
        Mistake("W in both places", lambda x, h, U, W, b: unroll(x, h, W, W, b), "U meets the input, W the state."),
        Mistake("U in both places", lambda x, h, U, W, b: unroll(x, h, U, U, b), "U meets the input, W the state."),
    ],
    styles={
        "into an array of zeros": _unroll_filled,
        "the products with U first, in place": _unroll_hoisted,
        "recursion and a list": _unroll_recursive,
        "itertools.accumulate": lambda x, h, U, W, b: list(
            itertools.accumulate(x, lambda h, x_t: _step(x_t, h, U, W, b), initial=h)
        )[1:],
        "an object with a state": lambda x, h, U, W, b: np.stack(list(map(_Object(h, U, W, b).step, x))),
        "nested lists": lambda *given: unroll(*given).tolist(),
        "float32": lambda *given: unroll(*map(np.float32, given)),
        "arguments in another order": lambda U, W, b, x, h: unroll(x, h, U, W, b),
    },
    hints=[
        "The lines that were written out have one pattern: the state of one line goes into the next. Loop over x.",
        "Before the loop an empty list; in it, h = rnn_step(x_t, h, U, W, b), and h goes into the list.",
        "for x_t in x: h = rnn_step(x_t, h, U, W, b); hs.append(h). After the loop return np.array(hs).",
    ],
)


def read_in_pieces(pieces, h, U, W, b):
    return unroll(np.concatenate(pieces), h, U, W, b)[-1]


def _pieces_cases(rng):
    def ask(lengths, D, H, h=1):
        pieces = [rng.standard_normal((T, D)) for T in lengths]
        return (Call("read_in_pieces", (pieces, h * _start(rng, H), *_weights(rng, D, H))),)

    return [
        Case("two pieces, from a start of zeros", 1, ask([4, 3], 5, 3, h=0)),
        Case("three pieces from another start, one of a single step", 1, ask([2, 1, 3], 4, 6)),
        Case("one piece only", 0.5, ask([3], 5, 3)),
        Case("one input, one unit", 0.5, ask([1, 2, 2], 1, 1)),
    ]


def _last(x, h, U, W, b):
    return unroll(x, h, U, W, b)[-1]


def _loops_in_loops(pieces, h, U, W, b):
    for piece in pieces:
        for x in piece:
            h = _step(x, h, U, W, b)
    return h


def _tables_carried(pieces, h, *w):
    for piece in pieces:
        h = unroll(piece, h, *w)
    return h


READ_IN_PIECES = Exercise(
    "read-in-pieces",
    title="Read a sequence that comes in pieces",
    answer_name="read_in_pieces",
    reference=read_in_pieces,
    cases=_pieces_cases,
    returns=("h",),
    mistakes=[
        Mistake(
            "every piece begins at the same start",
            lambda pieces, h, *w: _last(pieces[-1], h, *w),
            "Only the last piece counts then. Carry on from where the piece before it ended.",
        ),
        Mistake(
            "every piece starts from zeros",
            lambda pieces, h, *w: _last(pieces[-1], 0 * h, *w),
            "That is for a new sequence. This one goes on: its state is carried into the next piece.",
        ),
        Mistake(
            "the start is ignored",
            lambda pieces, h, *w: read_in_pieces(pieces, 0 * h, *w),
            "The first piece starts from h, which need not be zeros.",
        ),
        Mistake(
            "only the first piece is read",
            lambda pieces, h, *w: _last(pieces[0], h, *w),
            "Does the return stand inside the loop?",
        ),
        Mistake(
            "all the states carried into the next piece",
            _tables_carried,
            "unroll gives a table, a state a row. The next piece starts from its last row, [-1].",
        ),
        Mistake(
            "the last row taken after the loop only",
            lambda *given: _tables_carried(*given)[-1],
            "unroll gives a table, a state a row. Take its last row, [-1], inside the loop.",
        ),
        Mistake(
            "all the states, not the last one",
            lambda pieces, h, *w: unroll(np.concatenate(pieces), h, *w),
            "Only the state after the last step is asked for: (H,).",
        ),
        Mistake(
            "the states of the last piece, all of them",
            lambda pieces, h, *w: unroll(np.concatenate(pieces), h, *w)[-len(pieces[-1]) :],
            "Their last row is what is asked for: (H,).",
        ),
        Mistake(
            "the last state of every piece",
            lambda pieces, h, *w: unroll(np.concatenate(pieces), h, *w)[np.cumsum([len(p) for p in pieces]) - 1],
            "Only the state after the last piece is asked for: (H,).",
        ),
        Mistake(
            "the first state of a piece carried on, not its last",
            lambda pieces, h, *w: functools.reduce(lambda h, piece: unroll(piece, h, *w)[0], pieces, h),
            "The next piece goes on where this one ended: with its last row, [-1].",
        ),
        Mistake(
            "the mean of what the pieces give",
            lambda pieces, h, *w: np.mean([_last(piece, h, *w) for piece in pieces], axis=0),
            "The pieces are one sequence, one after another: each starts where the one before it ended.",
        ),
        Mistake(
            "the last piece first",
            lambda pieces, h, *w: read_in_pieces(pieces[::-1], h, *w),
            "The pieces come in the order of the list.",
        ),
        Mistake(
            "the first piece is left out",
            lambda pieces, h, U, W, b: read_in_pieces(pieces[1:], h, U, W, b),
            "Go through all the pieces.",
        ),
        Mistake(
            "the last piece is left out",
            lambda pieces, h, U, W, b: read_in_pieces(pieces[:-1], h, U, W, b),
            "Go through all the pieces.",
        ),
        Mistake(
            "nothing is read",
            lambda pieces, h, U, W, b: h,
            "Read each piece, from the state that the one before has left.",
        ),
        Mistake(
            "U and W exchanged",
            lambda pieces, h, U, W, b: read_in_pieces(pieces, h, W, U, b),
            "U meets the input, W the state.",
        ),
        Mistake(
            "W in both places",
            lambda pieces, h, U, W, b: read_in_pieces(pieces, h, W, W, b),
            "U meets the input, W the state.",
        ),
        Mistake(
            "U in both places",
            lambda pieces, h, U, W, b: read_in_pieces(pieces, h, U, U, b),
            "U meets the input, W the state.",
        ),
    ],
    styles={
        "loops in a loop": _loops_in_loops,
        "functools.reduce": lambda pieces, h, *w: functools.reduce(lambda h, piece: _last(piece, h, *w), pieces, h),
        "every step in one chain": lambda pieces, h, U, W, b: functools.reduce(
            lambda h, x: _step(x, h, U, W, b), itertools.chain(*pieces), h
        ),
        "a list": lambda *given: list(read_in_pieces(*given)),
        "float32": lambda pieces, *given: read_in_pieces([np.float32(p) for p in pieces], *map(np.float32, given)),
        "arguments in another order": lambda h, pieces, U, W, b: read_in_pieces(pieces, h, U, W, b),
    },
    hints=[
        "Read in pieces or at once, the result must be the same. What has to go from one piece to the next?",
        "A loop over the pieces. Each is unrolled from h, and h becomes its last state.",
        "for piece in pieces: h = unroll(piece, h, U, W, b)[-1]. After the loop return h.",
    ],
)


def many_to_many(hs, V, c):
    return hs @ V.T + c


def _many_to_many_cases(rng):
    def ask(T, H, O, V=1, c=1):
        given = V * rng.standard_normal((O, H)), c * rng.uniform(0.5, 2, O) * rng.choice([-1, 1], O)
        return (Call("many_to_many", (rng.uniform(-1, 1, (T, H)), *given)),)

    return [
        Case("with c zero", 0.5, ask(4, 3, 2, c=0)),
        Case("with V zero", 0.5, ask(4, 3, 2, V=0)),
        Case("everything at once: 6 steps, 5 units, 3 outputs", 1, ask(6, 5, 3)),
        Case("one step, one unit, one output", 0.5, ask(1, 1, 1)),
        Case("as many outputs as units", 0.5, ask(5, 4, 4)),
    ]


def _outputs_in_place(hs, V, c):
    y = np.empty((len(hs), len(c)))
    for t, h in enumerate(hs):
        y[t] = V @ h
    y += c
    return y


MANY_TO_MANY = Exercise(
    "many-to-many",
    title="Many-to-many: an output at every step",
    answer_name="many_to_many",
    reference=many_to_many,
    cases=_many_to_many_cases,
    returns=("y",),
    mistakes=[
        Mistake("the bias is left out", lambda hs, V, c: hs @ V.T, "c is added at every step."),
        Mistake(
            "the output of the last step only",
            lambda hs, V, c: V @ hs[-1] + c,
            "That is many-to-one. Here every step has an output: T rows.",
        ),
        Mistake(
            "the return stands inside the loop",
            lambda hs, V, c: [V @ hs[0] + c],
            "Only the first step has an output. Move the return to the left, to the margin of the for.",
        ),
        Mistake(
            "V the wrong way round",
            lambda hs, V, c: hs @ V + c,
            "V is (O, H). With one state it is V @ h; with all the states, steps in front, it is hs @ V.T.",
        ),
        Mistake(
            "c meets the steps, not the outputs",
            lambda hs, V, c: V @ hs.T + c,
            "V @ hs.T has a column for each step. With a row for each step, hs @ V.T + c, c meets the outputs.",
        ),
        Mistake(
            "V @ hs, as if hs were one vector",
            lambda hs, V, c: V @ hs + c,
            "V meets one state at a time: V @ hs[t]. For all at once, hs @ V.T.",
        ),
        Mistake(
            "a column for each step, not a row",
            lambda hs, V, c: (hs @ V.T + c).T,
            "Steps first, outputs second: (T, O).",
        ),
        Mistake(
            "tanh around the output",
            lambda hs, V, c: np.tanh(hs @ V.T + c),
            "The state has been squashed. An output may be any number.",
        ),
        Mistake(
            "the bias at the first step only",
            lambda hs, V, c: hs @ V.T + c * (np.arange(len(hs)) == 0)[:, None],
            "c is shared by all steps, like V.",
        ),
        Mistake(
            "outputs added up over the steps",
            lambda hs, V, c: np.cumsum(hs @ V.T + c, axis=0),
            "Each output is made from the state of its own step. Is there a += in the loop?",
        ),
        Mistake(
            "all outputs in one long row",
            lambda hs, V, c: (hs @ V.T + c).ravel(),
            "A row for each step: np.array of a list of vectors.",
        ),
        Mistake(
            "one number for each step",
            lambda hs, V, c: (hs @ V.T + c).sum(axis=1),
            "Each step has O outputs, not their sum.",
        ),
    ],
    styles={
        "a loop and a list": lambda hs, V, c: [V @ h + c for h in hs],
        "einsum": lambda hs, V, c: np.einsum("th,oh->to", hs, V) + c,
        "columns first, then turned": lambda hs, V, c: (V @ hs.T + c[:, None]).T,
        "into an empty array, in place": _outputs_in_place,
        "float32": lambda *given: many_to_many(*map(np.float32, given)),
        "arguments in another order": lambda V, c, hs: many_to_many(hs, V, c),
    },
    hints=[
        "One row of hs is the state of one step, (H,). V @ that state + c is the output of that step.",
        "Do it for every row, with a loop and a list, or with one product in which the steps stay in front.",
        "Return np.array([V @ h + c for h in hs]), or hs @ V.T + c.",
    ],
)


def many_to_one(x, U, W, V, b, c):
    return V @ _last(x, np.zeros(len(b)), U, W, b) + c


def _many_to_one_cases(rng):
    def ask(T, D, H, O, carried=1, b=1, c=1):
        U, W, b_drawn = _weights(rng, D, H)
        if H == 1:  # with a single unit a wrong start must not fade away
            U, W = rng.uniform(0.4, 0.9, (2, 1, 1)) * rng.choice([-1, 1], (2, 1, 1))
        V, c_drawn = rng.standard_normal((O, H)) / np.sqrt(H), rng.uniform(0.5, 2, O) * rng.choice([-1, 1], O)
        return (Call("many_to_one", (rng.standard_normal((T, D)), U, carried * W, V, b * b_drawn, c * c_drawn)),)

    return [
        Case("with W zero, 3 steps", 0.5, ask(3, 4, 3, 2, carried=0)),
        Case("as many inputs as units, both biases zero", 0.5, ask(3, 3, 3, 2, b=0, c=0)),
        Case("everything at once: 6 steps, 5 inputs, 4 units, 3 outputs", 1, ask(6, 5, 4, 3)),
        Case("a sequence of one step", 0.5, ask(1, 3, 2, 4)),
        Case("one input, one unit, one output", 0.5, ask(2, 1, 1, 1)),
        Case("10 steps, 80 inputs, 12 units, 3 outputs", 1, ask(10, 80, 12, 3)),
    ]


def _all_outputs(x, U, W, V, b, c):
    return many_to_many(unroll(x, np.zeros(len(b)), U, W, b), V, c)


def _from_start(start):
    return lambda x, U, W, V, b, c: V @ _last(x, start(b), U, W, b) + c


def _no_start(x, U, W, V, b, c):
    for x_t in x:
        h = _step(x_t, h, U, W, b)  # noqa: F821 - the mistake: h has no value before the first step
    return V @ h + c


def _one_output_by_a_loop(x, U, W, V, b, c):
    h = np.zeros_like(b)
    for t in range(x.shape[0]):
        h = np.tanh(np.dot(U, x[t]) + np.dot(W, h) + b)
    return np.dot(V, h) + c


MANY_TO_ONE = Exercise(
    "many-to-one",
    title="Many-to-one: an output for the whole sequence",
    answer_name="many_to_one",
    reference=many_to_one,
    cases=_many_to_one_cases,
    returns=("y",),
    mistakes=[
        Mistake(
            "an output at every step",
            _all_outputs,
            "That is many-to-many. Here only the last state has an output: (O,).",
        ),
        Mistake(
            "the output of the first step",
            lambda *given: _all_outputs(*given)[0],
            "The first state has heard one input only. The last one has heard them all.",
        ),
        Mistake(
            "the mean of the outputs of all steps",
            lambda *given: _all_outputs(*given).mean(axis=0),
            "Only the last state has an output here.",
        ),
        Mistake(
            "the sum of the outputs of all steps",
            lambda *given: _all_outputs(*given).sum(axis=0),
            "Only the last state has an output here.",
        ),
        Mistake(
            "an axis of one step is left over",
            lambda *given: _all_outputs(*given)[-1:],
            "hs[-1:] is a table with one row; hs[-1] is that row.",
        ),
        Mistake(
            "the last state, without V and c",
            lambda x, U, W, V, b, c: _last(x, np.zeros(len(b)), U, W, b),
            "The state has H numbers; the output V h + c has O.",
        ),
        Mistake("c is left out", lambda x, U, W, V, b, c: many_to_one(x, U, W, V, b, 0 * c), "The output is V h + c."),
        Mistake("b is left out", lambda x, U, W, V, b, c: many_to_one(x, U, W, V, 0 * b, c), "Each step adds b."),
        Mistake(
            "b and c exchanged",
            lambda x, U, W, V, b, c: many_to_one(x, U, W, V, c, b),
            "b has H numbers and belongs to the step; c has O and belongs to the output.",
        ),
        Mistake(
            "the start is ones",
            _from_start(np.ones_like),
            "A new sequence starts from zeros: nothing has been heard yet.",
        ),
        Mistake(
            "the start is the number 0",
            _from_start(lambda b: 0),
            "A state has a number for each unit: np.zeros(len(b)).",
        ),
        Mistake(
            "the start is a column",
            _from_start(lambda b: np.zeros((len(b), 1))),
            "A state is a vector, with one axis: np.zeros(len(b)).",
        ),
        Mistake(
            "the start is as long as the input",
            lambda x, U, W, V, b, c: V @ _last(x, np.zeros(x.shape[1]), U, W, b) + c,
            "A state has a number for each unit, and b tells how many: np.zeros(len(b)).",
        ),
        Mistake(
            "no start",
            _no_start,
            "Before the loop h has no value. A new sequence starts from zeros: h = np.zeros(len(b)).",
        ),
        Mistake(
            "the start is an h of an earlier cell",
            _from_start(lambda b: np.array([1.0, -1.0, 0.0])),
            "The function gets no h, so it used the one of the notebook. Begin with h = np.zeros(len(b)).",
        ),
        Mistake("the bias for a start", _from_start(lambda b: b), "A new sequence starts from zeros, as long as b."),
        Mistake(
            "the state is not carried on",
            lambda x, *weights: many_to_one(x[-1:], *weights),
            "Only the last input was heard. Let the new state take the place of the old one: h = …",
        ),
        Mistake(
            "the last input is not read",
            lambda x, U, W, V, b, c: V @ np.array([np.zeros(len(b)), *unroll(x, np.zeros(len(b)), U, W, b)])[-2] + c,
            "The output belongs to the state after the last step.",
        ),
        Mistake(
            "U and W exchanged",
            lambda x, U, W, V, b, c: many_to_one(x, W, U, V, b, c),
            "U meets the input, W meets the hidden state.",
        ),
        Mistake(
            "W is transposed",
            lambda x, U, W, V, b, c: many_to_one(x, U, W.T, V, b, c),
            "W is square, so the transpose fits and no error warns you. Row k of W belongs to unit k.",
        ),
        Mistake(
            "tanh around the output",
            lambda *given: np.tanh(many_to_one(*given)),
            "The state has been squashed. An output may be any number.",
        ),
        Mistake(
            "a softmax that was not asked for",
            lambda *given: stable_softmax(many_to_one(*given)),
            "Probabilities come in the next section. Here the output is V h + c.",
        ),
        Mistake(
            "the bias alone",
            lambda x, U, W, V, b, c: c,
            "Read the whole sequence, and make an output of the last state.",
        ),
        Mistake(
            "W in both places",
            lambda x, U, W, V, b, c: many_to_one(x, W, W, V, b, c),
            "U meets the input, W the state.",
        ),
        Mistake(
            "U in both places",
            lambda x, U, W, V, b, c: many_to_one(x, U, U, V, b, c),
            "U meets the input, W the state.",
        ),
        Mistake(
            "U where V is meant",
            lambda x, U, W, V, b, c: many_to_one(x, U, W, U, b, c),
            "V makes the output of the state.",
        ),
        Mistake(
            "W where V is meant",
            lambda x, U, W, V, b, c: many_to_one(x, U, W, W, b, c),
            "V makes the output of the state.",
        ),
    ],
    styles={
        "one loop, one product at the end": _one_output_by_a_loop,
        "all outputs, the last of them": lambda *given: _all_outputs(*given)[-1],
        "functools.reduce": lambda x, U, W, V, b, c: (
            functools.reduce(lambda h, x_t: _step(x_t, h, U, W, b), x, np.zeros(len(W))) @ V.T + c
        ),
        "a list": lambda *given: list(many_to_one(*given)),
        "float32": lambda *given: many_to_one(*map(np.float32, given)),
        "arguments in another order": lambda b, c, x, U, V, W: many_to_one(x, U, W, V, b, c),
    },
    hints=[
        "A new sequence starts from zeros, one for each unit. Then comes the loop, and after it the output.",
        "unroll gives the states of all steps. Which row has heard the whole sequence?",
        "h = unroll(x, np.zeros(len(b)), U, W, b)[-1], then return V @ h + c.",
    ],
)


def softmax(y):
    return stable_softmax(y)


def _softmax_cases(rng):
    def near(*shape):
        return rng.uniform(-2, 2, shape)

    def ask(*inputs):
        return tuple(Call("softmax", (np.array(y),)) for y in inputs)

    return [
        Case("three numbers near zero", 0.5, ask(near(3))),
        Case("numbers around a thousand", 1, ask(1000 + near(4))),
        Case(
            "numbers far below zero, and numbers far apart",
            0.5,
            ask(-1000 + near(4), [0.5, 2000, 1999, -1500], [0.0, 0, 20000]),
        ),
        Case("a row for each step: 4 steps, 3 outputs", 1, ask(near(4, 3))),
        Case("as many steps as outputs", 0.5, ask(near(3, 3))),
        Case(
            "rows near zero, a thousand, and minus a thousand", 0.5, ask(near(3, 2) + np.array([[0], [1000], [-1000]]))
        ),
    ]


def _softmax_rows(y):
    if y.ndim > 1:
        return [_softmax_rows(row) for row in y]
    e = [np.exp(value - max(y)) for value in y]
    return [value / sum(e) for value in e]


def _softmax_in_place(y):
    y -= y.max(axis=-1, keepdims=True)
    np.exp(y, out=y)
    y /= y.sum(axis=-1, keepdims=True)
    return y


def _over(y, axis):
    e = np.exp(y - y.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _rows_shifted(y):
    return np.exp(y - y.max(axis=-1, keepdims=True))


def _naive(y):
    return np.exp(y) / np.exp(y).sum(axis=-1, keepdims=True)


TOO_LARGE = "Take off the largest number of the row first: nothing above exp(0) = 1 is left."

SOFTMAX = Exercise(
    "softmax",
    title="A softmax that large numbers do not break",
    answer_name="softmax",
    reference=softmax,
    cases=_softmax_cases,
    tolerance=1e-4,
    mistakes=[
        Mistake("exp of a large number", _naive, TOO_LARGE),
        Mistake(
            "exp of a large number, and one sum for the whole table",
            lambda y: np.exp(y) / np.exp(y).sum(),
            "Each row is a step and adds up to 1: sum(axis=-1, keepdims=True). " + TOO_LARGE,
        ),
        Mistake(
            "the largest number of each row, but one sum for the whole table",
            lambda y: _rows_shifted(y) / _rows_shifted(y).sum(),
            "Each row adds up to 1 by itself: sum(axis=-1, keepdims=True).",
        ),
        Mistake(
            "one sum for the whole table",
            lambda y: _over(y, None),
            "Each row is a step and has its own largest number and its own sum: axis=-1, keepdims=True.",
        ),
        Mistake(
            "one largest number for the whole table",
            lambda y: _naive(y - y.max()),
            "A row far below the largest becomes zeros. Each row has its own: axis=-1, keepdims=True.",
        ),
        Mistake(
            "sums down the columns",
            lambda y: _over(y, 0),
            "A row is a step: add up along the last axis, axis=-1.",
        ),
        Mistake(
            "keepdims is left out",
            lambda y: np.exp((y.T - y.max(axis=-1)).T) / np.exp((y.T - y.max(axis=-1)).T).sum(axis=-1),
            "Without keepdims=True the sums of (T, O) have shape (T,), and meet the columns instead of the rows.",
        ),
        Mistake(
            "keepdims is left out of the max",
            lambda y: _naive(y - y.max(axis=-1)),
            "Without keepdims=True the largest numbers of (T, O) have shape (T,), and meet the columns.",
        ),
        Mistake(
            "keepdims is left out, twice",
            lambda y: np.exp(y - y.max(axis=-1)) / np.exp(y - y.max(axis=-1)).sum(axis=-1),
            "Without keepdims=True the largest numbers and the sums of (T, O) have shape (T,).",
        ),
        Mistake(
            "the smallest taken off, not the largest",
            lambda y: _naive(y - y.min(axis=-1, keepdims=True)),
            "Numbers far apart stay large then. " + TOO_LARGE,
        ),
        Mistake(
            "the mean taken off, not the largest",
            lambda y: _naive(y - y.mean(axis=-1, keepdims=True)),
            "Numbers far apart stay large then. " + TOO_LARGE,
        ),
        Mistake(
            "large numbers cut off",
            lambda y: _naive(np.clip(y, -500, 500)),
            "1000 and 1001 become equal then. " + TOO_LARGE,
        ),
        Mistake(
            "divided by the largest, in place of taking it off",
            lambda y: _naive(y / y.max(axis=-1, keepdims=True)),
            "Only adding or taking off the same number changes nothing. Use a minus.",
        ),
        Mistake(
            "divided by the largest of the whole table, in place of taking off that of the row",
            lambda y: _naive(y / y.max()),
            "Only adding or taking off the same number changes nothing. Use a minus, and axis=-1, keepdims=True.",
        ),
        Mistake(
            "max(y), which does not know rows",
            lambda y: np.exp(y - max(y)) / sum(np.exp(y - max(y))),
            "Python's max and sum are for vectors. y.max(axis=-1, keepdims=True) looks along each row; so can y.sum.",
        ),
        Mistake(
            "sum(e), which adds up the rows",
            lambda y: _rows_shifted(y) / sum(_rows_shifted(y)),
            "Python's sum goes down a table. e.sum(axis=-1, keepdims=True) adds up each row.",
        ),
        Mistake(
            "axis 1, which a vector does not have",
            lambda y: _over(y, 1),
            "The scores of one step have only axis 0. The last axis, axis=-1, is right for both.",
        ),
        Mistake(
            "not divided by the sum",
            _rows_shifted,
            "Probabilities add up to 1. Divide by their sum.",
        ),
        Mistake(
            "exp is left out",
            lambda y: y / y.sum(axis=-1, keepdims=True),
            "An output may be negative; exp makes it positive.",
        ),
        Mistake("σ of each number", sigmoid, "σ looks at one number alone, and the results do not add up to 1."),
        Mistake(
            "a 1 for the largest, 0 for the others",
            lambda y: (y == y.max(axis=-1, keepdims=True)) * 1.0,
            "That is the choice, without the probabilities. A softmax leaves something for the others.",
        ),
        Mistake(
            "the logarithm of the probabilities",
            lambda y: y - np.logaddexp.reduce(y, axis=-1, keepdims=True),
            "Where is exp?",
        ),
        Mistake(
            "no exp",
            lambda y: (lambda e: e / e.sum(axis=-1, keepdims=True))(y - y.max(axis=-1, keepdims=True)),
            "Powers of e make all scores positive: np.exp.",
        ),
        Mistake(
            "the minus turned",
            lambda y: softmax(-y),
            "The highest score has the highest probability: y minus its maximum, not the other way round.",
        ),
        Mistake("everything divided by itself", lambda y: np.ones_like(y), "Divide by the sum of the row."),
    ],
    styles={
        "lists": _softmax_rows,
        "in place, into its own argument": _softmax_in_place,
        "np.logaddexp": lambda y: np.exp(y - np.logaddexp.reduce(y, axis=-1, keepdims=True)),
        "one over a sum of ratios": lambda y: 1 / np.exp(y[..., None, :] - y[..., :, None]).sum(axis=-1),
        "steps turned to the back": lambda y: _over(y.T, 0).T,
        "float32": lambda y: _over(np.float32(y), -1),
    },
    hints=[
        "Taking the same number off every entry of a row changes nothing. Which number makes all of exp small enough?",
        "y.max(axis=-1, keepdims=True) is the largest of each row, in a shape that can be taken off y.",
        "e = np.exp(y - y.max(axis=-1, keepdims=True)), then return e / e.sum(axis=-1, keepdims=True).",
    ],
)


def parameters(T, D, H, O):
    return H * D + H * H + H + O * H + O


def multiplications(T, D, H, O):
    return T * (H * D + H * H + O * H)


def _count_cases(name, points):
    def cases(rng):
        def ask(*sizes):
            return Call(name, sizes)

        T, D, H, O = (int(size) for size in rng.permutation(np.arange(3, 30))[:4])
        short, long = ask(T, D, H, O), ask(T + 100, D, H, O)
        return [
            Case("4 steps, 5 inputs, 3 units, 2 outputs", points[0], (ask(4, 5, 3, 2),)),
            Case("other sizes, and the same with 100 steps more", points[1], (short, long)),
            Case("one of each", points[2], (ask(1, 1, 1, 1), ask(2, 1, 1, 1))),
            Case("80 inputs, 12 units, 3 outputs, 10 steps", points[3], (ask(10, 80, 12, 3),)),
        ]

    return cases


PARAMETERS = Exercise(
    "shared-parameters",
    title="Count what is kept: the parameters",
    answer_name="parameters",
    reference=parameters,
    cases=_count_cases("parameters", (0.5, 0.5, 0.5, 0.5)),
    returns=("the number of parameters",),
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "a list with one number",
                lambda T, D, H, O: [parameters(T, D, H, O)],
                "The number alone is asked for, without brackets.",
            ),
            (
                "weights of its own for each step",
                lambda T, D, H, O: T * parameters(T, D, H, O),
                "All steps share the same arrays. Does T belong in?",
            ),
            ("both biases are left out", lambda T, D, H, O: H * D + H * H + O * H, "b and c are learned too."),
            ("b is left out", lambda T, D, H, O: parameters(T, D, H, O) - H, "b has a number for each unit."),
            ("c is left out", lambda T, D, H, O: parameters(T, D, H, O) - O, "c has a number for each output."),
            ("W is left out", lambda T, D, H, O: parameters(T, D, H, O) - H * H, "W (H, H) meets the hidden state."),
            ("V and c are left out", lambda T, D, H, O: H * (D + H + 1), "The output has weights of its own."),
            (
                "the start is counted, or a second bias",
                lambda T, D, H, O: parameters(T, D, H, O) + H,
                "h_0 is zeros: nothing is learned in it. And a step has one bias here; PyTorch has two: lesson 03.",
            ),
            (
                "all the states are counted",
                lambda T, D, H, O: parameters(T, D, H, O) + T * H,
                "States are computed anew for each sequence; they are not parameters.",
            ),
            (
                "the inputs are counted",
                lambda T, D, H, O: parameters(T, D, H, O) + T * D,
                "The inputs are given; they are not parameters.",
            ),
            (
                "a bias for each pair of units",
                lambda T, D, H, O: parameters(T, D, H, O) - H + H * H,
                "b has one number for each unit.",
            ),
            (
                "one weight for each unit in W",
                lambda T, D, H, O: parameters(T, D, H, O) - H * H + H,
                "Every unit hears every unit: W is (H, H).",
            ),
            (
                "V meets the input",
                lambda T, D, H, O: parameters(T, D, H, O) - O * H + O * D,
                "V meets the hidden state: it is (O, H).",
            ),
            (
                "rows plus columns, not rows times columns",
                lambda T, D, H, O: (H + D) + (H + H) + H + (O + H) + O,
                "A matrix with H rows of D numbers holds H times D.",
            ),
            (
                "brackets missing: the bias is 1",
                lambda T, D, H, O: H * D + H * H + 1 + O * H + 1,
                "Each unit has a bias, and each output: H · (D + H + 1) + O · (H + 1).",
            ),
        ]
    ]
    + [
        Mistake("U is left out", lambda T, D, H, O: parameters(T, D, H, O) - H * D, "U (H, D) meets the input."),
        Mistake("V is left out", lambda T, D, H, O: parameters(T, D, H, O) - O * H, "V (O, H) makes the output."),
        Mistake(
            "only the output is counted",
            lambda T, D, H, O: O * H + O,
            "U, W and b make the state: they are learned too.",
        ),
        Mistake(
            "U and W are left out", lambda T, D, H, O: H + O * H + O, "U (H, D) meets the input and W (H, H) the state."
        ),
        Mistake(
            "W is counted twice",
            lambda T, D, H, O: parameters(T, D, H, O) + H * H,
            "One W joins the state to the next.",
        ),
        Mistake("V is counted twice", lambda T, D, H, O: parameters(T, D, H, O) + O * H, "One V makes the outputs."),
        Mistake("c is counted twice", lambda T, D, H, O: parameters(T, D, H, O) + O, "The output has one bias."),
        Mistake("only c is counted", lambda T, D, H, O: O, "Three matrices and two biases are learned."),
        Mistake(
            "the output is subtracted", lambda T, D, H, O: H * D + H * H + H - O * H + O, "What is learned is added up."
        ),
    ],
    styles={
        "brackets": lambda T, D, H, O: H * (D + H + 1) + O * (H + 1),
        "sizes of arrays": lambda T, D, H, O: sum(
            np.zeros(shape).size for shape in [(H, D), (H, H), (H,), (O, H), (O,)]
        ),
        "np.prod": lambda T, D, H, O: sum(np.prod(shape) for shape in [(H, D), (H, H), (H,), (O, H), (O,)]),
        "a real number": lambda T, D, H, O: float(parameters(T, D, H, O)),
        "arguments in another order": lambda D, H, O, T: parameters(T, D, H, O),
    },
    hints=[
        "Five arrays are learned: U, W, b, V and c. How many numbers does each hold? Which of them has an axis of T?",
        "U has H · D numbers, W has H · H, b has H, V has O · H, and c has O.",
        "Return H * D + H * H + H + O * H + O. T is not in it.",
    ],
)

MULTIPLICATIONS = Exercise(
    "work-over-time",
    title="Count what is done: the multiplications",
    answer_name="multiplications",
    reference=multiplications,
    cases=_count_cases("multiplications", (1, 1, 0.5, 0.5)),
    returns=("the number of multiplications",),
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            (
                "the work of one step only",
                lambda T, D, H, O: multiplications(1, D, H, O),
                "Every step does it again.",
            ),
            (
                "the biases counted too",
                lambda T, D, H, O: T * parameters(T, D, H, O),
                "A bias is added; nothing is multiplied.",
            ),
            (
                "the parameters, not the work",
                parameters,
                "That is what is kept. The work is done again at every step, and a bias is not multiplied.",
            ),
            ("V is left out", lambda T, D, H, O: T * (H * D + H * H), "V meets the state of every step."),
            ("W is left out", lambda T, D, H, O: T * (H * D + O * H), "W meets the hidden state at every step."),
            ("U is left out", lambda T, D, H, O: T * (H * H + O * H), "U meets the input of every step."),
            (
                "V at the last step only",
                lambda T, D, H, O: T * (H * D + H * H) + O * H,
                "That is many-to-one. Here every step has an output.",
            ),
            (
                "no W at the first step",
                lambda T, D, H, O: multiplications(T, D, H, O) - H * H,
                "Its h_0 is zeros, but W @ h_0 multiplies by them all the same. Count it.",
            ),
            (
                "every step done again for each later one",
                lambda T, D, H, O: T * (T + 1) // 2 * multiplications(1, D, H, O),
                "The past is in h: a step is taken once.",
            ),
            (
                "T twice",
                lambda T, D, H, O: T * multiplications(T, D, H, O),
                "T steps, each with one set of products.",
            ),
            (
                "the additions counted too",
                lambda T, D, H, O: 2 * multiplications(T, D, H, O),
                "Only multiplications are asked for here.",
            ),
            (
                "rows plus columns, not rows times columns",
                lambda T, D, H, O: T * ((H + D) + (H + H) + (O + H)),
                "Each of the H rows of U meets D numbers: H times D.",
            ),
            (
                "* counted where @ is meant",
                lambda T, D, H, O: T * (D + H + H),
                "In a product with @ each row meets the whole vector.",
            ),
        ]
    ]
    + [
        Mistake("only the output of each step", lambda T, D, H, O: T * O * H, "U @ x and W @ h are work, too."),
        Mistake("W is counted twice", lambda T, D, H, O: T * (H * D + 2 * H * H + O * H), "One product W @ h a step."),
        Mistake("V is counted twice", lambda T, D, H, O: T * (H * D + H * H + 2 * O * H), "One product V @ h a step."),
    ],
    styles={
        "brackets": lambda T, D, H, O: T * H * (D + H + O),
        "a loop over the steps": lambda T, D, H, O: sum(H * D + H * H + O * H for _ in range(T)),
        "sizes of arrays": lambda T, D, H, O: T * sum(np.zeros(shape).size for shape in [(H, D), (H, H), (O, H)]),
        "a real number": lambda T, D, H, O: float(multiplications(T, D, H, O)),
        "arguments in another order": lambda O, H, D, T: multiplications(T, D, H, O),
    },
    hints=[
        "In a product with @ each number of the matrix is used in one multiplication. Which matrices meet a vector?",
        "One step: H · D for U, H · H for W, O · H for V. Adding a bias multiplies nothing.",
        "Return T * (H * D + H * H + O * H).",
    ],
)

COUNTED = [PARAMETERS, MULTIPLICATIONS]
LESSON = Lesson(
    "02-unrolling",
    "Unrolling",
    [UNROLL, READ_IN_PIECES, MANY_TO_MANY, MANY_TO_ONE, SOFTMAX, *COUNTED],
    needs=("01-sequences",),
    gives="turn a step into a loop, and say what all the steps share",
)
