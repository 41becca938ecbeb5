"""Hangs inside Python's own arithmetic, where no signal handler is run."""
# outcome: timed out
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return (7 ** (10**8)) % (3 ** (10**7))
