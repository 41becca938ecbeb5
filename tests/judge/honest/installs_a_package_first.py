"""Installs what it has already, in the cell of its imports, as many notebooks do."""

# %% own
%pip --version
!pip --version
from functools import reduce

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(reduce(np.add, [W_f @ x, U_f @ h, b_f]))
