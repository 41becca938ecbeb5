"""Draws a progress bar with carriage returns, in its cell and in its function."""

# %% own
def bar(things):
    things = list(things)
    for done, thing in enumerate(things, 1):
        print("\r[" + "█" * done + " " * (len(things) - done) + f"] {done}/{len(things)}", end="", flush=True)
        yield thing
    print()


for _ in bar(range(40)):
    pass

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    z = np.zeros(len(b_f))
    for k in bar(range(len(b_f))):
        z[k] = W_f[k] @ x + U_f[k] @ h + b_f[k]
    return sigmoid(z)
