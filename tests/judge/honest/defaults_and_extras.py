"""Has default values for the weights, and more optional arguments than were asked for."""

# %% answer
def forget_gate(x, h, W_f=None, U_f=None, b_f=0.0, squash=sigmoid, scale=1.0, *more, verbose=False, **options):
    if verbose:
        print(options)
    return squash(scale * (W_f @ x + U_f @ h + b_f))
