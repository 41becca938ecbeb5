"""The course, as nbgrader sees it: where things live, and which of the grader's parts take part."""

from nbgrader import preprocessors

from grader.classroom import pages, parts
from grader.classroom.blank import BlankAnswers
from grader.classroom.marks import MarksExport

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "unrolled"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".progress", "[0-9][0-9]-*.py"]

# nbgrader's own list, with BlankAnswers for ClearSolutions
c.GenerateAssignment.preprocessors = [
    preprocessors.IncludeHeaderFooter,
    preprocessors.LockCells,
    BlankAnswers,
    preprocessors.ClearOutput,
    preprocessors.CheckCellMetadata,
    preprocessors.ComputeChecksums,
    preprocessors.SaveCells,
    preprocessors.ClearHiddenTests,
    preprocessors.ClearMarkScheme,
    preprocessors.ComputeChecksums,
    preprocessors.CheckCellMetadata,
]
c.ClearSolutions.text_stub = "*Write your answer here.*"

# the course's own notebook with the learner's answers in it, run with a seed, its reports the only source of points
c.Autograde.pre_convert_hook = parts.only_files
c.Autograde.exporter_class = parts.SubmissionExporter
c.Autograde.sanitize_preprocessors = [parts.Rebuild, preprocessors.OverwriteCells, preprocessors.CheckCellMetadata]
c.Autograde.autograde_preprocessors = [
    parts.Run,
    preprocessors.LimitOutput,
    parts.SaveMarks,
    preprocessors.AssignLatePenalties,
    preprocessors.CheckCellMetadata,
]
c.Execute.extra_arguments = ["--log-level=ERROR"]  # what a kernel says of itself is not for instructors

# what a learner wrote is text on the pages of feedback and of the formgrader
c.GenerateFeedback.exporter_class = pages.FeedbackExporter
c.HTMLExporter.filters = {"markdown2html": pages.markdown2html}
c.HTMLExporter.preprocessors = [pages.Names]
pages.escape_lists()

# marks with a column for what a person must look at
c.ExportApp.plugin_class = MarksExport
