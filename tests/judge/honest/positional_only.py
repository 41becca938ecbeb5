"""Takes positional arguments only, under other names."""

# %% answer
def forget_gate(a, b, c, d, e, /):
    return sigmoid(c @ a + d @ b + e)
