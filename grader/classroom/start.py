"""Set up the course beside this file, once, and open it: python3 start.py."""

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")


def set_up(wheel: Path) -> None:
    """Make the environment and install the course with the exact versions it was tested with; done once a wheel."""
    ready = HERE / ".venv" / f"{wheel.name}.ready"
    if ready.exists():
        return
    print("Setting up the course in", HERE / ".venv", "- this takes a few minutes, once.", flush=True)
    venv.create(HERE / ".venv", with_pip=True, clear=True)
    install = [PROGRAMS / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--constraint", HERE / "constraints.txt", wheel], check=True)
    ready.touch()


def main() -> int:
    """Set up if need be, then open the lessons with the words of the command line."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything is installed
        print("The course needs Python 3.11 or newer; this is", sys.version.split()[0], file=sys.stderr)
        return 2
    try:
        set_up(next(HERE.glob("*.whl")))
        return subprocess.call([PROGRAMS / "grader", "lab", "--course", HERE, *sys.argv[1:]])
    except subprocess.CalledProcessError:
        print("The set-up did not finish: see above, and run start.py again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
