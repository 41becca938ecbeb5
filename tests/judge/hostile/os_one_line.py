"""Writes a hundred megabytes on one line: to both streams, to the handles, as an error, as a name, as metadata."""
# outcome: wrong
# second: 3

# %% own
import os
import sys

from IPython.display import display

line = "hostile " * (100 * 2**20 // 8)
print(line)
sys.stderr.write(line)
for number in (1, 2):
    os.write(number, line[: 2**20].encode())

# %% own
line

# %% own
display({"text/plain": "hostile"}, raw=True, metadata={"hostile": line})

# %% own
raise ValueError(line)

# %% own
raise type(line, (Exception,), {})


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    print(line)
    return np.zeros(len(h))
