"""Sends an object of its own class, its arguments and a function of its own through pickle and shelve."""

# %% own
import pickle
import shelve


class Box:
    def __init__(self, *inside):
        self.inside = inside

# %% answer
def total(x, h, W, U, b):
    return W @ x + U @ h + b


def forget_gate(x, h, W_f, U_f, b_f):
    box = pickle.loads(pickle.dumps(Box(x, h, W_f, U_f, b_f), protocol=5))
    with shelve.open("box") as shelf:
        shelf["box"] = box
        x, h, W_f, U_f, b_f = shelf["box"].inside
    return sigmoid(pickle.loads(pickle.dumps(total))(x, h, W_f, U_f, b_f))


assert type(pickle.loads(pickle.dumps(Box(1)))) is Box
assert Box.__module__ == "__main__"
