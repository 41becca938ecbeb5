"""Uses math, itertools, functools and operator, and no array but the last."""

# %% answer
import functools
import itertools as it
import math
import operator as op


def forget_gate(x, h, W_f, U_f, b_f):
    given = tuple(it.chain(x, h, it.repeat(1.0, 1)))
    rows = map(lambda *row: tuple(it.chain(*row)), W_f, U_f, zip(b_f))
    sums = (functools.reduce(op.add, it.starmap(op.mul, zip(row, given))) for row in rows)
    return np.array(list(map(lambda z: math.pow(math.e, 0) / (1 + math.exp(-z)), sums)))
