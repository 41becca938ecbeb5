"""Makes the answer from a string with exec, and types it in by hand."""

# %% answer
import types

source = "def forget_gate(x, h, W_f, U_f, b_f):\n    return sigmoid(W_f @ x + U_f @ h + b_f)\n"
exec(compile(source, "<mine>", "exec"))
forget_gate = types.FunctionType(forget_gate.__code__, globals(), "forget_gate")
