"""Renames the parameters, some of them to names that others had."""

# %% answer
def forget_gate(x_t, h_prev, W, U, b):
    return sigmoid(W @ x_t + U @ h_prev + b)
