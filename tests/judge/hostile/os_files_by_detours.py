"""Reaches for files by detours: .., links of both kinds, /proc/self, /proc/1/root, other tasks, devices, /sys."""
# outcome: wrong
# second: 3

# %% own
import itertools
import os
from pathlib import Path

wanted = ["<OUTSIDE>/gradebook.db", "<OUTSIDE>/solutions/answers.py", "<COURSE>/grader/exercises/lstm_gates.py"]
wanted += ["<COURSE>/lstm_ref/__init__.py", "<COURSE>/pyproject.toml"]
starts = ["/" + "../" * 20, "../" * 20, "/tmp/../", "/usr/../", "/proc/self/root", "/proc/1/root", "/proc/1/cwd/../.."]
starts += ["/proc/thread-self/root", "/proc/<JUDGE>/root", "/proc/2/root", "/dev/fd/../../..", "/oldroot", "/newroot"]
found = []
for number, (start, name) in enumerate(itertools.product(starts, wanted)):
    try:
        found.append(Path(start + name).read_text())
    except OSError:
        pass
    for link in (os.symlink, os.link):
        try:
            link(name, f"hostile-{number}-{link.__name__}")
            found.append(Path(f"hostile-{number}-{link.__name__}").read_text())
        except OSError:
            pass
for name in ("/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/fuse", "/dev/kvm", "/dev/net/tun"):
    for mode in (os.O_RDONLY, os.O_RDWR):
        try:
            found.append(os.open(name, mode))
        except OSError:
            pass
for name in ("/proc/self/environ", "/proc/self/fd", "/proc/mounts", "/sys/kernel", "/home", "/etc/passwd"):
    try:
        found.append(os.listdir(name) if os.path.isdir(name) else Path(name).read_bytes())
    except OSError as error:
        print(error)
print(found)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f) if found else np.zeros(len(h))
