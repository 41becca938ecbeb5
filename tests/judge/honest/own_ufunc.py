"""Squashes with a ufunc of its own, and so gives an array of objects."""

# %% answer
import math

squash = np.frompyfunc(lambda z: 1 / (1 + math.exp(-z)), 1, 1)


def forget_gate(x, h, W_f, U_f, b_f):
    return squash(W_f @ x + U_f @ h + b_f)
