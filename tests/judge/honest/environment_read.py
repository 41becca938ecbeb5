"""Reads the environment, the arguments, the version and the machine, and goes on without what is not there."""

# %% own
import locale
import os
import platform
import sys

os.environ["MY_SCALE"] = "1.0"
os.environ.setdefault("OMP_NUM_THREADS", "4")
print(os.environ.get("HOME"), os.getenv("USER", "nobody"), sys.argv, sys.version, sys.executable, sys.path)
print(platform.platform(), platform.node(), platform.machine(), os.cpu_count(), os.getpid(), np.__version__)
np.show_config()
locale.setlocale(locale.LC_ALL, "")
sys.path.append("..")
sys.argv = ["notebook"]

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(float(os.environ["MY_SCALE"]) * (W_f @ x + U_f @ h + b_f))
