"""The import of the package in a process of its own."""

import json
import subprocess
import sys

FRESH = """
import json, sys, time
start, busy = time.perf_counter(), time.process_time()
import numpy
between = time.perf_counter()
import lstm_ref
end, busy = time.perf_counter(), time.process_time() - busy
heavy = [name for name in ("matplotlib", "torch", "keras") if name in sys.modules]
print(json.dumps({"all": end - start, "numpy": between - start, "busy": busy, "heavy": heavy}))
"""


def fresh_import() -> dict:
    """Import the package in a new process: seconds in all, those of NumPy in it, those the processor
    was busy, and what of the heavy came along.
    """
    done = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
