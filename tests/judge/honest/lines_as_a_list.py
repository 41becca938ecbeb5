"""Is saved by a tool that keeps each cell as a list of lines, with blanks at both ends."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% edit
for cell in notebook.cells:
    cell.source = ("\n\n" + cell.source + "\n\n   \n").splitlines(keepends=True)
