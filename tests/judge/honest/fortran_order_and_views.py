"""Uses Fortran order, other byte orders, read-only and reversed views, and returns such a view."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    W_f, U_f = np.asfortranarray(W_f), np.require(U_f, requirements=["F", "W", "A"])
    x, h = x[::-1][::-1], h.astype(">f8")
    f = sigmoid(W_f @ x + U_f @ h + b_f)
    f = np.repeat(f[::-1], 2)[::-2].astype(">f8")
    f.flags.writeable = False
    return f
