"""Which comparison of two programs is fair, and what is wrong with the others."""

from grader.exercises.declare import Case, Exercise, Mistake, Read

FAIR, FIRST, PRECISION, WORK = "fair", "the first call", "other numbers", "more work"
CORES, WAITING = "more cores", "nobody waited"

RIGHT = {
    "turns": FAIR,
    "kinds": PRECISION,
    "notes": WORK,
    "compiled": FIRST,
    "laptop": CORES,
    "queue": WAITING,
}
TITLES = {
    "turns": "turns: warmed up, in turns, the fastest of each",
    "kinds": "kinds: each with its usual numbers",
    "notes": "notes: without no_grad",
    "compiled": "compiled: timed once",
    "laptop": "laptop: one core and sixteen",
    "queue": "queue: the clock around a call on a GPU",
}


def _cases(rng):
    return [Case(TITLES[name], 0.5, (Read("comparisons", key=name),)) for name in RIGHT]


FAIR_OR_NOT = Exercise(
    "fair-or-not",
    title="Is the comparison fair?",
    answer_name="comparisons",
    reference=RIGHT,
    cases=_cases,
    uses=("torch",),
    mistakes=[
        Mistake(name, RIGHT | wrong, advice)
        for name, wrong, advice in [
            (
                "float64 against float32 taken for fair",
                {"kinds": FAIR},
                "NumPy makes float64, PyTorch float32: half the bytes, and more numbers in one go.",
            ),
            (
                "float64 taken for more cores",
                {"kinds": CORES},
                "Each has its usual kind of number. Which kinds are they?",
            ),
            (
                "float64 taken for more work",
                {"kinds": WORK},
                "The loop makes as many multiplications either way. What are they made with?",
            ),
            (
                "kinds and notes exchanged",
                {"kinds": WORK, "notes": PRECISION},
                "One side keeps something that the other does not, and one computes in another kind of number.",
            ),
            (
                "notes for the way back taken for fair",
                {"notes": FAIR},
                "Without no_grad PyTorch keeps every step for the gradient; NumPy's loop does not.",
            ),
            (
                "notes taken for other numbers",
                {"notes": PRECISION},
                "Both give the same numbers. But one also keeps what the gradient will need.",
            ),
            (
                "compiling taken for more work",
                {"compiled": WORK},
                "The work is the same; the first call also compiles, and later calls do not.",
            ),
            ("compiling taken for fair", {"compiled": FAIR}, "What does the first call do that later ones do not?"),
            (
                "more cores taken for fair",
                {"laptop": FAIR},
                "Sixteen cores can do sixteen times as much: that says little about the programs.",
            ),
            (
                "more cores taken for more work",
                {"laptop": WORK},
                "The work is the same. How many share it?",
            ),
            (
                "compiling and the queue exchanged",
                {"compiled": WAITING, "queue": FIRST},
                "What is made only once? And which call comes back before its work is done?",
            ),
            (
                "a queue taken for the first call",
                {"queue": FIRST},
                "Every call comes back at once there: the device has only been told what to do.",
            ),
            (
                "a queue taken for fair",
                {"queue": FAIR},
                "The call comes back before the device has done it. Was that waited for?",
            ),
            (
                "notes and compiling exchanged",
                {"notes": FIRST, "compiled": WORK},
                "Which of the two goes away if you call a second time?",
            ),
            (
                "nothing is fair",
                {"turns": WORK},
                "Same numbers, same kind, warmed up, in turns: what more could be asked?",
            ),
            ("turns taken for the first call", {"turns": FIRST}, "There the first calls do not count."),
            ("all of them fair", dict.fromkeys(RIGHT, FAIR), "Only one of the six is."),
        ]
    ],
    styles={
        "another order": dict(reversed(RIGHT.items())),
        "texts made anew": {name: "".join(list(said)) for name, said in RIGHT.items()},
        "more entries": RIGHT | {"mine": FAIR},
        "a subclass of dict": type("Notes", (dict,), {})(RIGHT),
    },
    hints=[
        "Ask of each: would the difference in time still be there if the two programs were the same?",
        "One gives one side more cores, one other kinds of numbers, one more to do. One counts what happens only once, "
        "and one stops the clock too early.",
        "turns is fair. kinds: NumPy's usual numbers take twice the bytes, so they are other numbers. notes: PyTorch "
        "keeps notes for the way back, which is more work.",
    ],
)
