"""Works with generators inside, and with yield from."""

# %% answer
def terms(*pairs):
    for matrix, vector in pairs:
        yield from ([row @ vector for row in matrix],)


def forget_gate(x, h, W_f, U_f, b_f):
    total = sum(map(np.array, terms((W_f, x), (U_f, h))), start=b_f)
    return np.fromiter((sigmoid(z) for z in total), dtype=float)
