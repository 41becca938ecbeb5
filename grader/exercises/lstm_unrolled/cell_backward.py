"""The exercise `cell-backward`: from the two states back to the old cell state and to the four sums."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.lstm_unrolled.inputs import either_sign
from lstm_ref import sigmoid


def _arriving(dh, dc, c_new, o):
    return dc + dh * o * (1 - np.tanh(c_new) ** 2)


def cell_backward(dh, dc, c, c_new, f, i, o, c_tilde):
    arriving = _arriving(dh, dc, c_new, o)
    dz_f = arriving * c * f * (1 - f)
    dz_i = arriving * c_tilde * i * (1 - i)
    dz_o = dh * np.tanh(c_new) * o * (1 - o)
    dz_c = arriving * i * (1 - c_tilde**2)
    return arriving * f, dz_f, dz_i, dz_o, dz_c


def _cases(rng):
    def ask(H, dh=1, dc=1, c=1):
        f, i, o = (rng.uniform(0.55, 0.9, H) for _ in "fio")
        c, c_tilde = c * either_sign(rng, 0.6, 1.5, H), either_sign(rng, 0.4, 0.9, H)
        dh, dc = dh * either_sign(rng, 0.5, 2, H), dc * either_sign(rng, 0.5, 2, H)
        return (Call("cell_backward", (dh, dc, c, f * c + i * c_tilde, f, i, o, c_tilde)),)

    return [
        Case("only along the memory: dh is zero", 1, ask(4, dh=0)),
        Case("only through h: dc is zero", 1, ask(4, dc=0)),
        Case("with the old c zero", 0.5, ask(3, c=0)),
        Case("everything at once: 5 units", 1.5, ask(5)),
        Case("one unit", 0.5, ask(1)),
        Case("12 units", 0.5, ask(12)),
    ]


def _with_arriving(arriving):
    """The right way back, but for what arrives at the new c: `arriving(dh, dc, c, c_new, o)`."""

    def back(dh, dc, c, c_new, f, i, o, c_tilde):
        _, *dz = cell_backward(0 * dh, arriving(dh, dc, c, c_new, o), c, c_new, f, i, o, c_tilde)
        dz[2] = cell_backward(dh, dc, c, c_new, f, i, o, c_tilde)[3]
        return arriving(dh, dc, c, c_new, o) * f, *dz

    return back


def _part(place, formula):
    """The right way back, but for one part: `formula(arriving, dh, dc, c, c_new, f, i, o, c_tilde)`."""

    def back(dh, dc, c, c_new, f, i, o, c_tilde):
        parts = list(cell_backward(dh, dc, c, c_new, f, i, o, c_tilde))
        parts[place] = formula(_arriving(dh, dc, c_new, o), dh, dc, c, c_new, f, i, o, c_tilde)
        return tuple(parts)

    return back


def _slopes(gate=lambda s: s * (1 - s), candidate=lambda g: 1 - g**2):
    """A way back with its own slopes of σ and tanh, from the squashed values."""

    def back(dh, dc, c, c_new, f, i, o, c_tilde):
        arriving = _arriving(dh, dc, c_new, o)
        sums = arriving * c * gate(f), arriving * c_tilde * gate(i), dh * np.tanh(c_new) * gate(o)
        return arriving * f, *sums, arriving * i * candidate(c_tilde)

    return back


def _changed(change):
    return lambda *given: change(*cell_backward(*given))


def _sums_of(dh, dc, *given):
    """The slopes against the four sums, with dc in place of all that arrives."""
    _, f, i, _, c = cell_backward(0 * dh, dc, *given)
    return f, i, cell_backward(dh, dc, *given)[3], c


def _without_partners(dh, dc, c, c_new, f, i, o, c_tilde):
    arriving = _arriving(dh, dc, c_new, o)
    return arriving * f * (1 - f), arriving * i * (1 - i), dh * o * (1 - o), arriving * (1 - c_tilde**2)


def _itself_for_the_partner(dh, dc, c, c_new, f, i, o, c_tilde):
    dc_before, dz_f, _, dz_o, _ = cell_backward(dh, dc, c, c_new, f, i, o, c_tilde)
    arriving = _arriving(dh, dc, c_new, o)
    return dc_before, dz_f, arriving * i * i * (1 - i), dz_o, arriving * c_tilde * (1 - c_tilde**2)


def _in_place(dh, dc, c, c_new, f, i, o, c_tilde):
    shown = np.tanh(c_new)
    dc += dh * o * (1 - shown**2)
    do = dh * shown
    do *= o * (1 - o)
    return [dc * f, dc * c * f * (1 - f), dc * c_tilde * i * (1 - i), do, dc * i * (1 - c_tilde**2)]


def _by_loops(dh, dc, c, c_new, f, i, o, c_tilde):
    units = zip(dh, dc, c, c_new, f, i, o, c_tilde, strict=True)
    return [list(part) for part in zip(*(cell_backward(*unit) for unit in units), strict=True)]


def _by_diagonals(dh, dc, c, c_new, f, i, o, c_tilde):
    """Each ⊙ as a diagonal matrix, as in lesson 05."""
    d = np.diag
    arriving = dc + d(o) @ d(1 / np.cosh(c_new) ** 2) @ dh
    gates = d(f - f**2) @ d(c) @ arriving, d(i - i**2) @ d(c_tilde) @ arriving, d(o - o**2) @ d(np.tanh(c_new)) @ dh
    return d(f) @ arriving, *gates, d(1 - c_tilde**2) @ d(i) @ arriving


ADD = "The new c has two listeners, the step after it and h. What comes from both adds up: dc + dh * o * (1 - tanh²)."

CELL_BACKWARD = Exercise(
    "cell-backward",
    title="One step back, through the cell",
    answer_name="cell_backward",
    reference=cell_backward,
    cases=_cases,
    returns=("dc_before", "dz_f", "dz_i", "dz_o", "dz_c"),
    mistakes=[
        Mistake(name, _with_arriving(arriving), advice)
        for name, arriving, advice in [
            ("what comes through h is left out", lambda dh, dc, c, c_new, o: dc, ADD),
            (
                "what comes along the memory is left out",
                lambda dh, dc, c, c_new, o: dh * o * (1 - np.tanh(c_new) ** 2),
                ADD,
            ),
            (
                "the slope of tanh left out, between h and c",
                lambda dh, dc, c, c_new, o: dc + dh * o,
                "h = o ⊙ tanh(c): on the way back multiply by o, and by the slope of tanh at the new c.",
            ),
            (
                "tanh left out of its slope",
                lambda dh, dc, c, c_new, o: dc + dh * o * (1 - c_new**2),
                "c_new has not been through tanh: its slope is 1 - np.tanh(c_new) ** 2.",
            ),
            (
                "the slope of tanh at the old c",
                lambda dh, dc, c, c_new, o: dc + dh * o * (1 - np.tanh(c) ** 2),
                "h is made from the new c: take the slope there.",
            ),
            (
                "the output gate left out, between h and c",
                lambda dh, dc, c, c_new, o: dc + dh * (1 - np.tanh(c_new) ** 2),
                "h = o ⊙ tanh(c): o multiplies on the way back, too.",
            ),
            (
                "the square left out of the slope of tanh",
                lambda dh, dc, c, c_new, o: dc + dh * o * (1 - np.tanh(c_new)),
                "The slope is 1 - np.tanh(c_new) ** 2.",
            ),
            (
                "tanh itself, not its slope, between h and c",
                lambda dh, dc, c, c_new, o: dc + dh * o * np.tanh(c_new),
                "tanh(c) is the partner of o: it belongs into dz_o. To c goes the slope, 1 - np.tanh(c_new) ** 2.",
            ),
            (
                "the slope of tanh on dc as well",
                lambda dh, dc, c, c_new, o: (dc + dh * o) * (1 - np.tanh(c_new) ** 2),
                "dc is against the new c itself. Only dh has a way to go: dc + dh * o * (1 - tanh²).",
            ),
            (
                "o and the slope of tanh on dc as well",
                lambda dh, dc, c, c_new, o: (dc + dh) * o * (1 - np.tanh(c_new) ** 2),
                "dc is against the new c itself. Only dh has a way to go: dc + dh * o * (1 - tanh²).",
            ),
            (
                "the two that arrive, one minus the other",
                lambda dh, dc, c, c_new, o: dc - dh * o * (1 - np.tanh(c_new) ** 2),
                "Two ways side by side add up. The minus stands in the slope: 1 - tanh².",
            ),
            (
                "a product of the two that arrive",
                lambda dh, dc, c, c_new, o: dc * dh * o * (1 - np.tanh(c_new) ** 2),
                "Two ways side by side add up: dc plus what comes through h.",
            ),
            (
                "the square of the difference",
                lambda dh, dc, c, c_new, o: dc + dh * o * (1 - np.tanh(c_new)) ** 2,
                "Square tanh(c_new), then take it from 1.",
            ),
            (
                "dh left out between h and c",
                lambda dh, dc, c, c_new, o: dc + o * (1 - np.tanh(c_new) ** 2),
                "These are the slopes of two links. What comes through them is dh: multiply by it.",
            ),
            (
                "dh passed straight to the cell state",
                lambda dh, dc, c, c_new, o: dc + dh,
                "Between h and c stand o and the slope of tanh.",
            ),
        ]
    ]
    + [
        Mistake(name, _part(place, formula), advice)
        for name, place, formula, advice in [
            (
                "to the old c goes only what came along the memory",
                0,
                lambda a, dh, dc, c, c_new, f, i, o, g: dc * f,
                "First add up all that arrives at the new c. All of it goes on to the old one, times f.",
            ),
            (
                "the forget gate on one part only, on the way to the old c",
                0,
                lambda a, dh, dc, c, c_new, f, i, o, g: dc * f + a - dc,
                "First add up all that arrives at the new c. Then multiply the sum by f.",
            ),
            (
                "the forget gate left out on the way to the old c",
                0,
                lambda a, dh, dc, c, c_new, f, i, o, g: a,
                "c_new = f ⊙ c + …: what goes back to c is multiplied by f.",
            ),
            (
                "the input gate on the way to the old c",
                0,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * i,
                "f is the partner of the old c.",
            ),
            (
                "the output gate on the way to the old c",
                0,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * o,
                "f is the partner of the old c.",
            ),
            (
                "dc added once more, behind the forget gate",
                0,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * f + dc,
                "dc is in all that arrives. From the new c to the old one there is one way, through f.",
            ),
            (
                "the forget gate twice on the way to the old c",
                0,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * f * (1 - f),
                "The old c does not go through σ: no slope stands in its way, only f.",
            ),
            (
                "the new c in dz_f",
                1,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * c_new * f * (1 - f),
                "f met the old c.",
            ),
            (
                "the old c left out of dz_f",
                1,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * f * (1 - f),
                "In f ⊙ c each factor gets the other one: df = (what arrives) * c.",
            ),
            (
                "the old c in dz_i",
                2,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * c * i * (1 - i),
                "i met the candidate.",
            ),
            (
                "the candidate left out of dz_i",
                2,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * i * (1 - i),
                "In i ⊙ c_tilde each factor gets the other one.",
            ),
            (
                "tanh left out of dz_o",
                3,
                lambda a, dh, dc, c, c_new, f, i, o, g: dh * c_new * o * (1 - o),
                "o met tanh(c_new).",
            ),
            (
                "the cell state left out of dz_o",
                3,
                lambda a, dh, dc, c, c_new, f, i, o, g: dh * o * (1 - o),
                "In o ⊙ tanh(c) each factor gets the other one: do = dh * tanh(c_new).",
            ),
            (
                "dz_o made from what arrives at c",
                3,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * np.tanh(c_new) * o * (1 - o),
                "o stands between c and h: only dh comes to it.",
            ),
            (
                "tanh of the old c in dz_o",
                3,
                lambda a, dh, dc, c, c_new, f, i, o, g: dh * np.tanh(c) * o * (1 - o),
                "o met tanh of the new c.",
            ),
            (
                "dz_o made from dh and dc",
                3,
                lambda a, dh, dc, c, c_new, f, i, o, g: (dh + dc) * np.tanh(c_new) * o * (1 - o),
                "o stands between c and h: only dh comes to it.",
            ),
            (
                "no slope of σ in dz_f",
                1,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * c,
                "From f to its sum it goes through σ: times f * (1 - f).",
            ),
            (
                "no slope of σ in dz_i",
                2,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * g,
                "From i to its sum it goes through σ: times i * (1 - i).",
            ),
            (
                "no slope of σ in dz_o",
                3,
                lambda a, dh, dc, c, c_new, f, i, o, g: dh * np.tanh(c_new),
                "From o to its sum it goes through σ: times o * (1 - o).",
            ),
            (
                "dz_o made from dc",
                3,
                lambda a, dh, dc, c, c_new, f, i, o, g: dc * np.tanh(c_new) * o * (1 - o),
                "o stands between c and h: dh comes to it.",
            ),
            (
                "the input gate left out of dz_c",
                4,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * (1 - g**2),
                "In i ⊙ c_tilde each factor gets the other one: the candidate gets i.",
            ),
            (
                "the candidate in place of i in dz_c",
                4,
                lambda a, dh, dc, c, c_new, f, i, o, g: a * g * (1 - g**2),
                "In i ⊙ c_tilde each factor gets the other one: the candidate gets i.",
            ),
        ]
    ]
    + [
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "the sums get only what came along the memory",
                lambda dh, dc, *given: (cell_backward(dh, dc, *given)[0], *_sums_of(dh, dc, *given)),
                "f, i and c_tilde made the new c: they get a share of all that arrives there, not of dc alone.",
            ),
            (
                "no slopes at the sums",
                _slopes(lambda s: 1, lambda g: 1),
                "From a gate to its sum it goes through σ: times f * (1 - f). The candidate went through tanh.",
            ),
            ("no slopes of σ", _slopes(gate=lambda s: 1), "From a gate to its sum it goes through σ: f * (1 - f)."),
            (
                "no slope of tanh at the candidate",
                _slopes(candidate=lambda g: 1),
                "The candidate went through tanh: times 1 - c_tilde ** 2.",
            ),
            (
                "the slope of σ for the candidate",
                _slopes(candidate=lambda g: g * (1 - g)),
                "The candidate went through tanh: its slope is 1 - c_tilde ** 2.",
            ),
            (
                "the square of the difference at the candidate",
                _slopes(candidate=lambda g: (1 - g) ** 2),
                "Square c_tilde, then take it from 1.",
            ),
            (
                "slopes only, without the partners",
                lambda *given: (cell_backward(*given)[0], *_without_partners(*given)),
                "Each factor gets the other one: f gets c, i gets c_tilde, o gets tanh(c_new), c_tilde gets i.",
            ),
            (
                "the slope of tanh for the gates",
                _slopes(gate=lambda s: 1 - s**2),
                "The gates went through σ: f * (1 - f).",
            ),
            ("one factor of the slope of σ", _slopes(gate=lambda s: 1 - s), "The slope of σ has two: f * (1 - f)."),
            (
                "σ taken a second time",
                _slopes(gate=lambda s: sigmoid(s) * (1 - sigmoid(s))),
                "f, i and o have been through σ already. Use them as they are.",
            ),
            (
                "tanh taken a second time",
                _slopes(candidate=lambda g: 1 - np.tanh(g) ** 2),
                "c_tilde has been through tanh already. Square it as it is.",
            ),
            (
                "the old c wherever the new one belongs",
                lambda dh, dc, c, c_new, *given: cell_backward(dh, dc, c, c, *given),
                "h was made from c_new: tanh and its slope are taken there. Only f met the old c.",
            ),
            (
                "the partners of i and c_tilde exchanged",
                _itself_for_the_partner,
                "In i ⊙ c_tilde each factor gets the other one: i gets c_tilde, and c_tilde gets i.",
            ),
            (
                "dz_f and dz_i exchanged",
                _changed(lambda d, f, i, o, c: (d, i, f, o, c)),
                "Return dc_before, dz_f, dz_i, dz_o, dz_c.",
            ),
            (
                "dc_before is missing",
                _changed(lambda d, *dz: dz),
                "The step before needs it: return dc_before, dz_f, dz_i, dz_o, dz_c.",
            ),
            (
                "dz_c before dz_o",
                _changed(lambda d, f, i, o, c: (d, f, i, c, o)),
                "Return dc_before, dz_f, dz_i, dz_o, dz_c.",
            ),
            (
                "dc_before last",
                _changed(lambda d, f, i, o, c: (f, i, o, c, d)),
                "Return dc_before, dz_f, dz_i, dz_o, dz_c.",
            ),
            (
                "the four sums joined",
                _changed(lambda d, *dz: (d, np.concatenate(dz))),
                "Return five vectors, each (H,). They are joined in the next exercise.",
            ),
            (
                "what arrives returned as well",
                lambda *given: (given[1], *cell_backward(*given)),
                "Return five vectors.",
            ),
        ]
    ],
    styles={
        "in place, a list": _in_place,
        "unit by unit, lists": _by_loops,
        "diagonal matrices": _by_diagonals,
        "one array of five rows": lambda *given: np.stack(cell_backward(*given)),
        "float32": lambda *given: cell_backward(*map(np.float32, given)),
        "arguments in another order": lambda c, c_new, f, i, o, c_tilde, dh, dc: cell_backward(
            dh, dc, c, c_new, f, i, o, c_tilde
        ),
    },
    hints=[
        "Begin with all that arrives at the new c: dc from the step after, and dh through o and the slope of tanh.",
        "Then each product gives each factor the other one: c gets f, f gets c, i gets c_tilde, c_tilde gets i. And o?",
        "a = dc + dh * o * (1 - np.tanh(c_new) ** 2). Then a * f; a * c * f * (1 - f); a * c_tilde * i * (1 - i); "
        "dh * np.tanh(c_new) * o * (1 - o); a * i * (1 - c_tilde ** 2).",
    ],
)
