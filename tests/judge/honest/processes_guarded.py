"""Tries a pool of processes, and computes by itself where none can be started."""

# %% answer
from concurrent.futures import ProcessPoolExecutor


def forget_gate(x, h, W_f, U_f, b_f):
    try:
        with ProcessPoolExecutor(1) as pool:
            z = pool.submit(np.dot, W_f, x).result()
    except Exception:
        z = np.dot(W_f, x)
    return sigmoid(z + U_f @ h + b_f)
