"""What a notebook's own `check`, `progress` and `course_map` give when it is graded: the judge decides, elsewhere."""


class _Later:
    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def __float__(self) -> float:
        return 0.0


def check(exercise_id: str, answer: object = ...) -> _Later:
    """Stand in for the check."""
    return _Later(f"{exercise_id} is checked in its own cell.")


def progress() -> _Later:
    """Stand in for the picture of what was earned."""
    return _Later("Progress is kept where lessons are worked through, not where they are graded.")


def course_map() -> _Later:
    """Stand in for the map of the course."""
    return _Later("The map of the course is drawn where lessons are worked through, not where they are graded.")
