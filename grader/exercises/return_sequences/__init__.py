"""Exercises of lesson 09: what an LSTM layer gives back, stacks and models of Keras, and their weights in NumPy."""

from grader.exercises.declare import Lesson
from grader.exercises.return_sequences.batch_axis import BATCH_AXIS
from grader.exercises.return_sequences.bidirectional_last import BIDIRECTIONAL_LAST
from grader.exercises.return_sequences.from_keras import FROM_KERAS
from grader.exercises.return_sequences.keras_models import USES
from grader.exercises.return_sequences.lstm_layer import LSTM_LAYER
from grader.exercises.return_sequences.many_to_many_model import MANY_TO_MANY_MODEL
from grader.exercises.return_sequences.one_to_many_model import ONE_TO_MANY_MODEL
from grader.exercises.return_sequences.page_shapes import PAGE_SHAPES
from grader.exercises.return_sequences.repair_stack import REPAIR_STACK
from grader.exercises.return_sequences.stack_shapes import STACK_SHAPES
from grader.exercises.return_sequences.synced_model import SYNCED_MODEL
from grader.exercises.return_sequences.which_state import WHICH_STATE

LESSON = Lesson(
    "09-return-sequences",
    "What an LSTM layer gives back",
    [
        BATCH_AXIS,
        PAGE_SHAPES,
        STACK_SHAPES,
        REPAIR_STACK,
        LSTM_LAYER,
        WHICH_STATE,
        SYNCED_MODEL,
        ONE_TO_MANY_MODEL,
        MANY_TO_MANY_MODEL,
        FROM_KERAS,
        BIDIRECTIONAL_LAST,
    ],
    uses=USES,
    needs=("01-sequences", "06-lstm-gates"),
    gives="predict every shape in a stack of Keras layers, and carry their weights into NumPy",
)
