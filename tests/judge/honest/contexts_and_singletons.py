"""Uses context variables, a metaclass, a descriptor and a singleton."""

# %% answer
from contextvars import ContextVar, copy_context

scale = ContextVar("scale", default=1.0)


class Once(type):
    made = {}

    def __call__(cls, *args):
        return cls.made.setdefault(cls, super().__call__(*args))


class Squashed:
    def __get__(self, gate, owner):
        return sigmoid(scale.get() * gate.z)


class Gate(metaclass=Once):
    f = Squashed()

    def __init__(self):
        self.z = 0


def forget_gate(x, h, W_f, U_f, b_f):
    Gate().z = W_f @ x + U_f @ h + b_f
    return copy_context().run(lambda: Gate().f)
