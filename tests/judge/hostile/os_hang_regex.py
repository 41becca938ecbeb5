"""Hangs inside a regular expression that backtracks for centuries."""
# outcome: timed out
# second: 3

# %% answer
import re


def forget_gate(x, h, W_f, U_f, b_f):
    return re.match("(a+)+$", "a" * 60 + "b")
