"""Redefines the sigmoid that the lesson gives, by piecewise assignment with masks."""

# %% own
def sigmoid(z):
    z = np.atleast_1d(np.asarray(z, dtype=float))
    result = np.empty_like(z)
    low = z < 0
    result[~low] = 1 / (1 + np.exp(-z[~low]))
    result[low] = (e := np.exp(z[low])) / (1 + e)
    return result

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
