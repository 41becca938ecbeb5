"""Answers with a bare staticmethod outside any class."""

# %% answer
@staticmethod
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
