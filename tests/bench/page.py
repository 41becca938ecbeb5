"""The tables of docs/reference.md, made of what was measured, and put between the markers of the page.

`python tests/bench/page.py` makes them again of the last record, where only their form has changed.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
RECORD, PAGE = HERE / "reference.json", HERE.parents[1] / "docs" / "reference.md"

WAYS = {"forward": "forward", "train": "forward + BPTT"}
SIDES = {
    "fast": "layers",
    "clear": "clear tier",
    "textbook": "eight products",
    "torch": "PyTorch",
    "keras": "Keras",
    "products": "products only",
}


class Goal(NamedTuple):
    """A promise: at these sizes the layers of these cells take at most so many times what `side` takes."""

    words: str
    cells: tuple[str, ...]
    roles: tuple[str, ...]
    side: str
    at_most: float


GOALS = [
    Goal("RNN no slower than PyTorch, all sizes", ("RNN",), ("one", "signs", "sine", "middle", "large"), "torch", 1),
    Goal("LSTM and GRU within 1.25× of PyTorch where products dominate", ("LSTM", "GRU"), ("large",), "torch", 1.25),
    Goal("LSTM and GRU within 1.7× of PyTorch in the middle", ("LSTM", "GRU"), ("signs", "middle"), "torch", 1.7),
    Goal("LSTM and GRU faster than PyTorch for a batch of one", ("LSTM", "GRU"), ("one", "sine"), "torch", 1),
    Goal(
        "LSTM 3× as fast as eight products at small sizes, in a third of the time",
        ("LSTM",),
        ("one", "signs", "sine"),
        "textbook",
        1 / 3,
    ),
]
MEMORY, IMPORT = 1.5, 0.150


def whole(record: dict) -> str:
    """Give the page with the tables of a record."""
    return fill(PAGE.read_text(encoding="utf-8"), sections(record))


def sections(record: dict) -> dict[str, str]:
    """Give the text of each marked section of the page."""
    return {
        "environment": environment(record["environment"]),
        "goals": goals(record),
        "right": right(record),
        "times": by_size(record, times),
        "between": by_size(record, between),
        "memory": memory(record),
        "vanishing": vanishing(record),
        "import": imports(record),
    }


def fill(text: str, made: dict[str, str]) -> str:
    """Put each section between its markers, `<!-- name -->` and `<!-- end name -->`.

    Raises:
        ValueError: where a section has no place in the text.
    """
    for name, section in made.items():
        place = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end {name} -->)", re.DOTALL)
        if len(place.findall(text)) != 1:
            raise ValueError(f"The page needs one place for {name}: <!-- {name} --> and <!-- end {name} -->.")
        text = place.sub(lambda _, section=section: f"\n{section}\n\n", text)
    return text


def as_json(record: dict) -> str:
    """Write a record so that a new one differs line by line."""
    lines = []
    for key, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict | list | tuple):
            rows = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in value)
            lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Lay rows under a head."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def shape(size: list[int]) -> str:
    """Write a size as N×T×D→H."""
    N, T, D, H = size
    return f"{N}×{T}×{D}→{H}"


def digits(value: float) -> str:
    """Write three digits that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"


def spread(quartiles: list[float], write=digits) -> str:
    """Write a median and, in brackets, the quartiles."""
    low, middle, high = map(write, quartiles)
    return f"{middle} ({low}–{high})"


def ratio(value: float) -> str:
    """Write a ratio."""
    return f"{value:.2f}"


def environment(about: dict) -> str:
    """Write one paragraph on where and when."""
    before, after = about["load"]
    return (
        f"Measured on {about['date']} in {about['minutes']} minutes: {about['processor']}, {about['cores']} cores, of "
        f"which each side used one thread; Python {about['python']}, NumPy {about['numpy']} with {about['blas']}, "
        f"PyTorch {about['torch']}, Keras {about['keras']} on PyTorch, ONNX Runtime {about['onnxruntime']}. "
        f"Load average before {before}, at the end {after}; 1 is this run alone."
    )


def goals(record: dict) -> str:
    """Set each goal beside what was measured."""
    rows = [goal_row(record, goal) for goal in GOALS] + [memory_row(record), import_row(record)]
    return table(["goal", "measured", "reached"], rows)


def goal_row(record: dict, goal: Goal) -> list[str]:
    """Judge the medians of a goal of time, and name those that miss it."""
    found = [
        row
        for row in record["times"]
        if row["side"] == goal.side and row["cell"] in goal.cells and row["role"] in goal.roles
    ]
    found.sort(key=lambda row: -row["ratio"][1])
    misses = [row for row in found if row["ratio"][1] > goal.at_most]
    where = "; ".join(missed(record, row) for row in misses)
    best, most = (spread(found[k]["ratio"], ratio) for k in (-1, 0))
    measured = f"{best} to {most} of the time of {SIDES[goal.side]}"
    return [goal.words, measured, verdict(len(misses), len(found), where)]


def missed(record: dict, row: dict) -> str:
    """Name a case, and set beside its ratio that of the products alone: no NumPy program comes below it."""
    products = next(
        one
        for one in record["times"]
        if one["side"] == "products" and all(one[key] == row[key] for key in ("role", "cell", "dtype", "way"))
    )
    floor = ratio(products["seconds"][1] / row["seconds"][1])
    case = f"{shape(record['sizes'][row['role']])} {row['cell']} {row['dtype']} {WAYS[row['way']]}"
    return f"{case} {spread(row['ratio'], ratio)}, floor {floor}"


def verdict(misses: int, all_of: int, where: str) -> str:
    """Say yes, or no and where not."""
    return "yes" if not misses else f"no, not in {misses} of {all_of}: {where}"


