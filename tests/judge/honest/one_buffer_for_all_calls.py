"""Returns the same buffer from every call, written anew."""

# %% answer
buffer = np.empty(1000)


def forget_gate(x, h, W_f, U_f, b_f, out=buffer):
    out = out[: len(b_f)]
    np.matmul(W_f, x, out=out)
    out += U_f @ h + b_f
    out[...] = sigmoid(out)
    return out
