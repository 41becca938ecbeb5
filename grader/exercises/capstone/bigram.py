"""Exercise: count pairs of letters, and turn the counts into probabilities."""

import numpy as np

from grader.exercises.declare import Call, Case, Exercise, Mistake


def bigram(code, size):
    pairs = np.ones((size, size))
    np.add.at(pairs, (code[:-1], code[1:]), 1)
    return pairs / pairs.sum(axis=1, keepdims=True)


def _cases(rng):
    def ask(T, size, repeated=False):
        code = rng.integers(size, size=T)
        if repeated:  # the last letter comes nowhere else, and the first pair comes often
            code[-1], code[:-1] = size - 1, rng.integers(size - 1, size=T - 1)
            code[:8] = [0, 1] * 4
        return (Call("bigram", (code, size)),)

    return [
        Case("a few letters, one of them never followed by any", 1, ask(14, 4, repeated=True)),
        Case("200 letters of 6", 1, ask(200, 6)),
        Case("60 letters of 9: many pairs never come", 1, ask(60, 9)),
    ]


def _counts(code, size, start=1.0):
    pairs = np.full((size, size), start)
    np.add.at(pairs, (code[:-1], code[1:]), 1)
    return pairs


def _rows(pairs):
    return pairs / pairs.sum(axis=1, keepdims=True)


def _never_zero(pairs):
    return pairs / np.maximum(pairs.sum(axis=1, keepdims=True), 1)


def _once_each(code, size):
    pairs = np.ones((size, size))
    pairs[code[:-1], code[1:]] += 1
    return _rows(pairs)


def _other_pairs(make):
    def answer(code, size):
        pairs = np.ones((size, size))
        np.add.at(pairs, make(code), 1)
        return _rows(pairs)

    return answer


def _loops(code, size):
    pairs = [[1] * size for _ in range(size)]
    for t in range(len(code) - 1):
        pairs[code[t]][code[t + 1]] += 1
    return [[count / sum(row) for count in row] for row in pairs]


def _by_bincount(code, size):
    pairs = np.bincount(code[:-1] * size + code[1:], minlength=size * size).reshape(size, size) + 1
    return pairs / pairs.sum(-1)[:, None]


def _by_product(code, size):
    one_hot = np.eye(size)[code]
    return _rows(one_hot[:-1].T @ one_hot[1:] + 1)


