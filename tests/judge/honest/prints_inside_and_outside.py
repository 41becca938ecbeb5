"""Prints in its cells and in every call, thousands of lines of it."""

# %% own
print("let us begin")
print("no newline", end="")
print(*range(2000), sep="\n")

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    print("x", x, "h", h)
    for row in W_f:
        print(row)
    z = W_f @ x + U_f @ h + b_f
    print(f"{z=}", flush=True)
    return sigmoid(z)


print(forget_gate(np.zeros(2), np.zeros(3), np.zeros((3, 2)), np.zeros((3, 3)), np.zeros(3)))
