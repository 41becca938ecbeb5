"""Uses names that others have: those of Python's own functions, of the lesson's and of the grader's."""

# %% own
sum = 3
id = "mine"
list = [1, 2]
type = len = str = max = object = None
check = progress = figures = "taken"
W, W_f, U_f, b_f, x, h, name, answer, session, grader = range(10)
print, display = None, None
In, Out, exit, quit, get_ipython = 1, 2, 3, 4, 5
_, __, ___ = 7, 8, 9

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


1 + 1
