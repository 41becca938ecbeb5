"""Ends its answer cell with an expression that shows a large array."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


np.set_printoptions(threshold=10_000)
forget_gate(np.ones(80), np.ones(12), np.ones((12, 80)), np.ones((12, 12)), np.ones(12)), np.arange(5000)
