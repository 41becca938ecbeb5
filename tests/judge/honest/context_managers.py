"""Wraps the work in context managers of its own and an exit stack."""

# %% answer
from contextlib import ExitStack, contextmanager, nullcontext, suppress


@contextmanager
def printing(**options):
    was = np.get_printoptions()
    np.set_printoptions(**options)
    try:
        yield
    finally:
        np.set_printoptions(**was)


def forget_gate(x, h, W_f, U_f, b_f):
    with ExitStack() as stack:
        stack.enter_context(printing(precision=2))
        stack.enter_context(nullcontext())
        stack.callback(print, x)
        with suppress(ZeroDivisionError):
            1 / 0
        return sigmoid(W_f @ x + U_f @ h + b_f)
