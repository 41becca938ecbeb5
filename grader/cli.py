"""The `grader` command: what an instructor does with a course, one command for each step.

Exit status 0: done. 1: done, but something needs a person. 2: not done, one line on stderr says why, nothing changed.
"""

import json
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from grader.classroom import CourseError
from grader.classroom.platforms import Platform

app = typer.Typer(
    help="Run a course: make its notebooks, give them out, collect, grade, give feedback and export the marks.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

STOPPED = 130
"""The exit status after Ctrl-C."""

CourseFolder = Annotated[Path, typer.Option("--course", metavar="DIR", help="The folder of the course.")]
Database = Annotated[
    str | None,
    typer.Option("--db", metavar="URL", help="The gradebook's database; else what nbgrader_config.py names."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print data for a program, in place of text.")]
Lesson = Annotated[str, typer.Argument(help="The lesson, by its full name.", show_default=False)]
Lessons = Annotated[list[str] | None, typer.Argument(help="The lessons; all if none is named.", show_default=False)]


class Table(StrEnum):
    """Whose table the marks are written as."""

    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"


class Walls(StrEnum):
    """How submitted code must be walled in."""

    all = "all"
    weak = "weak"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit status; bad input ends in one line on stderr."""
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        with warnings.catch_warnings(action="ignore"):  # what libraries say to developers is not for instructors
            status = app(words, prog_name="grader", standalone_mode=False) or 0
            if status != STOPPED:
                return status
            raise KeyboardInterrupt
    except TyperException as error:
        said = error.format_message()
    except CourseError as error:
        said = str(error)
    except OSError as error:
        said = f"{error.strerror}: {error.filename}" if error.strerror else str(error)
    except ModuleNotFoundError as error:
        if error.name not in ("dask", "distributed", "psycopg"):
            raise
        said = f"{error.name} is not installed here: it comes with pip install '.[classroom]', as make sets it up."
    except (KeyboardInterrupt, typer.Abort):
        print("grader: stopped. What was done is kept; the same command goes on from there.", file=sys.stderr)
        return STOPPED
    print("grader:", " ".join(said.split()), file=sys.stderr)
    return 2


@app.command(epilog="Example: grader notebooks 06-lstm-gates")
def notebooks(lessons: Lessons = None, course: CourseFolder = Path(), as_json: AsJson = False) -> int:
    """Run the solutions and make the notebooks that learners open, and the pages that lie beside them."""
    from grader.classroom import reading
    from grader.classroom.build import build
    from grader.classroom.course import Course

    opened = Course(course)
    wanted = [opened.require(lesson) for lesson in lessons or opened.lessons]
    pages = reading.make(opened)
    with _progress("Making notebooks", len(wanted)) as step:
        for lesson in wanted:
            build(opened, lesson)
            step(lesson)
    reading.write(opened, pages)
    return _say(as_json, {"lessons": wanted, "pages": [*pages]}, [f"Made {', '.join([*wanted, *pages])}."])


@app.command(epilog="Example: grader release 00-start-here 06-lstm-gates --to week-1.zip")
def release(
    lessons: Lessons = None,
    to: Annotated[Path | None, typer.Option(metavar="FILE.zip", help="The zip; else exports/unrolled.zip.")] = None,
    course: CourseFolder = Path(),
    as_json: AsJson = False,
) -> int:
    """Make the zip for a class: notebooks, pages, the package and a one-command set-up, without solutions."""
    from grader.classroom import release
    from grader.classroom.course import Course

    opened = Course(course)
    wanted = [opened.require(lesson) for lesson in lessons or opened.lessons]
    with _progress("Packing", None):
        file = release.release(opened, wanted, to)
    return _say(as_json, {"file": str(file), "lessons": wanted}, [f"Wrote {file} with {', '.join(wanted)}."])


@app.command(epilog="Example: grader collect 06-lstm-gates submissions.zip")
def collect(
    lesson: Lesson,
    source: Annotated[Path, typer.Argument(help="A folder, or a zip as Moodle or Canvas gives it.")],
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Moodle's grading worksheet: it says when work came.")
    ] = None,
    db: Database = None,
    course: CourseFolder = Path(),
    as_json: AsJson = False,
) -> int:
    """Collect what a class handed in, from a folder or a zip of a learning platform."""
    from grader.classroom.collect import collect
    from grader.classroom.course import Course

    with _progress("Collecting", None):
        found = collect(Course(course, db), lesson, source, roster)
    text = [f"Collected {lesson} of {len(found.students)}: {', '.join(found.students)}.", *found.notes, *found.look]
    return _say(as_json, vars(found), text, bool(found.look))


@app.command(epilog="Example: grader grade 06-lstm-gates --student anna --again")
def grade(
    lesson: Lesson,
    student: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this one; may be repeated.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what has been graded before.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes that grade; else as many as there are cores.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:PORT", help="A Dask cluster whose workers grade.")
    ] = None,
    walls: Annotated[
        Walls, typer.Option(help="weak: grade also where submitted code cannot be walled in whole.")
    ] = Walls.all,
    db: Database = None,
    course: CourseFolder = Path(),
    as_json: AsJson = False,
) -> int:
    """Grade what is new or was handed in anew, and show the marks of the class."""
    from grader.classroom.course import Course
    from grader.classroom.engine import Engine
    from grader.classroom.grade import Grading, handed_in, new
    from grader.classroom.summary import difference, show

    if workers and scheduler:
        raise CourseError("--workers is for this machine; a scheduler has its own workers.")
    opened = Course(course, db)
    students = handed_in(opened, opened.require(lesson), student or [])
    weak, changed, now = walls is Walls.weak, {}, set()
    count = len(students if again else new(opened, lesson, students))
    with Engine(count, workers, scheduler, weak) as engine, Grading(opened, lesson, again) as grading:
        wanted = students if again else new(opened, lesson, students)  # anew, for their dates may be set only now
        with _progress(f"Grading {lesson}", len(wanted)) as step:
            for who, recorded in grading.run(wanted, engine):
                now |= {who} if recorded.written else set()
                changed |= {who: difference(recorded)} if difference(recorded) else {}
                step(who)
        marks = [each for each in grading.marks(now) if each.student in {*students}]
    if as_json:
        data = {"lesson": lesson, "walls": engine.stands, "changed": changed}
        print(json.dumps(data | {"marks": [each.as_data() for each in marks]}, indent=1))
    else:
        show(lesson, marks, engine.stands, changed)
    return int(any(each.look for each in marks))


@app.command(epilog="Example: grader report 06-lstm-gates --anonymous --to gates.html")
def report(
    lesson: Lesson,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="The page; else exports/LESSON-report.html.")
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Number the learners, in place of naming them.")
    ] = False,
    db: Database = None,
    course: CourseFolder = Path(),
    as_json: AsJson = False,
) -> int:
    """Write a page about the class: what to talk about, marks, exercises, mistakes, and answers that are alike."""
    from grader.classroom.course import Course
    from grader.classroom.give_back import graded
    from grader.classroom.report.make import report

    opened = Course(course, db)
    with _progress(f"Reading {lesson}", len(graded(opened, lesson))) as step:
        file, data = report(opened, lesson, to, anonymous, step)
    waiting, later = len(data["for_a_person"]), data["not_graded_yet"]
    text = [f"Wrote {file}."]
    text += [f"{waiting} of {data['handed_in']} submissions wait for a person."] * bool(waiting)
    text += [f"{later} handed in and not graded yet: run grader grade {lesson}."] * bool(later)
    return _say(as_json, {"file": str(file), **data}, text, bool(waiting))


@app.command(epilog="Example: grader feedback 06-lstm-gates --zip feedback.zip --as moodle")
def feedback(
    lesson: Lesson,
    zip_file: Annotated[
        Path | None, typer.Option("--zip", metavar="FILE.zip", help="Put the pages into a zip, too.")
    ] = None,
    form: Annotated[
        Platform | None, typer.Option("--as", help="How the zip is laid out: by learner, or for a platform to take.")
    ] = None,
    db: Database = None,
    course: CourseFolder = Path(),
    as_json: AsJson = False,
) -> int:
    """Make a page of feedback for each learner."""
    from grader.classroom.course import Course
    from grader.classroom.give_back import feedback, graded
    from grader.classroom.hand_back import Parcel

    if form and not zip_file:
        raise CourseError("--as says how a zip is laid out: name one with --zip FILE.zip.")
    opened = Course(course, db)
    students = graded(opened, lesson)
    parcel = Parcel(opened, lesson, zip_file, form or Platform.folders, students) if zip_file else None
    with _progress("Writing feedback", len(students)) as step:
        made = feedback(opened, lesson, students, step)
    text = [f"Wrote {len(made.pages)} pages, feedback/STUDENT/{lesson}/{lesson}.html."]
    data = {**vars(made)}
    if parcel:
        packed = parcel.pack(made.pages)
        data |= {"zip": str(zip_file), "packed": packed}
        text += [f"Wrote {zip_file} with {len(packed)} of them."]
        text += [f"{student} is not in it: {why}." for student, why in parcel.missing.items()]
    text += [f"Before {student} gets the page: {why}." for student, whys in made.look.items() for why in whys]
    text += [f"{essay}: {count} not marked yet, so their pages show no points." for essay, count in made.essays.items()]
    return _say(as_json, data, text, bool(made.look or (parcel and parcel.missing)))


@app.command(epilog="Example: grader export --as canvas --roster grades.csv --to marks.csv")
def export(
    lessons: Lessons = None,
    to: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="The table; else exports/marks.csv.")] = None,
    form: Annotated[
        Table, typer.Option("--as", help="A table of its own, or the marks filled into a platform's file.")
    ] = Table.csv,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="That file, as downloaded from Canvas or Moodle.")
    ] = None,
    db: Database = None,
    course: CourseFolder = Path(),
    as_json: AsJson = False,
) -> int:
    """Write the marks of every learner as a table, or into the file of a learning platform."""
    from grader.classroom.course import Course
    from grader.classroom.give_back import export

    if bool(roster) != (form is not Table.csv):
        raise CourseError("--roster FILE.csv and --as canvas, or --as moodle, belong together.")
    opened = Course(course, db)
    wanted = [opened.require(lesson) for lesson in dict.fromkeys(lessons or [])]
    if roster:
        from grader.classroom.rosters import fill

        file = opened.output(to, "marks.csv")
        look = fill(opened, form, roster, wanted, file)
    else:
        file, look = export(opened, to, wanted)
    text = [f"Wrote {file}.", *(f"Look at {whose}: {why}." for whose, why in look.items())]
    return _say(as_json, {"file": str(file), "look": look}, text, bool(look))


@app.command(
    epilog="Example: grader lab notebooks/06-lstm-gates/06-lstm-gates.ipynb --no-browser",
    context_settings={"ignore_unknown_options": True},
)
def lab(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NOTEBOOK] [OPTIONS OF JUPYTERLAB]", help="Lesson 00 if none.", show_default=False),
    ] = None,
    course: CourseFolder = Path(),
) -> int:
    """Open JupyterLab on a lesson."""
    from grader.lab import lab

    options = words or []
    notebook = Path(options.pop(0)) if options and not options[0].startswith("-") else None
    return lab(course, notebook, options)


def _say(as_json: bool, data: dict[str, Any], text: list[str], needs_a_person: bool = False) -> int:
    """Print what was done, as data or in lines, and give the exit status."""
    print(json.dumps(data, indent=1) if as_json else "\n".join(text))
    return int(needs_a_person)


@contextmanager
def _progress(doing: str, total: int | None) -> Iterator[Any]:
    """Show a bar on stderr, where that is a terminal; what it gives is called after each step."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{doing}: {name}")
