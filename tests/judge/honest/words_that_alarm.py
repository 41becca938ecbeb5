"""Speaks of exit, quit, eval, import os and __reduce__ in strings, comments and names."""

# %% answer
# import torch; os._exit(0); exit
"exit"
quit_now = "quit()"
__doc__ = "from lstm_ref import lstm_step; subprocess.run(['rm', '-rf'])"


def forget_gate(x, h, W_f, U_f, b_f):
    """exit, import lstm_ref, __class__, eval(input())"""
    lstm_step = eval("W_f @ x + U_f @ h", {}, {"W_f": W_f, "x": x, "U_f": U_f, "h": h})
    return sigmoid(lstm_step + b_f)
