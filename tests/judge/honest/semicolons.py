"""Puts everything on few lines with semicolons."""

# %% own
import math; e = math.e; e;

# %% answer
def forget_gate(x, h, W_f, U_f, b_f): z = W_f @ x; z = z + U_f @ h; z += b_f; return sigmoid(z);
forget_gate;
