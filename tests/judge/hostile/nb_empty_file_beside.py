"""Lays an own package with an empty file beside the notebook and uses it, which is no gain: the answer is its own."""
# earns: 3
# outcome: right
# second: 3

# %% file
# helpers/__init__.py
# %% file
# helpers/gates.py
from lstm_ref import sigmoid


def gate(W, U, b, x, h):
    return sigmoid(W @ x + U @ h + b)


# %% answer
from helpers.gates import gate


def forget_gate(x, h, W_f, U_f, b_f):
    return gate(W_f, U_f, b_f, x, h)
