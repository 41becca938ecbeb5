"""Declares its parameters in another order than the lesson, under the same names."""

# %% answer
def forget_gate(W_f, U_f, b_f, x, h):
    return sigmoid(W_f @ x + U_f @ h + b_f)
