"""Turns every warning of the whole notebook into an error, and warns in its own function."""

# %% own
import warnings

warnings.simplefilter("error")
warnings.filterwarnings("error", category=DeprecationWarning)

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    try:
        warnings.warn("how large is W_f?", RuntimeWarning)
    except RuntimeWarning:
        pass
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% later
%matplotlib inline
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.show()
