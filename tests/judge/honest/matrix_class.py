"""Computes with np.matrix, as in another language, and flattens at the end."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = np.asmatrix(W_f) * np.asmatrix(x).T + np.asmatrix(U_f) * np.asmatrix(h).T + np.asmatrix(b_f).T
    return (1 / (1 + np.exp(-z))).A1
