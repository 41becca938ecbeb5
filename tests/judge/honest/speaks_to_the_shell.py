"""Speaks to IPython: its own magics, events, cells run from strings, transformers and formatters."""

# %% own
from IPython import get_ipython
from IPython.core.magic import register_cell_magic, register_line_magic

shell = get_ipython()


@register_line_magic
def twice(line):
    return float(line) * 2


@register_cell_magic
def plainly(line, cell):
    get_ipython().run_cell(cell)


shell.events.register("post_run_cell", lambda result: None)
shell.events.register("pre_execute", lambda: None)
shell.run_cell("one = 1.0")
shell.run_line_magic("twice", "4")
shell.display_formatter.formatters["text/plain"].for_type(float, lambda value, p, cycle: p.text(f"{value:.2f}"))
shell.push({"half": 0.5})
shell.ev("half + 1"), shell.ex("third = 1 / 3")
type(shell).__name__, "IPKernelApp" in shell.config

# %% own
eight = %twice 4

# %% answer
%%plainly
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(one * eight / 8 * (W_f @ x + U_f @ h + b_f))
