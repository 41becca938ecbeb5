"""Asks the person at the keyboard, and goes on where there is nobody."""

# %% own
try:
    steepness = float(input("How steep? "))
except Exception as nobody:
    print(type(nobody).__name__)
    steepness = 1.0

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    try:
        input("Go on? ")
    except (EOFError, RuntimeError):
        pass
    return sigmoid(steepness * (W_f @ x + U_f @ h + b_f))
