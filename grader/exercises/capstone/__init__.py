"""Exercises of lesson 11: five tools for the work, and a project of one's own, judged on data it has never seen."""

from grader.exercises.capstone.bigram import BIGRAM
from grader.exercises.capstone.centre import CENTRE
from grader.exercises.capstone.error_growth import ERROR_GROWTH
from grader.exercises.capstone.perplexity import PERPLEXITY
from grader.exercises.capstone.project import CAPSTONE
from grader.exercises.capstone.temperature import TEMPERATURE
from grader.exercises.declare import Lesson

LESSON = Lesson(
    "11-capstone",
    "A model of your own",
    [CENTRE, ERROR_GROWTH, BIGRAM, PERPLEXITY, TEMPERATURE, CAPSTONE],
    uses=("lstm_ref", "torch"),
    needs=("04-through-time", "07-lstm-unrolled", "09-return-sequences"),
    gives="build and train a whole model, and say how good it is against a baseline",
)
