"""Both directions over padded sequences, beside those of PyTorch over packed ones."""

import numpy as np
import torch
from clear_cells import LSTM, draw, load
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from lstm_ref import layers

LENGTHS = np.array([3, 5, 1])


def compare_padded():
    """Assert that outputs, last states and gradients of a bidirectional LSTM equal those of PyTorch, padding apart."""
    D, H, N, T = 3, 4, len(LENGTHS), max(LENGTHS)
    (p, x, first, dhs, _), (q, _, second, dhs_back, _) = (draw(LSTM, (N, T, D, H), seed) for seed in (0, 1))
    state, dhs = first + second, np.concatenate([dhs, dhs_back], axis=2)
    layer = layers.Bidirectional(layers.LSTM(p), layers.LSTM(q))
    run = layer.forward(x, state, LENGTHS)
    gradients = layer.backward(run, dhs, state)  # any numbers serve as the gradient of the last state

    leaves, hs, last, weights = _torch(p, q, x, state)
    torch.autograd.backward((hs, *last), [torch.from_numpy(given) for given in (dhs, *state)])
    ours = (run.hs, *run.state, layer(x, state, LENGTHS), gradients.dx, *gradients.state)
    theirs = (hs, *last, torch.cat(last[::2], dim=1), *(leaf.grad for leaf in leaves))
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other.detach().numpy(), rtol=1e-10, atol=1e-12)
    for way, parts in weights.items():
        for letter, fused in zip("WUb", parts, strict=True):
            one = np.concatenate([gradients.weights[f"{way}.{letter}_{gate}"] for gate in "ifco"])
            np.testing.assert_allclose(one, fused.grad.numpy(), rtol=1e-10, atol=1e-12)


def _torch(p, q, x, state):
    """The leaves, the outputs, the last state as (h, c, h, c), and the fused weights of each direction."""
    D, H = x.shape[2], state[0].shape[1]
    both = torch.nn.LSTM(D, H, batch_first=True, bidirectional=True, dtype=torch.float64)
    weights = {}
    with torch.no_grad():
        for way, end, named in (("forward", "", p), ("backward", "_reverse", q)):
            one = load(LSTM, named)
            for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
                getattr(both, name + end).copy_(getattr(one, name))
            weights[way] = [getattr(both, name + end) for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0")]
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, *state)]
    packed = pack_padded_sequence(leaves[0], torch.from_numpy(LENGTHS), batch_first=True, enforce_sorted=False)
    hs, (h, c) = both(packed, (torch.stack(leaves[1::2]), torch.stack(leaves[2::2])))
    return leaves, pad_packed_sequence(hs, batch_first=True)[0], (h[0], c[0], h[1], c[1]), weights
