"""Goes a long way round through linear algebra: decompositions, solving and powers of matrices."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    left, sizes, right = np.linalg.svd(W_f, full_matrices=False)
    wx = np.linalg.multi_dot([left, np.diag(sizes), right, x])
    q, r = np.linalg.qr(U_f)
    uh = q @ (np.linalg.matrix_power(r, 1) @ h)
    b = np.linalg.solve(np.eye(len(b_f)) * 2, 2 * b_f)
    return sigmoid(wx + uh + b)
