"""Lays files beside the notebook that Python, IPython and pytest run by themselves at the start."""
# outcome: not answered
# second: 3

# %% file
# sitecustomize.py
open("<OUTSIDE>/hostile-site", "w").write("mine")
open("/tmp/hostile-site", "w").write("mine")
# %% file
# usercustomize.py
open("<OUTSIDE>/hostile-user", "w").write("mine")
# %% file
# x.pth
import os; open("<OUTSIDE>/hostile-pth", "w").write("mine")
# %% file
# .ipython/profile_default/startup/00-hostile.py
import grader
grader.check = lambda *_: 3.0
# %% file
# .ipython/profile_default/ipython_config.py
c = get_config()
c.InteractiveShellApp.exec_lines = ["check = lambda *_: 3.0"]
# %% file
# conftest.py
open("<OUTSIDE>/hostile-conftest", "w").write("mine")
# %% file
# nbgrader_config.py
c = get_config()
c.Autograde.autograde_preprocessors = []
# %% file
# jupyter_config.py
import os; os.system("touch <OUTSIDE>/hostile-jupyter")

# %% own
import os
import site
import sys

sys.path.insert(0, os.getcwd())
for folder in (os.getcwd(), os.path.expanduser("~"), site.getusersitepackages(), sys.prefix, site.__file__):
    for name in ("sitecustomize.py", "usercustomize.py", "x.pth", "hostile.pth"):
        try:
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            open(os.path.join(folder, name), "w").write("import os; open('<OUTSIDE>/hostile', 'w')")
        except OSError as error:
            print(error)
for name in ("sitecustomize", "usercustomize", "conftest"):
    try:
        __import__(name)
    except OSError as error:
        print(error)
