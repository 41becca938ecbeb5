"""Turns everything into lists first and returns a list of Python floats."""

# %% answer
from math import exp


def forget_gate(x, h, W_f, U_f, b_f):
    x, h, W_f, U_f, b_f = x.tolist(), h.tolist(), W_f.tolist(), U_f.tolist(), b_f.tolist()
    result = []
    for k in range(len(b_f)):
        z = b_f[k]
        for j in range(len(x)):
            z += W_f[k][j] * x[j]
        for j in range(len(h)):
            z += U_f[k][j] * h[j]
        result.append(1 / (1 + exp(-z)))
    return result
