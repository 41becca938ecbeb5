"""Answers in a cell of three megabytes, of which the wrong part is all that counts, in lines of a megabyte each."""
# outcome: wrong
# second: 3

# %% own
padding = 1


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return np.zeros(len(h))


# %% edit
line = "# " + "x" * 2**20 + "\n"
notebook.cells[2].source = line * 3 + notebook.cells[2].source
notebook.cells[1].source += "\n" + "padding = padding + 1\n" * 2000
notebook.cells.append(v4.new_markdown_cell("*" * 2**20))
