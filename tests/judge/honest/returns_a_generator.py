"""Returns its numbers one by one, as a generator function."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    for w, u, b in zip(W_f, U_f, b_f):
        yield sigmoid(w @ x + u @ h + b)