def memory_row(record: dict) -> list[str]:
    """Judge the memory, each case by what was allocated and not handed to the caller."""
    over = {}
    for row in record["memory"]:
        over.setdefault(row["role"], []).append((row["peak"] - row["given"]) / row["kept"])
    misses = {role: parts for role, parts in over.items() if max(parts) > MEMORY}
    where = "; ".join(f"{shape(record['sizes'][role])} up to {ratio(max(parts))}" for role, parts in misses.items())
    measured = "; ".join(f"{shape(record['sizes'][role])} {ratio(max(parts))}" for role, parts in over.items())
    return [
        f"memory for BPTT within {MEMORY}× of the activations it must keep",
        f"at most, beside what the caller is given: {measured}",
        verdict(sum(max(parts) > MEMORY for parts in over.values()), len(over), where),
    ]


def import_row(record: dict) -> list[str]:
    """Judge the fastest of the imports, and what came along."""
    best, heavy = (
        min(row["all"] for row in record["import"]),
        {name for row in record["import"] for name in row["heavy"]},
    )
    came = f"with {', '.join(sorted(heavy))}" if heavy else "none of them loaded"
    return [
        "import under 150 ms, without matplotlib, PyTorch or Keras",
        f"{best * 1e3:.0f} ms, {came}",
        "yes" if best < IMPORT and not heavy else "no",
    ]


def right(record: dict) -> str:
    """List every comparison, then how near those that are timed below came to each other."""
    head = ["compared", "with", "tolerance", "worst difference", "within"]
    rows = [list(row) for row in record["right"]]
    for side, dtype, tolerance, worst in record["agree"]:
        what = f"Layers at every size below, {dtype}: outputs and gradients"
        rows.append([what, f"{SIDES[side]}, {dtype}", tolerance, worst])
    return table(
        head,
        [
            [what, who, f"{limit:g}", f"{worst:.1e}", "yes" if worst <= limit else "no"]
            for what, who, limit, worst in rows
        ],
    )


def by_size(record: dict, one) -> str:
    """Give each size its heading and its table."""
    parts = []
    for role, size in record["sizes"].items():
        rows = [row for row in record["times"] if row["role"] == role]
        keys = dict.fromkeys((row["cell"], row["dtype"], row["way"]) for row in rows)
        cases = {
            key: {row["side"]: row for row in rows if (row["cell"], row["dtype"], row["way"]) == key}
            for key in sorted(keys, key=lambda key: (list(WAYS).index(key[2]), key[1]))
        }
        parts.append(f"### {shape(size)}\n\n{one(cases)}")
    return "\n\n".join(parts)


def times(cases: dict) -> str:
    """Write milliseconds of everyone, and the ratio to PyTorch round by round."""
    rows = []
    for (cell, dtype, way), found in cases.items():
        cells = [spread([1e3 * s for s in found[side]["seconds"]]) if side in found else "–" for side in SIDES]
        rows.append([cell, dtype, WAYS[way], *cells, spread(found["torch"]["ratio"], ratio)])
    return table(["cell", "dtype", "pass", *SIDES.values(), "layers ÷ PyTorch"], rows)


def between(cases: dict) -> str:
    """Take the layers' time apart: products, tanh, calls, and what is left."""
    rows = []
    for (cell, dtype, way), found in cases.items():
        alone = {side: found[f"{side}, two units"]["seconds"][1] for side in ("fast", "products", "tanh")}
        whole, torch = found["fast"]["seconds"][1], found["torch"]["seconds"][1]
        parts = [found["products"]["seconds"][1], found["tanh"]["seconds"][1]]
        parts.append(alone["fast"] - alone["products"] - alone["tanh"])
        parts.append(whole - sum(parts))
        shares = [f"{100 * part / whole:.0f} %" for part in parts]
        floor = digits(1e3 * parts[0])
        rows.append([cell, dtype, WAYS[way], floor, ratio(whole / parts[0]), ratio(torch / parts[0]), *shares])
    head = ["cell", "dtype", "pass", "floor, ms", "layers ÷ floor", "PyTorch ÷ floor"]
    return table([*head, "products", "tanh", "calls", "the rest"], rows)


def memory(record: dict) -> str:
    """Write what must be kept beside what was allocated."""
    rows = []
    for row in record["memory"]:
        kept, peak, given = row["kept"], row["peak"], row["given"]
        sizes = [digits(part / 1e6) for part in (kept, given, peak)]
        where = [shape(record["sizes"][row["role"]]), row["cell"], row["dtype"]]
        rows.append([*where, *sizes, ratio((peak - given) / kept), ratio(peak / kept)])
    head = ["size", "cell", "dtype", "must keep, MB", "given to the caller, MB", "peak, MB"]
    return table([*head, "(peak − given) ÷ keep", "peak ÷ keep"], rows)


def vanishing(record: dict) -> str:
    """Write how many times a normal run's time a vanishing one takes."""
    rows = [
        [shape(record["long"]), cell, dtype, spread(found["fast"], ratio), spread(found["torch"], ratio)]
        for cell, dtypes in record["vanishing"].items()
        for dtype, found in dtypes.items()
    ]
    return table(["size", "cell", "dtype", "layers, vanishing ÷ normal", "PyTorch, vanishing ÷ normal"], rows)


def imports(record: dict) -> str:
    """Write the fastest import, and NumPy's part of it."""
    best, number = min(record["import"], key=lambda row: row["all"]), len(record["import"])
    return (
        f"Fastest of {number} new processes: {best['all'] * 1e3:.0f} ms for `import lstm_ref`, of which NumPy takes "
        f"{best['numpy'] * 1e3:.0f} ms."
    )


if __name__ == "__main__":
    PAGE.write_text(whole(json.loads(RECORD.read_text(encoding="utf-8"))), encoding="utf-8")
