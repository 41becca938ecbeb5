"""Computes each unit in a pool of threads."""

# %% answer
from concurrent.futures import ThreadPoolExecutor, as_completed


def forget_gate(x, h, W_f, U_f, b_f):
    f = np.empty(len(b_f))
    with ThreadPoolExecutor(max_workers=16) as pool:
        work = {pool.submit(lambda k: W_f[k] @ x + U_f[k] @ h + b_f[k], k): k for k in range(len(b_f))}
        for done in as_completed(work):
            f[work[done]] = sigmoid(done.result())
    return f
