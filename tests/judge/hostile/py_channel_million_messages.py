"""Floods the channel with a million small messages, to bury the judge in them."""
# outcome: not allowed
# second: 3

# %% own
import json
import struct
import sys


def serving():
    frame = sys._getframe()
    while frame.f_code.co_name != "_serve":
        frame = frame.f_back
    return frame.f_locals


def frame_of(message, behind=b""):
    text = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">II", len(text), len(behind)) + text + behind


def reply(number, **said):
    return {"dict": [[key, value] for key, value in {"number": number, "raised": None, "made": True, **said}.items()]}

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    judge = serving()["judge"]
    small = frame_of(reply(0, results={"list": [0.5]}, earned=3.0)) * 1000
    for _ in range(1000):
        judge.sendall(small)
    return np.full(len(h), 0.5)
