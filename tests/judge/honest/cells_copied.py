"""Has its own cell twice, the answer cell twice with the blank first, and the given cell again at the end."""

# %% own
counter = globals().get("counter", 0) + 1

# %% own
counter = globals().get("counter", 0) + 1

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% edit
from copy import deepcopy

blank = deepcopy(notebook.cells[3])
blank.source = "def forget_gate(x, h, W_f, U_f, b_f):\n    return ..."
notebook.cells.insert(3, blank)
notebook.cells.append(deepcopy(notebook.cells[0]))
