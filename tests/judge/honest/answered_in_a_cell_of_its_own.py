"""Leaves the dots as they were and answers in a new cell below, before the check."""

# %% edit
answer = "def forget_gate(x, h, W_f, U_f, b_f):\n    return sigmoid(W_f @ x + U_f @ h + b_f)"
notebook.cells.insert(2, v4.new_code_cell(answer))
