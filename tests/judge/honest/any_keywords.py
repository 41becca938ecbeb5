"""Takes any keyword arguments and reads them by name."""

# %% answer
def forget_gate(**given):
    return sigmoid(given["W_f"] @ given["x"] + given["U_f"] @ given["h"] + given["b_f"])
