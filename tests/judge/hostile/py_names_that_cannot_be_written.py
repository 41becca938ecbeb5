"""Returns an object whose type is named by half a character, markup and control codes, which no file could hold."""
# outcome: wrong
# second: 3

# %% own
class Meta(type):
    @property
    def __name__(cls):
        return "\ud800\x1b[2J\x00<script>alert(1)</script>\u202e=HYPERLINK('http://192.0.2.1')"


class Nameless(metaclass=Meta):
    pass


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    return Nameless()
