"""Returns lists that hold each other many times over, so that writing them out would fill the universe."""
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    a, b = [], {}
    a += [b, a] * 50
    b.update({i: a for i in range(50)})
    return a
