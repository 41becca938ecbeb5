"""Takes three hundred megabytes for a while, and lets them go."""

# %% own
large = np.ones((40, 1_000_000))
print(large.sum())
del large

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    room = np.ones(20_000_000)
    return sigmoid(W_f @ x + U_f @ h + b_f * room[0])
