"""Writes both products as one einsum over the joined weights."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = np.einsum("kj,j->k", W_f, x, optimize="greedy") + np.einsum(U_f, [0, 1], h, [1], [0])
    return sigmoid(np.einsum("i->i", z) + np.einsum("k,->k", b_f, 1.0))
