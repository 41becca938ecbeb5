"""Gives another array each time it is converted, in the hope that one look is the judged one and another is shown."""
# outcome: wrong
# second: 3

# %% own
class Changing:
    def __init__(self, size):
        self.size, self.looks = size, 0

    def __array__(self, dtype=None, copy=None):
        self.looks += 1
        return np.full(self.size + (self.looks > 3), self.looks * 0.1)

    def __len__(self):
        self.looks += 1
        return self.size + self.looks

    def __getitem__(self, index):
        return self.looks

    def __float__(self):
        self.looks += 1
        return float(self.looks)

    dtype = property(lambda self: np.dtype(self.looks % 2 and float or object))
    shape = property(lambda self: (self.looks,))


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return Changing(len(h))
