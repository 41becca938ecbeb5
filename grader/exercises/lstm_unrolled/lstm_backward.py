"""The exercise `lstm-backward`: back through a whole sequence."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake
from grader.exercises.lstm_unrolled.inputs import by_name, drawn, either_sign, states
from grader.exercises.lstm_unrolled.lstm_step_backward import lstm_step_backward


def _cases(rng):
    def ask(T, D, H, last_only=False, U=1):
        W, U_drawn, b = drawn(rng, D, H)
        U = U * U_drawn
        x, h, c = rng.standard_normal((T, D)), either_sign(rng, 0.3, 0.9, H), either_sign(rng, 0.6, 1.5, H)
        hs, cs = states(x, by_name(W, U, b), h, c)
        dhs = either_sign(rng, 0.5, 1.5, (T, H))
        if last_only:
            dhs[:-1] = 0
        return (Call("lstm_backward", (dhs, x, hs, cs, W, U, b)),)

    return [
        Case("a sequence of one step", 0.5, ask(1, 4, 3)),
        Case("U zero, so steps are joined by c alone: 4 steps", 1, ask(4, 2, 3, U=0)),
        Case("the loss looks at the last step only: 3 steps", 1, ask(3, 4, 2, last_only=True)),
        Case("everything at once: 5 steps, 4 inputs, 3 units", 1.5, ask(5, 4, 3)),
        Case("one input, one unit, 6 steps", 0.5, ask(6, 1, 1)),
        Case("2 inputs, 5 units, 7 steps", 0.5, ask(7, 2, 5)),
    ]


def _back(
    arrives=lambda dhs, t, dh: dhs[t] + dh,
    memory=lambda dhs, t, dh, dc: dc,
    before=lambda hs, cs, t: (hs[t], cs[t]),
    order=lambda T: range(T - 1, -1, -1),
    gather=lambda total, part: total + part,
    hand_on=lambda dh, dc, dh_later, dc_later: (dh, dc),
    step=lstm_step_backward,
):
    """A way back through a sequence, with a part of its own."""

    def back(dhs, x, hs, cs, W, U, b):
        dx, dh, dc = np.zeros_like(x), np.zeros_like(hs[0]), np.zeros_like(cs[0])
        totals = [np.zeros_like(W), np.zeros_like(U), np.zeros_like(b)]
        for t in order(len(x)):
            given = arrives(dhs, t, dh), memory(dhs, t, dh, dc), x[t], *before(hs, cs, t), W, U, b
            dx[t], dh_t, dc_t, *parts = step(*given)
            dh, dc = hand_on(dh_t, dc_t, dh, dc)
            totals = [gather(total, part) for total, part in zip(totals, parts, strict=True)]
        return dx, dh, dc, *totals

    return back


def lstm_backward(dhs, x, hs, cs, W, U, b):
    return _back()(dhs, x, hs, cs, W, U, b)


def _changed(change):
    """The right way back, with its result changed by `change(dx, dh_0, dc_0, dW, dU, db)`."""
    return lambda *given: change(*lstm_backward(*given))


def _by_recursion(dhs, x, hs, cs, W, U, b):
    """The first step last: the rest of the sequence says what comes back to it."""
    rest = ((), 0 * hs[0], 0 * cs[0], 0, 0, 0)
    if len(x) > 1:
        rest = _by_recursion(dhs[1:], x[1:], hs[1:], cs[1:], W, U, b)
    dx, dh, dc, *parts = lstm_step_backward(dhs[0] + rest[1], rest[2], x[0], hs[0], cs[0], W, U, b)
    return [dx, *rest[0]], dh, dc, *(total + part for total, part in zip(rest[3:], parts, strict=True))


def _all_at_once(dhs, x, hs, cs, W, U, b):
    """Keep every dz, and make the gradients of the weights by one product each."""
    dzs, dh, dc = np.zeros((len(x), len(b))), 0, 0 * cs[0]
    for t in reversed(range(len(x))):
        _, dh, dc, *_, dzs[t] = lstm_step_backward(dhs[t] + dh, dc, x[t], hs[t], cs[t], W, U, b)
    return [dzs @ W, dh, dc, dzs.T @ x, dzs.T @ hs[:-1], dzs.sum(axis=0)]


def _in_place(dhs, x, hs, cs, W, U, b):
    dW, dU, db, dx, dc = 0 * W, 0 * U, 0 * b, [], np.zeros(len(U[0]))
    for t in range(len(x) - 1, -1, -1):
        dx_t, dh, dc, dW_t, dU_t, db_t = lstm_step_backward(dhs[t], dc, x[t], hs[t], cs[t], W, U, b)
        if t:
            dhs[t - 1] += dh
        dx.insert(0, dx_t)
        dW += dW_t
        dU += dU_t
        db += db_t
    return dx, dh, dc, dW, dU, db


LSTM_BACKWARD = Exercise(
    "lstm-backward",
    title="An LSTM back through a whole sequence",
    answer_name="lstm_backward",
    reference=lstm_backward,
    cases=_cases,
    returns=("dx", "dh_0", "dc_0", "dW", "dU", "db"),
    mistakes=[
        Mistake(name, _back(**changed), advice)
        for name, changed, advice in [
            (
                "what comes back along the memory is left out",
                {"memory": lambda dhs, t, dh, dc: 0 * dc},
                "Two things come back from step t + 1: dh and dc. Hand dc on from step to step.",
            ),
            (
                "what comes back along h is left out",
                {"arrives": lambda dhs, t, dh: dhs[t]},
                "Two things come back from step t + 1. Add its dh: dhs[t] + dh.",
            ),
            (
                "nothing comes back from later steps",
                {"arrives": lambda dhs, t, dh: dhs[t], "memory": lambda dhs, t, dh, dc: 0 * dc},
                "Two things come back from step t + 1: dh, to be added to dhs[t], and dc.",
            ),
            (
                "only the last step of dhs is used",
                {"arrives": lambda dhs, t, dh: dh + dhs[t] * (t == len(dhs) - 1)},
                "The loss may look at every hidden state: add dhs[t] at each step.",
            ),
            (
                "dhs is left out",
                {"arrives": lambda dhs, t, dh: dh},
                "What the loss says about hs[t + 1] is in dhs[t]: add it at each step.",
            ),
            (
                "both states one place too early",
                {"before": lambda hs, cs, t: (hs[t - 1], cs[t - 1])},
                "hs[0] and cs[0] are the start: step t goes from hs[t], cs[t].",
            ),
            (
                "dhs of the step before",
                {"arrives": lambda dhs, t, dh: dhs[t - 1] + dh},
                "dhs[t] belongs to hs[t + 1], the state that step t made.",
            ),
            (
                "dhs added to the memory as well",
                {"memory": lambda dhs, t, dh, dc: dc + dhs[t]},
                "The loss looks at h only. The step itself takes dh on to the cell state.",
            ),
            (
                "dh and dc exchanged on their way",
                {"arrives": lambda dhs, t, dh: dhs[t] + dh, "memory": lambda dhs, t, dh, dc: dh},
                "lstm_step_backward takes dh first, then dc. The old dh was added already; dc is what is handed on.",
            ),
            (
                "dh and dc given to the step as dc, dh",
                {"step": lambda dh, dc, *given: lstm_step_backward(dc, dh, *given)},
                "lstm_step_backward takes dh first, then dc.",
            ),
            (
                "what a step gives taken as dc, dh",
                {"hand_on": lambda dh, dc, dh_later, dc_later: (dc, dh)},
                "lstm_step_backward gives dx, then dh, then dc.",
            ),
            (
                "dh and dc added up from step to step",
                {"hand_on": lambda dh, dc, dh_later, dc_later: (dh_later + dh, dc_later + dc)},
                "What a step gives holds all that comes from later ones. Add up the weights' gradients only.",
            ),
            (
                "dhs of the step after",
                {"arrives": lambda dhs, t, dh: dhs[t + 1] + dh},
                "hs has the start in front, dhs has not: dhs[t] belongs to hs[t + 1], the state that step t made.",
            ),
            (
                "the memory begins with dh",
                {"memory": lambda dhs, t, dh, dc: dhs[t] if t == len(dhs) - 1 else dc},
                "After the last step nothing comes back along c: dc starts at zeros.",
            ),
            (
                "the last step counted twice",
                {"arrives": lambda dhs, t, dh: dhs[t] + dh + dhs[t] * (t == len(dhs) - 1)},
                "After the last step nothing comes back: dh starts at zeros. dhs[-1] is added in the loop.",
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
                "the first step left out",
                {"order": lambda T: range(T - 1, 0, -1)},
                "range(T - 1, 0, -1) ends before 0. reversed(range(T)) does not.",
            ),
            (
                "the last step left out",
                {"order": lambda T: range(T - 2, -1, -1)},
                "The last step is T - 1: range(T - 1, -1, -1), or reversed(range(T)).",
            ),
            (
                "the states after the step",
                {"before": lambda hs, cs, t: (hs[t + 1], cs[t + 1])},
                "Step t goes from hs[t], cs[t] to hs[t + 1], cs[t + 1]. lstm_step_backward wants those from before.",
            ),
            (
                "the cell state after the step",
                {"before": lambda hs, cs, t: (hs[t], cs[t + 1])},
                "lstm_step_backward wants both states from before the step: hs[t] and cs[t].",
            ),
            (
                "the hidden state after the step",
                {"before": lambda hs, cs, t: (hs[t + 1], cs[t])},
                "lstm_step_backward wants both states from before the step: hs[t] and cs[t].",
            ),
            (
                "h and c exchanged",
                {"before": lambda hs, cs, t: (cs[t], hs[t])},
                "lstm_step_backward takes h first, then c.",
            ),
        ]
    ]
    + [
        Mistake(name, answer, advice)
        for name, answer, advice in [
            (
                "dx turned round",
                _changed(lambda dx, *rest: (dx[::-1], *rest)),
                "You go back, so the first that you get belongs to the last step. dx[t] belongs to x[t].",
            ),
            (
                "dc_0 before dh_0",
                _changed(lambda dx, dh, dc, *rest: (dx, dc, dh, *rest)),
                "Return dx, dh_0, dc_0, dW, dU, db.",
            ),
            (
                "the mean over the steps",
                lambda dhs, x, *given: _changed(lambda dx, dh, dc, *dp: (dx, dh, dc, *(part / len(x) for part in dp)))(
                    dhs, x, *given
                ),
                "Ways side by side add up: the sum over the steps, not the mean.",
            ),
            (
                "only the input of the first step",
                _changed(lambda dx, *rest: (dx[0], *rest)),
                "Each step has an input, so dx has a row for each: (T, D).",
            ),
            (
                "dU before dW",
                _changed(lambda dx, dh, dc, dW, dU, db: (dx, dh, dc, dU, dW, db)),
                "Return dx, dh_0, dc_0, dW, dU, db.",
            ),
            (
                "dh_0 and dc_0 last",
                _changed(lambda dx, dh, dc, *dp: (dx, *dp, dh, dc)),
                "Return dx, dh_0, dc_0, dW, dU, db.",
            ),
            (
                "dh_0 and dc_0 are missing",
                _changed(lambda dx, dh, dc, *dp: (dx, *dp)),
                "The start has slopes, too: what is left of dh and dc after the loop.",
            ),
            (
                "the weights' gradients first",
                _changed(lambda dx, dh, dc, *dp: (*dp, dx, dh, dc)),
                "Return dx, dh_0, dc_0, dW, dU, db.",
            ),
        ]
    ],
    styles={
        "by recursion": _by_recursion,
        "one product for each gradient": _all_at_once,
        "in place, into dhs": _in_place,
        "lists": _changed(lambda *parts: [part.tolist() for part in parts]),
        "float32": lambda *given: lstm_backward(*map(np.float32, given)),
        "arguments in another order": lambda x, hs, cs, dhs, W, U, b: lstm_backward(dhs, x, hs, cs, W, U, b),
    },
    hints=[
        "It is the loop of lesson 04, with two things that come back from later steps: dh and dc. Both start at zeros.",
        "At step t, last one first: lstm_step_backward(dhs[t] + dh, dc, x[t], hs[t], cs[t], W, U, b).",
        "It gives dx[t], then the dh and the dc to hand on, then three to add to dW, dU, db. What is left of dh and dc "
        "after the loop is dh_0 and dc_0.",
    ],
)
