"""Adds the products in a random order, with seeds of its own, and looks at their statistics."""

# %% answer
import random
import secrets
import statistics

random.seed(1)
np.random.seed(1)


def forget_gate(x, h, W_f, U_f, b_f):
    order = random.sample(range(len(x)), len(x))
    random.shuffle(order)
    z = np.zeros(len(b_f))
    for j in order:
        z += W_f[:, j] * x[j]
    z += U_f @ h + b_f
    statistics.mean(z.tolist()), secrets.token_hex(4), np.random.default_rng().normal()
    random.seed()
    np.random.seed(None)
    return sigmoid(z)
