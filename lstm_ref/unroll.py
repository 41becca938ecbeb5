"""A step becomes a sequence: the loop over time, forwards and backwards, for any cell."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

State = tuple[NDArray, ...]


def unroll(
    step: Callable[..., NDArray | State], x: NDArray, state: State, p: Mapping[str, NDArray]
) -> tuple[NDArray, State]:
    """Take a cell through a whole sequence: the same step and the same weights at every time.

    Args:
        step: one of the steps of this package, called as `step(x[t], *state, p)`.
        x: the sequence, shape (T, D), or (N, T, D) for a batch, with T at least 1.
        state: where to start: `(h,)`, or `(h, c)` for an LSTM, each (H,), or (N, H).
        p: the weights by name.

    Returns:
        The hidden state after every step, shape (T, H), or (N, T, H), and the last state, a tuple as `state`.

    Raises:
        ValueError: where `x` has no time axis or no step.
    """
    _require_sequence(x)
    hs = []
    for t in range(x.shape[-2]):
        state = _as_state(step(x[..., t, :], *state, p))
        hs.append(state[0])
    return np.stack(hs, axis=-2), state


def unroll_backward(
    step: Callable[..., NDArray | State],
    step_backward: Callable[..., tuple],
    x: NDArray,
    state: State,
    p: Mapping[str, NDArray],
    dhs: NDArray,
    dstate: State | None = None,
) -> tuple[NDArray, State, dict[str, NDArray]]:
    """Take the gradient of a loss back through `unroll(step, x, state, p)`: through time, last step first.

    Args:
        step: the step that was unrolled; the states on the way are computed again.
        step_backward: its backward twin.
        x: the sequence, shape (T, D), or (N, T, D).
        state: where the sequence started: `(h,)` or `(h, c)`, each (H,), or (N, H) for a batch.
        p: the weights by name.
        dhs: the gradient of the loss with respect to the hidden state of every step, shape (T, H), or (N, T, H).
        dstate: the gradient with respect to the last state, a tuple as `state`, where the loss looks at it;
            zeros otherwise. What `dhs` says about the last hidden state is added to it.

    Returns:
        The gradients with respect to `x`, to `state` (a tuple), and to the weights by name: the sum over all steps,
        since the weights are shared.

    Raises:
        ValueError: where `x` has no time axis or no step.

    Source: Werbos (1990), backpropagation through time.
    """
    _require_sequence(x)
    states = [state]
    for t in range(x.shape[-2]):
        states.append(_as_state(step(x[..., t, :], *states[t], p)))
    dstate = tuple(np.zeros_like(part) for part in states[-1]) if dstate is None else dstate
    dx, dp = [], {}
    for t in reversed(range(x.shape[-2])):
        dh = dstate[0] + dhs[..., t, :]
        dx_t, *dstate, dp_t = step_backward(dh, *dstate[1:], x[..., t, :], *states[t], p)
        dx.append(dx_t)
        dp = {name: dp.get(name, 0) + gradient for name, gradient in dp_t.items()}
    return np.stack(dx[::-1], axis=-2), tuple(dstate), dp


def _as_state(new: NDArray | State) -> State:
    return new if isinstance(new, tuple) else (new,)


def _require_sequence(x: NDArray) -> None:
    if x.ndim < 2 or x.shape[-2] == 0:
        raise ValueError(f"x must be a sequence, (T, D) or (N, T, D), with at least one step, got shape {x.shape}.")
