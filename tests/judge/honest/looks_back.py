"""Looks back at what cells gave, by the underscores and by the dictionaries of inputs and outputs."""

# %% own
1.0

# %% own
scale = _ * 1

# %% own
"two"

# %% own
assert _ == "two" and len(In) > 2 and "scale" in In[-2] + In[-3]
last = Out[max(Out)]
_i, _ii, _dh, _oh

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(scale * (W_f @ x + U_f @ h + b_f))
