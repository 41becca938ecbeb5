"""Gives its cells ids that collide, that are other cells', or that are numbers, lists, markup and paths."""
# outcome: not answered
# second: 3

# %% edit
for cell, id in zip(notebook.cells, ("check-forget-gate", "given", 5, "", None), strict=True):
    cell["id"] = id
for id in (["own-1"], {"id": 1}, True, 1e400, "own-0", "own-1", "own-1", "\"><script>hostile</script>", "../../hostile"):
    for kind in ("code", "markdown", "raw"):
        notebook.cells.insert(0, {"cell_type": kind, "source": "1", "metadata": {}, "id": id})
