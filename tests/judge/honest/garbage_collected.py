"""Turns the garbage collector off and on, makes cycles, weak references and finalizers, and traces memory."""

# %% answer
import faulthandler
import gc
import tracemalloc
import weakref

tracemalloc.start()


class Node:
    def __init__(self, value):
        self.value, self.itself = value, self

    def __del__(self):
        print("gone")


def forget_gate(x, h, W_f, U_f, b_f):
    gc.disable()
    node = Node(W_f @ x)
    seen = weakref.ref(node)
    weakref.finalize(node, print, "finalized")
    z = seen().value + U_f @ h + b_f
    del node
    gc.collect()
    gc.enable()
    len(gc.get_objects()), gc.get_stats()
    return sigmoid(z)


tracemalloc.take_snapshot()
