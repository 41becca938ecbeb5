"""Asks Python to say where it crashed, as some notebooks do in their first line."""

# %% answer
import faulthandler

faulthandler.enable()


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
