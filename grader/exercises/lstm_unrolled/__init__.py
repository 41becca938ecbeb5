"""Exercises of lesson 07: an LSTM over time, forwards and back, and how much it keeps on the way."""

from grader.exercises.declare import Essay, Lesson
from grader.exercises.lstm_unrolled.carried_sizes import CARRIED_SIZES
from grader.exercises.lstm_unrolled.cell_backward import CELL_BACKWARD
from grader.exercises.lstm_unrolled.fuse_gates import FUSE_GATES
from grader.exercises.lstm_unrolled.fused_step import FUSED_STEP
from grader.exercises.lstm_unrolled.half_life import HALF_LIFE
from grader.exercises.lstm_unrolled.lstm_backward import LSTM_BACKWARD
from grader.exercises.lstm_unrolled.lstm_step_backward import LSTM_STEP_BACKWARD
from grader.exercises.lstm_unrolled.lstm_unroll import LSTM_UNROLL

FORWARDS = [LSTM_UNROLL, HALF_LIFE, FUSE_GATES, FUSED_STEP]
BACK = [CELL_BACKWARD, LSTM_STEP_BACKWARD, LSTM_BACKWARD, CARRIED_SIZES]

LESSON = Lesson(
    "07-lstm-unrolled",
    "The LSTM through time",
    [*FORWARDS, *BACK],
    essays=[Essay("answer-the-asker", "How can the gradient keep its size?", 2)],
    needs=("04-through-time", "05-hadamard", "06-lstm-gates"),
    gives="unroll an LSTM, fuse its gates, backpropagate through it, and say why its gradient keeps its size",
)
