"""Puts things that are no cells among its cells: texts, numbers, lists, nothing, and cells within cells."""
# outcome: not answered
# second: 3

# %% edit
odd = ["text", 5, None, True, 1e400, [], [notebook.cells[1]], {}, {"cells": [*notebook.cells]}, {"cell_type": "code"}]
odd += [{"cell_type": "code", "source": "1", "metadata": []}, {"cell_type": "code", "metadata": {"nbgrader": [1]}}]
odd += [{"cell_type": "unheard-of", "source": "1", "metadata": {"nbgrader": {"grade_id": ["forget-gate"]}}}]
odd += [{"source": "1"}, {"cell_type": None, "source": "1", "metadata": None}, {"metadata": {"nbgrader": {"grade_id": 1}}}]
notebook.cells[1:1] = odd
notebook.cells.extend(odd)
