"""Exercises of lesson 10: weights, shapes and padding in PyTorch; hoisting, fairness and the floor in measuring."""

from grader.exercises.declare import Lesson
from grader.exercises.torch_and_gpu.both_ends import BOTH_ENDS
from grader.exercises.torch_and_gpu.fair_or_not import FAIR_OR_NOT
from grader.exercises.torch_and_gpu.hoisted import HOISTED
from grader.exercises.torch_and_gpu.masked_mean import MASKED_MEAN
from grader.exercises.torch_and_gpu.padded_batch import PADDED_BATCH
from grader.exercises.torch_and_gpu.time_floor import TIME_FLOOR
from grader.exercises.torch_and_gpu.torch_lstm import TORCH_LSTM
from grader.exercises.torch_and_gpu.torch_shapes import TORCH_SHAPES

LESSON = Lesson(
    "10-torch-and-gpu",
    "PyTorch, and where the time goes",
    [TORCH_LSTM, TORCH_SHAPES, BOTH_ENDS, PADDED_BATCH, MASKED_MEAN, HOISTED, FAIR_OR_NOT, TIME_FLOOR],
    uses=("torch",),
    needs=("06-lstm-gates",),
    gives="use nn.LSTM without mistakes of layout, pad and mask, and measure where the time goes",
)
