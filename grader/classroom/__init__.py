"""What an instructor does with a course: build, release, collect, grade, give feedback, export."""


class CourseError(Exception):
    """Something an instructor asked for cannot be done; its text is the one line they read."""
