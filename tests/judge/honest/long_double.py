"""Computes in the widest floats that NumPy has."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = W_f.astype(np.longdouble) @ x + U_f.astype(np.longdouble) @ h + b_f
    return 1 / (1 + np.exp(-z))
