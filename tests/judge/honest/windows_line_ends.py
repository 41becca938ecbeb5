"""Has the line ends of Windows in every cell, and those of old machines in a string."""

# %% own
text = """one
two"""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = W_f @ x \
        + U_f @ h \
        + b_f
    return sigmoid(z)

# %% edit
for cell in notebook.cells:
    cell.source = cell.source.replace("\n", "\r\n")
