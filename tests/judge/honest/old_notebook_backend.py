"""Asks for the interactive figures of old notebooks, which need a page to live in."""

# %% own
%matplotlib notebook
import matplotlib.pyplot as plt

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


plt.plot(sigmoid(np.arange(5)))
