"""Displays everything that can be displayed, in its cell and in its function."""

# %% answer
from IPython.display import HTML, JSON, Code, IFrame, Image, Javascript, Latex, Markdown, Math, Pretty, SVG
from IPython.display import Audio, ProgressBar, clear_output, display, update_display


class Rich:
    def _repr_html_(self):
        return "<b>rich</b>"

    def _repr_png_(self):
        raise ValueError("no picture")


def forget_gate(x, h, W_f, U_f, b_f):
    f = sigmoid(W_f @ x + U_f @ h + b_f)
    display(f, Markdown(f"**{len(f)}** units"), Rich())
    clear_output(wait=True)
    return f


handle = display("first", display_id="mine")
handle.update("second")
update_display("third", display_id="mine")
display(HTML("<i>x</i>"), JSON({"a": 1}), Code("x = 1"), Latex("$x$"), Math("x"), Pretty("x"), Rich())
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'), Javascript("1"))
display(Audio(np.sin(np.arange(800)), rate=8000), IFrame("about:blank", 9, 9))
for _ in ProgressBar(3):
    pass
