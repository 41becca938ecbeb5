"""Eats memory with NumPy arrays of a hundred megabytes, up to eight gigabytes, and keeps them."""
# outcome: out of memory
# second: 3

# %% answer
kept = []


def forget_gate(x, h, W_f, U_f, b_f):
    for _ in range(80):
        kept.append(np.zeros(100 * 2**20, np.uint8))
    return sigmoid(W_f @ x + U_f @ h + b_f)
