"""Spreads its helpers over three cells before the answer."""

# %% own
def through(M, v):
    return np.array([row @ v for row in M])

# %% own
def added(*terms):
    total = 0
    for term in terms:
        total = total + term
    return total

# %% own
squashed = lambda z: 1 / (1 + np.exp(-z))
assert squashed(0) == 0.5

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return squashed(added(through(W_f, x), through(U_f, h), b_f))
