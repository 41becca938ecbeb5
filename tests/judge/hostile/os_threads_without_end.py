"""Starts threads with the smallest stacks until no more can be had, two thousand at most, and none of them ends."""
# second: 3

# %% answer
import threading

threading.stack_size(32 * 1024)
gate = threading.Lock()
gate.acquire()
many = []


def forget_gate(x, h, W_f, U_f, b_f):
    try:
        while len(many) < 2000:
            one = threading.Thread(target=gate.acquire)
            one.start()
            many.append(one)
    except (RuntimeError, MemoryError) as error:
        print(error)
    return sigmoid(W_f @ x + U_f @ h + b_f) if len(many) >= 2000 else np.zeros(len(h))
