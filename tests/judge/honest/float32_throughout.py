"""Computes in float32 throughout and returns it."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    x, h, W_f, U_f, b_f = (np.asarray(given, dtype=np.float32) for given in (x, h, W_f, U_f, b_f))
    one = np.float32(1)
    f = one / (one + np.exp(-(W_f @ x + U_f @ h + b_f)))
    assert f.dtype == np.float32
    return f
