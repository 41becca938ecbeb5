"""Answers that are more alike than answers in this class are: which ones a person should look at side by side.

What is alike says nothing of how it came to be. Two that learn together write alike, and so do two that read the same
page. So a likeness counts only where it is unusual here: `SAID` is the rule in words.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

NEAR, APART, OTHERS = 90, 20, 3
FEWEST, LEAST, LONGEST = 10, 60, 2_000
"""Answers that it takes to say what is usual; signs that an answer must have, and may have, to be compared."""
MOST = 1_500
"""Different answers to one exercise that are compared, each with each; the work grows with the square of it."""

SAID = (
    f"Two answers are listed where they are at least {NEAR}% the same, without remarks, layout and names of one's own,"
    f" while at most {OTHERS} others in the class come within {APART} points of that likeness to either of the two."
)
SAID_OF_REFERENCE = (
    f"An answer is listed where it is at least {NEAR}% the same as the course's own solution, while half of the class "
    f"is at least {APART} points less like it."
)


@dataclass
class Answers:
    """The different answers to one exercise, in their plain form, and whose each is.

    Args:
        given: the plain form of what learners were given; who left it so has not answered.
        reference: the plain form of the course's own solution; empty where there is none.
    """

    given: str
    reference: str
    groups: dict[bytes, list[int]] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)
    too_long: int = 0

    def add(self, learner: int, text: str) -> None:
        """Put in the answer of the learner of that number."""
        if text == self.given or len(text) < LEAST:
            return
        if len(text) > LONGEST:
            self.too_long += 1
            return
        key = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
        group = self.groups.setdefault(key, [])
        group.append(learner)
        # what two have written is worth its room also where the room for different answers is used up
        if len(self.texts) < MOST or (len(group) == 2 and len(self.texts) < 2 * MOST):
            self.texts[key] = text

    @property
    def compared(self) -> int:
        """How many answers are compared."""
        return sum(len(self.groups[key]) for key in self.texts)

    @property
    def left_out(self) -> int:
        """How many answers are not compared, for they are too long, or too many."""
        return self.too_long + sum(len(group) for key, group in self.groups.items() if key not in self.texts)

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Every two learners whose answers are alike in a way that is unusual here, and the likeness in percent."""
        if self.compared < FEWEST:
            return
        texts, groups = list(self.texts.values()), [self.groups[key] for key in self.texts]
        likeness = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR - APART, dtype=np.float32)
        sizes = np.array([len(group) for group in groups])
        rare = np.flatnonzero((likeness >= NEAR) @ sizes <= OTHERS + 2)
        for a, b in _near(likeness, rare):
            around = (likeness[a] >= likeness[a, b] - APART) | (likeness[b] >= likeness[a, b] - APART)
            if sizes[around].sum() - 2 <= OTHERS:
                both = combinations(groups[a], 2) if a == b else product(groups[a], groups[b])
                yield from ((*sorted(pair), float(likeness[a, b])) for pair in both)

    def like_reference(self) -> Iterator[tuple[int, float]]:
        """Every learner whose answer is like the reference where others' are not, and the likeness in percent."""
        if not self.reference or self.compared < FEWEST:
            return
        likeness = process.cdist(list(self.texts.values()), [self.reference], scorer=fuzz.ratio)[:, 0]
        groups = [self.groups[key] for key in self.texts]
        usual = float(np.median(np.repeat(likeness, [len(group) for group in groups])))
        for alike, group in zip(likeness, groups, strict=True):
            if alike >= max(NEAR, usual + APART):
                yield from ((learner, float(alike)) for learner in group)


def _near(likeness: np.ndarray, rare: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of near answers, each of which hardly anyone comes near; an answer is a pair with itself."""
    for a in rare:
        for b in rare[likeness[a, rare] >= NEAR]:
            if a <= b:
                yield int(a), int(b)


def gathered(
    found: Mapping[str, Iterable[tuple]], labels: Sequence[Any]
) -> list[tuple[tuple[int, ...], dict[str, float]]]:
    """Bring together what was found by exercise.

    Args:
        found: by exercise, who is alike and how much, as `Answers.pairs` or `Answers.like_reference` gives it.
        labels: what learners are called; by this those are sorted who are alike in as much.

    Returns:
        Who, and the likeness by exercise; those who are alike in the most exercises come first.
    """
    by_learners: dict[tuple[int, ...], dict[str, float]] = {}
    for exercise, several in found.items():
        for *learners, alike in several:
            by_learners.setdefault(tuple(learners), {})[exercise] = alike

    def most_first(each: tuple[tuple[int, ...], dict[str, float]]) -> tuple:
        learners, likeness = each
        return -len(likeness), -sum(likeness.values()), sorted(labels[learner] for learner in learners)

    return sorted(by_learners.items(), key=most_first)
