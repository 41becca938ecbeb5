"""Reads its own source, takes it apart and profiles itself."""

# %% answer
import ast
import cProfile
import dis
import inspect
import timeit
import traceback


def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)


tree = ast.parse(inspect.getsource(forget_gate))
dis.dis(forget_gate)
inspect.getsourcefile(forget_gate), inspect.signature(forget_gate), inspect.currentframe().f_code
cProfile.run("sigmoid(np.zeros(3))")
timeit.timeit("sigmoid(0)", globals=globals(), number=10)
try:
    forget_gate(1)
except TypeError:
    traceback.print_exc()
assert tree.body[0].name == "forget_gate"
