"""Comes in nbformat 4.0: no ids, sources and outputs as lists of lines, trusted and collapsed, with lines that join."""
# outcome: not answered
# second: 3

# %% edit
import json

from grader.judge.rebuild import read

made = json.loads(json.dumps(notebook))
for cell in made["cells"]:
    del cell["id"]
    lines = cell["source"].splitlines(True)
    cell["source"] = [part for line in lines for part in (line[:3], line[3:], "")]
    cell["metadata"] |= {"trusted": True, "collapsed": True, "scrolled": "auto"}
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["forget_gate: ", "3 of 3"]}] * 3
check = made["cells"][2]
check["source"] = ["3", ".", "0"]
made = read(json.dumps(made | {"nbformat": 4, "nbformat_minor": 0, "orig_nbformat": 2}).encode())
notebook.clear()
notebook.update(made)
