"""The figures of the course, drawn by code: each function gives a `Picture` that shows itself in a notebook.

Importing this package loads matplotlib; importing `lstm_ref` does not.
"""

from lstm_ref.figures.ablation import ablation
from lstm_ref.figures.bars import cell_update, gated_memory, two_states
from lstm_ref.figures.blocks import parameter_blocks
from lstm_ref.figures.both_ways import both_ways
from lstm_ref.figures.carousel import lstm_unrolled, lstm_way_back
from lstm_ref.figures.cell import lstm_cell
from lstm_ref.figures.clipping import clipping, loss_over_weight
from lstm_ref.figures.counts import joined_blocks, layers_to_scale, shares
from lstm_ref.figures.course import course_map
from lstm_ref.figures.curves import squashing
from lstm_ref.figures.entrywise import all_products, gate_and_lots, masked
from lstm_ref.figures.errors import confusion, error_ahead, learning_curve, temperatures
from lstm_ref.figures.five_shapes import five_shapes
from lstm_ref.figures.forecast import forecast
from lstm_ref.figures.fused import fused
from lstm_ref.figures.gradients import gradient_against_distance
from lstm_ref.figures.gru_cell import gru_cell
from lstm_ref.figures.half_lives import half_lives
from lstm_ref.figures.hands import moving_hands
from lstm_ref.figures.last_states import last_states
from lstm_ref.figures.layer_outputs import layer_outputs
from lstm_ref.figures.outputs import outputs
from lstm_ref.figures.padded import padded
from lstm_ref.figures.picture import Picture
from lstm_ref.figures.returned import returned
from lstm_ref.figures.scan import scan
from lstm_ref.figures.shapes import concatenated, gate_shapes, product, sequence
from lstm_ref.figures.slopes import slopes
from lstm_ref.figures.speed import speed_ladder, time_against_size
from lstm_ref.figures.states import hidden_states
from lstm_ref.figures.steps import gates_over_time
from lstm_ref.figures.torch_blocks import torch_blocks
from lstm_ref.figures.unrolled import unrolled
from lstm_ref.figures.way_back import way_back
from lstm_ref.figures.weights import layouts, one_column, rnn_blocks, wires
from lstm_ref.figures.work import work

__all__ = [
    "Picture",
    "ablation",
    "all_products",
    "both_ways",
    "cell_update",
    "clipping",
    "concatenated",
    "confusion",
    "course_map",
    "error_ahead",
    "five_shapes",
    "forecast",
    "fused",
    "gate_and_lots",
    "gate_shapes",
    "gated_memory",
    "gates_over_time",
    "gradient_against_distance",
    "gru_cell",
    "half_lives",
    "hidden_states",
    "joined_blocks",
    "last_states",
    "layer_outputs",
    "layers_to_scale",
    "layouts",
    "learning_curve",
    "loss_over_weight",
    "lstm_cell",
    "lstm_unrolled",
    "lstm_way_back",
    "masked",
    "moving_hands",
    "one_column",
    "outputs",
    "padded",
    "parameter_blocks",
    "product",
    "returned",
    "rnn_blocks",
    "scan",
    "sequence",
    "shares",
    "slopes",
    "speed_ladder",
    "squashing",
    "temperatures",
    "time_against_size",
    "torch_blocks",
    "two_states",
    "unrolled",
    "way_back",
    "wires",
    "work",
]
