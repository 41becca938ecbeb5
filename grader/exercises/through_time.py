"""Exercises of lesson 04: slopes, the chain rule by hand, numerical gradients, backwards through time, clipping."""

import numpy as np

from grader.exercises.declare import Call, Case, Code, Exercise, Lesson, Mistake, Read
from lstm_ref import rnn, sigmoid, unroll, unroll_backward
from lstm_ref.gradient_check import central_differences
from lstm_ref.optimise import clip_norm as clip_in_place


def _slope_cases(name):
    def cases(rng):
        def ask(z):
            return Call(name, (z,))

        table = rng.uniform(-2, 2, (3, 4))
        return [
            Case("at 0, and at one number elsewhere", 0.5, (ask(np.zeros(1)), ask(rng.uniform(0.5, 1.5)))),
            Case("numbers above 0 and below", 1, (ask(np.array([1, -1, 1, -1]) * rng.uniform(0.3, 2, 4)),)),
            Case("a table of numbers", 0.5, (ask(table),)),
        ]

    return cases


def sigmoid_slope(z):
    f = sigmoid(z)
    return f * (1 - f)


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def _entry_by_entry(function):
    def loops(z):
        slopes = [function(float(value)) for value in np.ravel(z)]
        return np.reshape(slopes, np.shape(z))

    return loops


SIGMOID_SLOPE = Exercise(
    "sigmoid-slope",
    title="The slope of σ",
    answer_name="sigmoid_slope",
    reference=sigmoid_slope,
    cases=_slope_cases("sigmoid_slope"),
    returns=("slope",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the formula on z itself, not on σ(z)",
                lambda z: z * (1 - z),
                "First compute σ(z), and use that twice.",
            ),
            ("σ itself, not its slope", lambda z: sigmoid(z), "How much does it change when z grows a little?"),
            ("1 - σ(z) only", lambda z: 1 - sigmoid(z), "This is one of two factors. With exp: is the square missing?"),
            (
                "the square of σ(z)",
                lambda z: sigmoid(z) ** 2,
                "The chain rule has a last factor, exp(-z): the slope of what is inside.",
            ),
            ("the sign is turned", lambda z: -sigmoid_slope(z), "σ rises everywhere, so its slope is above 0."),
            (
                "the formula of tanh",
                lambda z: 1 - sigmoid(z) ** 2,
                "That is 1 - tanh(z)². For σ it is another product.",
            ),
            ("the slope of tanh", lambda z: tanh_slope(z), "tanh and σ are different curves."),
            (
                "σ applied twice",
                lambda z: sigmoid_slope(sigmoid(z)),
                "z is the sum, before squashing. Squash it once.",
            ),
            ("a plus for a minus", lambda z: sigmoid(z) * (1 + sigmoid(z)), "The second factor is 1 - σ(z)."),
            (
                "one factor with z",
                lambda z: sigmoid(z) * (1 - z),
                "Both factors are made from σ(z).",
            ),
        ]
    ],
    styles={
        "by exp": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "by cosh": lambda z: 0.25 / np.cosh(z / 2) ** 2,
        "σ of z times σ of minus z": lambda z: sigmoid(z) * sigmoid(-z),
        "by tanh": lambda z: tanh_slope(z / 2) / 4,
        "entry by entry": _entry_by_entry(sigmoid_slope),
        "float32": lambda z: sigmoid_slope(np.float32(z)),
    },
    hints=[
        "Write σ(z) as (1 + exp(-z)) to the power of -1, and use the rule for a power: the power comes down.",
        "The slope is exp(-z) / (1 + exp(-z))². Both of its parts can be written with σ(z): σ(z) and 1 - σ(z).",
        "f = sigmoid(z), and then return f * (1 - f).",
    ],
)

TANH_SLOPE = Exercise(
    "tanh-slope",
    title="The slope of tanh",
    answer_name="tanh_slope",
    reference=tanh_slope,
    cases=_slope_cases("tanh_slope"),
    returns=("slope",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the formula on z itself, not on tanh(z)",
                lambda z: 1 - np.asarray(z) ** 2,
                "The square is of tanh(z). Where z is a hidden state already, tanh has been taken; here it has not.",
            ),
            ("the square is missing", lambda z: 1 - np.tanh(z), "1 minus the square of tanh(z)."),
            ("the square of the difference", lambda z: (1 - np.tanh(z)) ** 2, "Square tanh(z), then take it from 1."),
            ("the formula of σ", lambda z: np.tanh(z) * (1 - np.tanh(z)), "f * (1 - f) belongs to σ."),
            ("the slope of σ", lambda z: sigmoid_slope(z), "tanh and σ are different curves."),
            ("the sign is turned", lambda z: np.tanh(z) ** 2 - 1, "tanh rises everywhere, so its slope is above 0."),
            ("a plus for a minus", lambda z: 1 + np.tanh(z) ** 2, "Away from 0 the curve gets flatter, not steeper."),
            ("tanh itself, not its slope", lambda z: np.tanh(z), "How much does it change when z grows a little?"),
            ("the square on z, inside tanh", lambda z: 1 - np.tanh(np.asarray(z) ** 2), "First tanh, then the square."),
            ("1 / cosh without the square", lambda z: 1 / np.cosh(z), "The slope is 1 / cosh(z)², with the square."),
            ("tanh applied twice", lambda z: tanh_slope(np.tanh(z)), "z is the sum, before squashing. Squash it once."),
        ]
    ]
    + [
        Mistake("the square alone", lambda z: np.tanh(z) ** 2, "The slope is 1 minus the square."),
        Mistake(
            "2 minus the square", lambda z: 2 - np.tanh(z) ** 2, "The slope is 1 minus the square: 1 where tanh is 0."
        ),
        Mistake(
            "minus the square", lambda z: -(np.tanh(z) ** 2), "The slope is 1 minus the square: 1 where tanh is 0."
        ),
        Mistake("the cube for the square", lambda z: 1 - np.tanh(z) ** 3, "The slope is 1 minus the square."),
    ],
    styles={
        "by cosh": lambda z: 1 / np.cosh(z) ** 2,
        "by exp": lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2,
        "two factors": lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
        "by σ": lambda z: 4 * sigmoid_slope(2 * z),
        "entry by entry": _entry_by_entry(tanh_slope),
        "float32": lambda z: tanh_slope(np.float32(z)),
    },
    hints=[
        "tanh is sinh / cosh. The rule for a fraction gives (cosh² - sinh²) / cosh².",
        "Divide: cosh² / cosh² is 1, and sinh² / cosh² is the square of tanh.",
        "Return 1 - np.tanh(z) ** 2.",
    ],
)

STEEPEST = {"sigmoid_at": 0, "sigmoid_slope": 0.25, "tanh_at": 0, "tanh_slope": 1, "three_sigmoids": 0.25**3}


def _steepest_cases(rng):
    def ask(*names):
        return tuple(Read("steepest", key=name) for name in names)

    return [
        Case("σ: where, and how steep", 0.5, ask("sigmoid_at", "sigmoid_slope")),
        Case("tanh: where, and how steep", 0.5, ask("tanh_at", "tanh_slope")),
        Case("through σ three times", 1, ask("three_sigmoids")),
    ]


