"""Returns one shared buffer that a thread and every later call write over with what they have learnt since."""
# outcome: wrong
# second: 3

# %% own
import threading

SHARED = np.zeros(12)
SEEN = []


def churn():
    for k in range(20_000):
        SHARED[:] = k % 7 / 7
        for past in SEEN[-3:]:
            np.multiply(SHARED, 0, out=SHARED)
            SHARED[: len(past)] += past


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    if not SEEN:
        threading.Thread(target=churn, daemon=True).start()
    SEEN.append(b_f)
    SHARED[: len(b_f)] = b_f
    return SHARED[: len(h)]
