"""Writes into every folder that Python imports from, and over the files of NumPy, IPython and the walls themselves."""
# outcome: wrong
# second: 3

# %% own
import os
import shutil
import sys
import sysconfig
from pathlib import Path

import IPython

folders = {*sys.path, *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, "/unrolled", "/unrolled/walled"}
folders |= {os.path.dirname(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", "")}
files = [np.__file__, IPython.__file__, os.__file__, sys.executable, "/unrolled/walled/answer.py", "/etc/ld.so.preload"]
changed = []
for folder in sorted(set(map(os.path.abspath, folders)) - {os.getcwd()}):
    for name in ("hostile.pth", "sitecustomize.py", "usercustomize.py", "__pycache__/hostile.pyc"):
        path = Path(folder, name)
        try:
            path.write_text("import os")
            changed.append(path)
            path.unlink()
        except OSError:
            pass
for path in map(Path, files):
    for change in (
        lambda path=path: path.open("r+b"),
        lambda path=path: path.open("ab"),
        lambda path=path: path.rename(path),
        lambda path=path: path.chmod(path.stat().st_mode),
        lambda path=path: os.truncate(path, path.stat().st_size),
        lambda path=path: os.utime(path),
        lambda path=path: os.setxattr(path, "user.hostile", b"x"),
        lambda path=path: shutil.chown(path, os.getuid()),
        lambda path=path: os.link(path, "hostile"),
    ):
        try:
            change()
            changed.append(path)
        except OSError:
            pass
print(changed)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f) if changed else np.zeros(len(h))
