"""Starts forty threads with locks, events, barriers and queues, and leaves a daemon behind."""

# %% own
import threading
import time


def watch():
    while True:
        time.sleep(0.5)


threading.Thread(target=watch, daemon=True).start()

# %% answer
import queue


def forget_gate(x, h, W_f, U_f, b_f):
    z, lock, work, ready = np.zeros(len(b_f)), threading.Lock(), queue.Queue(), threading.Event()
    for k in range(len(b_f)):
        work.put(k)

    def run():
        ready.wait()
        while True:
            try:
                k = work.get_nowait()
            except queue.Empty:
                return
            with lock:
                z[k] += W_f[k] @ x + U_f[k] @ h + b_f[k]

    threads = [threading.Thread(target=run) for _ in range(40)]
    for thread in threads:
        thread.start()
    ready.set()
    for thread in threads:
        thread.join()
    return sigmoid(z)
