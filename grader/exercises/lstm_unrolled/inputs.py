"""What the exercises of lesson 07 share: fused weights, runs over a sequence, and numbers of either sign."""

import numpy as np

from lstm_ref import lstm_step, lstm_weights, sigmoid

ORDER = "fioc"
"""The blocks of fused weights from top to bottom, as the lesson stacks them."""


def either_sign(rng, lowest, highest, shape):
    """Draw numbers that are not near 0, some below it and some above."""
    return rng.uniform(lowest, highest, shape) * rng.choice([-1, 1], shape)


def fused(p, order=ORDER):
    """Stack the weights of the gates: W (4H, D), U (4H, H), b (4H,)."""
    return tuple(np.concatenate([p[f"{letter}_{gate}"] for gate in order]) for letter in "WUb")


def drawn(rng, D, H):
    """Draw fused weights with which no gate saturates."""
    return fused(lstm_weights(D, H, rng))


def gates(x, h, W, U, b):
    """The gates f, i, o and the candidate, by one product."""
    f, i, o, z = np.split(W @ x + U @ h + b, 4)
    return sigmoid(f), sigmoid(i), sigmoid(o), np.tanh(z)


def by_name(W, U, b):
    """Take fused weights apart, into the arrays of `lstm_ref`."""
    parts = zip("WUb", (W, U, b), strict=True)
    blocks = ((letter, zip(ORDER, np.split(array, 4), strict=True)) for letter, array in parts)
    return {f"{letter}_{gate}": block for letter, named in blocks for gate, block in named}


def states(x, p, h, c):
    """Run over a sequence: all hidden states and all cell states, the start in front."""
    hs, cs = [h], [c]
    for x_t in x:
        h, c = lstm_step(x_t, h, c, p)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)
