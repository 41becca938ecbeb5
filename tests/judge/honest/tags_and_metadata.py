"""Has tags, folded cells, slides, other names for kernel and language, and outputs from another day."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% edit
for number, cell in enumerate(notebook.cells):
    cell.metadata.update(
        tags=["skip-execution", "raises-exception", "hide-input"], collapsed=True, slideshow={"slide_type": "skip"}
    )
    cell.execution_count = 100 - number
    cell.outputs = [v4.new_output("stream", text="from another day\n")]
notebook.metadata.kernelspec = {"name": "my-env", "display_name": "My environment", "language": "python"}
notebook.metadata.language_info = {"name": "python", "version": "3.8.1"}
notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
