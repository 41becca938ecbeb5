"""Makes sliders and boxes, captures output in a widget, and answers under a decorator of one."""

# %% own
import ipywidgets as widgets
from IPython.display import display

slider = widgets.FloatSlider(value=1.0, description="scale")
output = widgets.Output()
bar = widgets.IntProgress(max=3)
display(widgets.HBox([slider, bar]), output)
slider.observe(lambda change: None, "value")
slider.value = 1.0
with output:
    print("inside")


@widgets.interact(z=(-5.0, 5.0))
def show(z=0.0):
    return sigmoid(z)

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    bar.value += 1
    with output:
        print(x)
    return sigmoid(slider.value * (W_f @ x + U_f @ h + b_f))
