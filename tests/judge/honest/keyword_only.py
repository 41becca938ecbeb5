"""Takes keyword arguments only, in another order."""

# %% answer
def forget_gate(*, b_f, U_f, h, W_f, x):
    return sigmoid(W_f @ x + U_f @ h + b_f)
