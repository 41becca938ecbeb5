"""The kernel's own walls round one process: namespaces, private folders, limits, Landlock, seccomp. Linux only.

Each function raises OSError where the kernel refuses. System calls are made through the C library, for Python has no
names for most of them.
"""

import ctypes
import os
import platform
import resource
import struct
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)

NAMESPACES = {"mount": 0x20000, "names": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000} | {
    "network": 0x40000000
}
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 0x1000, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 1, 38, 22, 2
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
LANDLOCK_READ = 0b1100  # READ_FILE, READ_DIR
LANDLOCK_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # kinds of access that each version of Landlock knows
ERRNO, ALLOW, KILL = 0x00050000, 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x10000

# what a notebook has no use for: the numbers of the calls on x86_64 and on aarch64, which lacks some
REFUSED = {
    # a network, even a local one
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "accept4": (288, 242),
    "bind": (49, 200),
    "listen": (50, 201),
    # other processes
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    # other people's memory
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    # mounts and namespaces
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "statmount": (457, 457),
    "listmount": (458, 458),
    # memory outside the limits
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "vmsplice": (278, 75),
    # the kernel's engines
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_setup": (206, 0),
    # keys and handles
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    # the machine itself
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "syslog": (103, 116),
    "acct": (163, 89),
    "quotactl": (179, 60),
    # its clocks and names
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "personality": (135, 92),
}
PROCESSORS = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
CLONE, CLONE3, FCNTL = (56, 220), 435, (72, 25)
F_SETLEASE = 1024
MOUNT_SETATTR = 442
NEWEST_KNOWN = 470


def call(name: str, *arguments: object) -> int:
    """Call a function of the C library.

    Raises:
        OSError: where it gives -1.
    """
    done = getattr(LIBC, name)(*arguments)
    if done == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return done


def enter_namespaces(*names: str) -> None:
    """Share these no longer, nor users: "pid" with its children to come, the others itself."""
    uid, gid = os.getuid(), os.getgid()
    call("unshare", sum(NAMESPACES[name] for name in ("user", *names)))
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path(f"/proc/self/{name}").write_text(text)


def new_pid_namespace(own: int) -> None:
    """Have the next child see no other process; `own` is this process's own namespace, which is come back from."""
    call("setns", own, NAMESPACES["pid"])
    call("unshare", NAMESPACES["pid"])


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    call("prctl", PR_SET_PDEATHSIG, 9, 0, 0, 0)


def private_folders(folder: str, size: int, files: int, everywhere: bool) -> None:
    """Make all mounts read-only, devices too, and `folder` an empty one of bounded size; hide /proc.

    Args:
        folder: an empty one.
        size: bytes.
        files: how many.
        everywhere: /tmp is the same folder; not so where Python itself lies below /tmp.
    """
    call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    read_only = struct.pack("QQQQ", 1, 0, 0, 0)
    call("syscall", MOUNT_SETATTR, AT_FDCWD, b"/", AT_RECURSIVE, ctypes.create_string_buffer(read_only), 32)
    safe = MS_NOSUID | MS_NODEV | MS_NOEXEC
    bounds = f"size={size},nr_inodes={files},mode=700".encode()
    call("mount", b"tmpfs", folder.encode(), b"tmpfs", safe, bounds)
    if everywhere:
        call("mount", folder.encode(), b"/tmp", None, MS_BIND, None)
    call("mount", b"tmpfs", b"/dev/shm", b"tmpfs", safe, b"size=1m,nr_inodes=64,mode=700")  # for locks between threads
    for hidden in ("/proc", "/dev/pts", "/dev/mqueue"):
        if Path(hidden).is_dir():
            call("mount", b"tmpfs", hidden.encode(), b"tmpfs", safe | MS_RDONLY, b"size=0,nr_inodes=1")


def limit(memory: int, seconds: int, size: int, files: int, threads: int) -> None:
    """Bound the address space, time on the processor, the size of a file, and the numbers of open files and threads.

    Args:
        memory: bytes beyond what the process has now.
        seconds: of the processor.
        size: bytes of one file.
        files: open at once.
        threads: at once; the kernel counts them for users other than root only.
    """
    status = Path("/proc/self/statm")
    now = int(status.read_text().split()[0]) * resource.getpagesize() if status.exists() else 0
    for what, most in (
        (resource.RLIMIT_AS, now + memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_NPROC, threads),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def give_up_privileges() -> None:
    """Drop every capability of the namespace, for good."""
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    head = struct.pack("Ii", 0x20080522, 0)
    call("capset", ctypes.create_string_buffer(head), ctypes.create_string_buffer(24))


def landlock(readable: list[str], writable: list[str]) -> None:
    """Refuse every file but those below `readable`, which can be read, and those below `writable`."""
    version = call("syscall", LANDLOCK_CREATE, None, 0, 1)
    everything = (1 << LANDLOCK_BITS.get(version, 16)) - 1
    parts = struct.pack("Q", everything) + (struct.pack("Q", 0b11) if version >= 4 else b"")
    parts += struct.pack("Q", 0b11) if version >= 6 else b""  # abstract sockets and signals stay inside
    rules = call("syscall", LANDLOCK_CREATE, ctypes.create_string_buffer(parts, len(parts)), len(parts), 0)
    for paths, allowed in ((readable, LANDLOCK_READ), (writable, everything)):
        for path in paths:
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
            rule = struct.pack("=Qi", allowed if Path(path).is_dir() else allowed & 0b110, opened)
            call("syscall", LANDLOCK_ADD, rules, 1, ctypes.create_string_buffer(rule, len(rule)), 0)
            os.close(opened)
    call("syscall", LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


def seccomp() -> None:
    """Refuse the system calls that a notebook has no use for; threads may start, processes may not.

    Raises:
        OSError: where the kernel has no filter, or the processor is not known here.
    """
    if platform.machine() not in PROCESSORS:
        raise OSError(ENOSYS, f"no filter for the processor {platform.machine()}")
    column, processor = PROCESSORS[platform.machine()]
    load, equal, at_least, bits, give = 0x20, 0x15, 0x35, 0x45, 0x06
    program = [(load, 0, 0, 4), (equal, 1, 0, processor), (give, 0, 0, KILL), (load, 0, 0, 0)]
    program += [(at_least, 0, 1, NEWEST_KNOWN), (give, 0, 0, ERRNO | ENOSYS)]
    program += [(equal, 0, 1, CLONE3), (give, 0, 0, ERRNO | ENOSYS)]
    for number in (numbers[column] for numbers in REFUSED.values() if numbers[column] is not None):
        program += [(equal, 0, 1, number), (give, 0, 0, ERRNO | EPERM)]
    program += [(equal, 0, 4, FCNTL[column]), (load, 0, 0, 24), (equal, 0, 1, F_SETLEASE)]
    program += [(give, 0, 0, ERRNO | EPERM), (give, 0, 0, ALLOW)]
    program += [(equal, 0, 3, CLONE[column]), (load, 0, 0, 16), (bits, 1, 0, CLONE_THREAD)]
    program += [(give, 0, 0, ERRNO | EPERM), (give, 0, 0, ALLOW)]
    code = b"".join(struct.pack("HBBI", *line) for line in program)
    held = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(held))
    call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(head, len(head)), 0, 0)
