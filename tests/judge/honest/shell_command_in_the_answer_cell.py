"""Lists its folder with a shell command in the first line of the answer cell."""

# %% answer
!ls -la

def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
