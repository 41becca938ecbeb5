"""Takes the exponential from the library of C."""

# %% answer
import ctypes
import ctypes.util

libm = ctypes.CDLL(ctypes.util.find_library("m") or None)
libm.exp.restype, libm.exp.argtypes = ctypes.c_double, [ctypes.c_double]


def forget_gate(x, h, W_f, U_f, b_f):
    return np.array([1 / (1 + libm.exp(-z)) for z in W_f @ x + U_f @ h + b_f])
