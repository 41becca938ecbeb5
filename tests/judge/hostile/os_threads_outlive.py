"""Its answer starts threads that outlive it: they write to every handle, print, make files and put answers in."""
# outcome: wrong
# second: 3

# %% answer
import os
import threading
import time
from pathlib import Path


def haunt(number):
    while True:
        try:
            Path(f"/tmp/hostile-{number % 4}").write_text("hostile")
            print("right", flush=True)
            get_ipython().user_ns["forget_gate"] = lambda *args: np.ones(12)
            os.sched_yield()
            time.sleep(0.01)
        except BaseException:
            pass


def forget_gate(x, h, W_f, U_f, b_f):
    for number in range(4):
        threading.Thread(target=haunt, args=(number,)).start()
    return np.zeros(len(h))
