"""Draws and shows a figure in every call of its function."""

# %% own
import matplotlib.pyplot as plt

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    f = sigmoid(W_f @ x + U_f @ h + b_f)
    plt.figure(figsize=(2, 1))
    plt.bar(range(len(f)), f)
    plt.show()
    return f
