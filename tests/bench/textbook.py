"""The LSTM as a textbook page has it: eight products a step, σ by its formula, a list that grows."""

import numpy as np

GATES = "fico"


def sigma(z):
    """Squash by the formula."""
    return 1 / (1 + np.exp(-z))


def forward(x, p):
    """Run over x (N, T, D) from zeros; give the outputs (N, T, H) and a list of what backward needs."""
    h = c = np.zeros((len(x), len(p["b_f"])), x.dtype)
    outputs, tape = [], []
    for t in range(x.shape[1]):
        f = sigma(x[:, t] @ p["W_f"].T + h @ p["U_f"].T + p["b_f"])
        i = sigma(x[:, t] @ p["W_i"].T + h @ p["U_i"].T + p["b_i"])
        g = np.tanh(x[:, t] @ p["W_c"].T + h @ p["U_c"].T + p["b_c"])
        o = sigma(x[:, t] @ p["W_o"].T + h @ p["U_o"].T + p["b_o"])
        before, c = (h, c), f * c + i * g
        h = o * np.tanh(c)
        outputs.append(h)
        tape.append((*before, f, i, g, o, c))
    return np.stack(outputs, axis=1), tape


def backward(dhs, tape, x, p):
    """Go back through time; give the gradients of x and of every weight."""
    dx, gradients = np.zeros_like(x), {name: np.zeros_like(weight) for name, weight in p.items()}
    dh = dc = np.zeros_like(dhs[:, 0])
    for t in reversed(range(x.shape[1])):
        h_prev, c_prev, f, i, g, o, c = tape[t]
        dh = dhs[:, t] + dh
        dc = dc + dh * o * (1 - np.tanh(c) ** 2)
        dz = {
            "f": dc * c_prev * f * (1 - f),
            "i": dc * g * i * (1 - i),
            "c": dc * i * (1 - g**2),
            "o": dh * np.tanh(c) * o * (1 - o),
        }
        dc, dh = dc * f, 0
        for gate in GATES:
            dx[:, t] += dz[gate] @ p[f"W_{gate}"]
            dh = dh + dz[gate] @ p[f"U_{gate}"]
            gradients[f"W_{gate}"] += dz[gate].T @ x[:, t]
            gradients[f"U_{gate}"] += dz[gate].T @ h_prev
            gradients[f"b_{gate}"] += dz[gate].sum(axis=0)
    return dx, gradients
