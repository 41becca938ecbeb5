"""Uses tensordot, inner, dot and vdot, each once."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = np.tensordot(W_f, x, axes=([1], [0])) + np.inner(U_f, h)
    again = np.dot(W_f, x) + np.array([np.vdot(row, h) for row in U_f])
    assert np.allclose(z, again)
    return sigmoid((z + again) / 2 + b_f)
