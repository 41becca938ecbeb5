"""Puts NUL, lone surrogates, control characters and text that runs backwards into sources, names and metadata."""
# outcome: raised
# second: 3

# %% edit
odd = "\0\ud800\udfff\u202e\ufeff\x1b[2J\x07\r\u2028"
notebook.cells[1].source = f"def forget_gate(x, h, W_f, U_f, b_f):{odd}\n    return h"
for kind in ("code", "markdown", "raw"):
    notebook.cells.insert(1, {"cell_type": kind, "source": f"'{odd}'", "metadata": {odd: odd}, "id": odd})
notebook.cells.insert(1, v4.new_code_cell(f"name = '\ud800'\nprint(name, '\\ud800')\nname"))
notebook.metadata.kernelspec.name = odd
notebook.metadata[odd] = odd
