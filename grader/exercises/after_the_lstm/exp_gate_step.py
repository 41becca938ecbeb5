"""The exercise on exponential gates with a stabiliser."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from lstm_ref import sigmoid


def exp_gate_step(c, n, m, log_f, log_i, c_tilde):
    m_new = np.maximum(log_f + m, log_i)
    f = np.exp(log_f + m - m_new)
    i = np.exp(log_i - m_new)
    return f * c + i * c_tilde, f * n + i, m_new


def _cases(rng):
    def ask(H, sums=1.0, first=False, order=None):
        c, c_tilde, n, m, log_f, log_i = (
            *rng.uniform(-0.9, 0.9, (2, H)),
            rng.uniform(1, 3, H),
            *rng.uniform(-1, 1, (3, H)),
        )
        # a few binary digits after the point, so that sums of 1000 lose nothing in float32
        m, log_f, log_i = (np.round(1024 * part) / 1024 for part in (m, log_f, log_i))
        if order == "past":
            m = m + 2.5  # what is remembered weighs more than what is new
        elif order == "new":
            log_i = log_i + 2.5
        if first:
            c, n, m = np.zeros(H), np.zeros(H), np.full(H, -np.inf)
        return (Call("exp_gate_step", (c, n, m + sums, log_f, log_i + sums, c_tilde)),)

    return [
        Case("the first step: nothing weighed yet, 3 units", 0.5, ask(3, first=True)),
        Case("what is remembered weighs more, 4 units", 0.5, ask(4, order="past")),
        Case("what is new weighs more, 4 units", 0.5, ask(4, order="new")),
        Case("some units one way, some the other: 20 units", 0.5, ask(20)),
        Case("one unit", 0.5, ask(1)),
        Case("sums of about 1000, where exp overflows", 0.5, ask(4, sums=1000.0)),
        Case("sums of about -1000, where exp gives 0", 0.5, ask(4, sums=-1000.0)),
        Case("a hundred units, sums of all sizes", 0.5, ask(100, sums=rng.integers(-1000, 1001, 100).astype(float))),
    ]


def _by(stabiliser, f_of=lambda lf, m, new: lf + m - new, i_of=lambda li, m, new: li - new):
    """A step with a stabiliser, and with exponents of the two gates, of its own."""

    def step(c, n, m, log_f, log_i, c_tilde):
        new = stabiliser(m, log_f, log_i)
        f, i = np.exp(f_of(log_f, m, new)), np.exp(i_of(log_i, m, new))
        return f * c + i * c_tilde, f * n + i, new

    return step


def _ended(end):
    """A step with an end of its own, from the stabilised gates on."""

    def step(c, n, m, log_f, log_i, c_tilde):
        new = np.maximum(log_f + m, log_i)
        return end(c, n, new, np.exp(log_f + m - new), np.exp(log_i - new), c_tilde)

    return step


def _right(m, log_f, log_i):
    return np.maximum(log_f + m, log_i)


def _loops(c, n, m, log_f, log_i, c_tilde):
    rows = []
    for k in range(len(c)):
        top = max(log_f[k] + m[k], log_i[k])
        f, i = np.exp(log_f[k] + m[k] - top), np.exp(log_i[k] - top)
        rows.append((f * c[k] + i * c_tilde[k], f * n[k] + i, top))
    return [list(part) for part in zip(*rows, strict=True)]


def _in_place(c, n, m, log_f, log_i, c_tilde):
    m += log_f
    new = np.where(m > log_i, m, log_i)
    m -= new
    np.exp(m, out=m)
    log_i -= new
    np.exp(log_i, out=log_i)
    c *= m
    c += log_i * c_tilde
    n *= m
    n += log_i
    return c, n, new


EXP_GATE_STEP = Exercise(
    "exp-gate-step",
    title="The step that does not overflow",
    answer_name="exp_gate_step",
    reference=exp_gate_step,
    cases=_cases,
    returns=("c", "n", "m"),
    mistakes=[
        Mistake(
            "no stabiliser: the naive step",
            _by(lambda m, lf, li: m, lambda lf, m, new: lf, lambda li, m, new: li),
            "exp of the plain sums overflows. Take the new m off both exponents, and return it.",
        ),
        Mistake(
            "the naive step, with the new m beside it",
            _by(_right, lambda lf, m, new: lf, lambda li, m, new: li),
            "m is made, but not used: take it off both exponents.",
        ),
        Mistake(
            "exp first, and divided afterwards",
            lambda c, n, m, lf, li, g: (
                np.exp(lf + m) / np.exp(_right(m, lf, li)) * c + np.exp(li) / np.exp(_right(m, lf, li)) * g,
                np.exp(lf + m) / np.exp(_right(m, lf, li)) * n + np.exp(li) / np.exp(_right(m, lf, li)),
                _right(m, lf, li),
            ),
            "On paper it is the same, but exp has overflowed by then. Take m off in the exponent.",
        ),
        Mistake(
            "m found by way of exp",
            _by(lambda m, lf, li: np.log(np.maximum(np.exp(lf + m), np.exp(li)))),
            "exp overflows on the way. The larger exponent can be had without exp.",
        ),
        Mistake(
            "Python's max",
            _by(lambda m, lf, li: max(lf + m, li)),
            "max compares two numbers, not unit by unit: np.maximum does.",
        ),
        Mistake(
            "np.max where np.maximum is meant",
            _by(lambda m, lf, li: np.max(lf + m, li)),
            "np.max looks for the largest in one array. np.maximum compares two, unit by unit.",
        ),
        Mistake(
            "the log of the sum of both",
            _by(lambda m, lf, li: np.logaddexp(lf + m, li)),
            "m is the larger of the two exponents. (With the log of the sum n would be 1 for ever.)",
        ),
        Mistake(
            "m never below 0",
            _by(lambda m, lf, li: np.maximum(_right(m, lf, li), 0)),
            "m is the larger of the two exponents, even if both are far below 0: otherwise both gates become 0.",
        ),
        Mistake(
            "the old m is left out of the maximum",
            _by(lambda m, lf, li: np.maximum(lf, li)),
            "Compared are the new weight, log_i, and that of what is remembered, which is log_f + m by now.",
        ),
        Mistake(
            "log_f is left out of the maximum",
            _by(lambda m, lf, li: np.maximum(m, li)),
            "What is remembered has been through the forget gate: its exponent is log_f + m.",
        ),
        Mistake(
            "the old m is left out everywhere",
            _by(lambda m, lf, li: np.maximum(lf, li), lambda lf, m, new: lf - new),
            "c and n are stored without exp(old m). What is remembered has the exponent log_f + m: in the maximum, and "
            "in the forget gate.",
        ),
        Mistake("m is always log_i", _by(lambda m, lf, li: li), "m is the larger of the two exponents, unit by unit."),
        Mistake("m is always log_f + m", _by(lambda m, lf, li: lf + m), "m is the larger of the two exponents."),
        Mistake(
            "the smaller in place of the larger",
            _by(lambda m, lf, li: np.minimum(lf + m, li)),
            "Then an exponent is above 0, and may be far above. With the larger one none is.",
        ),
        Mistake(
            "one m for all units",
            _by(lambda m, lf, li: np.full_like(li, _right(m, lf, li).max())),
            "Each unit has an m of its own: np.maximum compares unit by unit.",
        ),
        Mistake(
            "one m for all units, a single number",
            _by(lambda m, lf, li: _right(m, lf, li).max()),
            "Each unit has an m of its own: np.maximum compares unit by unit.",
        ),
        Mistake(
            "the old m is left out of the forget gate",
            _by(_right, lambda lf, m, new: lf - new),
            "c and n are stored without exp(old m): it must come back before the new m is taken off.",
        ),
        Mistake(
            "the new m is not taken off the forget gate",
            _by(_right, lambda lf, m, new: lf + m),
            "Both gates are divided by the same exp(m), or the mean comes out wrong.",
        ),
        Mistake(
            "the forget gate is left as it is",
            _by(_right, lambda lf, m, new: lf),
            "c and n were stored with the old m. To add to them, bring them to the new one: log_f + m - m_new. "
            "(Is m still the old one there?)",
        ),
        Mistake(
            "the old m taken off the input gate",
            _by(_right, i_of=lambda li, m, new: li - m),
            "Take off the new m, which is the larger of the two exponents: only so exp cannot overflow.",
        ),
        Mistake(
            "the old m put on the input gate too",
            _by(_right, i_of=lambda li, m, new: li + m - new),
            "The old m belongs to what was stored. The input gate is new.",
        ),
        *(
            Mistake(name, _ended(end), advice)
            for name, end, advice in [
                ("n gets no input gate", lambda c, n, m, f, i, g: (f * c + i * g, f * n, m), "n = f ⊙ n + i."),
                (
                    "the candidate in n too",
                    lambda c, n, m, f, i, g: (f * c + i * g, f * n + i * g, m),
                    "n adds up the weights alone, without what they weigh.",
                ),
                ("n just counts", lambda c, n, m, f, i, g: (f * c + i * g, n + 1, m), "n adds up weights: f ⊙ n + i."),
                (
                    "the input gate is left out of c",
                    lambda c, n, m, f, i, g: (f * c + g, f * n + i, m),
                    "The candidate comes with its weight: i ⊙ c_tilde.",
                ),
                (
                    "the forget gate is left out of c",
                    lambda c, n, m, f, i, g: (c + i * g, f * n + i, m),
                    "c = f ⊙ c + i ⊙ c_tilde.",
                ),
                (
                    "the forget gate is left out of n",
                    lambda c, n, m, f, i, g: (f * c + i * g, n + i, m),
                    "What is forgotten must weigh less, too: n = f ⊙ n + i.",
                ),
                ("n returned before c", lambda c, n, m, f, i, g: (f * n + i, f * c + i * g, m), "Return c, n, m."),
                ("f and i exchanged", lambda c, n, m, f, i, g: (i * c + f * g, i * n + f, m), "f keeps, i lets in."),
                (
                    "divided already",
                    lambda c, n, m, f, i, g: ((f * c + i * g) / (f * n + i), f * n + i, m),
                    "c / n is what is shown. Stored, and returned, is c itself.",
                ),
                ("m returned first", lambda c, n, m, f, i, g: (m, f * c + i * g, f * n + i), "Return c, n, m."),
                (
                    "m is not returned",
                    lambda c, n, m, f, i, g: (f * c + i * g, f * n + i),
                    "The next step needs m too.",
                ),
                (
                    "the gates returned with c",
                    lambda c, n, m, f, i, g: (f * c + i * g, f, i),
                    "Return the three states: c, n, m.",
                ),
            ]
        ),
        Mistake(
            "the old m returned",
            lambda c, n, m, log_f, log_i, c_tilde: (*exp_gate_step(c, n, m, log_f, log_i, c_tilde)[:2], m),
            "The next step needs the new m.",
        ),
        Mistake(
            "σ in place of exp",
            lambda c, n, m, lf, li, g: (
                (f := sigmoid(lf + m - _right(m, lf, li))) * c + (i := sigmoid(li - _right(m, lf, li))) * g,
                f * n + i,
                _right(m, lf, li),
            ),
            "These gates are exponentials.",
        ),
    ],
    styles={
        "loops and lists": _loops,
        "float32": lambda *given: exp_gate_step(*map(np.float32, given)),
        "in place, into its own arguments": _in_place,
        "by np.logaddexp's rule": lambda c, n, m, lf, li, g: (
            np.where(
                lf + m >= li, c + np.exp(np.minimum(li - lf - m, 0)) * g, np.exp(np.minimum(lf + m - li, 0)) * c + g
            ),
            np.where(lf + m >= li, n + np.exp(np.minimum(li - lf - m, 0)), np.exp(np.minimum(lf + m - li, 0)) * n + 1),
            np.maximum(lf + m, li),
        ),
        "one array of three rows": lambda *given: np.stack(exp_gate_step(*given)),
        "stacked, and the largest of each column": lambda c, n, m, lf, li, g: (
            lambda top, w: (w[0] * c + w[1] * g, w[0] * n + w[1], top)
        )(np.max([lf + m, li], axis=0), np.exp(np.array([lf + m, li]) - np.max([lf + m, li], axis=0))),
        "arguments in another order": lambda log_f, log_i, c_tilde, c, n, m: exp_gate_step(
            c, n, m, log_f, log_i, c_tilde
        ),
    },
    hints=[
        "Four lines: first the new m, then the two gates with it, then c, then n.",
        "m_new = np.maximum(log_f + m, log_i). The exponents of the gates are log_f + m - m_new and log_i - m_new.",
        "f = np.exp(log_f + m - m_new), i = np.exp(log_i - m_new). Return f * c + i * c_tilde, f * n + i, m_new.",
    ],
)
