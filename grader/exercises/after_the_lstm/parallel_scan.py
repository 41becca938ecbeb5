"""The exercise on a scan: all states of a linear recurrence in few rounds."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def parallel_scan(a, b, h):
    return _scan(a, b, h)


def _scan(a, b, h, most=None, growth=2, later=True):
    """The scan, with what can go wrong in it: how many rounds, how the distance grows, which step comes first."""
    a, b = np.array(a), np.array(b)
    rounds, distance = 0, 1
    while distance < len(a) and rounds != most:
        joined = a[distance:] * b[:-distance] + b[distance:] if later else a[:-distance] * b[distance:] + b[:-distance]
        a[distance:] = a[distance:] * a[:-distance]
        b[distance:] = joined
        rounds, distance = rounds + 1, distance * growth if growth > 1 else distance + 1
    return a * h + b, rounds


def _cases(rng):
    def ask(T, H, start=1.0, closed=False):
        a, b = rng.uniform(0.2, 1.1, (T, H)), rng.standard_normal((T, H))
        if closed:
            a[T // 2] = 0.0
        return (Call("parallel_scan", (a, b, start * rng.uniform(0.5, 1, H))),)

    return [
        Case("one step: there is nothing to join", 0.5, ask(1, 3)),
        Case("two steps of one unit", 0.5, ask(2, 1)),
        Case("8 steps from zero, 3 units", 0.5, ask(8, 3, start=0.0)),
        Case("8 steps from another state", 0.5, ask(8, 3)),
        Case("7 steps, one of them with closed gates", 1, ask(7, 2, closed=True)),
        Case("100 steps, 4 units", 1, ask(100, 4)),
    ]


def _loop(a, b, h):
    hs = []
    for a_t, b_t in zip(a, b, strict=True):
        h = a_t * h + b_t
        hs.append(h)
    return np.array(hs), len(a)


def _no_copy(a, b, h):
    """The products are written before the sums have used the old ones."""
    rounds, distance = 0, 1
    while distance < len(a):
        a[distance:] = a[distance:] * a[:-distance]
        b[distance:] = a[distance:] * b[:-distance] + b[distance:]
        rounds, distance = rounds + 1, 2 * distance
    return a * h + b, rounds


def _from_the_left(a, b, h):
    a, b = np.array(a), np.array(b)
    rounds, distance = 0, 1
    while distance < len(a):
        for t in range(distance, len(a)):
            b[t] += a[t] * b[t - distance]
            a[t] *= a[t - distance]
        rounds, distance = rounds + 1, 2 * distance
    return a * h + b, rounds


def _stay(a, b, h):
    """As many rounds as it takes, each at distance 1."""
    a, b = np.array(a), np.array(b)
    rounds = (len(a) - 1).bit_length()
    for _ in range(rounds):
        b[1:] = a[1:] * b[:-1] + b[1:]
        a[1:] = a[1:] * a[:-1]
    return a * h + b, rounds


def _by_division(a, b, h):
    products = np.cumprod(a, axis=0)
    return products * (h + np.cumsum(b / products, axis=0)), (len(a) - 1).bit_length()


def _wrapping_around(a, b, h):
    rounds, distance = 0, 1
    while distance < len(a):
        a, b = a * np.roll(a, distance, axis=0), a * np.roll(b, distance, axis=0) + b
        rounds, distance = rounds + 1, 2 * distance
    return a * h + b, rounds


def _filled_up(a, b, h):
    """Joined with steps that change nothing where there is no step so far back."""
    rounds, distance = 0, 1
    while distance < len(a):
        before_a = np.concatenate([np.ones((distance, a.shape[1])), a[:-distance]])
        before_b = np.concatenate([np.zeros((distance, b.shape[1])), b[:-distance]])
        a, b = before_a * a, a * before_b + b
        rounds, distance = rounds + 1, 2 * distance
    return a * h + b, rounds


def _start_folded_in(a, b, h):
    b[0] = a[0] * h + b[0]
    rounds = 0
    while 2**rounds < len(a):
        distance = 2**rounds
        b[distance:] += a[distance:] * b[:-distance]
        a[distance:] *= a[:-distance].copy()
        rounds += 1
    return b, rounds


def _pairs(a, b, h):
    steps, rounds = [*zip(a, b, strict=True)], 0
    while 2**rounds < len(steps):
        back = 2**rounds
        steps = [
            (a_t * steps[t - back][0], a_t * steps[t - back][1] + b_t) if t >= back else (a_t, b_t)
            for t, (a_t, b_t) in enumerate(steps)
        ]
        rounds += 1
    return [a_t * h + b_t for a_t, b_t in steps], rounds


PARALLEL_SCAN = Exercise(
    "parallel-scan",
    title="All states in a few rounds",
    answer_name="parallel_scan",
    reference=parallel_scan,
    cases=_cases,
    returns=("hs", "rounds"),
    mistakes=[
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the loop: as many rounds as steps",
                _loop,
                "The states are right. But each step waited for the one before: join all boxes at once, in rounds.",
            ),
            (
                "only one round",
                lambda a, b, h: _scan(a, b, h, most=1),
                "Each box stands for two steps then. Go on: 2 back, 4 back, as long as there is a step so far back.",
            ),
            (
                "the last round is missing",
                lambda a, b, h: _scan(a, b, h, most=(len(a) - 1).bit_length() - 1),
                "Go on as long as the distance is smaller than the number of steps.",
            ),
            (
                "the distance grows by 1, not to its double",
                lambda a, b, h: _scan(a, b, h, growth=1),
                "After a round of 1 back each box stands for 2 steps. The next one to join with is 2 back, then 4.",
            ),
            (
                "the distance stays 1",
                _stay,
                "After a round each box stands for twice as many steps: the distance doubles.",
            ),
            (
                "the later step taken first",
                lambda a, b, h: _scan(a, b, h, later=False),
                "The box to the left comes first in time: b is the later a times the earlier b, plus the later b.",
            ),
            (
                "a is changed before b has used it",
                _no_copy,
                "The new b needs the old a. Make the new b first, or both in one line.",
            ),
            (
                "the start is left out",
                lambda a, b, h: _scan(a, b, 0 * h),
                "After the last round box t is a step from the very start to t. Apply it to h.",
            ),
            (
                "the states without the rounds",
                lambda a, b, h: _scan(a, b, h)[0],
                "Return two things: hs, rounds.",
            ),
            (
                "the rounds before the states",
                lambda a, b, h: _scan(a, b, h)[::-1],
                "First hs, then rounds.",
            ),
            (
                "one round too many counted",
                lambda a, b, h: (_scan(a, b, h)[0], _scan(a, b, h)[1] + 1),
                "How many rounds are there for one step? None.",
            ),
            (
                "the distance returned, not the rounds",
                lambda a, b, h: (_scan(a, b, h)[0], 2 ** _scan(a, b, h)[1]),
                "The distance doubles in a round. The rounds are counted one by one, from 0.",
            ),
            (
                "the boxes of a round changed one after the other",
                _from_the_left,
                "A box changed in this round is used in the same round. Compute all new boxes from the old ones.",
            ),
            (
                "a round in which there is no step so far back",
                lambda a, b, h: (_scan(a, b, h)[0], len(a).bit_length()),
                "8 steps take 3 rounds: at distance 8 there is nothing to join. Go on while the distance is smaller.",
            ),
            (
                "the number of rounds rounded down",
                lambda a, b, h: _scan(a, b, h, most=len(a).bit_length() - 1),
                "7 steps take 3 rounds, as 8 do: round the logarithm up.",
            ),
            (
                "the start added as it is",
                lambda a, b, h: (_scan(a, b, 0 * h)[0] + h, _scan(a, b, h)[1]),
                "The start goes through all the steps: it is multiplied by the a of each finished box.",
            ),
            (
                "divided by the product of the gates",
                _by_division,
                "A gate may be 0, and a product of many gates nearly is. Nothing needs to be divided here.",
            ),
            (
                "joined around the corner",
                _wrapping_around,
                "np.roll brings the last steps to the front. A step without one so far back stays as it is.",
            ),
            (
                "the last state only",
                lambda a, b, h: (_scan(a, b, h)[0][-1], _scan(a, b, h)[1]),
                "All states are asked for: (T, H).",
            ),
            (
                "the start in front of the states",
                lambda a, b, h: (np.vstack([h, _scan(a, b, h)[0]]), _scan(a, b, h)[1]),
                "hs holds a state after each step, and not the start: (T, H).",
            ),
        ]
    ],
    styles={
        "filled up with steps that change nothing": _filled_up,
        "the start folded into the first step, in place": _start_folded_in,
        "pairs in a list": _pairs,
        "a list of the two": lambda a, b, h: [*map(np.asarray, _scan(a, b, h))],
        "float32": lambda a, b, h: _scan(np.float32(a), np.float32(b), np.float32(h)),
        "arguments in another order": lambda h, b, a: _scan(a, b, h),
    },
    hints=[
        "A round at distance d: every step from d on is joined with the one d to its left, which comes first in time.",
        "In a round, new b[d:] is a[d:] * b[:-d] + b[d:], and new a[d:] is a[d:] * a[:-d]. The first d stay.",
        "Start with distance = 1 and rounds = 0. While distance < len(a): a round, rounds += 1, distance *= 2. In the "
        "end hs = a * h + b.",
    ],
)
