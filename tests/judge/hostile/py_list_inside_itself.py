"""Returns a list that holds itself."""
# outcome: wrong
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    cycle = []
    cycle.append(cycle)
    return cycle
