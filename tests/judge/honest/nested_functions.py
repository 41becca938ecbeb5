"""Nests functions and classes five deep inside the answer."""

# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    def outer():
        class Sum:
            def __init__(self):
                def add(a, b):
                    def plus():
                        return a + b

                    return plus()

                self.add = add

            def total(self):
                return self.add(self.add(W_f @ x, U_f @ h), b_f)

        return Sum().total()

    return sigmoid(outer())
