"""Returns a subclass of the array with units of measure."""

# %% answer
class Measured(np.ndarray):
    unit = "none"

    def __array_finalize__(self, source):
        self.unit = getattr(source, "unit", "none")

    def __repr__(self):
        return f"{self.tolist()} {self.unit}"


def forget_gate(x, h, W_f, U_f, b_f):
    f = sigmoid(W_f @ x + U_f @ h + b_f).view(Measured)
    f.unit = "kept"
    return f
