"""What a record of the speed ladder on a device says: curves, floors, a table, and sentences."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RECORD = Path(__file__).parent / "measured" / "gpu_ladder.json"
"""Where the record lies that lesson 10 shows, once one was measured."""


def recorded(path: Path = RECORD) -> dict[str, Any] | None:
    """Give the record of a real device that is kept with the course, or None where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def batches(record: Mapping[str, Any]) -> list[int]:
    """Give the numbers of sequences that were tried, in rising order."""
    return sorted({entry["batch"] for entry in record["times"]})


def floors(record: Mapping[str, Any], precision: str) -> list[float] | None:
    """Give the floor in seconds for each of `batches`: multiplications over the measured rate; None without a rate."""
    rate = record["rates"].get(precision, {}).get("rate")
    each = record["steps"] * 4 * record["width"] * 2 * record["width"]
    return [N * each / rate for N in batches(record)] if rate else None


def curves(record: Mapping[str, Any], precision: str) -> dict[str, list[float | None]]:
    """Give the seconds of each rung at each of `batches`, None where there are none; a rung without any is left out."""
    measured = {
        (entry["rung"], entry["batch"]): entry["seconds"]
        for entry in record["times"]
        if entry["precision"] == precision and "seconds" in entry
    }
    found = {name: [measured.get((name, N)) for N in batches(record)] for name in _rungs(record)}
    return {name: times for name, times in found.items() if any(times)}


def table(record: Mapping[str, Any], precision: str) -> str:
    """Write the milliseconds of a record in one precision: a row a rung, a column a batch; – where there is none."""
    measured, nothing = _with_floor(record, precision), [None] * len(batches(record))
    width = max(len(name) for name in [*_rungs(record), "sequences"])
    lines = [f"{'sequences':{width}}" + "".join(f"{N:>10}" for N in batches(record))]
    for name in [*_rungs(record), "floor"]:
        cells = ("–" if took is None else f"{1e3 * took:.3g}" for took in measured.get(name, nothing))
        lines.append(f"{name:{width}}" + "".join(f"{cell:>10}" for cell in cells))
    return "\n".join(lines)


def in_words(record: Mapping[str, Any]) -> list[str]:
    """Say what a record shows, one sentence a finding, with ratios in place of times."""
    said = []
    ends = {batches(record)[k]: k for k in (0, -1)}
    by_precision = {precision: _with_floor(record, precision) for precision in record["rates"]}
    plain = by_precision.get("float32", {})
    for slow, fast in (("textbook loop", "nn.LSTM"), ("fused loop", "fused loop, replayed"), ("nn.LSTM", "floor")):
        for N, k in ends.items():
            if ratio := _ratio(plain, slow, plain, fast, k):
                said.append(f"{_count(N)} in float32: {slow} takes {ratio} as long as {fast}.")
    for other in ("tf32", "bfloat16"):
        if ratio := _ratio(plain, "nn.LSTM", by_precision.get(other, {}), "nn.LSTM", -1):
            said.append(f"{_count(batches(record)[-1])}: nn.LSTM takes {ratio} as long in float32 as in {other}.")
    far = {
        precision: max(entry["difference"] for entry in record["times"] if _differs(entry, precision))
        for precision in record["rates"]
        if any(_differs(entry, precision) for entry in record["times"])
    }
    said += [f"{name}: at most {difference:.0e} from float64." for name, difference in far.items()]
    paths = {entry["precision"]: entry["path"] for entry in record["times"] if "path" in entry}
    said += [f"nn.LSTM in {precision} is computed by {path}." for precision, path in paths.items()]
    errors = {(entry["rung"], entry["error"]): entry for entry in record["times"] if "error" in entry}
    said += [f"{rung}, {entry['precision']}: {error}" for (rung, error), entry in errors.items()]
    return said


def _with_floor(record: Mapping[str, Any], precision: str) -> dict[str, list[float | None]]:
    floor = floors(record, precision)
    return curves(record, precision) | ({"floor": floor} if floor else {})


def _ratio(ours: Mapping[str, list], slow: str, theirs: Mapping[str, list], fast: str, k: int) -> str:
    """Say how many times as long one takes as the other at one batch; an empty text where one has no time."""
    if slow not in ours or fast not in theirs or None in (ours[slow][k], theirs[fast][k]):
        return ""
    ratio = ours[slow][k] / theirs[fast][k]
    return f"about {ratio:.2g} times" if ratio < 9.5 else f"about {round(ratio, -1 if ratio > 95 else 0):.0f} times"


def _rungs(record: Mapping[str, Any]) -> list[str]:
    """The rungs in the order in which they are climbed, as far as they were tried."""
    return list(dict.fromkeys(entry["rung"] for entry in record["times"]))


def _differs(entry: Mapping[str, Any], precision: str) -> bool:
    return entry["precision"] == precision and "difference" in entry


def _count(N: int) -> str:
    return f"{N} sequence{'s' * (N > 1)}"
