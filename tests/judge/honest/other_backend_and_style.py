"""Sets another backend, style and format of figures, with calls and with magics."""

# %% own
%matplotlib inline
%config InlineBackend.figure_format = "svg"
%config InlineBackend.rc = {"figure.figsize": (3, 2)}
import matplotlib
import matplotlib.pyplot as plt

plt.style.use("ggplot")
plt.rcParams["font.size"] = 14
plt.rcParams.update({"axes.grid": True})
from matplotlib_inline.backend_inline import set_matplotlib_formats

set_matplotlib_formats("retina", "svg")

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    with plt.xkcd():
        plt.plot(x)
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% later
matplotlib.use("Agg")
plt.plot([1, 2])
plt.savefig("gate.png")
plt.savefig("gate.pdf")
