"""Answers with a class whose making gives the value."""

# %% answer
class forget_gate:
    def __new__(cls, x, h, W_f, U_f, b_f):
        return sigmoid(W_f @ x + U_f @ h + b_f)
