"""Starts up to two hundred processes by every way Python has, each of which writes a file and stays."""
# outcome: wrong
# second: 3

# %% own
import multiprocessing
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

born = []


def stay():
    Path("/tmp/hostile-child").write_text("hostile")
    time.sleep(20)
    os._exit(0)


def by_fork(fork):
    def start():
        child = fork()
        child = child[0] if isinstance(child, tuple) else child
        if child == 0:
            stay()
        return child

    return start


def by_spawn():
    return os.posix_spawn("/bin/sleep", ["sleep", "20"], {})


def by_subprocess():
    return subprocess.Popen(["/bin/sleep", "20"], stdin=subprocess.DEVNULL, start_new_session=True).pid


def by_python():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"]).pid


def by_multiprocessing(method):
    def start():
        child = multiprocessing.get_context(method).Process(target=stay)
        child.start()
        return child.pid

    return start


__spec__ = None
ways = [by_fork(os.fork), by_fork(os.forkpty), by_fork(pty.fork), by_spawn, by_subprocess, by_python]
ways += [by_multiprocessing(method) for method in ("fork", "spawn", "forkserver")]
for way in ways:
    for _ in range(22):
        try:
            born.append(way())
        except Exception as error:
            print(error)
            break
try:
    print(os.system("sleep 20 &"), os.popen("id").read())
except OSError as error:
    print(error)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f) if born else np.zeros(len(h))
