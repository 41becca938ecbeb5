"""Deletes names of its own by magics, and all names, and imports again what it needs."""

# %% own
tmp_a = tmp_b = 1
%reset_selective -f tmp_.*
%reset -f in out dhist
%reset -f

# %% own
import numpy as np
from lstm_ref import sigmoid

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
