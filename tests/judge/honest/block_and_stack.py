"""Stacks the weights into one block matrix with the bias as a column, and the inputs with a one."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    M = np.block([[W_f, U_f, b_f[:, np.newaxis]]])
    assert np.array_equal(M, np.c_[W_f, U_f, b_f]) and np.array_equal(M, np.column_stack([W_f, U_f, b_f]))
    return sigmoid(M @ np.concatenate([x, h, [1.0]]))