STEEPEST_SLOPES = Exercise(
    "steepest",
    title="The greatest slopes",
    answer_name="steepest",
    reference=STEEPEST,
    cases=_steepest_cases,
    tolerance=0.01,
    mistakes=[
        Mistake(name, STEEPEST | wrong, advice)
        for name, wrong, advice in [
            (
                "both slopes near 1, as the page has it",
                {"sigmoid_slope": 1, "three_sigmoids": 1},
                "For tanh that is right at 0. What does your sigmoid_slope give at 0?",
            ),
            ("the height of σ, not its slope", {"sigmoid_slope": 0.5, "three_sigmoids": 0.125}, "σ(0) is 0.5. And σ'?"),
            ("three slopes added", {"three_sigmoids": 0.75}, "One link after another: the slopes multiply."),
            ("only one of the three", {"three_sigmoids": 0.25}, "A change goes through all three, one after another."),
            ("one power too few", {"three_sigmoids": 0.25**2}, "Three links, three factors."),
            (
                "heights for places",
                {"sigmoid_at": 0.5},
                "Asked is z, where the curve is steepest, not what comes out there.",
            ),
            ("steepest far to the right", {"sigmoid_at": 6, "tanh_at": 6}, "There the curves are high, and flat."),
            ("both like σ", {"tanh_slope": 0.25}, "Look at the curve of tanh at 0, or call your tanh_slope."),
        ]
    ],
    styles={
        "floats": {name: float(value) for name, value in STEEPEST.items()},
        "NumPy numbers": {name: np.float32(value) for name, value in STEEPEST.items()},
        "from the functions": {
            "sigmoid_at": 0,
            "sigmoid_slope": sigmoid_slope(0.0),
            "tanh_at": 0,
            "tanh_slope": tanh_slope(0.0),
            "three_sigmoids": sigmoid_slope(np.zeros(3)).prod(),
        },
        "read off a table": {
            "sigmoid_at": np.linspace(-6, 6, 1201)[sigmoid_slope(np.linspace(-6, 6, 1201)).argmax()],
            "sigmoid_slope": sigmoid_slope(np.linspace(-6, 6, 1201)).max(),
            "tanh_at": np.linspace(-6, 6, 1201)[tanh_slope(np.linspace(-6, 6, 1201)).argmax()],
            "tanh_slope": tanh_slope(np.linspace(-6, 6, 1201)).max(),
            "three_sigmoids": 1 / 64,
        },
        "read off a coarse grid, two digits": {
            "sigmoid_at": -0.006,
            "sigmoid_slope": 0.25,
            "tanh_at": 0.01,
            "tanh_slope": 0.9999,
            "three_sigmoids": 0.016,
        },
        "with more in it": STEEPEST | {"ten_sigmoids": 0.25**10},
    },
    hints=[
        "Call your two functions for many z, or look at the picture: where is the top of each hill?",
        "At z = 0, σ is 0.5 and tanh is 0. Put these into f * (1 - f) and 1 - f². Slopes in a row multiply.",
        "σ: at 0, 0.25. tanh: at 0, 1. Three times σ: 0.25 * 0.25 * 0.25.",
    ],
)

BY_HAND = {"dz_1": 0.18432, "dw_1": 0.04608, "dw": 0.13248, "dh_0": 0.36864}


def _by_hand_cases(rng):
    def ask(name):
        return (Read("by_hand", key=name),)

    return [
        Case("dz_1, back through tanh", 0.5, ask("dz_1")),
        Case("dw_1, the share of the first step", 0.5, ask("dw_1")),
        Case("dw, both uses of w together", 0.5, ask("dw")),
        Case("dh_0, back to the start", 0.5, ask("dh_0")),
    ]


def _on_from(dz_1, h_0=0.25, share_2=0.0864, w=2):
    """The four numbers, where dz_1 came out as given."""
    return {"dz_1": dz_1, "dw_1": dz_1 * h_0, "dw": dz_1 * h_0 + share_2, "dh_0": dz_1 * w}


TWO_STEPS_BY_HAND = Exercise(
    "two-steps-by-hand",
    title="Two steps back, by hand",
    answer_name="by_hand",
    reference=BY_HAND,
    cases=_by_hand_cases,
    tolerance=1e-3,
    mistakes=[
        Mistake(name, BY_HAND | wrong, advice)
        for name, wrong, advice in [
            ("only the share of the first step", {"dw": 0.04608}, "w is used at both steps. Each use has a share."),
            ("only the share of the second step", {"dw": 0.0864}, "w is used at both steps. Each use has a share."),
            ("the shares multiplied", {"dw": 0.04608 * 0.0864}, "Links in a row multiply, ways side by side add up."),
            ("the mean of the shares", {"dw": 0.06624}, "Two ways from w to the loss: their shares add up."),
            ("the slope is left out", _on_from(0.288), "From h_1 back to z_1 it goes through tanh: 1 - 0.6²."),
            ("the slope of σ", _on_from(0.288 * 0.6 * 0.4), "This unit squashes with tanh: 1 - h²."),
            ("the slope at h_0", _on_from(0.288 * 0.9375), "tanh made h_1 out of z_1, so the slope is 1 - h_1²."),
            ("the slope at h_2", _on_from(0.288 * 0.36), "tanh made h_1 out of z_1, so the slope is 1 - h_1²."),
            ("1 - h without the square", _on_from(0.288 * 0.4), "The slope of tanh is 1 - h²."),
            ("begun again at the loss", _on_from(0.4 * 0.64), "What arrives at h_1 is dh_1 = 0.288, not dh_2."),
            ("dh_1 is left out", _on_from(0.64), "The slope is multiplied by what arrives at h_1: dh_1 = 0.288."),
            (
                "two slopes, and dh_1 is left out",
                _on_from(0.64 * 0.36),
                "The slope at h_2 is in dh_1 already. dz_1 is dh_1 times the slope at h_1.",
            ),
            ("w met the new state", _on_from(0.18432, h_0=0.6), "At the first step w multiplies h_0."),
            (
                "divided by w on the way to w",
                {"dw_1": 0.09216, "dw": 0.17856},
                "The slope of w * h_0 in w is h_0: multiply dz_1 by it.",
            ),
            ("w is left out on the way to h_0", {"dh_0": 0.18432}, "h_0 was multiplied by w, so its slope has a w."),
            ("h_0 in the slope of h_0", {"dh_0": 0.09216}, "The slope of w * h_0 in h_0 is w alone."),
        ]
    ],
    styles={
        "computed": {
            "dz_1": 0.288 * (1 - 0.6**2),
            "dw_1": 0.288 * (1 - 0.6**2) * 0.25,
            "dw": 0.288 * (1 - 0.6**2) * 0.25 + 0.0864,
            "dh_0": 0.288 * (1 - 0.6**2) * 2,
        },
        "rounded to three digits": {"dz_1": 0.184, "dw_1": 0.046, "dw": 0.132, "dh_0": 0.369},
        "arrays of one number": {name: np.array(value) for name, value in BY_HAND.items()},
        "float32": {name: np.float32(value) for name, value in BY_HAND.items()},
    },
    hints=[
        "The same three multiplications as at the second step, one step earlier. You begin with dh_1 = 0.288.",
        "dz_1 is dh_1 times the slope of tanh there, 1 - 0.6². Then w met h_0 = 0.25, and h_0 met w = 2.",
        "dw_1 = dz_1 * 0.25 and dh_0 = dz_1 * 2. dw adds the shares of both steps: dw_1 + 0.0864.",
    ],
)


def numerical_gradient(f, x):
    return central_differences(lambda arrays: f(arrays["x"]), {"x": x})["x"]


def _quotient(f, x, quotient):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[index] += 1e-5
        behind[index] -= 1e-5
        gradient[index] = quotient(f(ahead), f(behind))
    return gradient


def _numerical_cases(rng):
    def ask(source, low, high, shape):
        return Call("numerical_gradient", (Code(source), rng.uniform(low, high, shape)))

    return [
        Case("a sum of cubes, four numbers", 1, (ask("lambda x: (x ** 3).sum()", 0.5, 1.5, 4),)),
        Case(
            "a table of 2 × 3, each entry with its own slope",
            1,
            (ask("lambda x: (np.sin(x) * np.array([[1, 2, 3], [5, 7, 11]])).sum()", -1, 1, (2, 3)),),
        ),
        Case(
            "a steep valley: is one side enough, and is each entry put back?",
            1.5,
            (
                ask("lambda x: 60 * x.sum() ** 2", -0.05, 0.1, 5),
                ask("lambda x: 60 * (x ** 2).sum()", -0.1, 0.1, (3, 2)),
            ),
        ),
        # so steep that a gradient of exactly 0 differs from one that is far too small
        Case("one number alone, and a large slope", 0.5, (ask("lambda x: 1e6 * np.exp(x).sum()", 0.5, 1, 1),)),
    ]


STEP = 1e-5


