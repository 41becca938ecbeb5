"""Imports everything from NumPy under its bare names, and from math as well."""

# %% own
from math import *
from numpy import *

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = dot(W_f, x) + dot(U_f, h) + b_f
    assert min(z) <= max(z) and sum(z) < inf
    return 1 / (1 + exp(-z))
