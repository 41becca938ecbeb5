"""Warns in its cell and in every call, with each kind of warning that Python has."""

# %% answer
import warnings

KINDS = (UserWarning, DeprecationWarning, FutureWarning, RuntimeWarning, SyntaxWarning, ResourceWarning, BytesWarning)
for kind in KINDS:
    warnings.warn(f"{kind.__name__} from the cell", kind)


def forget_gate(x, h, W_f, U_f, b_f):
    for kind in KINDS:
        warnings.warn(f"{kind.__name__} from the function", kind, stacklevel=2)
    np.log(np.zeros(1))
    return sigmoid(W_f @ x + U_f @ h + b_f)
