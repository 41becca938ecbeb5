"""A PostgreSQL server of the tests' own, on loopback, that ends with them."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = "/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"
SETTINGS = {"fsync": "off", "unix_socket_directories": "''", "listen_addresses": "127.0.0.1", "max_connections": "20"}


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += [path for pattern in FOLDERS for path in sorted(Path("/").glob(pattern[1:]), reverse=True)]
    if not places:
        raise RuntimeError("These tests need PostgreSQL: apt-get install postgresql")
    return places[0]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server that keeps its data in `folder`; give the address of an empty database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    as_user = {}
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        user = pwd.getpwnam("postgres")
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        for path in (folder, *folder.parents):
            if path.owner() == "root" and path != Path("/") and "pytest" in str(path):
                path.chmod(0o755)
        data.mkdir()
        shutil.chown(data, "postgres", "postgres")
    run(programs() / "initdb", "-D", data, "-U", "grader", "--auth=trust", "--no-sync", **as_user)
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    log = data / "server.log"
    run(programs() / "pg_ctl", "-D", data, "-w", "-l", log, "-o", f"-p {port} {options}", "start", **as_user)
    try:
        yield f"postgresql://grader@127.0.0.1:{port}/postgres"
    finally:
        run(programs() / "pg_ctl", "-D", data, "-m", "immediate", "stop", **as_user)


def run(*words: object, **how: object) -> None:
    """Run a program that must end well."""
    done = subprocess.run(
        [str(word) for word in words], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **how
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr.decode()}")
