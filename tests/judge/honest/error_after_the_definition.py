"""Defines the answer and then fails in the same cell, trying it out."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


forget_gate(1, 2, 3)
