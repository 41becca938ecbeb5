"""Exercises of lesson 01: shapes of work, a letter as a vector, the step of an RNN, the object, two of them stacked."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Lesson, Mistake, Read
from lstm_ref import sigmoid

ONE_TO_ONE, ONE_TO_MANY, MANY_TO_ONE, MANY_TO_MANY = "one-to-one", "one-to-many", "many-to-one", "many-to-many"
SYNCED = "synced many-to-many"

KINDS = {
    "digit": ONE_TO_ONE,
    "rain": MANY_TO_ONE,
    "melody": ONE_TO_MANY,
    "article": MANY_TO_MANY,
    "heart": SYNCED,
    "typing": SYNCED,
}


def _kinds_cases(rng):
    # two tasks of different shapes a case, so that one word for everything earns nothing
    return [
        Case(title, 1, tuple(Read("kinds", key=name) for name in names))
        for title, names in [
            ("the digit and the heart", ("digit", "heart")),
            ("the rain and the typing", ("rain", "typing")),
            ("the melody and the article", ("melody", "article")),
        ]
    ]


AT_ONCE = "Every step is answered at once, before the next one comes in."

CLASSIFY_TASKS = Exercise(
    "classify-tasks",
    title="Six tasks and their shapes",
    answer_name="kinds",
    reference=KINDS,
    cases=_kinds_cases,
    mistakes=[
        Mistake(name, KINDS | wrong, advice)
        for name, wrong, advice in [
            (
                "a picture taken for a sequence of pixels",
                {"digit": MANY_TO_ONE},
                "A picture has many pixels, but always the same number of them, and all of them come at once.",
            ),
            (
                "one answer taken for the whole recording",
                {"heart": MANY_TO_ONE},
                "Each answer is about one beat, but there is an answer at every beat.",
            ),
            (
                "one answer taken for the whole sequence, twice",
                {"heart": MANY_TO_ONE, "typing": MANY_TO_ONE},
                "Each answer is about one beat or one letter, but there is an answer at every step.",
            ),
            (
                "one-to-many and many-to-one exchanged",
                {"rain": ONE_TO_MANY, "melody": MANY_TO_ONE},
                "The first word says what comes in, the last one what goes out.",
            ),
            ("many days taken for one input", {"rain": ONE_TO_ONE}, "Each day is a step, and the days grow in number."),
            ("one answer taken for many", {"rain": MANY_TO_MANY}, "Many days come in. How many answers are wanted?"),
            ("a whole melody taken for one output", {"melody": ONE_TO_ONE}, "A melody goes out note by note."),
            (
                "a whole summary taken for one output",
                {"article": MANY_TO_ONE},
                "A summary goes out word by word, and one may be longer than another.",
            ),
            (
                "the summary taken for synced",
                {"article": SYNCED},
                "Is there one word of the summary for each word of the article, while the article is still being read?",
            ),
            ("the heart not taken for synced", {"heart": MANY_TO_MANY}, AT_ONCE),
            ("the typing not taken for synced", {"typing": MANY_TO_MANY}, AT_ONCE),
            ("neither heart nor typing taken for synced", {"heart": MANY_TO_MANY, "typing": MANY_TO_MANY}, AT_ONCE),
            (
                "synced and many-to-many exchanged",
                {"heart": MANY_TO_MANY, "typing": MANY_TO_MANY, "article": SYNCED},
                f"{AT_ONCE} That is what synced means.",
            ),
            (
                "one guess taken for one output",
                {"typing": MANY_TO_ONE},
                "Each guess is one letter, but a guess is made after every letter that comes in.",
            ),
            (
                "the names without their hyphens",
                {name: kind.replace("-", " ") for name, kind in KINDS.items()},
                "The names have hyphens, as in the picture. Use the names in the cell: digit = one_to_one.",
            ),
            (
                "synced with one hyphen more",
                {name: kind.replace(" ", "-") for name, kind in KINDS.items()},
                "The name is in the cell: synced. Written out it has a space after the first word.",
            ),
        ]
    ],
    styles={
        "the words written out": dict(KINDS),
        "NumPy texts": {name: np.str_(kind) for name, kind in KINDS.items()},
        "arrays without an axis": {name: np.array(kind) for name, kind in KINDS.items()},
        "in another order": dict(sorted(KINDS.items())),
        "with a task of one's own": KINDS | {"chess": SYNCED},
    },
    hints=[
        "Ask of each task: does what comes in have steps? Does what goes out have steps?",
        "Where both have steps, ask once more: does each input get its own output at once, or is all of it read first?",
        "No steps at all: the digit. Steps only in: the rain. Steps only out: the melody. "
        "Two of the other three answer at every step.",
    ],
)


def one_hot(letter, alphabet):
    vector = np.zeros(len(alphabet))
    vector[alphabet.index(letter)] = 1
    return vector


LETTERS = list("abcdefghijklmnopqrstuvwxyz")


def _one_hot_cases(rng):
    def ask(size):
        # a letter that is not in deln, and where there are others in another place than from a to z or from the end
        while True:
            alphabet = "".join(rng.permutation(LETTERS)[:size])
            place = rng.integers(2, size - 1) if size > 3 else 0
            letter = alphabet[place]
            elsewhere = size == 1 or place not in (sorted(alphabet).index(letter), size - 1 - place)
            if elsewhere and letter not in "deln":
                return Call("one_hot", (letter, alphabet))

    return [
        Case("d, e, l and n, of the alphabet deln", 0.5, tuple(Call("one_hot", (each, "deln")) for each in "deln")),
        Case("an alphabet of 9 letters, in no order", 0.5, (ask(9),)),
        Case("an alphabet of 26 letters, in no order", 0.5, (ask(26),)),
        Case("an alphabet of one letter", 0.5, (ask(1),)),
    ]


def _one_hot_loop(letter, alphabet):
    vector = []
    for each in alphabet:
        if each == letter:
            vector.append(1)
        else:
            vector.append(0)
    return vector


def _with(vector, place, value):
    vector[place] = value
    return vector


ONE_HOT = Exercise(
    "one-hot",
    title="A letter as a vector",
    answer_name="one_hot",
    reference=one_hot,
    cases=_one_hot_cases,
    mistakes=[
        Mistake("the place, not the vector", lambda k, a: a.index(k), "The 1 stands at that place. All else is 0."),
        Mistake("counted from 1", lambda k, a: _with(np.zeros(len(a)), a.index(k) + 1, 1), "Python counts from 0."),
        Mistake(
            "the place written in, not a 1",
            lambda k, a: _with(np.zeros(len(a)), a.index(k), a.index(k)),
            "A later letter is not a larger one. All letters get the same 1.",
        ),
        Mistake("0 and 1 exchanged", lambda k, a: 1 - one_hot(k, a), "One place holds the 1, the others hold 0."),
        Mistake("True and False", lambda k, a: np.array(list(a)) == k, "Numbers are wanted: try astype(float)."),
        Mistake("a column", lambda k, a: one_hot(k, a)[:, None], "A vector has one axis."),
        Mistake("a row of a table", lambda k, a: one_hot(k, a)[None], "A vector has one axis."),
        Mistake(
            "the whole table", lambda k, a: np.eye(len(a)), "Each row of it is one letter. Which row is asked for?"
        ),
        Mistake(
            "the alphabet sorted",
            lambda k, a: one_hot(k, "".join(sorted(a))),
            "Places are counted in the alphabet as it is given.",
        ),
        Mistake(
            "always 4 places",
            lambda k, a: _with(np.zeros(4), a.index(k), 1),
            "The vector is as long as the alphabet that is given: len(alphabet).",
        ),
        Mistake(
            "always the alphabet deln",
            lambda k, a: one_hot(k, "deln"),
            "Use the alphabet that is given, for its length and for the place: alphabet.index(letter).",
        ),
        Mistake(
            "the place from a to z",
            lambda k, a: one_hot(k, "".join(LETTERS)),
            "Places are counted in the alphabet that is given, and the vector is as long as that.",
        ),
        Mistake(
            "counted from the end", lambda k, a: one_hot(k, a)[::-1], "The first letter of the alphabet has place 0."
        ),
    ],
    styles={
        "a loop and whole numbers": _one_hot_loop,
        "a row of np.eye": lambda letter, alphabet: np.eye(len(alphabet))[alphabet.find(letter)],
        "compared letter by letter": lambda letter, alphabet: (np.array([*alphabet]) == letter).astype(float),
        "a list in one line": lambda letter, alphabet: [1.0 if each == letter else 0.0 for each in alphabet],
        "float32": lambda letter, alphabet: np.float32(one_hot(letter, alphabet)),
        "arguments in another order": lambda alphabet, letter: one_hot(letter, alphabet),
    },
    hints=[
        "Start from zeros, one for each letter of the alphabet. Which one of them becomes 1?",
        "alphabet.index(letter) gives the place of a letter, counted from 0.",
        "vector = np.zeros(len(alphabet)), then vector[alphabet.index(letter)] = 1, then return vector.",
    ],
)


def rnn_step(x, h, U, W, b):
    return np.tanh(U @ x + W @ h + b)


def _weights(rng, D, H):
    """U, W and b, so small that no unit is at its end."""
    U, W = rng.standard_normal((H, D)) / np.sqrt(D), rng.standard_normal((H, H)) / np.sqrt(H)
    return U, W, 0.6 * rng.standard_normal(H)


def _rnn_step_cases(rng):
    def ask(D, H, alive="xhb"):
        U, W, b = _weights(rng, D, H)
        x, h = rng.standard_normal(D), rng.uniform(-1, 1, H)
        return (Call("rnn_step", (x * ("x" in alive), h * ("h" in alive), U, W, b * ("b" in alive))),)

    return [
        Case("with h and b zero", 0.5, ask(3, 5, "x")),
        Case("with x and b zero", 0.5, ask(3, 5, "h")),
        Case("with x and h zero", 0.5, ask(3, 5, "b")),
        Case("everything at once: 3 inputs, 5 units", 0.5, ask(3, 5)),
        Case("as many inputs as units: 4", 0.5, ask(4, 4)),
        Case("one input, one unit", 0.5, ask(1, 1)),
    ]


def _loops(x, h, U, W, b):
    new = []
    for k in range(len(b)):
        total = b[k]
        for j in range(len(x)):
            total += U[k, j] * x[j]
        for j in range(len(h)):
            total += W[k, j] * h[j]
        new.append(float(np.tanh(total)))
    return new


def _in_place(x, h, U, W, b):
    b += U @ x
    b += W @ h
    return np.tanh(b)


RNN_STEP = Exercise(
    "rnn-step",
    title="The step of an RNN",
    answer_name="rnn_step",
    reference=rnn_step,
    cases=_rnn_step_cases,
    returns=("h",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            ("the bias is left out", lambda x, h, U, W, b: np.tanh(U @ x + W @ h), "The third term is b."),
            (
                "the old state is left out",
                lambda x, h, U, W, b: np.tanh(U @ x + b),
                "Without W @ h nothing of the past is heard. Is it in the sum? Or is h overwritten before?",
            ),
            ("the input is left out", lambda x, h, U, W, b: np.tanh(W @ h + b), "U @ x is what it hears now."),
            (
                "no tanh",
                lambda x, h, U, W, b: U @ x + W @ h + b,
                "The sum is still any number. tanh brings it between -1 and 1.",
            ),
            ("np.tan in place of np.tanh", lambda x, h, U, W, b: np.tan(U @ x + W @ h + b), "The name ends in h."),
            (
                "W on the input and U on the state",
                lambda x, h, U, W, b: np.tanh(W @ x + U @ h + b),
                "Here U meets x and W meets h.",
            ),
            (
                "W is transposed",
                lambda x, h, U, W, b: np.tanh(U @ x + W.T @ h + b),
                "W is square, so this fits and no error warns you. Row k of W holds the weights of unit k.",
            ),
            (
                "U is transposed",
                lambda x, h, U, W, b: np.tanh(U.T @ x + W @ h + b),
                "U is (H, D), as it should be: each row meets the whole of x.",
            ),
            (
                "the vectors before the matrices",
                lambda x, h, U, W, b: np.tanh(x @ U + h @ W + b),
                "Each row of U meets x, so U comes first: U @ x. The same for W @ h.",
            ),
            (
                "* where @ is meant",
                lambda x, h, U, W, b: np.tanh(U * x + W * h + b),
                "@ multiplies and adds up, row by row. The sign * does not add up.",
            ),
            (
                "tanh of each term, and then the sum",
                lambda x, h, U, W, b: np.tanh(U @ x) + np.tanh(W @ h) + np.tanh(b),
                "First add the three terms, then take tanh once.",
            ),
            (
                "tanh of two terms, and then the sum",
                lambda x, h, U, W, b: np.tanh(U @ x) + np.tanh(W @ h) + b,
                "First add the three terms, then take tanh once.",
            ),
            (
                "tanh of the first term only",
                lambda x, h, U, W, b: np.tanh(U @ x) + W @ h + b,
                "Where does the bracket close? All three terms are inside.",
            ),
            (
                "the bias is added after tanh",
                lambda x, h, U, W, b: np.tanh(U @ x + W @ h) + b,
                "Where does the bracket close? The bias is part of the sum.",
            ),
            (
                "the old state is added at the end",
                lambda x, h, U, W, b: h + np.tanh(U @ x + W @ h + b),
                "The new state takes the place of the old one. The old one is heard only through W.",
            ),
            (
                "the old state without its matrix",
                lambda x, h, U, W, b: np.tanh(U @ x + h + b),
                "Every unit hears every unit, through W.",
            ),
            ("σ in place of tanh", lambda x, h, U, W, b: sigmoid(U @ x + W @ h + b), "The state may be negative too."),
            (
                "everything below 0 cut off",
                lambda x, h, U, W, b: np.maximum(U @ x + W @ h + b, 0),
                "The state may be negative too, and tanh keeps it between -1 and 1.",
            ),
            (
                "x and h made into columns, the bias not",
                lambda x, h, U, W, b: np.tanh(U @ x[:, None] + W @ h[:, None] + b),
                "A column plus a vector is a whole table. x and h may stay vectors, with one axis.",
            ),
        ]
    ],
    styles={
        "np.dot and the formula of tanh": lambda x, h, U, W, b: (
            2 / (1 + np.exp(-2 * (U.dot(x) + np.dot(W, h) + b))) - 1
        ),
        "einsum": lambda x, h, U, W, b: np.tanh(np.einsum("kj,j->k", U, x) + np.einsum("kj,j", W, h) + b),
        "loops and a list": _loops,
        "in place, into its own argument": _in_place,
        "one product with [x, h]": lambda x, h, U, W, b: np.tanh(np.hstack([U, W]) @ np.concatenate([x, h]) + b),
        "float32": lambda *given: rnn_step(*map(np.float32, given)),
        "arguments in another order": lambda h, x, W, U, b: rnn_step(x, h, U, W, b),
    },
    hints=[
        "Three terms are added: what x says, what h says, and the bias. Which matrix meets which?",
        "U @ x is one number a unit, and so is W @ h. Add b, which is one number a unit too.",
        "Return np.tanh of U @ x + W @ h + b: the whole sum inside the bracket.",
    ],
)


class RNN:
    """The reference: an RNN that keeps its own state."""

    def __init__(self, U, W, V, b):
        self.U, self.W, self.V, self.b = U, W, V, b
        self.h = np.zeros(len(b))

    def step(self, x):
        """Hear `x`, renew the state, and give the output."""
        self.h = rnn_step(x, self.h, self.U, self.W, self.b)
        return self.V @ self.h


def _rnn_class_cases(rng):
    def make(D, H, O, name="rnn"):  # noqa: E741 - O counts outputs, in the letters of the course
        U, W, b = _weights(rng, D, H)
        return Call("RNN", (U, W, rng.standard_normal((O, H)), b), keep=name)

    def hear(D, name="rnn", keep=None):
        return Call(f"{name}.step", (rng.standard_normal(D),), keep=keep)

    def each_step(D, T):
        return [hear(D) for _ in range(T)]

    in_turn = [make(3, 5, 2, "first"), make(3, 5, 2, "second")]
    in_turn += [hear(3, "first"), hear(3, "second"), hear(3, "first"), Read("first.h"), Read("second.h")]
    return [
        Case("the state before the first step", 0.5, (make(3, 5, 2), Read("rnn.h"))),
        Case("the first output", 1, (make(3, 5, 2), hear(3))),
        Case("the state after the first step", 0.5, (make(3, 5, 2), hear(3, keep="y"), Read("rnn.h"))),
        Case("four steps, one after the other", 1, (make(3, 5, 2), *each_step(3, 4))),
        Case("two networks, in turn", 1, tuple(in_turn)),
        Case("as many inputs, units and outputs: 4", 0.5, (make(4, 4, 4), *each_step(4, 3), Read("rnn.h"))),
        Case("one of everything", 0.5, (make(1, 1, 1), *each_step(1, 3))),
    ]


def _network(step, start=lambda U, b: np.zeros(len(b))):
    """A class of networks: `step` gives the new state and the output, `start` the first state."""

    class Network:
        def __init__(self, U, W, V, b):
            self.weights = U, W, V, b
            self.h = start(U, b)

        def step(self, x):
            self.h, y = step(x, self.h, *self.weights)
            return y

    return Network


def _right(x, h, U, W, V, b):
    h = rnn_step(x, h, U, W, b)
    return h, V @ h


def _then(after):
    """A right new state, and an output or state made of it wrongly."""
    return lambda x, h, U, W, V, b: after(rnn_step(x, h, U, W, b), h, V)


def _added(x, h, U, W, V, b):
    h = h + rnn_step(x, h, U, W, b)
    return h, V @ h


_OF_THE_NOTEBOOK = np.zeros((3, 4)), np.zeros((3, 3))
"""U and W have these shapes where the class is written."""


class _OneStateForAll:
    def __init__(self, U, W, V, b):
        self.weights = U, W, V, b
        _OneStateForAll.h = np.zeros(len(b))

    def step(self, x):
        _OneStateForAll.h, y = _right(x, self.h, *self.weights)
        return y


@dataclass
class _AsDataclass:
    U: np.ndarray
    W: np.ndarray
    V: np.ndarray
    b: np.ndarray
    h: np.ndarray = field(init=False)

    def __post_init__(self):
        self.h = 0 * self.b

    def step(self, x):
        self.h[:] = np.tanh(np.dot(self.U, x) + np.dot(self.W, self.h) + self.b)
        return np.dot(self.V, self.h)


class _AllStatesKept:
    def __init__(self, *weights):
        self.weights = weights
        self.states = [[0.0] * len(weights[0])]

    @property
    def h(self):
        return self.states[-1]

    def step(self, x):
        U, W, V, b = self.weights
        self.states.append(_loops(x, self.h, U, W, b))
        return [sum(V[k, j] * self.h[j] for j in range(len(b))) for k in range(len(V))]


def _by_function(U, W, V, b):
    rnn = SimpleNamespace(h=np.zeros(W.shape[0]))

    def step(x):
        rnn.h, y = _right(x, rnn.h, U, W, V, b)
        return y

    rnn.step = step
    return rnn


class _Inherited(RNN):
    def __init__(self, *weights):
        super().__init__(*map(np.float32, weights))

    def step(self, x):
        print("heard", x)
        return super().step(np.float32(x))


RNN_CLASS = Exercise(
    "rnn-class",
    title="An RNN that keeps its state",
    answer_name="RNN",
    reference=RNN,
    cases=_rnn_class_cases,
    mistakes=[
        Mistake(
            "the new state is not kept",
            _network(_then(lambda new, h, V: (h, V @ new))),
            "Only what is put into self.h is still there at the next step.",
        ),
        Mistake(
            "every step starts from zero",
            _network(lambda x, h, *weights: _right(x, 0 * h, *weights)),
            "The state is zero before the first step only. After that, start from self.h.",
        ),
        Mistake(
            "the output made from the old state",
            _network(_then(lambda new, h, V: (new, V @ h))),
            "First renew self.h, then make y from it.",
        ),
        Mistake("the state returned", _network(_then(lambda new, h, V: (new, new))), "The output is V @ h."),
        Mistake(
            "the output kept as the state",
            _network(_then(lambda new, h, V: (V @ new, V @ new))),
            "The next step hears h, not y. Keep h in self.h.",
        ),
        Mistake(
            "state and output returned",
            _network(_then(lambda new, h, V: (new, (new, V @ new)))),
            "step returns y alone. Who wants the state reads rnn.h.",
        ),
        Mistake("nothing returned", _network(_then(lambda new, h, V: (new, None))), "step ends with return y."),
        Mistake(
            "tanh around the output",
            _network(_then(lambda new, h, V: (new, np.tanh(V @ new)))),
            "Only the state is squashed. The output is a plain product.",
        ),
        Mistake(
            "the bias is left out, as in the article",
            _network(lambda x, h, U, W, V, b: _right(x, h, U, W, V, 0 * b)),
            "The article has no bias; this course has one, b, inside the tanh.",
        ),
        Mistake(
            "the new state added to the old one",
            _network(_added),
            "The new state takes the place of the old one: self.h = rnn_step(…).",
        ),
        Mistake(
            "a state of ones to start from",
            _network(_right, lambda U, b: np.ones(len(b))),
            "Nothing has been heard before the first step: zeros.",
        ),
        Mistake(
            "one number as the state",
            _network(_right, lambda U, b: 0),
            "The state is a vector, one number a unit: np.zeros(…).",
        ),
        Mistake(
            "a state as long as the input",
            _network(_right, lambda U, b: np.zeros(U.shape[1])),
            "The state has one number a unit, as many as b.",
        ),
        Mistake(
            "the weights of the notebook, not of the object",
            _network(lambda x, h, U, W, V, b: _right(x, h, *_OF_THE_NOTEBOOK, V, b)),
            "U without self is the U of an earlier cell. Use self.U, self.W, self.V and self.b.",
        ),
        Mistake(
            "the b of the notebook, not of the object",
            _network(_right, lambda U, b: np.zeros(len(_OF_THE_NOTEBOOK[0]))),
            "b without self is the b of an earlier cell. Use self.b, and self.U, self.W and self.V.",
        ),
        Mistake(
            "a state that is a column",
            _network(_right, lambda U, b: np.zeros((len(b), 1))),
            "The state is a vector, with one axis: np.zeros(H).",
        ),
        Mistake(
            "W on the input and U on the state",
            _network(lambda x, h, U, W, V, b: _right(x, h, W, U, V, b)),
            "Here U meets x and W meets h.",
        ),
        Mistake(
            "W is transposed",
            _network(lambda x, h, U, W, V, b: _right(x, h, U, W.T, V, b)),
            "W is square, so this fits and no error warns you. Use W as it is.",
        ),
        Mistake(
            "V is transposed",
            _network(_then(lambda new, h, V: (new, new @ V))),
            "V is (O, H): each row meets the whole of h, so V @ h.",
        ),
        Mistake(
            "one state for all networks",
            _OneStateForAll,
            "The state belongs to each network by itself: set self.h, in __init__.",
        ),
    ],
    styles={
        "a dataclass, changed in place": _AsDataclass,
        "loops, and all states kept": _AllStatesKept,
        "a function that makes an object": _by_function,
        "inherited, float32, with prints": _Inherited,
        "weights kept together": _network(_right),
        "einsum": _network(
            lambda x, h, U, W, V, b: (
                new := np.tanh(np.einsum("kj,j->k", U, x) + np.einsum("kj,j->k", W, h) + b),
                np.einsum("ok,k->o", V, new),
            )
        ),
    },
    hints=[
        "Before the first step nothing has been heard. How many numbers does the state have, and what are they?",
        "In step: make the new state from x and self.h, keep it in self.h, and return what V makes of it.",
        "start returns np.zeros(len(self.b)). step sets self.h = rnn_step(x, self.h, self.U, self.W, self.b) "
        "and returns self.V @ self.h.",
    ],
)


def stacked_step(x, h1, h2, p1, p2):
    h1 = _state(x, h1, p1)
    y1 = p1["V"] @ h1
    h2 = _state(y1, h2, p2)
    return p2["V"] @ h2, h1, h2


def _state(x, h, p):
    return rnn_step(x, h, p["U"], p["W"], p["b"])


def _stacked_cases(rng):
    def ask(D, H1, O1, H2, O2, x=1.0, h=1.0):
        def weights(D, H, O):  # noqa: E741 - O counts outputs, in the letters of the course
            U, W, b = _weights(rng, D, H)
            return {"U": U, "W": W, "V": rng.standard_normal((O, H)) / np.sqrt(H), "b": b}

        states = h * rng.uniform(-1, 1, H1), h * rng.uniform(-1, 1, H2)
        networks = weights(D, H1, O1), weights(O1, H2, O2)
        return (Call("stacked_step", (x * rng.standard_normal(D), *states, *networks)),)

    return [
        Case("with both states zero", 0.5, ask(3, 5, 4, 6, 2, h=0.0)),
        Case("with x zero", 0.5, ask(3, 5, 4, 6, 2, x=0.0)),
        Case("everything at once: 5 units under 6", 1, ask(3, 5, 4, 6, 2)),
        Case("as many of everything: 4", 1, ask(4, 4, 4, 4, 4)),
        Case("one of everything", 1, ask(1, 1, 1, 1, 1)),
    ]


def _stack(between=lambda x, old, new, p1: p1["V"] @ new, end=lambda y, h1, h2: (y, h1, h2)):
    """A stacked step with another input of the second RNN, or another way to return."""

    def step(x, h1, h2, p1, p2):
        new = _state(x, h1, p1)
        h2 = _state(between(x, h1, new, p1), h2, p2)
        return end(p2["V"] @ h2, new, h2)

    return step


def _side_by_side(x, h1, h2, p1, p2):
    h1, h2 = _state(x, h1, p1), _state(x, h2, p2)
    return p1["V"] @ h1 + p2["V"] @ h2, h1, h2


def _old_states(x, h1, h2, p1, p2):
    return stacked_step(x, h1, h2, p1, p2)[0], h1, h2


def _first_output(x, h1, h2, p1, p2):
    _, h1, h2 = stacked_step(x, h1, h2, p1, p2)
    return p1["V"] @ h1, h1, h2


def _one_state(x, h1, h2, p1, p2):
    h1 = _state(x, h1, p1)
    h2 = _state(p1["V"] @ h1, h1, p2)
    return p2["V"] @ h2, h1, h2


def _second_first(x, h1, h2, p1, p2):
    h2 = _state(p1["V"] @ h1, h2, p2)
    return p2["V"] @ h2, _state(x, h1, p1), h2


def _first_not_renewed(x, h1, h2, p1, p2):
    h2 = _state(p1["V"] @ h1, h2, p2)
    return p2["V"] @ h2, h1, h2


def _changed(p, **changed):
    return p | {name: change(p[name]) for name, change in changed.items()}


def _two_objects(x, h1, h2, p1, p2):
    rnn1, rnn2 = RNN(**p1), RNN(**p2)
    rnn1.h, rnn2.h = h1, h2
    y1 = rnn1.step(x)
    y = rnn2.step(y1)
    return y, rnn1.h, rnn2.h


def _a_loop(x, h1, h2, p1, p2):
    states = []
    for h, p in ((h1, p1), (h2, p2)):
        h[:] = np.tanh(p["U"].dot(x) + p["W"].dot(h) + p["b"])
        x = p["V"].dot(h)
        states.append(h)
    return [x, *states]


def _lists(*given):
    return tuple(part.tolist() for part in stacked_step(*given))


def _float32(*given):
    x, h1, h2, p1, p2 = given
    weights = ({name: np.float32(value) for name, value in p.items()} for p in (p1, p2))
    return stacked_step(np.float32(x), np.float32(h1), np.float32(h2), *weights)


STACKED_STEP = Exercise(
    "stacked-step",
    title="Two RNNs, one on the other",
    answer_name="stacked_step",
    reference=stacked_step,
    cases=_stacked_cases,
    returns=("y", "h1", "h2"),
    mistakes=[
        Mistake(
            "the second RNN hears x",
            _stack(between=lambda x, old, new, p1: x),
            "The letter is heard by the first RNN alone. The second hears y1.",
        ),
        Mistake(
            "the second RNN hears h1",
            _stack(between=lambda x, old, new, p1: new),
            'Here the output goes up: y1 = p1["V"] @ h1. Many frameworks leave V out and hand h1 up.',
        ),
        Mistake(
            "y1 made from the old h1",
            _second_first,
            "The new h1 comes first, then y1 from it, then the new h2.",
        ),
        Mistake(
            "tanh around y1",
            _stack(between=lambda x, old, new, p1: np.tanh(p1["V"] @ new)),
            "Only states are squashed. The output is a plain product.",
        ),
        Mistake(
            "the states exchanged",
            lambda x, h1, h2, p1, p2: stacked_step(x, h2, h1, p1, p2),
            "h1 belongs to the first RNN, with p1.",
        ),
        Mistake(
            "the weights exchanged",
            lambda x, h1, h2, p1, p2: stacked_step(x, h1, h2, p2, p1),
            "The first RNN, which hears x, has the weights p1.",
        ),
        Mistake(
            "the weights of the first RNN used twice",
            lambda x, h1, h2, p1, p2: stacked_step(x, h1, h2, p1, p1),
            "A slip of copying? The second RNN has weights of its own, p2.",
        ),
        Mistake(
            "one state for both",
            _one_state,
            "The second RNN hears y1, and goes on from its own old state, h2.",
        ),
        Mistake(
            "side by side, not stacked",
            _side_by_side,
            "Only the first RNN hears x. What it says is the input of the second.",
        ),
        Mistake(
            "the given states are ignored",
            lambda x, h1, h2, p1, p2: stacked_step(x, 0 * h1, 0 * h2, p1, p2),
            "Both go on from the states that come in, h1 and h2. A new object of RNN starts from zeros.",
        ),
        Mistake("y1 returned", _first_output, "y comes from the second RNN."),
        Mistake("the old states returned", _old_states, "The next step goes on from the new states. Return those."),
        Mistake("h2 before h1", _stack(end=lambda y, h1, h2: (y, h2, h1)), "Return y, then h1, then h2."),
        Mistake("y at the end", _stack(end=lambda y, h1, h2: (h1, h2, y)), "Return y first, then h1, then h2."),
        Mistake("only y returned", _stack(end=lambda y, h1, h2: y), "The states are needed for the next letter."),
        Mistake("h2 returned as y", _stack(end=lambda y, h1, h2: (h2, h1, h2)), 'One product more: p2["V"] @ h2.'),
        Mistake(
            "the biases are left out",
            lambda x, h1, h2, p1, p2: stacked_step(x, h1, h2, *(_changed(p, b=lambda b: 0 * b) for p in (p1, p2))),
            "Each of the two has a bias of its own, inside the tanh.",
        ),
        Mistake(
            "every W is transposed",
            lambda x, h1, h2, p1, p2: stacked_step(x, h1, h2, *(_changed(p, W=np.transpose) for p in (p1, p2))),
            "W is square, so this fits and no error warns you. Use W as it is.",
        ),
        *(
            Mistake(
                f"{letter} of the {other} RNN in the {own}",
                lambda x, h1, h2, p1, p2, letter=letter, first=first: stacked_step(
                    x, h1, h2, *((p1 | {letter: p2[letter]}, p2) if first else (p1, p2 | {letter: p1[letter]}))
                ),
                f"A slip of copying? The {own} RNN has a {letter} of its own, in {'p1' if first else 'p2'}.",
            )
            for own, other, first in (("first", "second", True), ("second", "first", False))
            for letter in "UWVb"
        ),
        *(
            Mistake(
                f"W is transposed in the {own} RNN",
                lambda x, h1, h2, p1, p2, first=first: stacked_step(
                    x, h1, h2, *(_changed(p, W=np.transpose) if (p is p1) is first else p for p in (p1, p2))
                ),
                "W is square, so this fits and no error warns you. Use W as it is.",
            )
            for own, first in (("first", True), ("second", False))
        ),
        Mistake(
            "the old h1 returned",
            lambda x, h1, h2, p1, p2: (lambda y, _, new: (y, h1, new))(*stacked_step(x, h1, h2, p1, p2)),
            "The next step goes on from the new h1. Return that.",
        ),
        Mistake(
            "the old h2 returned",
            lambda x, h1, h2, p1, p2: (*stacked_step(x, h1, h2, p1, p2)[:2], h2),
            "The next step goes on from the new h2. Return that.",
        ),
        Mistake(
            "the first state is not renewed",
            _first_not_renewed,
            'The first RNN hears the letter: h1 = rnn_step(x, h1, p1["U"], p1["W"], p1["b"]).',
        ),
        Mistake(
            "the second state is not renewed",
            lambda x, h1, h2, p1, p2: (p2["V"] @ h2, _state(x, h1, p1), h2),
            'The second RNN hears y1: h2 = rnn_step(y1, h2, p2["U"], p2["W"], p2["b"]).',
        ),
        Mistake("h1 twice", _stack(end=lambda y, h1, h2: (y, h1, h1)), "The second state is h2."),
        Mistake("h2 twice", _stack(end=lambda y, h1, h2: (y, h2, h2)), "The first state is h1."),
        Mistake("h1 before y", _stack(end=lambda y, h1, h2: (h1, y, h2)), "Return y first, then h1, then h2."),
    ],
    styles={
        "two objects": _two_objects,
        "a loop over the two, in place, a list": _a_loop,
        "lists in a tuple": _lists,
        "float32": _float32,
        "arguments in another order": lambda p1, p2, h1, h2, x: stacked_step(x, h1, h2, p1, p2),
    },
    hints=[
        "Take the two one after the other. What does the first one hear? What does the second one hear?",
        'The first: h1 = rnn_step(x, h1, p1["U"], p1["W"], p1["b"]), then y1 = p1["V"] @ h1.',
        "The second is the same once more, with y1 in place of x, h2 in place of h1 and p2 in place of p1. "
        "Return y, h1, h2.",
    ],
)

LESSON = Lesson(
    "01-sequences",
    "Sequences, and a network that remembers",
    [CLASSIFY_TASKS, ONE_HOT, RNN_STEP, RNN_CLASS, STACKED_STEP],
    needs=("00-start-here",),
    gives="name the five shapes of sequence work, and write a network that keeps a state",
)
