"""Writes one function for every gate and gives it the name that is asked for."""

# %% answer
def gate(x, h, W, U, b):
    return sigmoid(W @ x + U @ h + b)


forget_gate = input_gate = gate
