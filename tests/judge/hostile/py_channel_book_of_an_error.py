"""Says that it raised an error whose kind, text and line are ten megabytes each, full of marks and half characters."""
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


PAGE = "<script>3 of 3</script>\ud800\x00=1+1, " * 250_000
RAISED = {"tuple": [PAGE, "matmul: (size " + "1" * 10**6 + PAGE, PAGE]}


def mine(channel, value):
    if "results" not in value or not getattr(wire, "asked", False):
        return send(channel, value)
    wire.asked = False
    channel.sendall(frame_of(reply(value["number"], results={"list": []}, raised=RAISED)))


wire = sys.modules["walled.wire"]
send, wire.send = wire.send, mine


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    wire.asked = True
    return np.full(len(h), 0.5)
