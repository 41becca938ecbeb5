"""Returns a sequence type of its own, which NumPy takes as it takes a list."""

# %% answer
from collections import UserList


def forget_gate(x, h, W_f, U_f, b_f):
    return UserList(float(each) for each in sigmoid(W_f @ x + U_f @ h + b_f))
