"""Has the shell show every expression of a cell, by the line that many notebooks begin with."""

# %% own
from IPython.core.interactiveshell import InteractiveShell

InteractiveShell.ast_node_interactivity = "all"

# %% answer
1 + 1


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


forget_gate
"shown too"
