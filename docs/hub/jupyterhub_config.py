"""A hub for one class on one machine: local accounts, and JupyterLab for each of them."""

import os
import sys
from pathlib import Path

from grader.lab import FLAGS

c = get_config()  # noqa: F821 - JupyterHub provides it

here = Path(__file__).resolve().parent
kept = here / "state"
kept.mkdir(mode=0o700, exist_ok=True)

c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{kept}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(kept / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(kept / "proxy.pid")

# who has an account on this machine and is in this group
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"unrolled-class"}

# the proxy, nbgrader and grader are those of this environment; nbgrader_config.py is the one beside this file
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": str(here)}
c.Spawner.default_url = "/lab"
c.Spawner.args = [
    *FLAGS,
    '--ServerApp.terminado_settings={"shell_command": ["bash"]}',  # a login shell would forget the PATH
    '--ServerApp.tornado_settings={"headers": {"Content-Security-Policy": "frame-ancestors \'self\'"}}',  # formgrader
]
