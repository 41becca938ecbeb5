"""Returns the answer out of a closure within a closure, with nonlocal names."""

# %% answer
def make(squash):
    count = 0

    def with_scale(scale):
        def gate(x, h, W_f, U_f, b_f):
            nonlocal count
            count += 1
            return squash(scale * (W_f @ x + U_f @ h + b_f))

        return gate

    return with_scale


forget_gate = make(sigmoid)(1)
