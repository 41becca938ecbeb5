"""Exercises of lesson 08: the parameters of layers and of models in Keras and PyTorch, and what they cost."""

from grader.exercises.counting_parameters.cost_shares import COST_SHARES
from grader.exercises.counting_parameters.count_bytes import COUNT_BYTES
from grader.exercises.counting_parameters.count_dense import COUNT_DENSE
from grader.exercises.counting_parameters.count_gru import COUNT_GRU
from grader.exercises.counting_parameters.count_lstm import COUNT_LSTM
from grader.exercises.counting_parameters.count_model import COUNT_MODEL
from grader.exercises.counting_parameters.count_multiplications import COUNT_MULTIPLICATIONS
from grader.exercises.counting_parameters.count_peepholes import COUNT_PEEPHOLES
from grader.exercises.counting_parameters.count_projected import COUNT_PROJECTED
from grader.exercises.counting_parameters.count_signs import COUNT_SIGNS
from grader.exercises.counting_parameters.count_stack import COUNT_STACK
from grader.exercises.counting_parameters.count_torch import COUNT_TORCH
from grader.exercises.declare import Lesson

IN_KERAS = [COUNT_LSTM, COUNT_DENSE, COUNT_MODEL, COUNT_SIGNS]
IN_TORCH = [COUNT_TORCH, COUNT_GRU, COUNT_STACK, COUNT_PEEPHOLES, COUNT_PROJECTED]
COSTS = [COUNT_BYTES, COUNT_MULTIPLICATIONS, COST_SHARES]
LESSON = Lesson(
    "08-counting-parameters",
    "Counting parameters",
    [*IN_KERAS, *IN_TORCH, *COSTS],
    needs=("02-unrolling", "03-weight-shapes", "06-lstm-gates"),
    gives="count the parameters of any recurrent model in Keras and PyTorch, and what it costs",
)
