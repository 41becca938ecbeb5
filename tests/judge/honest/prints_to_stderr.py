"""Writes to both streams by hand, empties them, asks whether they are a terminal, and sends one into the other."""

# %% answer
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO


def forget_gate(x, h, W_f, U_f, b_f):
    sys.stderr.write("to stderr\n")
    sys.stdout.write("to stdout\n")
    sys.stdout.flush()
    print(sys.stdout.isatty(), sys.stdout.encoding, file=sys.stderr)
    with redirect_stdout(StringIO()), redirect_stderr(sys.stdout):
        print("into nothing")
        return sigmoid(W_f @ x + U_f @ h + b_f)


sys.stdout.writelines(["one\n", "two\n"])
print("the old stream", file=sys.__stdout__)
