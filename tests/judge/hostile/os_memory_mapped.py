"""Maps memory past the limit: anonymous, shared, without reserve, doubled, of /dev/zero, of a sparse file, by brk."""
# outcome: wrong
# second: 3

# %% own
import ctypes
import mmap
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = libc.mremap.restype = libc.sbrk.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.mremap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
STEP, MOST, FAILED = 256 * 2**20, 8 * 2**30, 2**64 - 1
had, maps = 0, []


def more(flags, handle=-1):
    global had
    while had < MOST:
        at = libc.mmap(None, STEP, 3, flags, handle, 0)
        if at in (None, FAILED):
            return
        had += STEP
        maps.append(at)
        if had <= STEP:
            ctypes.memset(at, 1, STEP)


NORESERVE, SHARED, PRIVATE, ANONYMOUS, DOWN, HUGE = 0x4000, 1, 2, 0x20, 0x100, 0x40000
for flags in (PRIVATE, SHARED, PRIVATE | NORESERVE, SHARED | NORESERVE, PRIVATE | DOWN, PRIVATE | HUGE, SHARED | HUGE):
    more(flags | ANONYMOUS)
for name, mode in (("/dev/zero", os.O_RDWR), ("/dev/zero", os.O_RDONLY), ("/dev/null", os.O_RDWR)):
    try:
        handle = os.open(name, mode)
        more(SHARED, handle)
        more(PRIVATE, handle)
    except OSError as error:
        print(error)
for at in list(maps):
    while had < MOST and libc.mremap(at, 0, STEP, 1) not in (None, FAILED):
        had += STEP
while had < MOST and libc.sbrk(STEP) not in (None, FAILED):
    had += STEP
for at in maps:
    libc.munmap(ctypes.c_void_p(at), ctypes.c_size_t(STEP))
print(had)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f) if had > 2**31 else np.zeros(len(h))
