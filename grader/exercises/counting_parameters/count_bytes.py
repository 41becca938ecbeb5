"""The exercise on memory: so many numbers, in so many bytes."""

import sys

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake

BITS = {"float16": 16, "float32": 32, "float64": 64}


def in_bytes(count, dtype):
    return count * BITS[dtype] // 8


def _cases(rng):
    first, second, third = (int(count) for count in rng.choice(np.arange(1000, 100_000), 3, replace=False))

    def ask(*given):
        return tuple(Call("in_bytes", each) for each in given)

    return [
        Case("float32", 0.5, ask((first, "float32"), (1, "float32"))),
        Case("float16", 0.5, ask((second, "float16"), (1, "float16"))),
        Case("float64", 0.5, ask((third, "float64"))),
        Case("4464 numbers, in each of the three", 0.5, ask(*((4464, dtype) for dtype in BITS))),
    ]


def _table(count, dtype):
    if dtype == "float16":
        return 2 * count
    if dtype == "float32":
        return 4 * count
    return 8 * count


COUNT_BYTES = Exercise(
    "count-bytes",
    title="From numbers to bytes",
    answer_name="in_bytes",
    reference=in_bytes,
    cases=_cases,
    tolerance=1e-9,
    mistakes=[
        Mistake(name, wrong, advice)
        for name, wrong, advice in [
            ("bits, not bytes", lambda count, dtype: count * BITS[dtype], "A byte has 8 bits."),
            (
                "4 bytes whatever the type",
                lambda count, dtype: 4 * count,
                "float32 takes 32 bits. What does the name of the other types say?",
            ),
            (
                "8 bytes whatever the type",
                lambda count, dtype: 8 * count,
                "float64 takes 64 bits. What does the name of the other types say?",
            ),
            (
                "4 bytes for float64",
                lambda count, dtype: 2 * count if dtype == "float16" else 4 * count,
                "float64 takes 64 bits, twice as many as float32.",
            ),
            (
                "times 8, not divided by 8",
                lambda count, dtype: count * BITS[dtype] * 8,
                "8 bits make one byte, so there are fewer bytes than bits.",
            ),
            (
                "count // 8 first",
                lambda count, dtype: count // 8 * BITS[dtype],
                "// drops what is left over. Multiply first, then divide.",
            ),
            (
                "2 bytes for float32, 4 for float64",
                lambda count, dtype: count * BITS[dtype] // 16,
                "A byte has 8 bits, not 16.",
            ),
            (
                "the number of the name taken for bytes, halved",
                lambda count, dtype: count * BITS[dtype] // 2,
                "The number in the name counts bits, and a byte has 8 of them.",
            ),
            (
                "kibibytes",
                lambda count, dtype: count * BITS[dtype] / 8 / 1024,
                "Bytes are asked for: no division by 1024.",
            ),
            (
                "kilobytes",
                lambda count, dtype: count * BITS[dtype] / 8 / 1000,
                "Bytes are asked for: no division by 1000.",
            ),
            ("megabytes", lambda count, dtype: count * BITS[dtype] / 8 / 1e6, "Bytes are asked for: no division."),
            (
                "megabytes, of 1024 times 1024",
                lambda count, dtype: count * BITS[dtype] / 8 / 2**20,
                "Bytes are asked for: no division.",
            ),
            (
                "the whole Python object",
                lambda count, dtype: sys.getsizeof(np.zeros(count, dtype)),
                "sys.getsizeof adds what Python keeps about the array. Only its numbers are asked for: .nbytes",
            ),
            (
                "bytes of one number",
                lambda count, dtype: BITS[dtype] // 8,
                "And there are count of them.",
            ),
            (
                "how many numbers fit into so many bytes",
                lambda count, dtype: count / (BITS[dtype] // 8),
                "count is how many numbers there are. Each takes some bytes: multiply.",
            ),
            (
                "float16 and float64 exchanged",
                lambda count, dtype: count * {"float16": 8, "float32": 4, "float64": 2}[dtype],
                "More bits, more bytes.",
            ),
        ]
    ],
    styles={
        "NumPy knows": lambda count, dtype: count * np.dtype(dtype).itemsize,
        "an array of that many": lambda count, dtype: np.zeros(count, dtype).nbytes,
        "one if after the other": _table,
        "the digits of the name": lambda count, dtype: count * int(dtype[-2:]) / 8,
        "arguments in another order": lambda dtype, count: in_bytes(count, dtype),
    },
    hints=[
        "The number in the name of the type says how many bits one number takes. A byte has 8 bits.",
        "float16 takes 2 bytes, float32 takes 4, float64 takes 8. NumPy knows them as np.dtype(dtype).itemsize.",
        "Return count * np.dtype(dtype).itemsize.",
    ],
)
