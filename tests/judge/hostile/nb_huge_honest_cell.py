"""Answers rightly in a cell that is longer than a message's text may be; the mark must not depend on comments."""
# earns: 3
# outcome: right
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


# %% edit
notebook.cells[1].source += "\n" + ("# " + "my thoughts on this " * 50 + "\n") * 1500
