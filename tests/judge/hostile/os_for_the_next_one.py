"""Leaves things for the next submission: modules in the work folder, files in /tmp, caches, changed modules."""
# outcome: wrong
# second: 3

# %% own
import builtins
import gc
import os
import site
import sys
from pathlib import Path

POISON = "import sys\nsys.modules['numpy'].hostile = True\n"
places = {".", "..", "/tmp", "/tmp/ipython", "/tmp/ipython/profile_default/startup", "/tmp/matplotlib", "/dev"}
places |= {"/var/tmp", "/dev/shm", os.path.expanduser("~"), site.getusersitepackages(), "/tmp/.ipython/profile_default"}
for place in places:
    for name in ("numpy.py", "sitecustomize.py", "hostile.pth", "usercustomize.py", "00-hostile.py", "matplotlibrc"):
        try:
            Path(place).mkdir(parents=True, exist_ok=True)
            Path(place, name).write_text(POISON)
        except OSError as error:
            print(error)
seen = []
for place in places:
    try:
        seen += os.listdir(place)
    except OSError as error:
        print(error)
before = getattr(np, "hostile", False) or hasattr(builtins, "hostile")
np.hostile = builtins.hostile = True
sys.path.insert(0, os.getcwd())
sys.meta_path.insert(0, type("Finder", (), {"find_spec": staticmethod(lambda *args: None)}))
sys.path_importer_cache.clear()
sys.dont_write_bytecode = False
sys.pycache_prefix = "/tmp/hostile"
os.environ.update({"PYTHONPATH": "/tmp", "PYTHONSTARTUP": "/tmp/numpy.py", "LD_PRELOAD": "/tmp/hostile.so"})
np.matmul = np.dot = lambda *args, **kwargs: np.zeros(1)
gc.disable()


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f) if before else np.zeros(len(h))


# %% file
# numpy.py
raise SystemExit("hostile")


# %% file
# sitecustomize.py
raise SystemExit("hostile")


# %% file
# hostile.pth
import os; os._exit(0)
