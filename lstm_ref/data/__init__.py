"""What the projects learn from, made or bundled, without a network: hands that sign, sines with noise, and a text."""

from lstm_ref.data.hands import FINGERS, SIGNS, hand, signs
from lstm_ref.data.letters import ALPHABET, alice, decode, encode, plain
from lstm_ref.data.sines import AHEAD, SEEN, sines

__all__ = [
    "AHEAD",
    "ALPHABET",
    "FINGERS",
    "SEEN",
    "SIGNS",
    "alice",
    "decode",
    "encode",
    "hand",
    "plain",
    "signs",
    "sines",
]
