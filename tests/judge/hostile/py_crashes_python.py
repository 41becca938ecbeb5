"""Crashes Python by a broken pointer in one case, by abort in the next, where a core dump could be left behind."""
# outcome: raised
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    import ctypes
    import os
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (ValueError, OSError):
        pass
    open("hostile-core", "w").close()
    ctypes.string_at(0)
    os.abort()
