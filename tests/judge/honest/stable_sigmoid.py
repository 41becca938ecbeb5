"""Writes a sigmoid that is stable on both sides with np.where, and warns all the same."""

# %% answer
def squash(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


squash(np.array([-1e4, 1e4]))


def forget_gate(x, h, W_f, U_f, b_f):
    with np.errstate(over="ignore", invalid="raise"):
        return squash(W_f @ x + U_f @ h + b_f)
