"""Returns NaN, infinities, whole numbers of a million digits, 0-d and object arrays, one kind in each case."""
# outcome: wrong
# second: 3

# %% own
from decimal import Decimal
from fractions import Fraction

CALLS = []


class Real(Fraction):
    def __float__(self):
        return float("nan")


# %% answer
def forget_gate(x, h, W_f, U_f, b_f):
    CALLS.append(x)
    H = len(h)
    return [
        np.array([np.nan] * H),
        np.array([Real(1, 3), 10**5000, Decimal("sNaN")], object),
        np.array(np.inf),
        [10**1000000, -(10**400), float("inf")],
        np.array([complex("nan+infj")]),
        np.ma.masked_all(H),
    ][min(len(CALLS), 6) - 1]
