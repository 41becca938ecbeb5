"""Puts markdown, raw and empty cells between, with attachments and formulas, and turns its own into raw."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% edit
picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
words = "## Thoughts\n\n$$f = \\sigma(z)$$\n\n![picture](attachment:a.png)"
notebook.cells.insert(2, v4.new_raw_cell("raw text"))
notebook.cells.insert(2, v4.new_code_cell(""))
notebook.cells.insert(1, v4.new_markdown_cell(words, attachments=picture))
notebook.cells.insert(0, v4.new_code_cell("# nothing but a comment\n"))
