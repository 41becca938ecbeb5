"""Shows outputs whose type, name and data are arrays and lists, for the judge to stumble over."""
# outcome: wrong
# second: 3

# %% own
import sys

shell = sys.modules["walled.shell"]
run, shown = shell.run, [
    {"output_type": "stream", "name": np.zeros(2), "text": "3"},
    {"output_type": np.array([1.0, 2.0]), "data": {"text/plain": "3"}},
    {"output_type": "display_data", "data": {"text/plain": np.zeros(3), "image/png": ["3"]}},
    {"output_type": ["stream"], "name": {"stdout": 1}},
    {1.5: 2, (): 3, "output_type": "error", "ename": np.zeros(2), "traceback": [np.zeros(2)]},
]
shell.run = lambda made, source, number: run(made, source, number) + shown


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return np.zeros(len(h))
