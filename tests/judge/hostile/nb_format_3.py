"""Comes in nbformat 3, with worksheets, inputs and levels, and with forged outputs and points."""
# outcome: wrong
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return np.tanh(h)


# %% edit
import json

from grader.judge.rebuild import read

cells = []
for cell in notebook.cells:
    marks = {**cell.metadata.get("nbgrader", {}), "points": 99, "schema_version": 1}
    old = {"cell_type": "code", "language": "python", "input": cell.source.splitlines(True), "collapsed": True}
    old["outputs"] = [{"output_type": "pyout", "prompt_number": 1, "text": ["3.0"], "html": ["<b>3</b>"], "metadata": {}}]
    cells.append(old | {"prompt_number": "hostile", "metadata": {"nbgrader": marks} if "nbgrader" in cell.metadata else {}})
cells.insert(0, {"cell_type": "heading", "level": 6, "source": ["<script>hostile</script>"], "metadata": {}})
made = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "../../hostile"}, "worksheets": [{"cells": cells}]}
made = read(json.dumps(made).encode())
notebook.clear()
notebook.update(made)
