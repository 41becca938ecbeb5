"""Wraps its answer in a decorator that times and counts, and keeps its name."""

# %% own
import functools
import time


def timed(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        began = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            inner.calls += 1
            print(f"{function.__name__} took {time.perf_counter() - began:.6f} s")

    inner.calls = 0
    return inner

# %% answer
@timed
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
