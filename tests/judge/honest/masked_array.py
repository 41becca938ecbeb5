"""Works with masked arrays that mask nothing."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = np.ma.array(W_f @ x + U_f @ h + b_f, mask=False)
    return 1 / (1 + np.ma.exp(-z))
