"""Computes with vectors and matrices of its own class, by operator overloading, as plain Python floats."""

# %% own
class Vec(list):
    def __add__(self, other):
        return Vec(a + b for a, b in zip(self, other, strict=True))

    def __eq__(self, other):
        return False

    def __bool__(self):
        raise TypeError("is a vector true?")


class Mat:
    def __init__(self, rows):
        self.rows = [[float(value) for value in row] for row in rows]

    def __matmul__(self, vector):
        return Vec(sum(a * b for a, b in zip(row, vector)) for row in self.rows)

# %% answer
from math import exp


def forget_gate(x, h, W_f, U_f, b_f):
    z = Mat(W_f) @ x.tolist() + Mat(U_f) @ h.tolist() + b_f.tolist()
    return Vec(1 / (1 + exp(-value)) for value in z)