BIGRAM = Exercise(
    "bigram",
    title="Probabilities from pairs of letters",
    answer_name="bigram",
    reference=bigram,
    cases=_cases,
    returns=("p",),
    mistakes=[
        Mistake(
            "each pair counted once, however often it comes",
            _once_each,
            "With pairs[a, b] += 1 NumPy adds 1 once for each different pair. np.add.at adds 1 for every time.",
        ),
        Mistake(
            "all counts start at 0",
            lambda code, size: _counts(code, size, 0.0) / _counts(code, size, 0.0).sum(axis=1, keepdims=True),
            "Start all counts at 1: then nothing has a probability of 0, and no row divides by 0.",
        ),
        Mistake(
            "0 where a pair never came",
            lambda code, size: _never_zero(_counts(code, size, 0.0)),
            "Start all counts at 1. What never came may still come.",
        ),
        Mistake("the counts, not probabilities", _counts, "Divide each row by its sum."),
        Mistake(
            "rows and columns exchanged",
            lambda code, size: _rows(_counts(code, size).T),
            "The row is the letter before, the column is the one that comes next.",
        ),
        Mistake(
            "the columns add up to 1, not the rows",
            lambda code, size: _counts(code, size) / _counts(code, size).sum(axis=0, keepdims=True),
            "A row holds what may come after one letter. One of them comes: each row adds up to 1.",
        ),
        Mistake(
            "the whole table adds up to 1",
            lambda code, size: _counts(code, size) / _counts(code, size).sum(),
            "Those are the probabilities of pairs. Given the first letter, its row adds up to 1.",
        ),
        Mistake(
            "the sums without their axis",
            lambda code, size: _counts(code, size) / _counts(code, size).sum(axis=1),
            "Sums of shape (size,) meet the columns. keepdims=True makes them (size, 1), so that they meet the rows.",
        ),
        Mistake(
            "the letter after the next one",
            _other_pairs(lambda code: (code[:-2], code[2:])),
            "Pair code[:-1] with code[1:]: each letter with the very next one.",
        ),
        Mistake(
            "each letter with itself",
            _other_pairs(lambda code: (code, code)),
            "Pair code[:-1] with code[1:]: each letter with the next one.",
        ),
        Mistake(
            "the end joined to the beginning",
            _other_pairs(lambda code: (code, np.roll(code, -1))),
            "After the last letter nothing comes: there is one pair fewer than there are letters.",
        ),
        Mistake(
            "the last pair is lost",
            _other_pairs(lambda code: (code[:-2], code[1:-1])),
            "code[:-1] and code[1:] end with the last pair.",
        ),
        Mistake(
            "the same row for every letter",
            lambda code, size: np.tile((np.bincount(code, minlength=size) + 1) / (len(code) + size), (size, 1)),
            "That is how often each letter comes, whatever was before. Each letter has a row of its own.",
        ),
        Mistake(
            "1 added to the probabilities, not to the counts",
            lambda code, size: _rows(
                _counts(code, size, 0.0) / np.maximum(_counts(code, size, 0.0).sum(1, keepdims=True), 1) + 1
            ),
            "Add it before you divide: all counts start at 1.",
        ),
        Mistake(
            "a softmax of the counts",
            lambda code, size: _rows(np.exp(_counts(code, size) - _counts(code, size).max(axis=1, keepdims=True))),
            "Counts are shares already: divide each row by its sum.",
        ),
        Mistake(
            "1 only where a pair never came",
            lambda code, size: _rows(np.maximum(_counts(code, size, 0.0), 1)),
            "All counts start at 1, also those of pairs that came. A pair that came twice counts 3.",
        ),
        Mistake(
            "rows and columns exchanged at the end",
            lambda code, size: bigram(code, size).T,
            "The row is the letter before, the column is the one that comes next.",
        ),
        Mistake(
            "divided by how often the letter comes",
            lambda code, size: _counts(code, size) / (np.bincount(code, minlength=size) + size)[:, None],
            "After the last letter nothing comes. Divide each row by its own sum.",
        ),
        Mistake(
            "divided by the pairs, without the ones",
            lambda code, size: _counts(code, size) / np.maximum(_counts(code, size, 0.0).sum(1, keepdims=True), 1),
            "The ones at the start count too. Divide each row by its own sum.",
        ),
        Mistake(
            "every other pair is left out",
            _other_pairs(lambda code: (code[: len(code) // 2 * 2 : 2], code[1 : len(code) // 2 * 2 : 2])),
            "Pairs overlap: each letter is the second of one and the first of the next.",
        ),
        Mistake(
            "logarithms of the probabilities",
            lambda code, size: np.log(bigram(code, size)),
            "The probabilities themselves are asked for.",
        ),
        Mistake(
            "one row",
            lambda code, size: (np.bincount(code, minlength=size) + 1) / (len(code) + size),
            "That is how often each letter comes, whatever was before. Each letter has a row of its own.",
        ),
    ],
    styles={
        "loops and lists": _loops,
        "np.bincount": _by_bincount,
        "a product of one-hot vectors": lambda code, size: _rows(
            np.eye(size)[code[:-1]].T @ np.eye(size)[code[1:]] + 1
        ),
        "einsum": lambda code, size: _rows(np.einsum("ta,tb->ab", np.eye(size)[code[:-1]], np.eye(size)[code[1:]]) + 1),
        "a histogram": lambda code, size: _rows(
            np.histogram2d(code[:-1], code[1:], bins=size, range=[[-0.5, size - 0.5]] * 2)[0] + 1
        ),
        "float32": lambda code, size: np.float32(bigram(code, size)),
        "arguments in another order": lambda size, code: bigram(code, size),
    },
    hints=[
        "Make a table of counts, (size, size), 1 everywhere at first. Which row and which column belong to a pair?",
        "code[:-1] are the letters before, code[1:] those that come next. np.add.at(pairs, (before, after), 1) counts "
        "them all.",
        "Then divide each row by its sum: return pairs / pairs.sum(axis=1, keepdims=True).",
    ],
    uses=("lstm_ref", "torch"),
)
