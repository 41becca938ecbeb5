"""Has an answer cell of five thousand lines, and an own cell with a table as long."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% edit
lines = ["# a thought, and another one after it"] * 2500 + [f"step_{k} = {k} * 2" for k in range(2500)]
notebook.cells[1].source = "\n".join([*lines, notebook.cells[1].source])
notebook.cells.insert(1, v4.new_code_cell("table = [\n" + "".join(f"    ({k}, {k}.5),\n" for k in range(5000)) + "]"))
