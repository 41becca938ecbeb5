"""Writes, reads, lists and deletes files and folders of its own beside the notebook."""

# %% own
import os
import shutil
from pathlib import Path

Path("runs/first").mkdir(parents=True, exist_ok=True)
Path("runs/first/notes.txt").write_text("σ läuft", encoding="utf-8")
shutil.copytree("runs/first", "runs/second")
os.rename("runs/second/notes.txt", "runs/second/log.txt")
np.savetxt("runs/table.csv", np.eye(3), delimiter=",")
print(sorted(Path("runs").rglob("*")), os.getcwd(), Path.home(), Path.cwd())

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    os.makedirs("calls", exist_ok=True)
    W_f.tofile("calls/W.bin")
    with open("calls/log.txt", "a") as log:
        log.write(f"{x.shape}\n")
    W_f = np.fromfile("calls/W.bin").reshape(W_f.shape)
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% later
shutil.rmtree("runs")
