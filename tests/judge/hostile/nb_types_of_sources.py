"""Gives sources that are numbers, nothing, dicts and lists of lists, to stop the grader with an exception."""
# outcome: not answered
# second: 3

# %% edit
for source in (5, None, True, 1.5, {"text": "1"}, [["1"], ["2"]], [None, 5, {}], [], ["1"] * 1000):
    for kind in ("code", "markdown", "raw"):
        notebook.cells.insert(1, {"cell_type": kind, "source": source, "metadata": {}, "id": "odd"})
