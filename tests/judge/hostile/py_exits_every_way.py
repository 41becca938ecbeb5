"""Leaves by sys.exit, KeyboardInterrupt, GeneratorExit, signals and groups of errors, one in each case."""
# outcome: raised
# second: 3

# %% own
import os
import signal
import sys

CALLS = []

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    CALLS.append(x)
    if len(CALLS) == 1:
        sys.exit(0)
    if len(CALLS) == 2:
        raise GeneratorExit
    if len(CALLS) == 3:
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGHUP):
            for process in (os.getpid(), -1, 0):
                try:
                    os.kill(process, number)
                except OSError:
                    pass
        raise StopIteration
    if len(CALLS) == 4:
        raise BaseExceptionGroup("3 of 3", [SystemExit(3), KeyboardInterrupt()])
    raise KeyboardInterrupt
