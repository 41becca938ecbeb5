"""Wraps its answer in a decorator that hands on positions only, yet shows the names of the function inside."""

# %% own
from functools import wraps


def logged(function):
    @wraps(function)
    def inner(*args):
        print("called with", [np.shape(arg) for arg in args])
        return function(*args)

    return inner

# %% answer
@logged
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
