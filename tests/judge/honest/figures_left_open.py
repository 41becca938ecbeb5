"""Opens thirty figures and closes none, in its cell and in its function."""

# %% own
import matplotlib.pyplot as plt

plt.ioff()
figures_of_mine = [plt.figure(figsize=(1, 1)) for _ in range(30)]

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    for _ in range(3):
        plt.subplots(figsize=(1, 1))
    return sigmoid(W_f @ x + U_f @ h + b_f)
