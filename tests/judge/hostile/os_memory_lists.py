"""Eats memory with lists and bytes up to eight gigabytes, and keeps all of it through every MemoryError."""
# outcome: out of memory
# second: 3

# %% answer
kept = []


def forget_gate(x, h, W_f, U_f, b_f):
    size = 64 * 2**20
    while size and len(kept) < 10**6 and sum(map(len, kept[:128])) < 8 * 2**30:
        try:
            kept.append(bytearray(size))
        except MemoryError:
            size //= 2
    return [0.0] * 10**9
