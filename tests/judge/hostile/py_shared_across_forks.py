"""Looks for a place that outlives the fork, to leave there what it sees of its inputs for the next run to use."""
# outcome: raised
# second: 3

# %% own
import gc
import glob
import json
import mmap
import os

PLACES = ["/tmp/../hostile-seen", "/dev/shm/hostile-seen", "/var/tmp/hostile-seen", "/unrolled/hostile-seen"]
PLACES += ["/tmp/ipython/hostile-seen", "/tmp/matplotlib/hostile-seen", "<OUTSIDE>/hostile-seen", "hostile-seen"]
PAST = {}
for place in PLACES + glob.glob("/tmp/*/hostile*"):
    try:
        PAST.update(json.loads(open(place).read()))
    except (OSError, ValueError):
        pass
SHARED = [thing for thing in gc.get_objects() if isinstance(thing, mmap.mmap)]


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    key = repr(np.round(x, 6).tolist())
    if key in PAST:
        return np.array(PAST[key])
    PAST[key] = [0.5] * len(h)
    for place in PLACES:
        try:
            with open(place, "w") as file:
                file.write(json.dumps(PAST))
        except OSError:
            pass
    for memory in SHARED:
        memory[: len(key)] = key.encode()
    if len(h) == 12:
        os._exit(0)
    return np.array(PAST[key])
