"""Uses the pool of threads that multiprocessing has."""

# %% answer
from multiprocessing.pool import ThreadPool


def forget_gate(x, h, W_f, U_f, b_f):
    with ThreadPool(4) as pool:
        return np.array(pool.map(lambda k: sigmoid(W_f[k] @ x + U_f[k] @ h + b_f[k]), range(len(b_f))))
