"""Defines the answer wrongly in a cell before, twice in the answer cell, and once more after the check."""

# %% own
def forget_gate(x, h, W_f, U_f, b_f):
    return np.zeros(3)

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h)


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% later
def forget_gate(x, h, W_f, U_f, b_f):
    raise NotImplementedError("an experiment")
