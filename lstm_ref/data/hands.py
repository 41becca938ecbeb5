"""Two hands that move: 21 landmarks each, placed by a small kinematic model, for five steps of a sign.

A finger is a chain of three bones that bend by one number, its curl. A hand is a palm, five fingers, and three angles
by which it is turned about the wrist. A sign is a path of these few numbers over time. The signs are made up for the
course; they are words of no language.
"""

from __future__ import annotations  # np.random is loaded where it is used, not for a type

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIGNS = ("open", "close", "wave", "turn", "circle", "circle back")
STEPS, HANDS, LANDMARKS = 5, 2, 21
FINGERS = ("thumb", "index", "middle", "ring", "little")

# in units of the palm's length: where each finger begins, which way it points (in degrees from straight up, towards
# the thumb), and how long its bones are
BASES = np.array([[0.30, 0.25], [0.24, 0.95], [0.04, 1.00], [-0.15, 0.95], [-0.32, 0.82]])
POINTS = np.radians([48.0, 9.0, 0.0, -8.0, -18.0])
BONES = np.array([[0.36, 0.30, 0.26], [0.42, 0.26, 0.20], [0.47, 0.30, 0.21], [0.43, 0.28, 0.21], [0.34, 0.20, 0.18]])
BENDS = np.radians([[35.0, 45.0, 50.0], *[[75.0, 95.0, 60.0]] * 4])


def hand(curl: ArrayLike, turn: ArrayLike = 0.0, tilt: ArrayLike = 0.0, nod: ArrayLike = 0.0) -> NDArray:
    """Place the landmarks of a right hand whose wrist is at the origin and whose fingers point up.

    Args:
        curl: how far each finger is bent, 0 straight to 1 a fist, shape (..., 5), the thumb first.
        turn: the angle about the forearm: 0 shows the palm, π the back of the hand, shape (...).
        tilt: the angle to the side, shape (...).
        nod: the angle forwards, shape (...).

    Returns:
        x (to the right, on the side of the thumb), y (up) and z (towards the reader) of the wrist and of four landmarks
        a finger, thumb first, each from its base to its tip; shape (..., 21, 3). The palm is one unit long.
    """
    curl = np.asarray(curl, dtype=float)[..., None]
    bent = np.cumsum(curl * BENDS, axis=-1)
    along, out = np.cumsum(BONES * np.cos(bent), axis=-1), np.cumsum(BONES * np.sin(bent), axis=-1)
    straight = np.stack([np.sin(POINTS), np.cos(POINTS)], axis=-1)
    places = np.zeros((*curl.shape[:-2], LANDMARKS, 3))
    fingers = places[..., 1:, :].reshape(*curl.shape[:-2], 5, 4, 3)
    fingers[..., :2] = BASES[:, None]
    fingers[..., 1:, :2] += along[..., None] * straight[:, None]
    fingers[..., 1:, 2] = out
    places[..., 1:, :] = fingers.reshape(*curl.shape[:-2], 20, 3)
    for angle, (a, b) in ((turn, (2, 0)), (nod, (1, 2)), (tilt, (1, 0))):
        places = _turned(places, angle, a, b)
    return places


def _turned(places: NDArray, angle: ArrayLike, a: int, b: int) -> NDArray:
    """Turn places (..., 21, 3) by `angle` (...), from axis `a` towards axis `b`."""
    cos, sin = np.cos(angle)[..., None], np.sin(angle)[..., None]
    turned = places.copy()
    turned[..., a] = cos * places[..., a] - sin * places[..., b]
    turned[..., b] = sin * places[..., a] + cos * places[..., b]
    return turned


def signs(n: int, rng: np.random.Generator, noise: float = 0.03) -> tuple[NDArray, NDArray]:
    """Draw `n` signs: people of different sizes, left-handed and right-handed, near and far, early and late.

    Args:
        n: how many.
        rng: where the random numbers come from.
        noise: how far a landmark is off, in lengths of the palm: the standard deviation.

    Returns:
        The sequences, shape (n, 5, 126): the left hand's 21 landmarks as x, y, z, then the right hand's. And the
        signs, places in `SIGNS`, shape (n,).
    """
    labels, left_handed = rng.integers(len(SIGNS), size=n), rng.random(n) < 0.5
    begin, end = rng.uniform(0.0, 0.35, n), rng.uniform(0.65, 1.0, n)
    part = begin[:, None] + (end - begin)[:, None] * np.linspace(0, 1, STEPS)  # how much of the sign is done
    hands = [_one_hand(labels, part, left_handed == (side == "left"), side, rng) for side in ("left", "right")]
    x = np.stack(hands, axis=2)
    x = _turned(x, rng.uniform(-0.5, 0.5, n)[:, None, None], 2, 0)  # the people do not all face the camera
    x *= rng.uniform(0.8, 1.25, (n, 1, 1, 1, 1))
    x += rng.uniform(-0.6, 0.6, (n, 1, 1, 1, 3)) + noise * rng.standard_normal(x.shape)
    return x.reshape(n, STEPS, HANDS * LANDMARKS * 3), labels


def _one_hand(labels: NDArray, part: NDArray, acts: NDArray, side: str, rng: np.random.Generator) -> NDArray:
    """Move one hand through its sign, or let it rest: (n, 5, 21, 3), with the body in the middle."""
    n = len(labels)

    def of(name: str) -> NDArray:
        return ((labels == SIGNS.index(name)) & acts)[:, None]

    either = rng.choice([-1, 1], (n, 1))
    round_and_round = 2 * np.pi * (0.9 * part + rng.random((n, 1)))  # a wave and a circle begin anywhere
    curl = np.where(acts, rng.uniform(0.0, 0.4, n), rng.uniform(0.3, 0.6, n))[:, None] * np.ones(STEPS)
    curl = np.where(of("open"), 1 - part, np.where(of("close"), part, curl))
    curl = np.clip(curl[..., None] + 0.06 * rng.standard_normal((n, 1, 5)), 0, 1)
    tilt = 0.15 * rng.standard_normal((n, 1)) + np.where(of("wave"), 0.5 * np.sin(round_and_round), 0.0)
    turn = 0.3 * rng.standard_normal((n, 1)) + np.where(of("turn"), either * np.pi * (part - 0.5), 0.0)
    nod = 0.15 * rng.standard_normal((n, 1)) + np.zeros(STEPS)
    places = hand(curl, turn, tilt, nod) * (1 if side == "right" else [-1, 1, 1])
    angle = round_and_round * np.where(of("circle"), 1, -1)
    radius = np.where(of("circle") | of("circle back"), 0.6, 0.0)
    places[..., 0] += (radius * np.sin(angle) + (-1.5 if side == "right" else 1.5))[..., None]
    places[..., 1] += (radius * np.cos(angle) + np.where(acts, 0.6, -1.2)[:, None])[..., None]
    return places
