"""Has lines of hundreds of thousands of characters: a comment, a string and a list of numbers."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% edit
long = ["# " + "long " * 50_000, f"text = {'ab' * 150_000!r}", f"numbers = {list(range(40_000))}", ""]
notebook.cells[1].source = "\n".join([*long, notebook.cells[1].source])
