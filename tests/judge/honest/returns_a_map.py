"""Returns a map over the sums, which has no length."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return map(sigmoid, W_f @ x + U_f @ h + b_f)
