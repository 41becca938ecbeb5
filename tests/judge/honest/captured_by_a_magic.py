"""Captures the whole output of its answer cell, with figures, and shows it in the next."""

# %% answer
%%capture captured
import matplotlib.pyplot as plt


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


print("defined")
plt.plot([1, 2])
plt.show()

# %% later
captured.show()
print(captured.stdout)
