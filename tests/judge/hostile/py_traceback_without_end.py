"""Raises an error whose traceback leads back to itself for ever."""
# outcome: timed out
# second: 3

# %% own
class Round:
    tb_lineno = 1

    @property
    def tb_next(self):
        return self

    @property
    def tb_frame(self):
        return self

    @property
    def f_code(self):
        return self

    co_filename = "forged"


class Lost(Exception):
    __traceback__ = property(lambda self: Round(), lambda self, value: None)


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    raise Lost
