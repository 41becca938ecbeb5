"""Run a command beside two hosts that grade for it: network namespaces with addresses of their own, no shared disk.

Called inside new user, mount and network namespaces: `two_hosts.py PORT HIDDEN COMMAND...`. The command finds a Dask
scheduler at 10.77.0.1:PORT; its workers are at 10.77.0.2 and 10.77.0.3 and cannot see the folder HIDDEN.
"""

import subprocess
import sys
import time

HOSTS = ("10.77.0.2", "10.77.0.3")


def ip(*words: str, inside: int | None = None) -> None:
    """Set up the network, of this process or inside another's namespace."""
    enter = ["nsenter", f"--net=/proc/{inside}/ns/net"] if inside else []
    subprocess.run([*enter, "ip", *words], check=True)


def main() -> int:
    """Start the hosts, the scheduler and a worker on each, run the command, and end them."""
    port, hidden, *command = sys.argv[1:]
    address = f"tcp://10.77.0.1:{port}"
    ip("link", "set", "lo", "up")
    ip("link", "add", "bridge", "type", "bridge")
    ip("addr", "add", "10.77.0.1/24", "dev", "bridge")
    ip("link", "set", "bridge", "up")
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "10.77.0.1", "--port", port]
    started = [subprocess.Popen([*dask, "--no-dashboard"])]
    try:
        for number, host in enumerate(HOSTS):
            worker = f"mount -t tmpfs none {hidden} && read _ && exec {sys.executable} -m distributed.cli.dask_worker"
            worker += f" {address} --host {host} --nthreads 1 --no-dashboard --local-directory {hidden}"
            new = ["unshare", "--mount", "--net", "sh", "-c", worker]
            process = subprocess.Popen(new, stdin=subprocess.PIPE)
            started.append(process)
            time.sleep(0.5)  # until its namespaces are there
            ip("link", "add", f"host{number}", "type", "veth", "peer", "name", "eth0", "netns", str(process.pid))
            ip("link", "set", f"host{number}", "master", "bridge", "up")
            ip("addr", "add", f"{host}/24", "dev", "eth0", inside=process.pid)
            for name in ("lo", "eth0"):
                ip("link", "set", name, "up", inside=process.pid)
            process.stdin.write(b"go\n")
            process.stdin.close()
        return subprocess.run([*command, "--scheduler", address], timeout=120).returncode
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


if __name__ == "__main__":
    sys.exit(main())
