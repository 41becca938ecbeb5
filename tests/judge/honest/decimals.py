"""Computes with decimal numbers of forty digits and returns them."""

# %% answer
from decimal import Decimal, getcontext

getcontext().prec = 40


def forget_gate(x, h, W_f, U_f, b_f):
    D = lambda values: [Decimal(float(value)) for value in values]
    result = []
    for w, u, b in zip(W_f, U_f, b_f):
        z = sum((p * q for p, q in zip(D([*w, *u]), D([*x, *h]))), Decimal(float(b)))
        result.append(1 / (1 + (-z).exp()))
    return np.array(result)
