"""Has cells that fail before the answer: on purpose, by mistake, deep in a recursion, and with a class of its own."""

# %% own
raise ValueError("to see what it looks like")

# %% own
1 / 0

# %% own
def deeper(k):
    return deeper(k - 1) if k else 1 / k


deeper(40)

# %% own
class Strange(BaseException):
    def __str__(self):
        raise RuntimeError("no text")


raise Strange

# %% own
raise SystemExit("stop here")

# %% own
raise KeyboardInterrupt

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
