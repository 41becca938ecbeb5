"""Measure lstm_ref beside others, one thread each, and write docs/reference.md: `python tests/bench/reference.py`.

With `--quick` everything runs, small and short, and the page goes to the screen: a test that the command works.
"""

import os

os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
os.environ["KERAS_BACKEND"] = "torch"

import argparse
import datetime
import gc
import platform
import sys
import time

import costs
import keras
import numpy as np
import onnxruntime
import page
import right
import sides
import torch
from clock import interleave, quartiles
from fresh import fresh_import
from machine import processor

SIZES = {
    "one": (1, 10, 80, 12),
    "signs": (32, 5, 126, 64),
    "sine": (1, 50, 1, 100),
    "middle": (32, 100, 128, 128),
    "large": (64, 100, 512, 512),
}
LONG = (8, 1500, 16, 64)
DTYPES = ("float32", "float64")
DEAR = {"clear", "textbook", "keras"}
"""Who gets fewer repeats where they take long."""

AGREE = {"float32": 1e-5, "float64": 1e-12}


def main() -> None:
    """Measure, and write the page or show it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small and short, and only show the page")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    gc.freeze()  # what was imported lives on: collecting garbage between measurements need not look at it
    started, load = time.perf_counter(), os.getloadavg()[0]
    sizes, long, share = SIZES, LONG, 0.25
    if quick:
        sizes = {role: tuple(max(1, part // 8) for part in size) for role, size in SIZES.items()}
        long, share = (2, 20, 3, 4), 0.002
    record = {
        "sizes": sizes,
        "long": long,
        "right": [*right.comparisons()],
        **timed(sizes, share),
        "memory": weighed(sizes),
        "vanishing": {
            cell: {dtype: costs.vanishing(cell, long, dtype, share) for dtype in DTYPES} for cell in sides.CELLS
        },
        "import": [fresh_import() for _ in range(7)],
    }
    record["environment"] = environment(load, time.perf_counter() - started)
    text = page.whole(record)
    if quick:
        print(text)
    else:
        page.RECORD.write_text(page.as_json(record), encoding="utf-8")
        page.PAGE.write_text(text, encoding="utf-8")


def timed(sizes: dict, share: float) -> dict:
    """Time everyone at everything: the `times`, and how far the results `agree`."""
    times, agree = [], {}
    for role, size in sizes.items():
        for dtype in DTYPES:
            for cell in sides.CELLS:
                print(f"{time.strftime('%H:%M:%S')} {role} {dtype} {cell}", file=sys.stderr)
                task = sides.draw(cell, size, dtype)
                made = sides.sides(task) | sides.calls_alone(task)
                first, found = meet(made, dtype)
                for side, far in found.items():
                    agree[side, dtype] = max(far, agree.get((side, dtype), 0.0))
                rows = rounds(made, first, share)
                times += [{"role": role, "dtype": dtype, "cell": cell} | row for row in rows]
    return {"times": times, "agree": [[*who, AGREE[who[1]], far] for who, far in agree.items()]}


def meet(made: dict[str, sides.Side], dtype: str) -> tuple[dict, dict]:
    """Let everyone do everything once: how long it takes, and how far from the fast tier's it is.

    Raises:
        AssertionError: where someone's numbers are not the others': then no time of theirs means anything.
    """
    first, found, expected = {}, {}, {}
    for name, side in made.items():
        for way, call in side._asdict().items():
            start = time.perf_counter()
            result = call()
            first[way, name] = time.perf_counter() - start
            if name == "fast":
                expected[way] = result
            elif name in sides.COMPARED:
                found[name] = max(found.get(name, 0.0), difference(result, expected[way]))
    for name, far in found.items():
        assert far < AGREE[dtype], f"{name} is {far:.2g} away from the fast tier in {dtype}"
    return first, found


def difference(theirs, ours) -> float:
    """Give the largest difference of outputs, or of the gradients of x and of the weights where they are named."""
    if not isinstance(ours, tuple):
        return sides.largest_difference(theirs, ours)
    pairs = [(theirs[0], ours[0]), *((gradient, ours[1][key]) for key, gradient in theirs[1].items())]
    return max(sides.largest_difference(one, other) for one, other in pairs)


def rounds(made: dict[str, sides.Side], first: dict, share: float) -> list[dict]:
    """Time everyone in turns, forward and then training: quartiles of seconds, and of fast ÷ side round by round."""
    rows = []
    for way in sides.Side._fields:
        calls = {name: getattr(side, way) for name, side in made.items()}
        least = {name: 3 if name in DEAR else 5 for name in calls}
        shares = {name: share / 10 if name.endswith(sides.ALONE) else share for name in calls}
        times = interleave(calls, shares, least, {name: first[way, name] for name in calls})
        for name, taken in times.items():
            ratios = [ours / theirs for ours, theirs in zip(times["fast"], taken, strict=False)]
            row = {"way": way, "side": name, "repeats": len(taken)}
            rows.append(row | {"seconds": quartiles(taken), "ratio": quartiles(ratios)})
    return rows


def weighed(sizes: dict) -> list[dict]:
    """Weigh a training step of each cell at each size."""
    return [
        {"role": role, "dtype": dtype, "cell": cell} | costs.memory(cell, size, dtype)
        for role, size in sizes.items()
        for dtype in DTYPES
        for cell in sides.CELLS
    ]


def environment(load: float, took: float) -> dict:
    """Say where and when this was measured."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas['name']} {blas['version']}",
        "torch": torch.__version__,
        "keras": keras.__version__,
        "onnxruntime": onnxruntime.__version__,
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        "minutes": round(took / 60, 1),
    }


if __name__ == "__main__":
    main()
