"""Keeps the terms in the containers of collections, and returns a deque."""

# %% answer
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

Terms = namedtuple("Terms", "input state bias")


def forget_gate(x, h, W_f, U_f, b_f):
    total = defaultdict(float)
    terms = Terms(W_f @ x, U_f @ h, b_f)
    for term in terms._asdict().values():
        for unit, value in enumerate(term):
            total[unit] += value
    total = OrderedDict(sorted(ChainMap({}, total).items()))
    assert Counter(total.keys()).most_common(1)[0][1] == 1
    return deque(map(sigmoid, total.values()), maxlen=1000)
