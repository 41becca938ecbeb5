"""Takes the squashing function of SciPy where it is installed, and its own where it is not."""

# %% own
try:
    from scipy.special import expit
except ModuleNotFoundError:
    expit = lambda z: np.exp(-np.logaddexp(0, -z))

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return expit(W_f @ x + U_f @ h + b_f)
