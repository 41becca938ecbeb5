"""The reference implementation: recurrent networks in small, plain NumPy.

The steps and their backward twins are here; whole layers are in `layers`, other people's layouts in `convert`, the
numbers of parameters in `count`, numerical gradients in `gradient_check`. `figures`, which needs matplotlib, is loaded
by its own import only.
"""

from lstm_ref import convert, count, gradient_check, layers, losses, optimise, truncated
from lstm_ref.activations import sigmoid
from lstm_ref.convert import concatenate, split
from lstm_ref.gru import (
    gru_shapes,
    gru_step,
    gru_step_backward,
    gru_step_reset_after,
    gru_step_reset_after_backward,
    gru_weights,
)
from lstm_ref.lstm import lstm_shapes, lstm_step, lstm_step_backward, lstm_weights
from lstm_ref.lstm_variants import lstm_step_peephole, lstm_step_projected
from lstm_ref.rnn import rnn_shapes, rnn_step, rnn_step_backward, rnn_weights
from lstm_ref.unroll import unroll, unroll_backward

__all__ = [
    "concatenate",
    "convert",
    "count",
    "gradient_check",
    "gru_shapes",
    "gru_step",
    "gru_step_backward",
    "gru_step_reset_after",
    "gru_step_reset_after_backward",
    "gru_weights",
    "layers",
    "losses",
    "lstm_shapes",
    "lstm_step",
    "lstm_step_backward",
    "lstm_step_peephole",
    "lstm_step_projected",
    "lstm_weights",
    "optimise",
    "rnn_shapes",
    "rnn_step",
    "rnn_step_backward",
    "rnn_weights",
    "sigmoid",
    "split",
    "truncated",
    "unroll",
    "unroll_backward",
]
