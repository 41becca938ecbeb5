"""Gives cell types that are lists and dicts, and marks that are no marks, to stop the grader with an exception."""
# outcome: not answered
# second: 3

# %% edit
for kind in (["code"], {"code": 1}, 5, None, True, "CODE", "code\0"):
    notebook.cells.insert(1, {"cell_type": kind, "source": "1", "metadata": {}, "id": "odd"})
for name in (["forget-gate"], {"a": 1}, 5, None, True, "", "check-\0", "x" * 100_000):
    cell = {"cell_type": "code", "source": "1", "metadata": {"nbgrader": {"grade_id": name, "solution": "yes"}}}
    notebook.cells.insert(1, cell)
