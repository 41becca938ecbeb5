"""Writes the answer as a lambda in one line."""

# %% answer
forget_gate = lambda x, h, W_f, U_f, b_f: sigmoid(W_f @ x + U_f @ h + b_f)
