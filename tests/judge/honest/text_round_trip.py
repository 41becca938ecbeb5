"""Sends its arguments through JSON, regular expressions, base64 and compression before it uses them."""

# %% answer
import base64
import copy
import csv
import hashlib
import io
import json
import re
import zlib


def through_text(array):
    text = json.dumps(array.tolist())
    hashlib.sha256(text.encode()).hexdigest()
    packed = base64.b64encode(zlib.compress(text.encode()))
    read = json.loads(zlib.decompress(base64.b64decode(packed)))
    numbers = re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", json.dumps(read))
    return np.array([float(number) for number in numbers]).reshape(array.shape)


def forget_gate(x, h, W_f, U_f, b_f):
    x, h, W_f, U_f, b_f = map(through_text, copy.deepcopy([x, h, W_f, U_f, b_f]))
    table = io.StringIO()
    csv.writer(table).writerow(x)
    return sigmoid(W_f @ x + U_f @ h + b_f)
