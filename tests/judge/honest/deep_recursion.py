"""Raises the limit of recursion and uses three thousand calls of it."""

# %% answer
import sys

sys.setrecursionlimit(20_000)


def total(values, k=0):
    return 0.0 if k == len(values) else values[k] + total(values, k + 1)


def forget_gate(x, h, W_f, U_f, b_f):
    more = np.zeros(3000)
    return sigmoid(np.array([total([*(w * x), *(u * h), b, *more]) for w, u, b in zip(W_f, U_f, b_f)]))
