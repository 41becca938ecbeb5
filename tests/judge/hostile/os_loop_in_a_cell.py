"""Loops for ever in a cell of its own, blocks every signal, and catches everything that is raised."""
# outcome: wrong
# second: 3

# %% own
import signal
import sys

signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
sys.setswitchinterval(1000)


def again():
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
        finally:
            again()


again()


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return np.zeros(len(h))
