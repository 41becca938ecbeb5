"""Changes into another folder and stays there."""

# %% own
import os

os.makedirs("elsewhere", exist_ok=True)
%cd elsewhere
%pwd

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    np.save("x.npy", x)
    os.chdir(os.path.expanduser("~"))
    return sigmoid(W_f @ x + U_f @ h + b_f)
