"""Imports helpers from a module that was handed in beside the notebook."""

# %% file
# gate_helpers.py
import numpy as np


def total(W, x, U, h, b):
    return np.dot(W, x) + np.dot(U, h) + b

# %% file
# data/scale.txt
1.0

# %% own
from gate_helpers import total

scale = float(open("data/scale.txt").read())

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(scale * total(W_f, x, U_f, h, b_f))
