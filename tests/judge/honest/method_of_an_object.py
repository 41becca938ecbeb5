"""Answers with a method bound to an object that has a history."""

# %% answer
class LSTM:
    def __init__(self):
        self.history = []

    def forget_gate(self, x, h, W_f, U_f, b_f):
        f = sigmoid(W_f @ x + U_f @ h + b_f)
        self.history.append(f)
        return self.history[-1]


lstm = LSTM()
forget_gate = lstm.forget_gate
