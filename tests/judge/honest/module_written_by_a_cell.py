"""Writes a module with a magic, loads it with others, runs it, and imports it anew after a change."""

# %% own
%%writefile my_squash.py
import numpy as np

def squash(z):
    return z

# %% own
%load_ext autoreload
%autoreload 2
import my_squash

# %% own
import importlib
from pathlib import Path

Path("my_squash.py").write_text("import numpy as np\n\n\ndef squash(z):\n    return 1 / (1 + np.exp(-z))  # mended\n")
importlib.reload(my_squash)
%run my_squash.py

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return my_squash.squash(W_f @ x + U_f @ h + b_f)
