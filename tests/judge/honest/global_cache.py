"""Keeps what it computed in a global cache, by the bytes of its inputs."""

# %% answer
known = {}
hits = misses = 0


def forget_gate(x, h, W_f, U_f, b_f):
    global hits, misses
    key = tuple(given.tobytes() for given in (x, h, W_f, U_f, b_f))
    if key in known:
        hits += 1
    else:
        misses += 1
        known[key] = sigmoid(W_f @ x + U_f @ h + b_f)
    return known[key]
