"""Open JupyterLab on the course, with settings of its own: the user's are neither read nor changed."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

# without these JupyterLab looks for news, updates and extensions on the network, and asks the learner whether it may
QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
FLAGS = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--LanguageServerManager.autodetect=False",  # it would start programs of the user's, npm for one
]


def lab(course: Path, notebook: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Serve JupyterLab in a course folder and open a notebook in it; on Linux and macOS this process becomes the lab.

    Args:
        course: the folder, with the lessons in it or in `notebooks/` below it.
        notebook: what to open, from the folder on; the first lesson where none is given.
        arguments: more words for the command line of JupyterLab, "--no-browser" for instance.

    Returns:
        The exit status of JupyterLab.

    Raises:
        FileNotFoundError: where there is no such folder, or no such notebook in it.
    """
    course = course.resolve()
    if not course.is_dir():
        raise FileNotFoundError(f"There is no folder {course}.")
    opened = _first_lesson(course) if notebook is None else (course / notebook).resolve()
    if not opened.exists() or not opened.is_relative_to(course):
        raise FileNotFoundError(f"There is no notebook {notebook} in {course}.")
    own = environment(course)
    _keep_quiet(Path(own["JUPYTER_CONFIG_DIR"]))
    page = f"/lab/tree/{quote(opened.relative_to(course).as_posix())}" if opened != course else "/lab"
    command = [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={course}", f"--LabApp.default_url={page}"),
        *FLAGS,
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        *arguments,
    ]
    os.chdir(course)  # nbgrader looks for its configuration here
    if os.name != "nt":
        os.execve(sys.executable, command, own)
    return subprocess.call(command, env=own)


def _first_lesson(course: Path) -> Path:
    """The notebook of lesson 00, or the folder itself where there is none."""
    found = [*course.glob("notebooks/00-*/00-*.ipynb"), *course.glob("00-*/00-*.ipynb")]
    return found[0] if found else course


def environment(course: Path) -> dict[str, str]:
    """Give this process's environment, with the course's settings of Jupyter, IPython and matplotlib for the user's.

    Args:
        course: the folder in whose `.jupyter/` these settings are, and what these programs keep beside them.
    """
    own = course / ".jupyter"
    theirs = ("JUPYTER", "IPYTHON", "MPL", "PYTHONSTARTUP")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(theirs)},
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(own / "ipython"),
        "MPLCONFIGDIR": str(own / "matplotlib"),
        "PYTHONNOUSERSITE": "1",  # Jupyter reads settings there, too
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }


def _keep_quiet(config: Path) -> None:
    """Make `QUIET` the defaults, which the learner may still change in the settings of the lab."""
    defaults = config / "labconfig" / "default_setting_overrides.json"
    defaults.parent.mkdir(parents=True, exist_ok=True)
    defaults.write_text(json.dumps(QUIET, indent=2))
