"""Returns a list of arrays without an axis."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return [np.array(sigmoid(w @ x + u @ h + b)) for w, u, b in zip(W_f, U_f, b_f)]
