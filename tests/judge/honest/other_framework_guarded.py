"""Prefers another library where it is installed, and computes with NumPy where it is not."""

# %% own
try:
    import torch
except ImportError:
    torch = None
try:
    import pandas as pd
except ImportError:
    pd = None

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = W_f @ x + U_f @ h + b_f
    if torch is not None:
        return torch.sigmoid(torch.tensor(z))
    return sigmoid(z)
