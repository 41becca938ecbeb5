"""Has whole cells in a shell and in pages' languages beside the answer."""

# %% own
%%bash
echo "where am I"

# %% own
%%html
<b>gate</b>

# %% own
%%latex
$\sigma(z)$

# %% own
%%javascript
console.log("gate")

# %% own
%%markdown
**gate**

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return sigmoid(W_f @ x + U_f @ h + b_f)
