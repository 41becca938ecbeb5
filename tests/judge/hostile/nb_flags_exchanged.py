"""Marks the check as an answer and the answer as a graded, locked check of its own asserts, which all hold."""
# outcome: raised
# second: 3

# %% answer
assert True

# %% edit
answer, check = notebook.cells[1:3]
check.source = "forget_gate = lambda *_: check"
check.metadata.nbgrader |= {"solution": True, "grade": False, "locked": False, "grade_id": "own-check"}
answer.metadata.nbgrader |= {"solution": False, "grade": True, "locked": True, "points": 3, "grade_id": "check-own"}
answer.source += "\n3.0"
notebook.cells[1:3] = [check, answer]
