"""Takes any number of positional arguments."""

# %% answer
def forget_gate(*given):
    x, h, *weights = given
    W, U, b = weights
    return sigmoid(W @ x + U @ h + b)
