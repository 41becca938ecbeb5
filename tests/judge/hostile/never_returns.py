"""Loops for ever, and catches every interruption."""
# outcome: timed out
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
