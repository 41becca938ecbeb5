"""Has NumPy raise at every overflow, underflow and division by zero, and leaves it so."""

# %% own
np.seterr(all="raise")

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = W_f @ x + U_f @ h + b_f
    return 1 / (1 + np.exp(-z))

# %% later
np.exp(np.array([-1.0, 0.0, 1.0]))
