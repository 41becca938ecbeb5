"""The seed of a submission's inputs: the same on every grading, and not to be foreseen by a learner."""

import hashlib
import hmac
import secrets
from contextlib import suppress
from pathlib import Path

KEY = ".seed-key"


def seed(course: Path, lesson: str, student: str, submitted: str) -> int:
    """Give the seed for one submission.

    Args:
        course: the course's folder, in which the key is kept; it is made where there is none.
        lesson: the id of the lesson.
        student: the id of the learner.
        submitted: the fingerprint of what was handed in; who hands in something else is asked other things.
    """
    words = "\0".join((lesson, student, submitted)).encode()
    return int.from_bytes(hmac.digest(_key(course / KEY), words, hashlib.sha256)[:6])


def _key(path: Path) -> bytes:
    """Read the key; a new one is there whole or not at all, also where two begin at once."""
    if not path.exists():
        new = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
        new.touch(mode=0o600)
        new.write_bytes(secrets.token_bytes(32))
        with suppress(FileExistsError):
            path.hardlink_to(new)
        new.unlink()
    return path.read_bytes()
