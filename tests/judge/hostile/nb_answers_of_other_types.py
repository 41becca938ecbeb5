"""Gives the answer cell a source that is a number, and a check without any, to stop the grader with an exception."""
# second: 3

# %% edit
notebook.cells[1]["source"] = 5
del notebook.cells[2]["source"]
del notebook.cells[4]["metadata"]
