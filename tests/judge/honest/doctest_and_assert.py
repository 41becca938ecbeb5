"""Has a docstring with examples, runs them, and asserts what it believes."""

# %% answer
import doctest


def forget_gate(x, h, W_f, U_f, b_f):
    """Say how much of each cell is kept.

    >>> forget_gate(np.zeros(2), np.zeros(1), np.zeros((1, 2)), np.zeros((1, 1)), np.zeros(1))
    array([0.5])
    >>> forget_gate(1)
    Traceback (most recent call last):
        ...
    TypeError: forget_gate() missing 4 required positional arguments: 'h', 'W_f', 'U_f', and 'b_f'
    """
    assert x.ndim == h.ndim == b_f.ndim == 1, "vectors have one axis"
    assert W_f.shape == (len(h), len(x)), f"{W_f.shape=}"
    f = sigmoid(W_f @ x + U_f @ h + b_f)
    assert ((f > 0) & (f < 1)).all()
    return f


doctest.run_docstring_examples(forget_gate, globals(), verbose=True)
print(doctest.testmod())
