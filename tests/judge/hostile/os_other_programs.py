"""Becomes another program: execve, execveat, the loader by name, a script and a binary of its own, IPython's own ways."""
# outcome: wrong
# second: 3

# %% own
import ctypes
import os
import sys
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
execve, execveat = {"x86_64": (59, 322)}.get(os.uname().machine, (221, 281))
words = "cp /bin/true /tmp/hostile-program; kill <JUDGE>; sleep 20"
script = Path("hostile.sh")
script.write_text("#!/bin/sh\n" + words)
script.chmod(0o700)
line = (ctypes.c_char_p * 4)(b"sh", b"-c", words.encode(), None)
ways = [
    lambda: os.execv("/bin/sh", ["sh", "-c", words]),
    lambda: os.execve(os.open("/bin/sh", os.O_RDONLY), ["sh", "-c", words], {}),
    lambda: os.execv(script, [str(script)]),
    lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", "/bin/sh", "-c", words]),
    lambda: os.execv(sys.executable, ["python", "-c", "import time; time.sleep(20)"]),
    lambda: libc.syscall(execve, b"/bin/sh", line, None),
    lambda: libc.syscall(execveat, -100, b"/bin/sh", line, None, 0),
    lambda: libc.syscall(execveat, os.open("/bin/sh", os.O_PATH), b"", line, None, 0x1000),
    lambda: libc.system(words.encode()),
    lambda: ctypes.CDLL(str(script.resolve())),
    lambda: get_ipython().system(words),
    lambda: get_ipython().run_cell_magic("bash", "", words),
    lambda: get_ipython().run_cell_magic("script", "sh", words),
]
for way in ways:
    try:
        print(way())
    except OSError as error:
        print(error)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return np.zeros(len(h))
