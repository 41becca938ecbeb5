"""Replaces the output stream by one of its own that also writes to a file, for good."""

# %% own
import sys


class Both:
    def __init__(self, *streams):
        self.streams = streams

    def write(self, text):
        for stream in self.streams:
            stream.write(text)
        return len(text)

    def flush(self):
        for stream in self.streams:
            stream.flush()


sys.stdout = Both(sys.stdout, open("log.txt", "w"))
print("to both")

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    print("working", file=sys.stdout)
    return sigmoid(W_f @ x + U_f @ h + b_f)


print("after")
