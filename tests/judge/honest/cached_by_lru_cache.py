"""Keeps the work of a helper in an lru_cache, over tuples and bytes."""

# %% answer
from functools import cache, lru_cache


@lru_cache(maxsize=None)
def squash(z):
    return 1 / (1 + np.exp(-z))


@cache
def product(row, vector):
    return float(np.frombuffer(row) @ np.frombuffer(vector))


def forget_gate(x, h, W_f, U_f, b_f):
    terms = [product(w.tobytes(), x.tobytes()) + product(u.tobytes(), h.tobytes()) for w, u in zip(W_f, U_f)]
    return np.array([squash(float(term + b)) for term, b in zip(terms, b_f)])
