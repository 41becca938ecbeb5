"""The part of the reference that is there when answers are graded: figures, data, and the sigmoid of the lessons."""

from lstm_ref.activations import sigmoid

__all__ = ["sigmoid"]


class NotThereError(ImportError):
    """A part of the reference that an answer must do without."""


def __getattr__(name: str):
    if name.startswith("__") or name in ("figures", "data", "palette"):
        raise AttributeError(name)
    raise NotThereError(f"lstm_ref.{name} is not there when this is graded: write it yourself")
