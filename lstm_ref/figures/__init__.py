"""The figures of the course, drawn by code: each function gives a `Picture` that shows itself in a notebook.

Importing this package loads matplotlib; importing `lstm_ref` does not.
"""

from lstm_ref.figures.bars import cell_update, gated_memory, two_states
from lstm_ref.figures.blocks import parameter_blocks
from lstm_ref.figures.cell import lstm_cell
from lstm_ref.figures.clipping import clipping, loss_over_weight
from lstm_ref.figures.curves import squashing
from lstm_ref.figures.entrywise import all_products, gate_and_lots, masked
from lstm_ref.figures.errors import confusion, error_ahead, learning_curve, temperatures
from lstm_ref.figures.five_shapes import five_shapes
from lstm_ref.figures.forecast import forecast
from lstm_ref.figures.gradients import gradient_against_distance
from lstm_ref.figures.hands import moving_hands
from lstm_ref.figures.outputs import outputs
from lstm_ref.figures.picture import Picture
from lstm_ref.figures.shapes import concatenated, gate_shapes, product, sequence
from lstm_ref.figures.slopes import slopes
from lstm_ref.figures.states import hidden_states
from lstm_ref.figures.steps import gates_over_time
from lstm_ref.figures.unrolled import unrolled
from lstm_ref.figures.way_back import way_back
from lstm_ref.figures.weights import layouts, one_column, rnn_blocks, wires
from lstm_ref.figures.work import work

__all__ = [
    "Picture",
    "all_products",
    "cell_update",
    "clipping",
    "concatenated",
    "confusion",
    "error_ahead",
    "five_shapes",
    "forecast",
    "gate_and_lots",
    "gate_shapes",
    "gated_memory",
    "gates_over_time",
    "gradient_against_distance",
    "hidden_states",
    "layouts",
    "learning_curve",
    "loss_over_weight",
    "lstm_cell",
    "masked",
    "moving_hands",
    "one_column",
    "outputs",
    "parameter_blocks",
    "product",
    "rnn_blocks",
    "sequence",
    "slopes",
    "squashing",
    "temperatures",
    "two_states",
    "unrolled",
    "way_back",
    "wires",
    "work",
]
