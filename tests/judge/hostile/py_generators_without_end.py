"""Returns generators that never end and hold generators that never end, and iterators that give themselves."""
# second: 3


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    class Self:
        def __iter__(self):
            return self

        def __next__(self):
            return self

    def endless():
        while True:
            yield endless()

    return Self() if len(h) == 1 else endless()
