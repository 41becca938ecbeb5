"""`course_map`: the lessons of the course, what each needs, and what a learner can do after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from grader.exercises import LESSONS
from grader.exercises.declare import Lesson

if TYPE_CHECKING:
    from lstm_ref.figures import Picture

HEAD = ("lesson", "needs", "afterwards you can")


def course_map() -> "CourseMap":
    """Show the lessons of the course: a picture of which builds on which, and in words what each gives."""
    return CourseMap(tuple(LESSONS.values()))


@dataclass(frozen=True)
class CourseMap:
    """Lessons in their order; in a notebook a picture, and below it a row a lesson.

    Args:
        lessons: each after those that it needs.
    """

    lessons: Sequence[Lesson]

    def picture(self) -> "Picture":
        """Draw which lesson builds on which."""
        from lstm_ref import figures  # it loads matplotlib, which `check` can do without

        return figures.course_map([(each.id[:2], each.title, _needed(each), each.gives) for each in self.lessons])

    def rows(self) -> list[tuple[str, str, str]]:
        """Say in words what each lesson is called, needs and gives."""
        return [(f"{each.id[:2]} {each.title}", ", ".join(_needed(each)) or "–", each.gives) for each in self.lessons]

    def __repr__(self) -> str:
        return self.picture().alt

    def _repr_html_(self) -> str:
        rows = _row("th", HEAD) + "".join(_row("td", row) for row in self.rows())
        return f'{self.picture().html()}<table style="border-collapse:collapse;line-height:1.6">{rows}</table>'


def _needed(lesson: Lesson) -> list[str]:
    return [need[:2] for need in lesson.needs]


def _row(tag: str, row: Sequence[str]) -> str:
    opening = f'<{tag} style="text-align:left;vertical-align:top;padding:2px 14px 2px 0">'
    return "<tr>" + "".join(f"{opening}{escape(words)}</{tag}>" for words in row) + "</tr>"
