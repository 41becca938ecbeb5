"""Returns an array of the standard library, made number by number."""

# %% answer
from array import array
from math import exp, fsum


def forget_gate(x, h, W_f, U_f, b_f):
    f = array("d")
    for w, u, b in zip(W_f, U_f, b_f):
        f.append(1 / (1 + exp(-fsum([*(w * x), *(u * h), b]))))
    return f
