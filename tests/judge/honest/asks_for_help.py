"""Asks for help with question marks and with help, in the answer cell."""

# %% own
np.dot?
?sigmoid
np.add??
*arc*?

# %% answer
help(sigmoid)
sigmoid?
%pinfo np.exp
%pdoc np.exp
%psource sigmoid

def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
