"""Hangs inside NumPy: powers of a large matrix, in threads that hold on while it waits."""
# outcome: timed out
# second: 3

# %% answer
import threading


def forget_gate(x, h, W_f, U_f, b_f):
    large = np.ones((1500, 1500))
    work = [threading.Thread(target=np.linalg.matrix_power, args=(large, 10**9)) for _ in range(3)]
    for each in work:
        each.start()
    return np.linalg.svd(np.linalg.matrix_power(large, 10**9))
