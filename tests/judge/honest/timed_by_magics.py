"""Times its lines and its whole answer cell with magics."""

# %% own
%time numbers = np.arange(1000)
%timeit -n 3 -r 2 numbers.sum()
took = %timeit -n 3 -r 2 -o -q numbers.sum()

# %% own
%%timeit -n 2 -r 2
numbers.sum()

# %% own
%prun -q -l 3 numbers.sum()

# %% answer
%%time
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
