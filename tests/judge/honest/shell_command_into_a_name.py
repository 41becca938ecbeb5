"""Keeps what shell commands print in names, in the answer cell."""

# %% answer
files = !ls
where = %sx pwd
print(len(files), files)

def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
