"""Replaces its function by an object that remembers the calls."""

# %% answer
import functools


class Remembering:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function, self.seen = function, []

    def __call__(self, *args, **kwargs):
        self.seen.append((args, kwargs))
        return self.function(*args, **kwargs)


@Remembering
def forget_gate(x, h, W_f, U_f, b_f):
    "Keep how much."
    return sigmoid(W_f @ x + U_f @ h + b_f)
