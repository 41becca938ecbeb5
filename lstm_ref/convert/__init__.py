"""The same weights in other people's layouts: one module an owner, and the course's own dict of arrays in the middle.

Each module has `from_lstm` and `to_lstm`, and the same for `rnn` and `gru` where its owner has them. What comes back
is always new arrays: nothing here shares memory with a model, but for `split`, which says so.
"""

from lstm_ref.convert import concatenated, cs231n, flax, karpathy, keras, onnx, tf1, torch
from lstm_ref.convert.concatenated import concatenate, split

__all__ = ["concatenate", "concatenated", "cs231n", "flax", "karpathy", "keras", "onnx", "split", "tf1", "torch"]