def _try(f, x, quotient, step=STEP):
    """Move each entry by one step, on a copy, and take `quotient(f, ahead, behind, step)`."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        move = np.zeros_like(x)
        move[index] = step
        gradient[index] = quotient(f, x + move, x - move, step)
    return gradient


def _not_put_back(f, x):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        x[index] += STEP
        ahead = f(x)
        x[index] -= 2 * STEP
        gradient[index] = (ahead - f(x)) / (2 * STEP)
    return gradient


def _ahead_not_put_back(f, x):
    gradient, here = np.zeros_like(x), f(x)
    for index in np.ndindex(x.shape):
        x[index] += STEP
        gradient[index] = (f(x) - here) / STEP
    return gradient


def _one_array_under_two_names(f, x):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        up = x
        up[index] += STEP
        down = x
        down[index] -= STEP
        gradient[index] = (f(up) - f(down)) / (2 * STEP)
    return gradient


def _down_from_where_it_was_moved_to(f, x):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        up = x
        up[index] += STEP
        ahead = f(up)
        down = x
        down[index] -= STEP
        gradient[index] = (ahead - f(down)) / (2 * STEP)
    return gradient


def _in_place_and_put_back(f, x):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + STEP
        ahead = f(x)
        x[index] = kept - STEP
        behind = f(x)
        x[index] = kept
        gradient[index] = (ahead - behind) / (2 * STEP)
    return gradient


def _on_a_flat_copy(f, x):
    slopes = []
    for k in range(x.size):
        pair = []
        for step in (1e-6, -1e-6):
            flat = x.flatten()
            flat[k] += step
            pair.append(f(flat.reshape(x.shape)))
        slopes.append((pair[0] - pair[1]) / 2e-6)
    return np.reshape(slopes, x.shape).tolist()


def _rows_moved(f, x):
    gradient = np.zeros_like(x)
    for k in range(len(x)):
        move = np.zeros_like(x)
        move[k] = STEP
        gradient[k] = (f(x + move) - f(x - move)) / (2 * STEP)
    return gradient


def _central(f, ahead, behind, step):
    return (f(ahead) - f(behind)) / (2 * step)


NUMERICAL_GRADIENT = Exercise(
    "numerical-gradient",
    title="A gradient by trying",
    answer_name="numerical_gradient",
    reference=numerical_gradient,
    cases=_numerical_cases,
    returns=("gradient",),
    mistakes=[
        Mistake(
            "looked to one side only",
            lambda f, x: _try(f, x, lambda f, ahead, behind, step: (f(ahead) - f((ahead + behind) / 2)) / step),
            "Where f bends, one side is off by more than rounding. Step to both sides, and divide by 2 * 1e-5.",
        ),
        Mistake(
            "looked backwards only",
            lambda f, x: _try(f, x, lambda f, ahead, behind, step: (f((ahead + behind) / 2) - f(behind)) / step),
            "Where f bends, one side is off by more than rounding. Step to both sides, and divide by 2 * 1e-5.",
        ),
        Mistake(
            "divided by one step, not by two",
            lambda f, x: _try(f, x, lambda f, ahead, behind, step: (f(ahead) - f(behind)) / step),
            "From one side to the other it is two steps.",
        ),
        Mistake(
            "not divided at all",
            lambda f, x: _try(f, x, lambda f, ahead, behind, step: f(ahead) - f(behind)),
            "A slope is the change of f for each unit of x: divide by how far x was moved.",
        ),
        Mistake(
            "2 and the step in the wrong bracket",
            lambda f, x: _try(f, x, lambda f, ahead, behind, step: (f(ahead) - f(behind)) / 2 * step),
            "a / 2 * s is (a / 2) * s. Write a / (2 * s).",
        ),
        Mistake(
            "the sign is turned",
            lambda f, x: -_try(f, x, _central),
            "f ahead minus f behind, in this order.",
        ),
        Mistake(
            "no copy: up and down are the same array",
            _one_array_under_two_names,
            "`up = x` is no copy, only a second name for x, and x[:] shares its numbers. Take x.copy() for each.",
        ),
        Mistake(
            "no copy: down begins where up was moved to",
            _down_from_where_it_was_moved_to,
            "`up = x` is only a second name for x, so 1e-5 down from there is x itself. Take x.copy() for each.",
        ),
        Mistake("an entry is not put back", _not_put_back, "The next entry must start from the same x."),
        Mistake(
            "one side only, and the entry is not put back",
            _ahead_not_put_back,
            "Step to both sides, and let the next entry start from the same x.",
        ),
        Mistake(
            "all entries moved together",
            lambda f, x: np.full_like(x, (f(x + STEP) - f(x - STEP)) / (2 * STEP)),
            "Move one entry and leave all the others where they are.",
        ),
        Mistake("whole rows moved together", _rows_moved, "x may be a table: np.ndindex(x.shape) gives each place."),
        Mistake(
            "one number for all of x",
            lambda f, x: (f(x + STEP) - f(x - STEP)) / (2 * STEP),
            "Each entry of x has a slope of its own, so the gradient has the shape of x.",
        ),
        Mistake(
            "the gradient laid out flat",
            lambda f, x: _try(f, x, _central).ravel(),
            "The gradient has the shape of x, so that each slope stands where its entry stands.",
        ),
        Mistake(
            "a step much too large",
            lambda f, x: _try(f, x, _central, step=0.1),
            "With a step of 0.1 the bends of f are in the way. Take 1e-5.",
        ),
        Mistake(
            "added, not subtracted",
            lambda f, x: _quotient(f, x, lambda up, down: (up + down) / 2e-5),
            "The slope is a difference of two values, over the way between.",
        ),
        Mistake(
            "only the value ahead",
            lambda f, x: _quotient(f, x, lambda up, down: up / 2e-5),
            "The slope is a difference of two values, over the way between.",
        ),
        Mistake(
            "only the value behind",
            lambda f, x: _quotient(f, x, lambda up, down: down / 2e-5),
            "The slope is a difference of two values, over the way between.",
        ),
        Mistake(
            "divided by four steps",
            lambda f, x: _quotient(f, x, lambda up, down: (up - down) / 4e-5),
            "From behind to ahead it is two steps.",
        ),
        Mistake(
            "a step of half the size in one direction",
            lambda f, x: numerical_gradient(f, x) * 0.75,
            "Both steps are 1e-5.",
        ),
        Mistake(
            "a step of twice the size in one direction",
            lambda f, x: numerical_gradient(f, x) * 1.5,
            "Both steps are 1e-5.",
        ),
    ],
    styles={
        "each entry moved on a copy": lambda f, x: _try(f, x, _central),
        "in place, and put back": _in_place_and_put_back,
        "a flat copy and lists": _on_a_flat_copy,
        "a larger step": lambda f, x: _try(f, x, _central, step=1e-4),
        "an imaginary step": lambda f, x: np.reshape(
            [f(x + 1e-30j * e.reshape(x.shape)).imag / 1e-30 for e in np.eye(x.size)], x.shape
        ),
        "a list of columns": lambda f, x: np.array(
            [(f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape))) / 2e-5 for e in 1e-5 * np.eye(x.size)]
        ).reshape(x.shape),
        "arguments in another order": lambda x, f: numerical_gradient(f, x),
    },
    hints=[
        "Begin with np.zeros_like(x) and go over its places: for index in np.ndindex(x.shape).",
        "For each place make a copy of x moved up by 1e-5 there, and a copy moved down. Call f on both.",
        "gradient[index] = (f(up) - f(down)) / (2 * 1e-5), with up = x.copy() and then up[index] += 1e-5.",
    ],
)


def _forward(rng, T, D, H):
    """Draw a sequence, a start and weights, small enough that no unit saturates: x, h_0, U, W, b."""
    U, W = rng.standard_normal((H, D)) / np.sqrt(2 * D), rng.standard_normal((H, H)) / np.sqrt(H)
    x, b = rng.standard_normal((T, D)), rng.uniform(-0.3, 0.3, H)
    return x, rng.uniform(-0.9, 0.9, H), U, W, b


def weight_gradients(dz, x, h):
    # the course's own step back, for a step whose slope is 1 in each unit: a sum of 0
    p = {"U": np.zeros((len(dz), len(x))), "W": np.zeros((len(dz), len(h))), "b": np.zeros(len(dz))}
    dp = rnn.rnn_step_backward(dz, x, h, p)[2]
    return dp["U"], dp["W"], dp["b"]


def _either_sign(rng, low, high, size):
    """Numbers from `low` to `high` or from `-high` to `-low`."""
    return rng.uniform(low, high, size) * rng.choice([-1, 1], size)


def _weight_gradient_cases(rng):
    def ask(D, H, x=1, h=1):
        dz = _either_sign(rng, 0.5, 2, H)
        return (Call("weight_gradients", (dz, x * _either_sign(rng, 0.5, 2, D), h * _either_sign(rng, 0.2, 0.9, H))),)

    return [
        Case("with h zero: only dU and db", 0.5, ask(4, 3, h=0)),
        Case("with x zero: only dW and db", 0.5, ask(4, 3, x=0)),
        Case("everything at once: 5 inputs, 3 units", 1, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("2 inputs, 6 units", 0.5, ask(2, 6)),
    ]


def _table_by_loops(rows, columns):
    return [[row * column for column in columns] for row in rows]


WEIGHT_GRADIENTS = Exercise(
    "weight-gradients",
    title="Back to the weights",
    answer_name="weight_gradients",
    reference=weight_gradients,
    cases=_weight_gradient_cases,
    returns=("dU", "dW", "db"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "both tables transposed",
                lambda dz, x, h: (np.outer(x, dz), np.outer(h, dz), dz),
                "Row k of U belongs to unit k, and so does dz[k]: dz comes first in np.outer.",
            ),
            (
                "dW is transposed",
                lambda dz, x, h: (np.outer(dz, x), np.outer(h, dz), dz),
                "dW is square, so the transpose fits and no error warns you. Row k of dW belongs to unit k.",
            ),
            ("x and h exchanged", lambda dz, x, h: (np.outer(dz, h), np.outer(dz, x), dz), "U met x, W met h."),
            ("dW made with dz in place of h", lambda dz, x, h: (np.outer(dz, x), np.outer(dz, dz), dz), "W met h."),
            (
                "dW is one row, dz * h",
                lambda dz, x, h: (np.outer(dz, x), dz * h, dz),
                "Every unit hears every unit: dW has an entry for each pair, dz[k] * h[j].",
            ),
            (
                "products added up into one number",
                lambda dz, x, h: (np.outer(dz, x), dz @ h, dz),
                "@ of two vectors adds everything up. Each weight has a slope of its own.",
            ),
            ("db added up into one number", lambda dz, x, h: (np.outer(dz, x), np.outer(dz, h), dz.sum()), "One each."),
            (
                "db is 1",
                lambda dz, x, h: (np.outer(dz, x), np.outer(dz, h), np.ones_like(dz)),
                "The bias is added to the sum, so a change of b moves z as much: by 1. And L by dz for each unit of z.",
            ),
            (
                "db with h in it",
                lambda dz, x, h: (np.outer(dz, x), np.outer(dz, h), dz * h),
                "The bias is multiplied by nothing, that is by 1.",
            ),
            (
                "dz is left out",
                lambda dz, x, h: (np.tile(x, (len(dz), 1)), np.tile(h, (len(dz), 1)), np.ones_like(dz)),
                "That is how much z changes. How much does the loss change with z?",
            ),
        ]
    ],
    styles={
        "a column times a row": lambda dz, x, h: (dz[:, None] * x, dz[:, None] * h, dz),
        "a product with @": lambda dz, x, h: (dz.reshape(-1, 1) @ x.reshape(1, -1), dz[:, None] @ h[None], dz),
        "einsum": lambda dz, x, h: (np.einsum("k,j->kj", dz, x), np.einsum("k,j->kj", dz, h), dz),
        "loops and lists": lambda dz, x, h: [_table_by_loops(dz, x), _table_by_loops(dz, h), list(dz)],
        "one table for both, then cut": lambda dz, x, h: (
            *np.split(np.outer(dz, np.concatenate([x, h])), [len(x)], axis=1),
            dz,
        ),
        "float32": lambda *given: weight_gradients(*map(np.float32, given)),
        "arguments in another order": lambda x, h, dz: weight_gradients(dz, x, h),
    },
    hints=[
        "dU has the shape of U, (H, D): one row a unit, one column an input. What are len(dz) and len(x)?",
        "Entry [k, j] of dU is dz[k] * x[j], of dW it is dz[k] * h[j]. NumPy makes such a table with np.outer.",
        "np.outer(dz, x), np.outer(dz, h), and dz itself for the bias.",
    ],
)


def rnn_step_backward(dh, x, h, h_new, U, W):
    b = np.arctanh(h_new) - U @ x - W @ h  # the bias with which h_new came out
    dx, dh_before, dp = rnn.rnn_step_backward(dh, x, h, {"U": U, "W": W, "b": b})
    return dx, dh_before, dp["U"], dp["W"], dp["b"]


def _step_backward_cases(rng):
    def ask(D, H, h=1, W=1):
        x, h_0, U, W_drawn, b = _forward(rng, 1, D, H)
        h_0, W, dh = h * h_0, W * W_drawn, _either_sign(rng, 0.5, 2, H)
        h_new = np.tanh(U @ x[0] + W @ h_0 + b)
        return (Call("rnn_step_backward", (dh, x[0], h_0, h_new, U, W)),)

    return [
        Case("with W zero: nothing goes further back", 0.5, ask(4, 3, W=0)),
        Case("with h zero", 0.5, ask(4, 3, h=0)),
        Case("everything at once: 5 inputs, 3 units", 1.5, ask(5, 3)),
        Case("one input, one unit", 0.5, ask(1, 1)),
        Case("2 inputs, 6 units", 0.5, ask(2, 6)),
        Case("12 units that hear 8 inputs", 0.5, ask(8, 12)),
    ]


def _of_slope(dz, x, h, U, W):
    return dz @ U, dz @ W, np.outer(dz, x), np.outer(dz, h), dz


def _step_back(slope, to_x=lambda dz, U, dh: dz @ U, to_h=lambda dz, W, dh: dz @ W):
    """A step backwards with a slope of its own, or ways of its own to x and to h."""

    def back(dh, x, h, h_new, U, W):
        dz = slope(dh, h, h_new)
        return to_x(dz, U, dh), to_h(dz, W, dh), np.outer(dz, x), np.outer(dz, h), dz

    return back


def _right_slope(dh, h, h_new):
    return dh * (1 - h_new**2)


def _with_dz(change):
    """The right step backwards, with its result changed by `change(result, dz, x, h, h_new)`."""

    def back(dh, x, h, h_new, U, W):
        return change(rnn_step_backward(dh, x, h, h_new, U, W), _right_slope(dh, h, h_new), x, h, h_new)

    return back


def _step_back_by_loops(dh, x, h, h_new, U, W):
    H, D = np.shape(U)
    dz = [dh[k] * (1 - h_new[k] ** 2) for k in range(H)]
    dx = [sum(dz[k] * U[k, j] for k in range(H)) for j in range(D)]
    dh = [sum(dz[k] * W[k, j] for k in range(H)) for j in range(H)]
    return dx, dh, _table_by_loops(dz, x), _table_by_loops(dz, h), dz


def _step_back_in_place(dh, x, h, h_new, U, W):
    dh *= 1 - h_new**2
    U_copy, W_copy = U.copy(), W.copy()
    U[:], W[:] = np.outer(dh, x), np.outer(dh, h)
    return [U_copy.T @ dh, W_copy.T @ dh, U, W, dh]


RNN_STEP_BACKWARD = Exercise(
    "rnn-step-backward",
    title="One step backwards",
    answer_name="rnn_step_backward",
    reference=rnn_step_backward,
    cases=_step_backward_cases,
    returns=("dx", "dh_before", "dU", "dW", "db"),
    mistakes=[
        Mistake(name, _step_back(slope), advice)
        for name, slope, advice in [
            ("the slope is left out", lambda dh, h, h_new: dh, "Going back through tanh multiplies by 1 - h_new ** 2."),
            ("the slope of σ", lambda dh, h, h_new: dh * h_new * (1 - h_new), "This cell squashes with tanh."),
            (
                "the slope at h, not at h_new",
                lambda dh, h, h_new: dh * (1 - h**2),
                "The tanh of this step made h_new, so its slope is 1 - h_new ** 2.",
            ),
            (
                "tanh taken a second time",
                lambda dh, h, h_new: dh * (1 - np.tanh(h_new) ** 2),
                "h_new is tanh(z) already. Square it as it is.",
            ),
            ("the square is missing", lambda dh, h, h_new: dh * (1 - h_new), "The slope is 1 - h_new ** 2."),
            ("the sign is turned", lambda dh, h, h_new: dh * (h_new**2 - 1), "The slope of tanh is never below 0."),
            ("dh is left out", lambda dh, h, h_new: 1 - h_new**2, "dz is dh times the slope."),
            ("@ for the entry by entry product", lambda dh, h, h_new: dh @ (1 - h_new**2) * np.ones_like(dh), "Use *."),
        ]
    ]
    + [
        Mistake(
            "W not transposed on the way to h",
            _step_back(_right_slope, to_h=lambda dz, W, dh: W @ dz),
            "W is square, so W @ dz fits and no error warns you. h[j] was met by column j of W: W.T @ dz, or dz @ W.",
        ),
        Mistake(
            "U not transposed on the way to x",
            _step_back(_right_slope, to_x=lambda dz, U, dh: U @ dz, to_h=lambda dz, W, dh: W @ dz),
            "x[j] was met by column j of U. Add up over the units: U.T @ dz, or dz @ U.",
        ),
        Mistake(
            "dh in place of dz on the way to h",
            _step_back(_right_slope, to_h=lambda dz, W, dh: dh @ W),
            "First through tanh, then through W: what arrives at W is dz.",
        ),
        Mistake(
            "dh in place of dz on the way to x",
            _step_back(_right_slope, to_x=lambda dz, U, dh: dh @ U),
            "First through tanh, then through U: what arrives at U is dz.",
        ),
        Mistake(
            "dh in place of dz on both ways",
            _step_back(_right_slope, lambda dz, U, dh: dh @ U, lambda dz, W, dh: dh @ W),
            "First through tanh, then through U and W: what arrives at both is dz.",
        ),
        Mistake(
            "a second slope on the way to h",
            _with_dz(lambda r, dz, x, h, h_new: (r[0], r[1] * (1 - h**2), *r[2:])),
            "The slope at h belongs to the step before: it will be multiplied there.",
        ),
        Mistake(
            "dh is passed on as it came",
            _step_back(_right_slope, to_h=lambda dz, W, dh: dh),
            "On its way to h the gradient goes through tanh and through W.",
        ),
        Mistake(
            "dz is passed on without W",
            _step_back(_right_slope, to_h=lambda dz, W, dh: dz),
            "Between h and the sum z stands W.",
        ),
        Mistake(
            "dW made with h_new",
            _with_dz(lambda r, dz, x, h, h_new: (*r[:3], np.outer(dz, h_new), r[4])),
            "W met the hidden state of the step before: h.",
        ),
        Mistake(
            "dW is transposed",
            _with_dz(lambda r, dz, x, h, h_new: (*r[:3], r[3].T, r[4])),
            "dW is square, so the transpose fits and no error warns you. Row k of dW belongs to unit k.",
        ),
        Mistake(
            "dU is transposed",
            _with_dz(lambda r, dz, x, h, h_new: (*r[:2], r[2].T, *r[3:])),
            "dU has the shape of U, (H, D).",
        ),
        Mistake(
            "dh_before and dx exchanged",
            _with_dz(lambda r, dz, x, h, h_new: (r[1], r[0], *r[2:])),
            "Return dx first, then dh_before.",
        ),
        Mistake(
            "the weights' gradients made with dh",
            lambda dh, x, h, h_new, U, W: (
                *rnn_step_backward(dh, x, h, h_new, U, W)[:2],
                np.outer(dh, x),
                np.outer(dh, h),
                dh,
            ),
            "weight_gradients wants dz, which has gone through tanh.",
        ),
        Mistake(
            "dz returned as well",
            _with_dz(lambda r, dz, x, h, h_new: (dz, *r)),
            "dz stays inside. Five are asked for: dx, dh_before, dU, dW, db.",
        ),
    ]
    + [
        Mistake(
            "the square alone",
            lambda dh, x, h, h_new, U, W: _of_slope(dh * h_new**2, x, h, U, W),
            "The slope of tanh is 1 - h_new ** 2.",
        ),
        Mistake(
            "1 plus the square",
            lambda dh, x, h, h_new, U, W: _of_slope(dh * (1 + h_new**2), x, h, U, W),
            "The slope of tanh is 1 - h_new ** 2.",
        ),
        Mistake(
            "2 minus the square",
            lambda dh, x, h, h_new, U, W: _of_slope(dh * (2 - h_new**2), x, h, U, W),
            "The slope of tanh is 1 - h_new ** 2.",
        ),
        Mistake(
            "minus the square",
            lambda dh, x, h, h_new, U, W: _of_slope(-dh * h_new**2, x, h, U, W),
            "The slope of tanh is 1 - h_new ** 2.",
        ),
        Mistake(
            "the cube for the square",
            lambda dh, x, h, h_new, U, W: _of_slope(dh * (1 - h_new**3), x, h, U, W),
            "The slope of tanh is 1 - h_new ** 2.",
        ),
    ],
    styles={
        "transposes": _step_back(_right_slope, lambda dz, U, dh: U.T @ dz, lambda dz, W, dh: W.T @ dz),
        "einsum": _step_back(
            _right_slope,
            lambda dz, U, dh: np.einsum("kj,k->j", U, dz),
            lambda dz, W, dh: np.einsum("kj,k->j", W, dz),
        ),
        "loops and lists": _step_back_by_loops,
        "in place, into its own arguments": _step_back_in_place,
        "with a diagonal matrix": _step_back(lambda dh, h, h_new: np.diag(1 - h_new**2) @ dh),
        "with the sum computed again": _step_back(lambda dh, h, h_new: dh / np.cosh(np.arctanh(h_new)) ** 2),
        "float32": lambda *given: _step_back(_right_slope)(*map(np.float32, given)),
        "arguments in another order": lambda U, W, x, h, h_new, dh: rnn_step_backward(dh, x, h, h_new, U, W),
    },
    hints=[
        "Undo the two lines of the step, last one first: first back through tanh, then back through the sum.",
        "dz = dh * (1 - h_new**2). Then dx[j] adds up dz[k] * U[k, j] over the units k: dz @ U, which is U.T @ dz.",
        "dx = dz @ U, dh_before = dz @ W, and dU, dW, db come from weight_gradients(dz, x, h).",
    ],
)


def rnn_backward(dhs, x, hs, U, W):
    p = {"U": U, "W": W, "b": np.arctanh(hs[1]) - U @ x[0] - W @ hs[0]}
    dx, (dh,), dp = unroll_backward(rnn.rnn_step, rnn.rnn_step_backward, x, (hs[0],), p, dhs)
    return dx, dh, dp["U"], dp["W"], dp["b"]


def _backward_cases(rng):
    def ask(T, D, H, last_only=False, W=1):
        x, h_0, U, W_drawn, b = _forward(rng, T, D, H)
        W = W * W_drawn
        hs = np.concatenate([[h_0], unroll(rnn.rnn_step, x, (h_0,), {"U": U, "W": W, "b": b})[0]])
        dhs = _either_sign(rng, 0.3, 1, (T, H))
        if last_only:
            dhs[:-1] = 0
        return (Call("rnn_backward", (dhs, x, hs, U, W)),)

    return [
        Case("a sequence of one step", 0.5, ask(1, 4, 3)),
        Case("W zero, so no step hears another: 4 steps", 1, ask(4, 2, 3, W=0)),
        Case("the loss looks at the last step only: 3 steps", 1, ask(3, 4, 2, last_only=True)),
        Case("everything at once: 5 steps, 4 inputs, 3 units", 1.5, ask(5, 4, 3)),
        Case("one input, one unit, 6 steps", 0.5, ask(6, 1, 1)),
        Case("2 inputs, 5 units, 7 steps", 0.5, ask(7, 2, 5)),
    ]


def _sequence_back(
    arrives=lambda dhs, t, dh: dhs[t] + dh,
    before=lambda hs, t: hs[t],
    after=lambda hs, t: hs[t + 1],
    order=lambda T: range(T - 1, -1, -1),
    gather=lambda total, part: total + part,
    through=lambda dz, W: dz @ W,
):
    """A way back through a sequence, with a part of its own."""

    def back(dhs, x, hs, U, W):
        dx, dh = np.zeros_like(x), np.zeros_like(hs[0])
        totals = [np.zeros_like(U), np.zeros_like(W), np.zeros_like(hs[0])]
        for t in order(len(x)):
            dz = arrives(dhs, t, dh) * (1 - after(hs, t) ** 2)
            dx[t], dh = dz @ U, through(dz, W)
            parts = np.outer(dz, x[t]), np.outer(dz, before(hs, t)), dz
            totals = [gather(total, part) for total, part in zip(totals, parts, strict=True)]
        return dx, dh, *totals

    return back


def _all_at_once(dhs, x, hs, U, W):
    dzs, dh = np.zeros_like(dhs), 0
    for t in reversed(range(len(x))):
        dzs[t] = (dhs[t] + dh) * (1 - hs[t + 1] ** 2)
        dh = W.T @ dzs[t]
    return [dzs @ U, dh, dzs.T @ x, dzs.T @ hs[:-1], dzs.sum(axis=0)]


def _by_recursion(dhs, x, hs, U, W):
    """The first step last: the rest of the sequence says what comes back to it."""
    rest = _by_recursion(dhs[1:], x[1:], hs[1:], U, W) if len(x) > 1 else ((), 0 * hs[0], 0, 0, 0)
    dx, dh, *parts = rnn_step_backward(dhs[0] + rest[1], x[0], hs[0], hs[1], U, W)
    return [dx, *rest[0]], dh, *(total + part for total, part in zip(rest[2:], parts, strict=True))


def _backwards_lists(dhs, x, hs, U, W):
    dxs, totals, dh = [], [0, 0, 0], np.zeros(len(U))
    for dh_t, x_t, h, h_new in zip(dhs[::-1], x[::-1], hs[-2::-1], hs[:0:-1], strict=True):
        dx_t, dh, *parts = _step_back_by_loops(dh_t + dh, x_t, h, h_new, U, W)
        dxs.append(dx_t)
        totals = [np.add(total, part) for total, part in zip(totals, parts, strict=True)]
    return dxs[::-1], dh, *totals


def _changed(change):
    """The right way back, with its result changed by `change(x, dx, dh, dU, dW, db)`."""
    return lambda dhs, x, hs, U, W: change(x, *rnn_backward(dhs, x, hs, U, W))


RNN_BACKWARD = Exercise(
    "rnn-backward",
    title="A whole sequence backwards",
    answer_name="rnn_backward",
    reference=rnn_backward,
    cases=_backward_cases,
    returns=("dx", "dh_0", "dU", "dW", "db"),
    mistakes=[
        Mistake(name, _sequence_back(**changed), advice)
        for name, changed, advice in [
            (
                "what comes back from later steps is left out",
                {"arrives": lambda dhs, t, dh: dhs[t]},
                "Add the dh that the later step sent back: dhs[t] + dh.",
            ),
            (
                "only the last step of dhs is used",
                {"arrives": lambda dhs, t, dh: dh + dhs[t] * (t == len(dhs) - 1)},
                "The loss may look at every hidden state: add dhs[t] at each step.",
            ),
            (
                "dhs of the step before",
                {"arrives": lambda dhs, t, dh: dhs[t - 1] + dh},
                "dhs[t] belongs to hs[t + 1], the state that step t made.",
            ),
            (
                "the weights' gradients overwritten at each step",
                {"gather": lambda total, part: part},
                "The weights are used at every step: add up, with +=.",
            ),
            (
                "first step first",
                {"order": range},
                "What comes back to step t comes from step t + 1: begin with the last, reversed(range(T)).",
            ),
            (
                "the hidden state after the step, for dW",
                {"before": lambda hs, t: hs[t + 1]},
                "Step t goes from hs[t] to hs[t + 1]; W met hs[t].",
            ),
            (
                "the slope at the state before the step",
                {"after": lambda hs, t: hs[t]},
                "Step t made hs[t + 1]: its slope is 1 - hs[t + 1] ** 2.",
            ),
            (
                "both hidden states one place too early",
                {"before": lambda hs, t: hs[t - 1], "after": lambda hs, t: hs[t]},
                "hs[0] is the start, so step t goes from hs[t] to hs[t + 1].",
            ),
            (
                "W not transposed on the way back",
                {"through": lambda dz, W: W @ dz},
                "W is square, so no error warns you. On the way back it is dz @ W, or W.T @ dz.",
            ),
            (
                "the last step counted twice",
                {"arrives": lambda dhs, t, dh: dhs[t] + dh + dhs[t] * (t == len(dhs) - 1)},
                "After the last step nothing comes back: dh starts at 0. dhs[-1] is added in the loop.",
            ),
            (
                "the start left out of the sum",
                {"order": lambda T: range(T - 1, 0, -1)},
                "range(T - 1, 0, -1) ends before 0. reversed(range(T)) does not.",
            ),
        ]
    ]
    + [
        Mistake(
            "first step first, and dx turned round",
            lambda *given: (lambda dx, *others: (dx[::-1], *others))(*_sequence_back(order=range)(*given)),
            "Turning dx round is not enough: go through the steps last one first, reversed(range(T)).",
        )
    ]
    + [
        Mistake(name, _changed(change), advice)
        for name, change, advice in [
            (
                "the mean over the steps",
                lambda x, dx, dh, *totals: (dx, dh, *(total / len(x) for total in totals)),
                "Each use of a weight has its share in the loss, and the shares add up.",
            ),
            (
                "dx in the order in which it was made",
                lambda x, dx, *others: (dx[::-1], *others),
                "You made the last step first: turn the list round, or write into dx[t].",
            ),
            (
                "dx of the first step only",
                lambda x, dx, *others: (dx[0], *others),
                "Each step has an input of its own, so dx is (T, D), like x. It is not added up.",
            ),
            (
                "dx added up over the steps",
                lambda x, dx, *others: (dx.sum(axis=0), *others),
                "Weights are shared by all steps, inputs are not: dx is (T, D), like x.",
            ),
            (
                "dW transposed",
                lambda x, dx, dh, dU, dW, db: (dx, dh, dU, dW.T, db),
                "dW is square, so the transpose fits and no error warns you. Row k of dW belongs to unit k.",
            ),
            (
                "dh_0 is left out",
                lambda x, dx, dh, *totals: (dx, *totals),
                "Five are asked for: dx, dh_0, dU, dW, db. dh_0 is what the first step sends back.",
            ),
        ]
    ]
    + [
        Mistake(
            "dU is not summed up",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, 0 * dU, dW, db))(
                *rnn_backward(dhs, x, hs, U, W)
            ),
            "Each step adds its part: dU += …",
        ),
        Mistake(
            "dW is not summed up",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dU, 0 * dW, db))(
                *rnn_backward(dhs, x, hs, U, W)
            ),
            "Each step adds its part: dW += …",
        ),
        Mistake(
            "db is not summed up",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dU, dW, 0 * db))(
                *rnn_backward(dhs, x, hs, U, W)
            ),
            "Each step adds its part: db += …",
        ),
        Mistake(
            "dU starts from ones",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dU + 1, dW, db))(
                *rnn_backward(dhs, x, hs, U, W)
            ),
            "A sum starts from zeros.",
        ),
        Mistake(
            "dW starts from ones",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dU, dW + 1, db))(
                *rnn_backward(dhs, x, hs, U, W)
            ),
            "A sum starts from zeros.",
        ),
        Mistake(
            "db starts from ones",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dU, dW, db + 1))(
                *rnn_backward(dhs, x, hs, U, W)
            ),
            "A sum starts from zeros.",
        ),
        Mistake(
            "dW before dU",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dW, dU, db))(*rnn_backward(dhs, x, hs, U, W)),
            "Return dx, dh, dU, dW, db.",
        ),
        Mistake(
            "dW twice",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dW, dW, db))(*rnn_backward(dhs, x, hs, U, W)),
            "Return dx, dh, dU, dW, db.",
        ),
        Mistake(
            "dU twice",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dU, dU, db))(*rnn_backward(dhs, x, hs, U, W)),
            "Return dx, dh, dU, dW, db.",
        ),
        Mistake(
            "db in the place of dh",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, db, dU, dW, db))(*rnn_backward(dhs, x, hs, U, W)),
            "Return dx, dh, dU, dW, db.",
        ),
        Mistake(
            "dh in the place of db",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dx, dh, dU, dW, dh))(*rnn_backward(dhs, x, hs, U, W)),
            "Return dx, dh, dU, dW, db.",
        ),
        Mistake(
            "dhs in the place of dx",
            lambda dhs, x, hs, U, W: (lambda dx, dh, dU, dW, db: (dhs, dh, dU, dW, db))(
                *rnn_backward(dhs, x, hs, U, W)
            ),
            "Return dx, dh, dU, dW, db.",
        ),
    ],
    styles={
        "all the dz kept, then one product for each": _all_at_once,
        "by recursion": _by_recursion,
        "lists, last step first, turned round": _backwards_lists,
        "a loop with totals": _sequence_back(),
        "float32": lambda *given: _all_at_once(*map(np.float32, given)),
        "arguments in another order": lambda x, hs, dhs, W, U: rnn_backward(dhs, x, hs, U, W),
    },
    hints=[
        "A loop over the steps, last one first. A variable dh carries what the later step sent back; it starts at 0.",
        "At step t the new hidden state has two listeners: the loss, dhs[t], and the next step, dh. They add up.",
        "dx[t], dh, dU_t, dW_t, db_t = rnn_step_backward(dhs[t] + dh, x[t], hs[t], hs[t + 1], U, W), then dU += dU_t "
        "and so on.",
    ],
)


def _sizes_back(slope=lambda h: 1 - h**2, through=lambda dz, W: dz @ W, size=np.linalg.norm, states=None):
    def sizes(dh, hs, W):
        found = [size(dh)]
        for h in hs[:0:-1] if states is None else states(hs):
            dh = through(dh * slope(h), W)
            found.append(size(dh))
        return np.array(found)

    return sizes


def gradient_sizes(dh, hs, W):
    return _sizes_back()(dh, hs, W)


def _sizes_with(dh, hs, W, slope):
    sizes = [np.linalg.norm(dh)]
    for h in hs[:0:-1]:
        dh = (dh * slope(h)) @ W
        sizes.append(np.linalg.norm(dh))
    return sizes


def _gradient_size_cases(rng):
    def ask(T, D, H):
        x, h_0, U, W, b = _forward(rng, T, D, H)
        hs = np.concatenate([[h_0], unroll(rnn.rnn_step, x, (h_0,), {"U": U, "W": 1.3 * W, "b": b})[0]])
        return (Call("gradient_sizes", (_either_sign(rng, 0.5, 2, H), hs, 1.3 * W)),)

    return [
        Case("one step", 0.5, ask(1, 2, 3)),
        Case("five steps, 4 units", 1.5, ask(5, 3, 4)),
        Case("one unit, three steps", 0.5, ask(3, 1, 1)),
        Case("eight steps, 2 units", 0.5, ask(8, 2, 2)),
    ]


def _sizes_by_squares(dh, hs, W):
    found = [sum(value**2 for value in dh) ** 0.5]
    for t in range(len(hs) - 1, 0, -1):
        dh = W.T @ ((1 - hs[t] ** 2) * dh)
        found.append(float(np.sqrt((dh**2).sum())))
    return found


def _sizes_by_one_matrix(dh, hs, W):
    through = np.eye(len(W))
    found = [np.sqrt(dh @ dh)]
    for h in reversed(hs[1:]):
        through = through @ np.diag(1 - h**2) @ W
        found.append(np.sqrt(np.sum((dh @ through) ** 2)))
    return tuple(found)


GRADIENT_SIZES = Exercise(
    "gradient-sizes",
    title="Size against distance",
    answer_name="gradient_sizes",
    reference=gradient_sizes,
    cases=_gradient_size_cases,
    returns=("sizes",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "W not transposed",
                _sizes_back(through=lambda dz, W: W @ dz),
                "W is square, so no error warns you. On the way back it is dz @ W, or W.T @ dz.",
            ),
            (
                "the slopes are left out",
                _sizes_back(slope=lambda h: 1),
                "Each step back goes through tanh as well: dh * (1 - h**2).",
            ),
            ("W is left out", _sizes_back(through=lambda dz, W: dz), "Between one hidden state and the next stands W."),
            ("the slope of σ", _sizes_back(slope=lambda h: h * (1 - h)), "These are tanh units: 1 - h**2."),
            (
                "the slope at the state before the step",
                _sizes_back(states=lambda hs: hs[-2::-1]),
                "Going back from hs[t] to hs[t - 1], the slope is that of the step that made hs[t].",
            ),
            (
                "first step first",
                _sizes_back(states=lambda hs: hs[1:]),
                "The gradient starts at the end: the last hidden state comes first.",
            ),
            ("the start first", lambda dh, hs, W: gradient_sizes(dh, hs, W)[::-1], "Distance 0 is the last state."),
            ("distance 0 is left out", lambda dh, hs, W: gradient_sizes(dh, hs, W)[1:], "Begin with the size of dh."),
            (
                "the last distance is left out",
                lambda dh, hs, W: gradient_sizes(dh, hs, W)[:-1],
                "T steps lead back to hs[0], at distance T: T + 1 sizes.",
            ),
            (
                "the square of the size",
                lambda dh, hs, W: gradient_sizes(dh, hs, W) ** 2,
                "The size is the root of the sum of squares, np.linalg.norm(dh).",
            ),
            (
                "a plain sum, where pieces cancel",
                _sizes_back(size=np.sum),
                "Positive and negative entries would cancel. Take np.linalg.norm(dh).",
            ),
            ("the sum of the amounts", _sizes_back(size=lambda dh: abs(dh).sum()), "Take np.linalg.norm(dh)."),
            ("the largest entry", _sizes_back(size=lambda dh: abs(dh).max()), "Take np.linalg.norm(dh)."),
            (
                "tanh taken a second time",
                _sizes_back(slope=lambda h: 1 - np.tanh(h) ** 2),
                "Every h is tanh(z) already. Square it as it is.",
            ),
        ]
    ]
    + [
        Mistake(
            "2 minus the square",
            lambda dh, hs, W: _sizes_with(dh, hs, W, lambda h: 2 - h**2),
            "The slope of tanh is 1 - h ** 2.",
        ),
        Mistake(
            "1 plus the square",
            lambda dh, hs, W: _sizes_with(dh, hs, W, lambda h: 1 + h**2),
            "The slope of tanh is 1 - h ** 2.",
        ),
        Mistake(
            "the square alone",
            lambda dh, hs, W: _sizes_with(dh, hs, W, lambda h: h**2),
            "The slope of tanh is 1 - h ** 2.",
        ),
        Mistake(
            "h, not its square",
            lambda dh, hs, W: _sizes_with(dh, hs, W, lambda h: 1 - h),
            "The slope of tanh is 1 - h ** 2.",
        ),
        Mistake(
            "the cube for the square",
            lambda dh, hs, W: _sizes_with(dh, hs, W, lambda h: 1 - h**3),
            "The slope of tanh is 1 - h ** 2.",
        ),
        Mistake(
            "never renewed",
            lambda dh, hs, W: [np.linalg.norm(dh)] * len(hs),
            "dh goes one step further back in each round.",
        ),
    ],
    styles={
        "by squares, a list": _sizes_by_squares,
        "one matrix for the whole way": _sizes_by_one_matrix,
        "einsum": _sizes_back(through=lambda dz, W: np.einsum("kj,k->j", W, dz)),
        "float32": lambda *given: gradient_sizes(*map(np.float32, given)),
        "arguments in another order": lambda hs, W, dh: gradient_sizes(dh, hs, W),
    },
    hints=[
        "Start a list with the size of dh, np.linalg.norm(dh). Then go over the hidden states, last one first.",
        "For each: multiply dh by its slope 1 - h**2, go through W, dh @ W, and append the size. hs[0] needs no slope.",
        "for h in hs[:0:-1]: dh = (dh * (1 - h**2)) @ W, then sizes.append(np.linalg.norm(dh)).",
    ],
)


def gradient_bound(W, steepest, distance):
    return (np.linalg.norm(W, 2) * steepest) ** distance


def _bound_cases(rng):
    def ask(H, steepest, distance):
        return Call("gradient_bound", (_either_sign(rng, 0.2, 0.9, (H, H)), steepest, distance))

    return [
        Case("tanh, one step", 0.5, (ask(3, 1, 1),)),
        Case("tanh, three steps", 0.5, (ask(4, 1, 3),)),
        Case("σ, two steps", 0.5, (ask(5, 0.25, 2),)),
        Case("at distance 0, and at distance 4", 0.5, (ask(2, 0.25, 0), ask(3, 0.5, 4))),
    ]


def _bound_by_loop(W, steepest, distance):
    bound = 1
    for _ in range(distance):
        bound *= np.linalg.svd(W)[1][0] * steepest
    return bound


GRADIENT_BOUND = Exercise(
    "gradient-bound",
    title="A bound on the size",
    answer_name="gradient_bound",
    reference=gradient_bound,
    cases=_bound_cases,
    returns=("bound",),
    mistakes=[
        Mistake(name, lambda W, s, k, norm=norm: (norm(W) * s) ** k, advice)
        for name, norm, advice in [
            (
                "another norm of W: its 2 is left out",
                np.linalg.norm,
                "np.linalg.norm(W) is the root of all squares. The greatest stretch is np.linalg.norm(W, 2).",
            ),
            (
                "the largest eigenvalue",
                lambda W: abs(np.linalg.eigvals(W)).max(),
                "It says what W does when it is applied many times to one vector. One step may stretch by more.",
            ),
            ("the largest entry", lambda W: abs(W).max(), "A vector hears all entries of W: np.linalg.norm(W, 2)."),
            ("the smallest stretch", lambda W: np.linalg.norm(W, -2), "A bound takes the greatest stretch: 2, not -2."),
            ("the largest column sum", lambda W: np.linalg.norm(W, 1), "Ask for np.linalg.norm(W, 2)."),
            ("the largest row sum", lambda W: np.linalg.norm(W, np.inf), "Ask for np.linalg.norm(W, 2)."),
            ("W is left out", lambda W: 1, "Each step goes through W as well."),
        ]
    ]
    + [
        Mistake(
            "times the distance, where a power is meant",
            lambda W, s, k: np.linalg.norm(W, 2) * s * k,
            "One factor for each step: they multiply.",
        ),
        Mistake(
            "the slope once only",
            lambda W, s, k: np.linalg.norm(W, 2) ** k * s,
            "Each step goes through W and through the squashing.",
        ),
        Mistake("the norm once only", lambda W, s, k: np.linalg.norm(W, 2) * s**k, "Each step goes through W too."),
        Mistake("the slope is left out", lambda W, s, k: np.linalg.norm(W, 2) ** k, "Where does steepest come in?"),
        Mistake(
            "one step too many",
            lambda W, s, k: gradient_bound(W, s, k + 1),
            "At distance 0 nothing has been multiplied yet: the bound is 1.",
        ),
        Mistake(
            "one factor only, whatever the distance",
            lambda W, s, k: gradient_bound(W, s, 1),
            "One factor for each step.",
        ),
    ],
    styles={
        "singular values and a loop": _bound_by_loop,
        "by the eigenvalues of W.T @ W": lambda W, s, k: np.linalg.eigvalsh(W.T @ W)[-1] ** (k / 2) * s**k,
        "np.prod": lambda W, s, k: np.prod([np.linalg.norm(W, ord=2) * s] * k),
        "by exp and log": lambda W, s, k: np.exp(k * (np.log(np.linalg.norm(W, 2)) + np.log(s))),
        "float32": lambda W, s, k: gradient_bound(np.float32(W), s, k),
        "arguments in another order": lambda distance, W, steepest: gradient_bound(W, steepest, distance),
    },
    hints=[
        "In one step a gradient is multiplied by slopes, each at most steepest, and then by W.",
        "The most that one step can multiply by is np.linalg.norm(W, 2) * steepest. And two steps?",
        "Return (np.linalg.norm(W, 2) * steepest) ** distance.",
    ],
)


def clip_norm(gradients, limit):
    clipped = {name: np.array(gradient, float) for name, gradient in gradients.items()}
    clip_in_place(clipped, limit)
    return clipped


def _clip_cases(rng):
    def ask(limit, **sizes):
        """Draw three gradients, of which each has the length that is asked."""
        shapes = {"U": (3, 2), "W": (3, 3), "b": (3,)}
        drawn = {name: _either_sign(rng, 0.5, 1.5, shapes[name]) for name in sizes}
        gradients = {name: sizes[name] * g / np.linalg.norm(g) for name, g in drawn.items()}
        return Call("clip_norm", (gradients, limit))

    return [
        Case("one array, much too long", 0.5, (ask(2.0, b=9.0),)),
        Case("three arrays, together too long", 1, (ask(5.0, U=6.0, W=20.0, b=3.0),)),
        Case("each short enough, together too long", 0.5, (ask(5.0, U=4.0, W=4.5, b=2.0),)),
        Case(
            "short enough, and all zeros, which stay; then one too long",
            1,
            (ask(5.0, U=2.0, W=1.0, b=0.5), ask(1.0, U=0.0, b=0.0), ask(0.5, U=2.0, W=1.0)),
        ),
    ]


def _norm(gradients):
    return np.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))


def _scaled(measure, scale=lambda limit, size: limit / size, always=False):
    """Clip with another measure of the size, or by another scale."""

    def clip(gradients, limit):
        size = measure(gradients)
        if size <= limit and not always:
            return gradients
        return {name: gradient * scale(limit, size) for name, gradient in gradients.items()}

    return clip


def _each(change):
    return lambda gradients, limit: {name: change(gradient, limit) for name, gradient in gradients.items()}


def _clip_in_place(gradients, limit):
    norm = np.linalg.norm(np.concatenate([gradient.ravel() for gradient in gradients.values()]))
    for gradient in gradients.values():
        gradient *= limit / max(norm, limit)
    return gradients


def _norm_taken_again(gradients, limit):
    for gradient in gradients.values():
        gradient *= limit / max(_norm(gradients), limit)
    return gradients


CLIP_NORM = Exercise(
    "clip-norm",
    title="Clip by the norm",
    answer_name="clip_norm",
    reference=clip_norm,
    cases=_clip_cases,
    returns=("clipped",),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "clipped by element",
                _each(lambda g, limit: np.clip(g, -limit, limit)),
                "That turns the gradient. Multiply all entries by one number.",
            ),
            (
                "each array clipped by itself",
                _each(lambda g, limit: g * min(1, limit / max(np.linalg.norm(g), 1e-12))),
                "All arrays together are one vector: one norm, and one factor for all of them.",
            ),
            (
                "short ones made longer",
                _scaled(lambda gs: max(_norm(gs), 1e-12), always=True),
                "What is short enough stays as it is. Clipping only shortens.",
            ),
            (
                "short ones made longer, and zeros divided by zero",
                _scaled(_norm, always=True),
                "What is short enough stays as it is. Then a norm of 0 is never divided by.",
            ),
            (
                "the root is missing",
                _scaled(lambda gs: _norm(gs) ** 2),
                "The norm is the square root of the sum of all squares.",
            ),
            (
                "the norms added up",
                _scaled(lambda gs: sum(np.linalg.norm(g) for g in gs.values())),
                "Add the squares of all entries first, and take the root of the sum.",
            ),
            (
                "the amounts added up",
                _scaled(lambda gs: sum(abs(g).sum() for g in gs.values())),
                "The norm is the square root of the sum of all squares.",
            ),
            (
                "the largest entry taken for the norm",
                _scaled(lambda gs: max(abs(g).max() for g in gs.values())),
                "It keeps the direction, too, but it is another size: take the root of the sum of all squares.",
            ),
            (
                "the largest norm of an array taken for the whole",
                _scaled(lambda gs: max(np.linalg.norm(g) for g in gs.values())),
                "All arrays together are one vector.",
            ),
            (
                "scaled to length 1",
                _scaled(_norm, lambda limit, size: 1 / size),
                "The new length is the limit: multiply by limit / norm.",
            ),
            (
                "the fraction is upside down",
                _scaled(_norm, lambda limit, size: size / limit),
                "To get shorter, multiply by a number below 1: limit / norm.",
            ),
            (
                "the norm taken again after each array",
                _norm_taken_again,
                "It changes while you shorten the arrays. Take the norm once, before the loop.",
            ),
            ("divided by the limit", _scaled(_norm, lambda limit, size: 1 / limit), "Multiply by limit / norm."),
            (
                "thrown away where too long",
                _scaled(_norm, lambda limit, size: 0),
                "The direction is still right: shorten it to the limit.",
            ),
            ("left as it is", lambda gradients, limit: gradients, "Where the norm is above the limit, shorten it."),
        ]
    ],
    styles={
        "in place, one long vector": _clip_in_place,
        "a factor of at most 1": lambda gradients, limit: {
            name: min(1, limit / (_norm(gradients) or 1)) * gradient for name, gradient in gradients.items()
        },
        "norms of norms": lambda gradients, limit: _scaled(
            lambda gs: np.linalg.norm([np.linalg.norm(g) for g in gs.values()])
        )(gradients, limit),
        "with a little in the denominator": lambda gradients, limit: {
            name: gradient * min(1, limit / (_norm(gradients) + 1e-6)) for name, gradient in gradients.items()
        },
        "lists": lambda gradients, limit: {name: g.tolist() for name, g in clip_norm(gradients, limit).items()},
        "float32": lambda gradients, limit: _scaled(_norm)({k: np.float32(g) for k, g in gradients.items()}, limit),
        "arguments in another order": lambda limit, gradients: clip_norm(gradients, limit),
    },
    hints=[
        "All arrays together are one long vector. Its norm is the root of the sum of the squares of all entries.",
        "sum((g**2).sum() for g in gradients.values()) gives the sum. Scale only if the norm is above the limit.",
        "Multiply every array by limit / norm: {name: g * limit / norm for name, g in gradients.items()}.",
    ],
)

GRADED = [SIGMOID_SLOPE, TANH_SLOPE, STEEPEST_SLOPES, TWO_STEPS_BY_HAND, NUMERICAL_GRADIENT, WEIGHT_GRADIENTS]
LATER = [RNN_STEP_BACKWARD, RNN_BACKWARD, GRADIENT_SIZES, GRADIENT_BOUND, CLIP_NORM]
LESSON = Lesson(
    "04-through-time",
    "Gradients through time",
    [*GRADED, *LATER],
    needs=("02-unrolling", "03-weight-shapes"),
    gives="take a gradient back through time, check it, and say why it vanishes or explodes",
)
