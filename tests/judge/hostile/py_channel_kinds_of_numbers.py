"""Sends arrays of kinds that are no kinds: half a bracket, pickled objects, kinds within kinds."""
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
    at = serving()
    kinds = ["(,)f", "a", "|O", "O8", "3f8", "V8", "M8", "f8,"]
    results = {"list": [{"array": [kind, [1], 0]} for kind in kinds]}
    at["judge"].sendall(frame_of(reply(at["request"]["number"], results=results), bytes(64)))
    return np.full(len(h), 0.5)
