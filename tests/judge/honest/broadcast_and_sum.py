"""Multiplies by broadcasting and sums over an axis."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = (W_f * x[None]).sum(-1) + np.add.reduce(U_f * np.broadcast_to(h, U_f.shape), axis=1)
    return sigmoid(np.ravel(z) + b_f)
