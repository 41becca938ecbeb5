"""Says that a cell showed half a million outputs, past the bound that its own side keeps."""
# outcome: not allowed

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

ONE = b'{"dict": [["output_type", "stream"], ["name", "stdout"], ["text", "3"]]}'
MANY = b'"list": [' + b", ".join([ONE] * 500_000) + b"]"
wire = sys.modules["walled.wire"]
send = wire.send


def mine(channel, value):
    wire.send = send
    text = json.dumps(reply(value["number"], outputs={"list": []})).encode()
    channel.sendall(frame_of(text.replace(b'"list": []', MANY)))


wire.send = mine


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return np.zeros(len(h))
