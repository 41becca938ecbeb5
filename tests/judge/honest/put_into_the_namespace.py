"""Puts the answer under its name through the dictionary of globals and the main module."""

# %% answer
import sys

import __main__


def written(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


globals()["forget_gate"] = None
setattr(sys.modules[__name__], "forget_gate", written)
assert __main__.forget_gate is written and vars(__main__) is globals()
