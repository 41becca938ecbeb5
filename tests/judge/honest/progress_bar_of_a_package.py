"""Uses a progress bar of a package where it is installed, and does without where it is not."""

# %% own
try:
    from tqdm.auto import tqdm
except ImportError:
    try:
        from rich.progress import track as tqdm
    except ImportError:
        tqdm = iter

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(np.array([W_f[k] @ x + U_f[k] @ h + b_f[k] for k in tqdm(range(len(h)))]))
