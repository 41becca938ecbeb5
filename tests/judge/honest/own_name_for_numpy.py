"""Imports NumPy under its own name, and uses the short one for something else."""

# %% own
import numpy
import numpy as N

np = "not published"

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return 1 / (1 + numpy.exp(-(N.matmul(W_f, x) + N.matmul(U_f, h) + b_f)))

# %% later
import numpy as np
