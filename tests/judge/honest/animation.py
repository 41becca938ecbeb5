"""Makes an animation as HTML before it answers."""

# %% own
import matplotlib.pyplot as plt
from IPython.display import HTML, display
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(1, 1))
(line,) = ax.plot([0, 1], [0, 1])
moving = FuncAnimation(fig, lambda k: line.set_ydata([0, k]), frames=3)
display(HTML(moving.to_jshtml()))

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
