"""Returns an object of its own that turns into an array when asked."""

# %% answer
class Vector:
    def __init__(self, values):
        self.values = np.asarray(values)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)

    def __add__(self, other):
        return Vector(self.values + np.asarray(other))


def forget_gate(x, h, W_f, U_f, b_f):
    z = Vector(W_f @ x) + Vector(U_f @ h) + b_f
    return Vector(sigmoid(z.values))
