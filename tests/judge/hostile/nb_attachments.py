"""Hangs attachments on its cells: names that are paths, pictures that are script, numbers, and no dicts at all."""
# outcome: not answered
# second: 3

# %% edit
odd = [
    {"../../hostile.png": {"image/png": "<script>"}, "/tmp/hostile": {"text/html": "<script>hostile</script>"}},
    {"a.png": 5, "b.png": ["image/png"], "c.png": {"image/png": 7}, "d.png": {}},
    ["a.png"],
    "attachment:a.png",
    {"": {"": None}, "x" * 10_000: {"image/svg+xml": "<svg onload=hostile()>"}},
]
for cell, attachments in zip(notebook.cells, odd, strict=True):
    cell["attachments"] = attachments
for attachments in odd:
    cell = v4.new_markdown_cell("![mine](attachment:a.png) ![](attachment:none.png) ![](attachment:../../hostile.png)")
    cell["attachments"] = attachments
    notebook.cells.append(cell)
