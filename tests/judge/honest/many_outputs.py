"""Shows thousands of small outputs and one large one."""

# %% own
from IPython.display import display

for k in range(3000):
    display(k)
print("x" * 3_000_000)

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
