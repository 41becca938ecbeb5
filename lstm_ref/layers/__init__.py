"""Whole layers over (N, T, D), forward and backward, as fast as NumPy goes: the fast tier."""

from lstm_ref.layers.bidirectional import Bidirectional
from lstm_ref.layers.dense import Dense
from lstm_ref.layers.gru import GRU
from lstm_ref.layers.layer import Gradients, Run
from lstm_ref.layers.lengths import lengths_of, reverse
from lstm_ref.layers.lstm import LSTM
from lstm_ref.layers.model import Model
from lstm_ref.layers.rnn import RNN
from lstm_ref.layers.stack import Stack

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "Bidirectional",
    "Dense",
    "Gradients",
    "Model",
    "Run",
    "Stack",
    "lengths_of",
    "reverse",
]
