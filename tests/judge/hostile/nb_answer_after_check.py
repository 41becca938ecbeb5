"""Leaves the dots before the check and answers in a copy after it, which is no gain: the answer is its own."""
# earns: 3
# outcome: right
# second: 3

# %% edit
late = v4.new_code_cell("def forget_gate(x, h, W_f, U_f, b_f):\n    return sigmoid(W_f @ x + U_f @ h + b_f)")
late.metadata.nbgrader = {**notebook.cells[1].metadata.nbgrader}
notebook.cells.insert(3, late)
