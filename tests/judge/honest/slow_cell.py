"""Computes for two seconds before it answers."""

# %% own
import time

end = time.monotonic() + 2
steps = 0
while time.monotonic() < end:
    steps += 1

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
