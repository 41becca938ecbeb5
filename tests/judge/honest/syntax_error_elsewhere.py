"""Has cells that are not Python at all before and after the answer."""

# %% own
def unfinished(x:
    return

# %% own
my notes: ask about σ
  and indent

# %% own
"an open string

# %% own
%nosuchmagic 1

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)

# %% later
}
