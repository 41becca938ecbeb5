"""Works in place on every argument and returns one of them."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    W_f *= x
    U_f *= h
    b_f += W_f.sum(axis=1)
    b_f += U_f.sum(axis=1)
    np.negative(b_f, out=b_f)
    np.exp(b_f, out=b_f)
    b_f += 1
    np.reciprocal(b_f, out=b_f)
    x[:], h[:] = 0, 0
    W_f.resize((0,), refcheck=False)
    return b_f
