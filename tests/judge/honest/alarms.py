"""Sets handlers for signals and an alarm that goes off, and resets them."""

# %% answer
import signal
import time


class Slow(Exception):
    pass


def ring(number, frame):
    raise Slow


def forget_gate(x, h, W_f, U_f, b_f):
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        time.sleep(1)
    except Slow:
        pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return sigmoid(W_f @ x + U_f @ h + b_f)
