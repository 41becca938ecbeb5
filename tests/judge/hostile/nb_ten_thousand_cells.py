"""Hands in ten thousand cells, most of them with names of checks, to have the check run late or never."""
# outcome: not answered
# second: 3

# %% edit
own = []
for number in range(10_000):
    kind = ("markdown", "raw", "code")[number % 3]
    source = "" if number % 90 else f"hostile_{number} = {number}"
    marks = {"grade_id": f"check-{number}", "grade": True, "solution": False, "points": 1, "locked": True}
    own.append({"cell_type": kind, "source": source, "metadata": {"nbgrader": marks}, "id": f"cell-{number}"})
notebook.cells[2:2] = own
